"""Tables that lost their columns: one cell to a line, or the cells of a row run together."""

from __future__ import annotations

import re
from array import array

from .normalise import Stream
from .numbers import find_numbers
from .tables import CELL, LABEL_MARKS, NUMERIC, Cell, role_of

UNIT_LINE = re.compile("[^,。;]{0,20}?[(]?(?:计量)?单位[::](?P<unit>[万亿]?元|[万亿]?人|[万亿]?户|个|张|家|所)[)]?")
GLUED_HEAD = re.compile("(?:指标|项目)(?:名称)?(?:计量)?单位(?:数量|数值|本期|本月|累计|合计|完成|实际)")
GLUED = re.compile(
    r"(?P<label>[^\d,。;:!?]{1,30}?)(?P<unit>[万亿]?(?:元/人[·/、]?[月年]|元|人次|人|户|张|个|对|件|具|所|家|处|平方米|%)|)"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
)


def read_glued(text: str, body: int = 0) -> list[Cell]:
    """A row whose cells have run together, below such a head: 最低生活保障人数万人7.1."""
    match = GLUED.fullmatch(text, body)
    numbers = find_numbers(text[match.start("number") :]) if match else []
    if not numbers:
        return []
    number, start = numbers[0], match.start("number")
    number.start, number.end = start, len(text)
    label = LABEL_MARKS.sub("", match["label"])
    unit = re.sub(r"元/人[·、](?=[月年])", "元/人/", match["unit"])
    return [Cell(start, len(text), number, unit or "个", label, "actual")] if label else []


def unflatten(stream: Stream) -> Stream:
    """Tables with one cell to a line get their rows back: line breaks inside a row become tabs."""
    lines, starts, at = stream.text.split("\n"), [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    breaks: set[int] = set()
    n = 0
    while n < len(lines):
        width = head_width(lines, n)
        rows = count_rows(lines, n + width, width, [role_of(line) for line in lines[n : n + width]]) if width else 0
        if not rows:
            n += 1
            continue
        for row in range(rows + 1):
            first = n + row * width
            breaks |= {starts[k] + len(lines[k]) for k in range(first, first + width - 1)}
        n += width * (rows + 1)
    if not breaks:
        return stream
    text = "".join("\t" if k in breaks else c for k, c in enumerate(stream.text))
    return Stream(text, array("I", stream.origin))


def head_width(lines: list[str], n: int) -> int:
    """How many heads of columns stand one below the other from line `n`."""
    width = 0
    while (
        n + width < len(lines)
        and width < 10
        and 0 < len(lines[n + width]) <= 14
        and role_of(lines[n + width]) not in ("", "measure")  # 新建幸福院(所) is a row's own label here
        and "\t" not in lines[n + width]
    ):
        width += 1
    roles = [role_of(line) for line in lines[n : n + width]]
    counted = NUMERIC & set(roles) or "ordinal" in roles[:1]
    return width if width >= 3 and "label" in roles and counted else 0


def count_rows(lines: list[str], n: int, width: int, roles: list[str]) -> int:
    rows = 0
    if roles[0] == "ordinal" and lines[n : n + 1] == ["1"]:
        while lines[n : n + 1] == [str(rows + 1)] and all(lines[n : n + width]) and n + width <= len(lines):
            rows, n = rows + 1, n + width
        return rows
    while n + width <= len(lines):
        cells = lines[n : n + width]
        numeric = [bool(CELL.match(cell)) for cell in cells]
        wanted = [role in NUMERIC for role in roles]
        if not all(cells) or any(len(cell) > 30 for cell in cells) or numeric[roles.index("label")]:
            break
        if sum(a and b for a, b in zip(numeric, wanted, strict=True)) < max(1, sum(wanted) - 1):
            break
        rows, n = rows + 1, n + width
    return rows
