"""What a service may ask of division codes and of places as files name them. Nothing here needs a database."""

from anmin.kernel.places.codes import covers, level, parent
from anmin.kernel.places.gazetteer import Gazetteer, Place

__all__ = ["Gazetteer", "Place", "covers", "level", "parent"]
