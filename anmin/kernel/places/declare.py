"""What a service may ask of division codes and of places as files name them. Nothing needs a database before it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anmin.kernel.places.codes import covers, level, parent
from anmin.kernel.places.gazetteer import Gazetteer, Place

if TYPE_CHECKING:
    from django.db.models import Index

__all__ = ["Gazetteer", "Place", "area_index", "covers", "level", "parent", "towns"]


def area_index(name: str) -> Index:
    """The index of every table whose rows end at a user's area: `area LIKE '349926%'` in the order of keys."""
    from django.db.models import Index

    return Index(fields=["area", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], name=name)


def towns() -> dict[str, str]:
    """The townships of today: 12-digit code and name."""
    from anmin.kernel.places.models import Division

    return dict(Division.objects.filter(until__isnull=True, level=4).values_list("code", "name"))
