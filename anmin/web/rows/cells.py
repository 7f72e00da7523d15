"""How one value of a declared column is shown: on a page, in a spreadsheet, in JSON."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from anmin.kernel.people.api import masked
from anmin.kernel.screens.declare import Column, Register
from anmin.web.rows.fields import choices_of
from anmin.web.rows.places import place_names
from anmin.web.templatetags.words import day, month, yuan

RIGHT = ("number", "money")
NO_KEY = 10**17  # stands for a key while the address of a page is made, once


class Cell(NamedTuple):
    """A drawn value. `tone` is the meaning of a badge; `kind` decides alignment and type."""

    text: str
    kind: str
    label: str = ""
    href: str = ""
    tone: str = ""


class Line(NamedTuple):
    """A drawn row: its key, the address of its card, its cells."""

    key: object
    href: str
    cells: tuple[Cell, ...]


def card_address(register: Register, key: object) -> str:
    """Where one row is shown: the register's own page or the generic card."""
    return page_of(register.page or f"{register.name}-card", key)


def page_of(page: str, key: object) -> str:
    """The address of one thing's page, by the page's name."""
    before, after = _around_key(page)
    return f"{before}{key}{after}"


@cache
def _around_key(page: str) -> tuple[str, str]:
    before, _, after = reverse(page, args=[NO_KEY]).partition(str(NO_KEY))
    return before, after


def names_for(columns: tuple[Column, ...], rows: Iterable[tuple]) -> dict[str, str]:
    """Names of every division that these rows mention, in one query."""
    places = [i for i, c in enumerate(columns, start=1) if c.kind == "area"]
    codes = {row[i] for row in rows for i in places if row[i]}
    return place_names(codes)


def draw(register: Register, columns: tuple[Column, ...], rows: list[tuple]) -> list[Line]:
    """Rows as a page shows them."""
    areas = names_for(columns, rows)
    labels = {c.name: choices_of(register, c.source, c.choices) for c in columns if c.kind in ("choice", "tag")}
    title = register.title or columns[0].name
    lines = []
    for row in rows:
        href = card_address(register, row[0])
        cells = []
        for column, value in values_of(columns, row):
            text = shown(column, value, areas, labels.get(column.name, {}))
            tone = column.tones.get(str(value), "quiet") if column.kind == "tag" and text else ""
            cells.append(Cell(text, column.kind, column.label, href if column.name == title else "", tone))
        lines.append(Line(row[0], href, tuple(cells)))
    return lines


def values_of(columns: tuple[Column, ...], row: tuple) -> Iterator[tuple[Column, object]]:
    """Each column with its value in a row as `query.paths` reads it; with its second value where it has one."""
    seconds = iter(row[len(columns) + 1 :])
    for column, value in zip(columns, row[1:], strict=False):
        yield column, (value, next(seconds)) if column.beside else value


def shown(column: Column, value: object, areas: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """The text of a value for people. Sealed values come out masked, here and everywhere else."""
    if value in (None, "", b"", (None, None)):
        return column.blank
    match column.kind:
        case "money":
            return yuan(value)
        case "date":
            return day(value)
        case "month":
            return month(value)
        case "moment":
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        case "number":
            return f"{value:,}"
        case "choice" | "tag":
            return labels.get(str(value), str(value))
        case "area":
            return areas.get(value, value)
        case "flag":
            return "是" if value else "否"
        case "told":
            return column.tell(*value) if column.beside else column.tell(value, None)
        case "identity" | "phone":
            return masked(column.kind, value)
        case "account":
            return f"尾号 {value}"
    return str(value)


def plain(column: Column, value: object) -> object:
    """The value for JSON: fen, ISO dates and codes as stored; sealed values masked."""
    if column.kind in ("identity", "phone", "account"):
        return shown(column, value, {}, {})
    if column.kind in ("choice", "tag"):
        return None if value is None else str(value)
    if column.beside:
        value = value[0]
    return value.isoformat() if isinstance(value, date | datetime) else value
