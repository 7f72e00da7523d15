"""Rows of a register as one user may see them: scope, filters, order, and paging by key.

Never an OFFSET and never a count over a whole table: a page costs the same at the start of a list and at its end.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Self

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Q, QuerySet
from django.db.models.functions import Collate
from django.utils import timezone

from anmin.kernel.access.api import Statement, User, Viewer, statement
from anmin.kernel.places.api import inside
from anmin.kernel.screens.api import registers
from anmin.kernel.screens.declare import Column, Filter, Register
from anmin.web.rows.fields import choices_of, field_at, model_of
from anmin.web.rows.wanted import Wanted

COUNTED = 1_000  # beyond this a list says "more than"


@dataclass
class Page:
    """One page of raw rows: (key, value of each column…), with the marks of its neighbours."""

    rows: list[tuple]
    before: str = ""
    after: str = ""


def visible(register: Register, who: User) -> QuerySet:
    """Every row that the user may see, and no other: the base of lists, cards, counts, exports and JSON."""
    who.require(register.permission)
    rows = model_of(register).objects.filter(**dict(register.where))
    if register.unless:
        rows = rows.exclude(**dict(register.unless))
    return rows.filter(who.scope(register.permission, register.area)) if register.area else rows


def paths(columns: tuple[Column, ...]) -> list[str]:
    """What to read for these columns: their values in order, then the second values of those that have one."""
    return [c.source for c in columns] + [c.beside for c in columns if c.beside]


def select(wanted: Wanted, who: User, today: date | None = None) -> QuerySet:
    """The visible rows that the filters leave, not yet ordered."""
    register = wanted.register
    rows = visible(register, who)
    if wanted.text:
        rows = rows.filter(_matches(register, wanted.text))
    for each in register.filters:
        condition = _condition(each, wanted.filters.get(each.name), who, today or timezone.localdate())
        if condition is not None:
            rows = rows.filter(condition)
    return rows


SPELT, NUMBERED = ("pinyin", "initials"), ("number", "code")


def _matches(register: Register, text: str) -> Q:
    """Where `text` may stand. What it cannot be is not asked, so that one index answers instead of a scan over all."""
    endings = {"prefix": "startswith", "contains": "contains", "exact": "exact"}
    condition = Q(pk__in=[])
    for path, how in _askable(register, text):
        if how == "label":
            column = register.column(path)
            told = choices_of(register, column.source, column.choices)
            condition |= Q(**{f"{column.source}__in": [code for code, label in told.items() if text in label]})
            continue
        condition |= Q(**{f"{path}__{endings[how]}": text.lower() if path.endswith(SPELT) else text})
    return condition


def _askable(register: Register, text: str) -> list[tuple[str, str]]:
    """Letters alone are a spelling where the register has spellings; digits begin no name; characters no number."""
    spellings = any(path.endswith(SPELT) for path, _ in register.search)
    if text.isascii() and text.isalpha() and spellings:
        return [(path, how) for path, how in register.search if path.endswith(SPELT) or how == "contains"]
    left_out = (*SPELT, "name") if text.isascii() else (*SPELT, *NUMBERED)
    return [(path, how) for path, how in register.search if how in ("contains", "label") or not path.endswith(left_out)]


def _condition(each: Filter, value: object, who: User, today: date) -> Q | None:
    path = each.source
    if each.kind == "validity":
        open_now = Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__gt": today})
        return {None: open_now, "ended": ~open_now}.get(value)
    if value in (None, ""):
        return None
    if each.kind in ("mine", "late"):
        whose = {path: who.account} if each.kind == "mine" else {f"{path}__lt": today}
        return Q(**whose) if value == "1" else None
    if each.kind == "dates":
        condition = Q()
        for end, bound in zip(("gte", "lte"), value, strict=True):
            condition &= Q(**{f"{path}__{end}": bound}) if bound else Q()
        return condition
    if each.kind == "area":
        return inside(value, path)
    if each.kind == "text":
        return Q(**{f"{path}__contains": value})
    return Q(**{path: value == "1" if each.kind == "flag" else value})


def page(wanted: Wanted, who: User) -> Page:
    """One page, from the place the address names."""
    asked = _first(Sight.of(wanted, who)) if _is_first(wanted) else statement(_ordered(wanted, who))
    found = asked.rows()
    backwards = bool(wanted.before)
    more, found = len(found) > wanted.size, found[: wanted.size]
    if backwards:
        found.reverse()
    result = Page([(row[0], *row[2:]) for row in found])
    if found and (wanted.after or (backwards and more)):
        result.before = _mark(found[0])
    if found and (more or backwards):
        result.after = _mark(found[-1])
    return result


def _ordered(wanted: Wanted, who: User) -> QuerySet:
    """The rows of a page and one more: their key, by what they are ordered, their columns."""
    rows, path, nullable = _sortable(select(wanted, who), wanted)
    mark = _read_mark(wanted.before or wanted.after, field_at(rows.model, wanted.sort_path), wanted)
    backwards = bool(wanted.before)
    falling = wanted.falling != backwards
    if mark:
        rows = rows.filter(_beyond(path, mark, falling, nullable, backwards))
    rows = rows.order_by(*_order(path, falling, nullable, backwards))
    return rows.values_list("pk", path, *paths(wanted.columns))[: wanted.size + 1]


@dataclass(frozen=True)
class Sight:
    """The first page of a list in which nobody searched: equal for all who hold the same posts and chose the same of it."""

    viewer: Viewer
    look: tuple
    day: date
    wanted: Wanted = field(compare=False)

    @classmethod
    def of(cls, wanted: Wanted, who: User) -> Self:
        look = (wanted.register.name, wanted.sort, wanted.size, *(column.name for column in wanted.columns))
        chosen = tuple(wanted.filters.items())
        return cls(who.viewer, (*look, chosen, who.account.pk if chosen else None), timezone.localdate(), wanted)


@lru_cache(maxsize=1_000)
def _first(sight: Sight) -> Statement:
    return statement(_ordered(sight.wanted, sight.viewer.who))


@lru_cache(maxsize=1_000)
def _counted(sight: Sight) -> Statement:
    return statement(_some(sight.wanted, sight.viewer.who))


def _is_first(wanted: Wanted) -> bool:
    """Whether a page is asked for as its register declares it. What people type is kept nowhere."""
    as_declared = registers().get(wanted.register.name) is wanted.register
    typed = wanted.text or any(each.kind == "text" and each.name in wanted.filters for each in wanted.register.filters)
    return as_declared and not (typed or wanted.after or wanted.before)


def _sortable(rows: QuerySet, wanted: Wanted) -> tuple[QuerySet, str, bool]:
    """The rows, by what to order them, and whether that may be null.

    Spellings are compared byte by byte whatever the language of the database, as their index is.
    """
    path = wanted.sort_path
    if path.endswith(SPELT):
        return rows.annotate(spelling=Collate(path, "C")), "spelling", False
    return rows, path, bool(getattr(field_at(rows.model, path), "null", False))


def _order(path: str, falling: bool, nullable: bool, backwards: bool) -> list:
    """Open ends come last in both directions; a plain order where nothing is null, so that the index serves it."""
    sign = "-" if falling else ""
    if path == "pk":
        return [f"{sign}pk"]
    if not nullable:
        return [f"{sign}{path}", f"{sign}pk"]
    column = F(path)
    nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
    return [column.desc(**nulls) if falling else column.asc(**nulls), f"{sign}pk"]


def _beyond(path: str, mark: tuple, falling: bool, nullable: bool, backwards: bool) -> Q:
    """Rows that come after `mark` in the given direction."""
    value, key = mark
    side = "lt" if falling else "gt"
    same = Q(**{f"pk__{side}": key})
    if path == "pk":
        return same
    if value is None:
        tie = Q(**{f"{path}__isnull": True}) & same
        return tie | Q(**{f"{path}__isnull": False}) if backwards else tie
    condition = Q(**{f"{path}__{side}e": value}) & (Q(**{f"{path}__{side}": value}) | same)
    return condition | Q(**{f"{path}__isnull": True}) if nullable and not backwards else condition


def _mark(row: tuple) -> str:
    value = row[1].isoformat() if isinstance(row[1], date | datetime) else row[1]
    return base64.urlsafe_b64encode(json.dumps([value, row[0]]).encode()).decode().rstrip("=")


def _read_mark(text: str, field: Field | None, wanted: Wanted) -> tuple | None:
    if not text:
        return None
    try:
        value, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        pk = model_of(wanted.register)._meta.pk.to_python(key)
        return (field.to_python(value) if field and value is not None else value, pk)
    except (ValueError, TypeError, ValidationError):
        wanted.problems.append("翻页的位置无法识别，从第一页显示。")
        wanted.after = wanted.before = ""
        return None


def count(wanted: Wanted, who: User, shown: Page) -> tuple[int, bool]:
    """How many rows there are, counting no further than a thousand; and whether there are more."""
    if not (shown.before or shown.after) and len(shown.rows) <= COUNTED:
        return len(shown.rows), False
    asked = _counted(Sight.of(wanted, who)) if _is_first(wanted) else statement(_some(wanted, who))
    found = asked.count()
    return min(found, COUNTED), found > COUNTED


def _some(wanted: Wanted, who: User) -> QuerySet:
    return select(wanted, who).order_by().values_list("pk")[: COUNTED + 1]


def everything(wanted: Wanted, who: User, columns: tuple[Column, ...], allowed: Q | None = None) -> Iterator[tuple]:
    """All rows of the view in its order, for an export; read in portions. `allowed` narrows further."""
    rows = select(wanted, who).filter(allowed or Q())
    rows, path, nullable = _sortable(rows, wanted)
    rows = rows.order_by(*_order(path, wanted.falling, nullable, False))
    return rows.values_list("pk", *paths(columns)).iterator(chunk_size=2_000)
