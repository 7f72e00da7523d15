"""Tables that were flattened to text: cells kept apart by a tab, or one cell to a line.

Columns are told by their heads (单位, 年度目标, 完成数, 完成率, 2025年); without heads, two numbers and a percentage are
target, result and rate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .heads import COUNTED, NUMERIC, TELLING, UNIT_IN_LABEL, UNITS_OF, completed, role_of
from .numbers import Number, find_numbers, plain
from .periods import find_periods, year_of
from .phrases import is_strong

CELL = re.compile(
    r"\d+(?:\.\d+)?:\d+(?:\.\d+)?$|(?!\d{1,2}[.、][一-鿿])[≥≤><=约+-]{0,2}\[?[\d.,xX×*]+\]?[%‰]?[一-鿿]{0,4}(?:[/·*][一-鿿]{1,4}){0,2}(?:以上|左右|以内)?$"
)


OWN_UNIT = re.compile(
    r"[万亿]?(?:%|‰|个百分点|人次|户次|场次|(?:元|张|个|次|平方米|小时)(?:[/·*](?:人次|户次|[百千万]?[人户名月年床日例具]|千名老人)){0,2}|[元人户张所家个处座对具件次亩间名场])"
)
LABEL_MARKS = re.compile(
    r"^(?:[#*★☆▲△]|其中[::]?|[A-Z][、.]?(?=[一-鿿])|\(?[\d一二三四五六七八九十]{1,2}[)、.]+|[①-⑩])+|[*#]+$"
)


ROW_OF_PLACE = re.compile("^(?:合计|总计|小计|全[县市区]|[一-鿿]{1,5}(?:镇|乡|街道|县|区|市|旗|农场|林场|社区|村))$")


BLANK = re.compile(r"\([≥≤<>=]{0,2}[*xX×_]{1,4}[^()]{0,8}\).*$")  # (≥**人): what the form leaves to be filled in


@dataclass
class Cell:
    """A number in a table with what its row and column say about it."""

    start: int  # in the row's own text
    end: int
    number: Number
    unit: str
    label: str
    role: str
    year: str | None = None
    baseline: Number | None = None
    owner: str | None = None
    deadline: str | None = None
    column: str = ""  # the head, where the row's label is only a place
    head: str = ""  # what the column's head says of the kind of number: 年初预算数
    place: str | None = None  # the row's, where the columns are the indicators


@dataclass
class Layout:
    """Heads of the columns in force, and their roles."""

    roles: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    glued: bool = False  # the cells of its rows have run together
    unit: str = ""  # stated above for the whole table
    label_unit: str = ""  # stated in the head of the rows' labels: 项目资金(万元)
    section: str = ""  # a line between the rows that says what those below are about


def cells_of(text: str) -> list[tuple[int, int, str]]:
    found, at = [], 0
    for cell in text.split("\t"):
        found.append((at, at + len(cell), cell))
        at += len(cell) + 1
    return found


def is_head(text: str) -> bool:
    cells = [cell for _, _, cell in cells_of(text)]
    named = [cell for cell in cells if role_of(cell)]
    numbers = [cell for cell in cells if CELL.match(cell) and not re.match(r"(?:19|20)\d{2}(?:年|$)", cell)]
    return len(named) >= 2 and not numbers


def layout_of(text: str, unit: str = "") -> Layout:
    heads = completed([cell for _, _, cell in cells_of(text)])
    roles = [role_of(head) for head in heads]
    if "label" not in roles and (roles[0] == "unit" or re.match("项目|指标|科目|资金", heads[0])):
        roles[0] = "label"  # 单位, and below it the towns; 项目资金(万元)
    if "measure" in roles:
        roles = [
            "measure" if not role and (UNIT_IN_LABEL.search(head) or COUNTED.search(head)) else role
            for role, head in zip(roles, heads, strict=True)
        ]
        if "label" not in roles and roles[0] not in NUMERIC:
            roles[0] = "label"
    inside = UNIT_IN_LABEL.search(heads[roles.index("label")]) if "label" in roles else None
    return Layout(roles, heads, unit=unit, label_unit=inside["unit"] if inside else "")


def guess(cells: list[tuple[int, int, str]], numeric: list[int], plan: bool) -> list[str]:
    """Roles without heads: target, actual, rate for two numbers and a percentage; else by the kind of paper."""
    roles = ["label"] * len(cells)
    last_rate = bool(numeric) and cells[numeric[-1]][2].endswith("%")
    if len(numeric) >= 3 and last_rate:
        for index, role in zip(numeric[-3:], ("target", "actual", "rate"), strict=True):
            roles[index] = role
    else:
        for index in numeric:
            roles[index] = "target" if plan else "actual"
    return roles


def aligned(
    layout: Layout, cells: list[tuple[int, int, str]], numeric: list[int]
) -> tuple[list[str], list[str]] | None:
    """Roles and heads for a row's cells: by index, or from one end where cells at the other were merged or are empty."""
    if len(layout.roles) == len(cells):
        return layout.roles, layout.heads
    if not layout.roles or len(cells) > len(layout.roles):
        return None
    offsets = range(len(layout.roles) - len(cells), -1, -1)
    found = [slice(n, n + len(cells)) for n in offsets if fits(layout.roles[n : n + len(cells)], numeric)]
    best = max(found, key=lambda part: likeness(layout.roles[part], numeric), default=None)
    return (layout.roles[best], layout.heads[best]) if best else None


def likeness(roles: list[str], numeric: list[int]) -> int:
    """How many cells stand in a column of their kind: numbers under numbers, words under labels."""
    return sum((role in NUMERIC) if n in numeric else (role == "label") for n, role in enumerate(roles))


