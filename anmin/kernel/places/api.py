"""The door of the places room: divisions on a day, what an area covers, offices, sites."""

from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from anmin.kernel.places import codes
from anmin.kernel.places.codes import scope as prefix_of
from anmin.kernel.places.loading import DivisionFault, DivisionIn, load_divisions, load_offices
from anmin.kernel.places.models import DateRangeOf, Division, Office, Site
from anmin.kernel.places.registering import save_site

__all__ = [
    "DateRangeOf",
    "Division",
    "DivisionFault",
    "DivisionIn",
    "Office",
    "Site",
    "area_names",
    "codes",
    "divisions_on",
    "in_force",
    "inside",
    "load_divisions",
    "load_offices",
    "office_for",
    "prefix_of",
    "save_site",
    "within",
]


NAMES = "SELECT code, name, since, until FROM places_division"


def within(areas: list[str], field: str = "area") -> Q:
    """A condition: `field` lies inside one of `areas` (12-digit codes). No area means nothing, never everything."""
    condition, last = Q(pk__in=[]), None
    for prefix in sorted(map(prefix_of, areas)):
        if last is None or not prefix.startswith(last):  # what lies inside another is asked with it
            condition |= inside(prefix, field)
            last = prefix
    return condition


def inside(code: str, field: str = "area") -> Q:
    """A condition: `field` lies inside one place. A village is asked for by its whole code, so that an index of areas
    and keys gives its rows in order."""
    prefix = prefix_of(code)
    return Q(**{field if len(prefix) == codes.DIGITS else f"{field}__startswith": prefix})


def in_force(areas: list[str], field: str = "area") -> Q:
    """A condition: what `field` governs holds in one of `areas`: set there, inside, or in a division above, or nowhere.

    For dated numbers, whose codes are as short as their level; "" is the nation.
    """
    above = {prefix_of(code) for area in areas for code in codes.chain(area)}
    return within(areas, field) | (Q(**{f"{field}__in": sorted({"", *above})}) if areas else Q(pk__in=[]))


def divisions_on(day: date, inside: str | None = None) -> QuerySet[Division]:
    """Divisions that exist on `day`, optionally only those inside the division with code `inside`."""
    rows = Division.objects.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))
    return rows.filter(code__startswith=prefix_of(inside)) if inside else rows


def area_names(codes: set[str], day: date | None = None) -> dict[str, str]:
    """Names for many codes in one query: the division in force on `day`, else the newest that bore the code."""
    names: dict[str, str] = {}
    with connection.cursor() as cursor:  # asked by nearly every page, so written out
        cursor.execute(f"{NAMES} WHERE code = ANY(%s) ORDER BY since", [list(codes)])
        rows = cursor.fetchall()
    for code, name, since, until in rows:
        inside = day is None or (since <= day and (until is None or until > day))
        if inside or code not in names:
            names[code] = name
    return names


def office_for(area: str, day: date) -> Office | None:
    """The office that answers for `area` on `day`: of the area itself, else of the nearest division above it."""
    above = codes.chain(area)
    rows = Office.objects.filter(area__in=above, since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))
    return max(rows, key=lambda office: len(prefix_of(office.area)), default=None)
