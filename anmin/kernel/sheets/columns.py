"""A table of an Excel or CSV file as it is declared: columns, kinds, choices; and how headings compare."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

LEVELS = ("person", "household")
HELP_PAGE = "填写说明"  # of a template: names all columns and holds no data


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value and what to do about it, for the clerk."""

    what: str
    todo: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How the text of a cell becomes a value.

    `convert(raw, found, on)` builds the column expression: null where the text cannot be read. `explain` is asked only
    for the cells that failed. `doubt` gives its one warning text where a value is doubtful, else null. `as_text`
    columns hold long numbers that Excel would damage.
    """

    name: str
    label: str
    convert: Callable[[pl.Expr, Found, date], pl.Expr]
    explain: Callable[[str, Column, date], Fault]
    doubt: Callable[[pl.Expr, pl.Expr, Found], pl.Expr] | None = None
    as_text: bool = False
    width: int = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value: the stored code, its label, and other ways people write it."""

    value: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    `synonyms` are other headings for it; one heading may belong to several columns (身份证号 of the head and of the
    member): `group` then tells them apart by what stands to the left. A `household` column may stand in the first
    row of a household only and is carried down.
    """

    name: str
    label: str
    kind: Kind
    synonyms: tuple[str, ...] = ()
    required: bool = False
    level: str = "person"
    group: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    period: str = ""  # month or year, for money whose heading does not say
    cite: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"列“{self.label}”的 level 应为 {' 或 '.join(LEVELS)}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as a file holds it.

    A row without any of `anchors` is no data row. A value in one of `blocks` begins a new household, whose household
    columns are carried down to the rows below that leave all of `blocks` blank. `repeats` is the stem of headings that
    number the members within one row (成员1姓名, 成员2姓名 …), whose columns have that stem as their `group`.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    row_means: str
    anchors: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    repeats: str = ""

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        unknown = {*self.anchors, *self.blocks} - set(names)
        if len(set(names)) < len(names) or unknown:
            raise ValueError(f"表“{self.title}”的列名重复，或引用了没有的列：{'、'.join(sorted(unknown))}")

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Found:
    """A column of the file recognised as a declared one.

    `index` counts from 0 within the file's grid; `how` is label, synonym, guess or given; `copy` is the number in
    成员2姓名, else 0; `scale` is fen per written unit (100 for 元, 1,000,000 for 万元).
    """

    column: Column
    index: int
    letter: str
    header: str
    how: str
    copy: int = 0
    scale: int = 100
    period: str = ""


@dataclass(frozen=True, slots=True)
class CellError:
    """One thing wrong at one place of the file. `letter` is "" when it concerns the whole row."""

    row: int
    letter: str
    header: str
    value: str
    what: str
    why: str = ""
    todo: str = ""
    warning: bool = False

    def __str__(self) -> str:
        place = f"第 {self.row} 行" + (f" {self.letter} 列“{self.header}”" if self.letter else "")
        value = f"“{self.value}”" if self.value else ""
        why = f"（{self.why}）" if self.why else ""
        return f"{place}{value}：{self.what}{why}" + (f"。{self.todo}" if self.todo else "")


class SheetError(Exception):
    """A file that cannot be read as a table at all; `str()` is the one message for the clerk."""


_PARENTHESES = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_PUNCTUATION = re.compile(r"[\s\W_]+")


@functools.lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """A heading for comparison: half-width, lower case, without spaces and punctuation."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", heading)).lower()


@functools.lru_cache(maxsize=4096)
def bare(heading: str) -> str:
    """A heading without what stands in parentheses: units and remarks."""
    return plain(_PARENTHESES.sub("", unicodedata.normalize("NFKC", heading)))


def letter(index: int) -> str:
    """Excel's name of the column with this index: 0 → A, 26 → AA."""
    name, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
