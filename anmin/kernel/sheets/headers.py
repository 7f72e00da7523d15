"""Finding the header among title lines, and which declared column each heading means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anmin.kernel.sheets.columns import Column, Found, Sheet, SheetError, bare, letter, plain

if TYPE_CHECKING:
    import polars as pl

SEARCHED_ROWS = 30
MOST_HEADER_ROWS = 3
LONGEST_TITLE = 16
CLOSE_ENOUGH = 0.75
PER_HEAD = "人均"
RESERVED = ("原因", "原行号", "序号", "编号")  # our own error column, and counters nobody needs
_DATES = r"[0-9]{4}年(?:度|[0-9]{1,2}月份?)?"
_TIMES = re.compile(
    rf"{_DATES}|[近前上]?(?:12|十二)个月内?|[上全]年度?|年度|月平均|月均|年均|[每当本][月年]|年(?!龄|级|月)|月(?!份)"
)
_NUMERALS = {char: number for number, char in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True)
class Header:
    """Rows `first`…`last` (from 0) hold the headings; `unknown` are headings no declared column claims."""

    first: int
    last: int
    found: tuple[Found, ...]
    unknown: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]

    def of(self, name: str) -> Found | None:
        return next((each for each in self.found if each.column.name == name), None)


def find_header(frame: pl.DataFrame, sheet: Sheet, mapping: Mapping[str, str] | None = None) -> Header | None:
    """The header rows that name most columns; fewest rows when equal. None when no row names two."""
    grid = [list(row) for row in frame.head(SEARCHED_ROWS + MOST_HEADER_ROWS).iter_rows()]
    best: tuple[int, int, int] | None = None
    for first in range(min(len(grid), SEARCHED_ROWS)):
        if sum(cell is not None for cell in grid[first]) < 2 and len(grid[first]) > 1:
            continue
        for count in range(1, MOST_HEADER_ROWS + 1):
            if first + count > len(grid):
                break
            known = len(_matched(_headings(grid[first : first + count]), sheet, guess=False))
            if known >= 2 and (best is None or (known, -count) > (best[0], best[1] - best[2] - 1)):
                best = (known, first, first + count - 1)
    if best is None:
        return None
    _, first, last = best
    first = _with_group_titles(grid, first, last, sheet, known=best[0])
    headings = _headings(grid[first : last + 1])
    return _header(first, last, headings, _matched(headings, sheet, guess=True, mapping=mapping), sheet)


def _with_group_titles(grid: list[list[str | None]], first: int, last: int, sheet: Sheet, known: int) -> int:
    """The first header row when titles of groups (收入情况（元/月）) stand above headings that are clear by themselves.

    They say what the headings leave out: whether an amount is a month's, whose number it is.
    """
    above = [cell for cell in grid[first - 1] if cell] if first and last - first + 1 < MOST_HEADER_ROWS else []
    titles = len(above) >= 2 and all(len(cell) <= LONGEST_TITLE and not re.search("[:：]", cell) for cell in above)
    if not titles or len(above) >= sum(cell is not None for cell in grid[first]):
        return first
    wider = len(_matched(_headings(grid[first - 1 : last + 1]), sheet, guess=False))
    return first - 1 if wider >= known else first


def _header(first: int, last: int, headings: list[list[str]], found: list[Found], sheet: Sheet) -> Header:
    taken = {each.index for each in found}
    reserved = {plain(each) for each in RESERVED}
    unknown = tuple(
        (letter(index), "".join(candidates[0].split()))
        for index, candidates in enumerate(headings)
        if candidates and index not in taken and plain(candidates[0]) not in reserved
    )
    return Header(first, last, tuple(found), unknown, tuple(each[0] if each else "" for each in headings))


def _headings(rows: list[list[str | None]]) -> list[list[str]]:
    """For each column the ways to read its heading, the fullest first.

    In a header of several levels a group title stands once, over the first of its columns (a merged cell).
    """
    width = len(rows[0])
    titles: list[list[str]] = []
    for level, row in enumerate(rows):
        carried, line = "", []
        for index, cell in enumerate(row):
            below = any(lower[index] for lower in rows[level + 1 :])
            if cell or not below or any(upper[index] for upper in rows[:level]):
                carried = cell if cell and below else ""
            line.append(cell or carried)
        titles.append(line)
    readings = []
    for index in range(width):
        parts = [line[index] for line in titles if line[index]]
        own = next((str(row[index]) for row in reversed(rows) if row[index]), "")
        joined = "".join(dict.fromkeys(parts))
        readings.append([joined, own] if own and own != joined else ([own] if own else []))
    return readings


def _matched(
    headings: list[list[str]], sheet: Sheet, *, guess: bool, mapping: Mapping[str, str] | None = None
) -> list[Found]:
    names = _names(sheet)
    found: dict[int, Found] = {}
    taken: set[tuple[str, int]] = set()

    def take(index: int, column: Column, how: str, copy: int = 0) -> None:
        found[index] = _found(column, index, headings[index][0] if headings[index] else "", how, copy)
        taken.add((column.name, copy))

    refused = _take_given(headings, sheet, mapping or {}, take)
    shared: list[tuple[int, list[Column], int]] = []
    for index, readings in enumerate(headings):
        if index in found or index in refused:
            continue
        copy, candidates = _candidates(readings, names, sheet)
        free = [column for column in candidates if (column.name, copy) not in taken]
        if len(candidates) == 1 and free:
            take(index, free[0], _how(free[0], readings), copy)
        elif free:
            shared.append((index, free, copy))
    for index, candidates, copy in shared:
        column = _by_neighbour(index, candidates, found, taken, copy)
        if column is not None:
            take(index, column, _how(column, headings[index]), copy)
    if guess:
        _guess(headings, sheet, found, refused, taken, take)
    return [found[index] for index in sorted(found)]


def _names(sheet: Sheet) -> dict[str, list[Column]]:
    names: dict[str, list[Column]] = {}
    for column in sheet.columns:
        for written in dict.fromkeys(form(each) for each in (column.label, *column.synonyms) for form in (plain, bare)):
            if written:
                names.setdefault(written, []).append(column)
    return names


def _candidates(readings: list[str], names: dict[str, list[Column]], sheet: Sheet) -> tuple[int, list[Column]]:
    for reading in readings:
        copy, rest = _numbered(reading, sheet)
        for written in (plain(rest), bare(rest), bare(_TIMES.sub("", rest))):
            columns = names.get(written, [])
            if copy:
                columns = [column for column in columns if column.group == sheet.repeats]
            if columns:
                return copy, columns
    return 0, []


def _numbered(reading: str, sheet: Sheet) -> tuple[int, str]:
    """成员2身份证号 → (2, 成员身份证号); (0, the heading) where there is no number."""
    if not sheet.repeats:
        return 0, reading
    form = rf"(?:家庭|其他|共同生活)*{sheet.repeats}[（(]?([0-9]{{1,2}}|[一二三四五六七八九十])[）)]?[:：.、\-]?(.*)"
    number = re.fullmatch(form, reading.replace(" ", ""), re.DOTALL)
    if not number:
        return 0, reading
    copy = int(number[1]) if number[1].isdigit() else _NUMERALS[number[1]]
    return copy, sheet.repeats + (number[2] or "姓名")


def _by_neighbour(
    index: int, candidates: list[Column], found: dict[int, Found], taken: set[tuple[str, int]], copy: int
) -> Column | None:
    """Of several columns with the same heading, the one whose group stands nearest to the left."""
    free = [column for column in candidates if (column.name, copy) not in taken]
    if not free:
        return None
    to_the_left, to_the_right = range(index - 1, -1, -1), range(index + 1, max(found, default=0) + 1)
    for place in (*to_the_left, *to_the_right):
        if place in found and found[place].column.group:
            nearest = found[place].column.group
            return next((column for column in free if column.group == nearest), free[0])
    return free[0]


def _guess(headings, sheet, found, refused, taken, take) -> None:
    free = [column for column in sheet.columns if (column.name, 0) not in taken]
    scored = []
    for index, readings in enumerate(headings):
        if index in found or index in refused or not readings:
            continue
        for column in free:
            score = max(_likeness(reading, column) for reading in readings)
            if score >= CLOSE_ENOUGH:
                scored.append((-score, index, column.name, column))
    for _, index, name, column in sorted(scored, key=lambda each: each[:3]):
        if index not in found and (name, 0) not in taken:
            take(index, column, "guess")


def _likeness(heading: str, column: Column) -> float:
    written = bare(heading) or plain(heading)
    if PER_HEAD in written and PER_HEAD not in column.label:
        return 0.0  # 家庭人均收入 is no 家庭总收入
    return max(
        difflib.SequenceMatcher(None, written, bare(each) or plain(each)).ratio()
        for each in (column.label, *column.synonyms)
    )


def _take_given(headings: list[list[str]], sheet: Sheet, mapping: Mapping[str, str], take) -> set[int]:
    """Columns the clerk chose by letter or heading; an empty choice means: not in this file. Returns refused ones."""
    refused: set[int] = set()
    for name, place in mapping.items():
        column = next((each for each in sheet.columns if each.name == name), None)
        if column is None:
            raise SheetError(f"没有名为“{name}”的列可以对应")
        if not place:
            refused |= {index for index, readings in enumerate(headings) if readings and _means(readings, column)}
            continue
        index = next(
            (i for i, each in enumerate(headings) if letter(i) == place.upper() or (each and place in each)), None
        )
        if index is None:
            raise SheetError(f"文件里没有“{place}”这一列，不能对应为“{column.label}”")
        take(index, column, "given")
    return refused


def _means(readings: list[str], column: Column) -> bool:
    return any(_likeness(reading, column) >= CLOSE_ENOUGH for reading in readings)


def _how(column: Column, readings: list[str]) -> str:
    own = {plain(column.label), bare(column.label)}
    return "label" if any(plain(each) in own or bare(each) in own for each in readings) else "synonym"


def _found(column: Column, index: int, heading: str, how: str, copy: int) -> Found:
    scale = 1_000_000 if "万元" in heading else 100
    return Found(
        column, index, letter(index), " ".join(heading.split()), how, copy, scale, period_in(heading) or column.period
    )


def period_in(heading: str) -> str:
    """Whether a heading speaks of a year's or a month's amount; a date in it (2026年10月) says neither."""
    text = re.sub(_DATES, "", heading)
    if re.search(r"年(?!龄|级|月)|(12|十二)个月", text):
        return "year"
    return "month" if "月" in text else ""