def fits(roles: list[str], numeric: list[int]) -> bool:
    """Whether numbers stand where numbers may: in their columns, or in those of scores and remarks."""
    return all(roles[n] not in ("label", "unit", "owner") for n in numeric) and any(
        roles[n] in NUMERIC for n in numeric
    )


def read_row(text: str, layout: Layout, plan: bool, first: int = 0) -> list[Cell]:
    """Numbers of one row with their roles; `first` is the first year that a plan is for."""
    cells = cells_of(text)
    numeric = [n for n, (_, _, cell) in enumerate(cells) if CELL.match(cell)]
    if numeric and numeric[0] == 0 and len(numeric) > 1 and re.fullmatch(r"\d{1,3}", cells[0][2]):
        numeric = numeric[1:]
    by_head = aligned(layout, cells, numeric)
    roles, heads = by_head or (guess(cells, numeric, plan), [""] * len(cells))
    names = [
        cell
        for n, (_, _, cell) in enumerate(cells)
        if n not in numeric and roles[n] in ("label", "") and not re.fullmatch(r"\d*", cell)
    ]
    if not names or not numeric:
        return []
    labels = [cell for (_, _, cell), role in zip(cells, roles, strict=True) if role == "label"]
    names = [cell for cell in labels if not re.fullmatch(r"\d*", cell)] or names
    unit_cells = [cell for (_, _, cell), role in zip(cells, roles, strict=True) if role == "unit"]
    label = LABEL_MARKS.sub("", "".join(names[-2:]) if len(names[-1]) <= 2 else names[-1])
    label = BLANK.sub("", label)
    inside = UNIT_IN_LABEL.search(label)
    unit = unit_cells[0] if unit_cells else inside["unit"] if inside else layout.label_unit or layout.unit
    if inside:
        label = label[: inside.start()] + label[inside.end() :]
    said = {role: cell for (_, _, cell), role in zip(cells, roles, strict=True) if role in ("owner", "deadline")}
    where = bool(by_head) and ROW_OF_PLACE.search(label) is not None and not is_strong(label)
    found = []
    for index in numeric:
        start, _, cell = cells[index]
        if cell_read := read_cell(cell, start, unit, label, roles[index], heads[index]):
            if cell_read.role == "measure":
                by_column(cell_read, heads[index], plan)
            elif where:
                by_place(cell_read, heads[index])
            cell_read.owner, cell_read.deadline = said.get("owner"), said.get("deadline")
            found.append(cell_read)
    return with_baselines(found, plan, first)


def read_cell(cell: str, start: int, unit: str, label: str, role: str, head: str) -> Cell | None:
    if role not in NUMERIC:
        return None
    numbers = find_numbers(cell)
    if not numbers:
        return None
    number = numbers[0]
    if ":" in cell and len(numbers) == 2 and numbers[1].value:
        number.value, number.end, unit = plain(number.value / numbers[1].value), numbers[1].end, "比"
    if cell.startswith("-") and isinstance(number.value, int | float):
        number.value = -number.value
    own = OWN_UNIT.match(cell[number.end :])
    head_unit = UNIT_IN_LABEL.search(head)
    named = (
        re.sub("[·*]", "/", own[0])
        if own
        else "%"
        if role in ("rate", "growth")
        else head_unit["unit"]
        if head_unit
        else unit
    )
    end = start + number.end + (len(own[0]) if own else 0)
    year = head if role == "year" or re.search(r"(?:19|20)\d{2}", head) else None
    number.start, number.end = number.start + start, number.end + start
    told = TELLING.search(re.sub(r"\([^()]*\)", "", head))
    return Cell(number.start, end, number, named, label, role, year, head=told[0] if told else "")


def by_column(cell: Cell, head: str, plan: bool) -> None:
    """The column names the number, the row says where: 城关镇 under 养老床位(张)."""
    cell.place = None if re.search("合计|总计|小计", cell.label) else cell.label
    inside = UNIT_IN_LABEL.search(head)
    cell.label = head[: inside.start()] + head[inside.end() :] if inside else head
    wanted = re.search("目标|任务|计划", head) and not re.search("完成|占", head)
    cell.role = "target" if wanted or (plan and not re.search("完成|实际|现有", head)) else "actual"
    if not cell.unit:
        cell.unit = next((unit for words, unit in UNITS_OF if re.search(words, head)), "")


def by_place(cell: Cell, head: str) -> None:
    """The row says where and the column only how much of what the table is about: 东湖县 under 任务数."""
    cell.place = None if re.search("合计|总计|小计", cell.label) else cell.label
    inside = UNIT_IN_LABEL.search(head)
    cell.label, cell.column = "", head[: inside.start()] + head[inside.end() :] if inside else head
    cell.unit = cell.unit or next((unit for words, unit in UNITS_OF if re.search(words, head)), "")


def with_baselines(cells: list[Cell], plan: bool, first: int = 0) -> list[Cell]:
    """Year columns of a plan: those of its own years are targets, the last one before is their baseline.

    In a report each year is a figure.
    """
    years = [cell for cell in cells if cell.role == "year"]
    dated = [cell for cell in cells if cell.year and cell.role in ("year", "target")]
    numbers = [year_of(cell.year) or 0 for cell in dated]
    in_turn = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    if plan and years and first and in_turn and numbers[0] >= first:
        for cell in years:
            cell.role = "target"
        return cells
    if plan and len(dated) >= 2 and years and dated[0].role == "year":
        dated[-1].role = "target"
        for cell in dated[1:]:
            cell.baseline = dated[0].number
            cell.role = "target" if first and (year_of(cell.year) or 0) >= first else cell.role
        return [cell for cell in cells if cell.role != "year"]
    for cell in years:
        cell.role = "target" if plan else "actual"
    return cells


def period_of(text: str | None) -> str | None:
    found = find_periods(text or "")
    return found[0].text if found else text
