"""What a service may ask of division codes and of places as files name them. Nothing needs a database before it is asked."""

from anmin.kernel.places.codes import covers, level, parent
from anmin.kernel.places.gazetteer import Gazetteer, Place

__all__ = ["Gazetteer", "Place", "covers", "level", "parent", "towns"]


def towns() -> dict[str, str]:
    """The townships of today: 12-digit code and name."""
    from anmin.kernel.places.models import Division

    return dict(Division.objects.filter(until__isnull=True, level=4).values_list("code", "name"))
