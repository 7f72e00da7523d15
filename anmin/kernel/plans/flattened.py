"""Tables that lost their columns: one cell to a line, or the cells of a row run together."""

from __future__ import annotations

import re
from array import array

from .normalise import Stream
from .numbers import find_numbers
from .tables import CELL, LABEL_MARKS, NUMERIC, ROW_OF_PLACE, Cell, is_head, role_of

UNIT_LINE = re.compile("[^,。;]{0,20}?[(]?(?:计量)?单位[::](?P<unit>[万亿]?元|[万亿]?人|[万亿]?户|个|张|家|所)[)]?")
GLUED_HEAD = re.compile("(?:指标|项目)(?:名称)?(?:计量)?单位(?:数量|数值|本期|本月|累计|合计|完成|实际)")
GLUED = re.compile(
    r"(?P<label>[^\d,。;:!?]{1,30}?)(?P<unit>[万亿]?(?:元/人[·/、]?[月年]|元|人次|人|户|张|个|对|件|具|所|家|处|平方米|%)|)"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
)
VALUE = re.compile(rf"(?:{CELL.pattern})|(?:[-—–/]+|无)$")
BELOW_HEAD = re.compile(
    r"(?<=[^\n]{2})\n(?=\((?:[^()\n]{0,4}(?:[期基]值|基数|现状|目标|目标值|预期|计划|任务|完成|实际)数?"
    r"|[万亿]?[元人户张所家个处座件次%]{1,2})\)\n)"
)
TORN_LABEL = re.compile(
    r"(?<=\n)[一-鿿、]{4,18}(\n)(?=\([^()\t\n]{1,8}\)\t)|(?<=\n)[一-鿿、]{2,16}(?:拥有|[的及和与、]|老年人|人员|家庭|机构|服务)(\n)(?=[^\t\n\d]{2,14}\t[≥≤约]?[\d.])"
)
NUMBERED = re.compile(
    r"[(]?[一二三四五六七八九十]{1,3}[)、]|表\d|.+表$"
)  # a heading above a table, not one of its heads
LONGEST_HEAD = 20
WIDEST = 12  # columns


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
    stream = rejoin_heads(stream)
    lines, starts, at = stream.text.split("\n"), [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    breaks: set[int] = set()
    n = free = 0  # the next line, the first that belongs to no table yet
    while n < len(lines):
        rows = table_at(lines, n, free)
        for first, end in rows:
            breaks |= {starts[k] + len(lines[k]) for k in range(first, end - 1)}
        n = rows[-1][1] if rows else n + 1
        free = n if rows else free
    if not breaks:
        return stream
    text = "".join("\t" if k in breaks else c for k, c in enumerate(stream.text))
    return Stream(text, array("I", stream.origin))


def rejoin_heads(stream: Stream) -> Stream:
    """(目标值) or (张) on a line of its own belongs to the head above it: 2030年; a row's label over two lines is one."""
    cuts = [match.start() for match in BELOW_HEAD.finditer(stream.text)]
    cuts += [match.end() - 1 for match in TORN_LABEL.finditer(stream.text)]
    if not cuts:
        return stream
    dropped, kept = set(cuts), range(len(stream.text))
    origin = array("I", (stream.origin[k] for k in kept if k not in dropped))
    return Stream("".join(stream.text[k] for k in kept if k not in dropped), origin)


def table_at(lines: list[str], n: int, free: int) -> list[tuple[int, int]]:
    """First and last lines of the rows, the head's first, of a table that begins at line `n`; of places: whose first row does."""
    width, rows = headed(lines, n)
    if rows and headed(lines, n + 1)[1] <= rows:  # else line `n` is the table's title: 主要指标
        return [(n + k * width, n + (k + 1) * width) for k in range(rows + 1)]
    numbered = lines[n - 1 : n] == ["1"]
    width, end = width_of_place(lines, n, numbered), n - numbered
    heads = lines[end - width : end] if width > 1 and end - width >= free else []
    fit = heads and all(0 < len(head) <= LONGEST_HEAD and not VALUE.match(head) for head in heads)
    found = rows_of_places(lines, n, width, numbered) if fit and is_head("\t".join(heads)) else []
    return [(end - width, end), *found] if len(found) > 1 else []


def width_of_place(lines: list[str], n: int, numbered: bool) -> int:
    """How many cells the row has that begins with a place at line `n`; 0 for other lines."""
    if not ROW_OF_PLACE.match(lines[n]):
        return 0
    width = 1
    while n + width < len(lines) and width <= WIDEST and VALUE.match(lines[n + width]):
        width += 1
    return width - (numbered and lines[n + width - 1] == "2" and width > 2)


def rows_of_places(lines: list[str], n: int, width: int, numbered: bool) -> list[tuple[int, int]]:
    """Rows from line `n` on, each the name of a place and as many values as the first has, some with their number."""
    rows: list[tuple[int, int]] = []
    while (row := lines[n : n + width])[width - 1 :]:
        if not ROW_OF_PLACE.match(row[0]) or not all(VALUE.match(cell) for cell in row[1:]):
            break
        rows.append((n, n + width))
        n += width
        n += numbered and lines[n : n + 1] == [str(len(rows) + 1)]
    return rows


def headed(lines: list[str], n: int) -> tuple[int, int]:
    """Width of a head at line `n` and the number of rows below; the first row's label may itself look like a head."""
    for width in range(head_width(lines, n), 2, -1):
        roles = [role_of(line) for line in lines[n : n + width]]
        if "label" in roles and (rows := count_rows(lines, n + width, width, roles)):
            return width, rows
    return 0, 0


def head_width(lines: list[str], n: int) -> int:
    """How many heads of columns stand one below the other from line `n`."""
    width = 0
    while (
        n + width < len(lines)
        and width < 10
        and 0 < len(lines[n + width]) <= 14
        and role_of(lines[n + width]) not in ("", "measure")  # 新建幸福院(所) is a row's own label here
        and "\t" not in lines[n + width]
        and not NUMBERED.match(lines[n + width])
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
