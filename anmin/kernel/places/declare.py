"""What a service may ask of division codes. Nothing here needs a database."""

from anmin.kernel.places.codes import covers, level, parent

__all__ = ["covers", "level", "parent"]
