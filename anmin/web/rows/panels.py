"""Tables on a page beside what it shows: headings and drawn rows, of a register or given as values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anmin.kernel.screens.declare import Column
from anmin.web.rows.cells import Cell, Line, shown


@dataclass(frozen=True)
class Head:
    """A column's heading; `href` sorts by it, `arrow` says how it is sorted now."""

    label: str
    right: bool
    href: str = ""
    arrow: str = ""


@dataclass(frozen=True)
class DrawnPanel:
    """`none` is said where there are no rows; `more` when older ones are left out."""

    label: str
    heads: tuple[Head, ...]
    lines: list[Line]
    more: bool = False
    none: str = ""


def head(column: Column, href: str = "", arrow: str = "") -> Head:
    """One heading; money says its unit there."""
    label = f"{column.label}（元）" if column.kind == "money" and "元" not in column.label else column.label
    return Head(label, column.kind in ("number", "money"), href, arrow)


def filled(label: str, columns: Sequence[Column], rows: Iterable[tuple[str, tuple]], none: str = "") -> DrawnPanel:
    """A table that no register declares. A row is the address it leads to ("" for none) and a value for each column."""
    words = [dict(column.choices) for column in columns]
    lines = [
        Line(
            place,
            href,
            (
                _cell(columns[0], values[0], words[0], href)._replace(label=""),
                *map(_cell, columns[1:], values[1:], words[1:]),
            ),
        )
        for place, (href, values) in enumerate(rows)
    ]
    return DrawnPanel(label, tuple(map(head, columns)), lines, none=none)


def _cell(column: Column, value: object, words: dict[str, str], href: str = "") -> Cell:
    tone = column.tones.get(str(value), "quiet") if column.kind == "tag" and value else ""
    return Cell(shown(column, value, {}, words), column.kind, column.label, href, tone)
