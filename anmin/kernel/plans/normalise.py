"""From the text as read to the text that the grammar reads, with a map back to every character.

Widths are folded, traditional characters made simplified, bracketed pinyin, control characters and white space inside
sentences dropped; nothing here decides what a number means. Line breaks stay; cells of a table are kept apart by a tab.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache

import opencc

MULTIPLE = {
    "㎡": "平方米",
    "㎥": "立方米",
    "㎞": "公里",
    "℃": "度",
    "髙": "高",
    "冋": "同",
    "囯": "国",
    "﹪": "%",
    "㎏": "公斤",
    "⼁": "丨",
}
KEEP = set("①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⒈⒉⒊⒋⒌⒍⒎⒏⒐…")
RADICALS = str.maketrans(
    "⻓⻅⻉⻋⻔⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⺠⻘⻄⻆⻣⻤⺟⺓", "长见贝车门页风飞食马鱼鸟麦黄齐齿龙民青西角骨鬼母幺"
)
INVISIBLE = re.compile("[\u200b-\u200f\u2028\u2029\u2060-\u2064\ufeff\u00ad\u0000-\u0008\u000b-\u001f\u007f\ufffe]")
PINYIN = re.compile(r"(?<=[一-鿿])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
TONED = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
MISREAD = re.compile("[己巳](?=有|完成|全|经|建|投|达|于|开)(?<![自知利克])")
SPACED_PROSE = re.compile(
    r"\d ?[万亿]?[人户名个张元家所件对次][,，;；、].*[一-鿿] \d"
)  # 3580 人,其中低保 948 户: a scan
SPACE = re.compile(r"[ \t\u00a0\u3000\u2000-\u200a\u202f]+")
SPACED_OUT = re.compile(r"\s*[(（]?\s*[一二三四五六七八九十]+\s*[、)）]|\s*第\s*\d+\s*页")  # a heading or a footer
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Stream:
    """Folded text and, for each of its characters, the offset in the text as read."""

    text: str
    origin: array[int]

    def cut(self, start: int, end: int) -> Stream:
        return Stream(self.text[start:end], self.origin[start:end])

    def __add__(self, other: Stream) -> Stream:
        return Stream(self.text + other.text, self.origin + other.origin)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as read behind `text[start:end]`, end exclusive."""
        return self.origin[start], self.origin[end - 1] + 1


@cache
def converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def fold(character: str) -> str:
    """One character in its plain form; marks of an outline stay as they are."""
    if character in MULTIPLE:
        return MULTIPLE[character]
    if character in KEEP or INVISIBLE.match(character):
        return character if character in KEEP else ""
    plain = unicodedata.normalize("NFKC", character).translate(RADICALS)
    return plain if len(plain) == 1 or plain.isascii() else character


def simplify(text: str) -> str:
    """Simplified characters, one for one."""
    plain = converter().convert(text)
    return plain if len(plain) == len(text) else "".join(converter().convert(c)[:1] or c for c in text)


def fold_line(line: str) -> str:
    """A line for matching patterns only: folded character by character, same length as the line."""
    return "".join(one if len(one := fold(c)) == 1 else c if one else " " for c in line)


def is_tabular(line: str) -> bool:
    """Three cells or more, two of them numbers, and no sentence."""
    if len(line) > 400 or re.search("[。;；]", line) or SPACED_OUT.match(line):
        return False
    cells = [cell for cell in re.split(r"\s*\|\s*|\s+", line.strip()) if cell]
    if sum(len(cell) == 1 for cell in cells) > len(cells) // 2 and "\t" not in line and "|" not in line:
        return False  # 2 0 1 5年 工 作: characters set apart, no cells
    numbers = [cell for cell in cells if re.match(r"[\[(]?[\d.,xX×*%-]+[一-鿿%/‰㎡]{0,6}[\])]?$", cell)]
    if SPACED_PROSE.search(line) and "\t" not in line and "|" not in line:
        return False
    if len(cells) >= 3 and len(numbers) >= 2:
        return True
    return len(cells) >= 3 and len(numbers) >= 1 and ("\t" in line.strip() or "|" in line or "  " in line.strip())


def is_piped(line: str) -> bool:
    """| 指标 | 单位 | 数量 |: every bar parts two cells, and some cells are empty."""
    return line.count("|") >= 2 and (line.lstrip().startswith("|") or line.rstrip().endswith("|"))


def is_cells(line: str) -> bool:
    """Could be the head of a table: several short cells without sentence marks."""
    cells = [cell for cell in re.split(r"\s*\|\s*|\s+", line.strip()) if cell]
    if SPACED_OUT.match(line) or sum(map(len, cells)) < 2 * len(cells):
        return False
    return len(cells) >= 3 and max(map(len, cells)) <= 14 and not re.search("[。;;,,]", line)


def table_lines(lines: list[str]) -> set[int]:
    """Indexes of lines whose white space separates cells."""
    rows = {n for n, line in enumerate(lines) if is_tabular(line)}
    heads = {m for n in rows for m in range(max(0, n - 3), min(len(lines), n + 4)) if is_cells(lines[m])}
    marked = {n for n, line in enumerate(lines) if line.count("\t") >= 1 and len(line.strip().split("\t")) >= 2}
    return rows | heads | marked | {n for n, line in enumerate(lines) if is_piped(line)}


def parts(line: str, start: int, end: int) -> bool:
    """Whether white space in a row parts two cells: where the row has tabs, a space inside a cell does not."""
    return "\t" not in line.strip() or "\t" in line[start:end] or "|" in line[start:end]


def join_space(before: str, after: str) -> str:
    """What becomes of white space inside a sentence."""
    if not before or not after or before == "\n":
        return ""
    if before == "%" and after.isdigit():
        return " "
    if before.isascii() and after.isascii() and before.isalpha() and after.isalpha():
        return " "
    return ""


def add_tab(text: list[str], origin: array[int], at: int) -> int:
    """A bar parts two cells; the one that opens a line parts nothing. No gap is open behind it."""
    if text and text[-1] != "\n":
        text.append("\t")
        origin.append(at)
    return -1


def add(text: list[str], origin: array[int], plain: str, at: int) -> None:
    for one in plain:
        text.append(one)
        origin.append(at)


def drop_tabs(text: list[str], origin: array[int]) -> None:
    """Empty cells at the end of a line."""
    while text and text[-1] == "\t":
        text.pop()
        origin.pop()


def hidden(length: int, skip: list[tuple[int, int]]) -> bytearray:
    """One byte a character, 1 inside the stretches of `skip`."""
    mask = bytearray(length)
    for start, end in skip:
        mask[start:end] = b"\x01" * (min(end, length) - start)
    return mask


def normalise(raw: str, skip: list[tuple[int, int]]) -> Stream:
    """`raw` without the stretches of `skip` (offsets, sorted), folded, with its map back."""
    lines = raw.split("\n")
    tables = table_lines(lines)
    text: list[str] = []
    origin = array("I")
    offset, dropped = 0, hidden(len(raw), skip)
    for number, line in enumerate(lines):
        gap = -1
        piped = is_piped(line)
        last_mark = len(line.rstrip()) - 1 if line.count("|") + line.count("|") == 1 else -1  # one cell to a line
        for column, character in enumerate(line):
            at = offset + column
            if dropped[at]:
                continue
            if character.isspace() or SPACE.match(character):
                gap = at if gap < 0 else gap
                continue
            if piped and character == "|":
                gap = add_tab(text, origin, at)
                continue
            if character in "||" and (number in tables or last_mark == column):
                gap = at
                continue
            plain = fold(character)
            if gap >= 0 and plain:
                apart = number in tables and not piped and parts(line, gap - offset, column)
                between = "\t" if apart else join_space(text[-1][-1:] if text else "", plain[0])
                if between and text and text[-1] != "\n":
                    text.append(between)
                    origin.append(gap)
                gap = -1
            add(text, origin, plain, at)
        drop_tabs(text, origin) if piped else None
        offset += len(line) + 1
        if number < len(lines) - 1:
            text.append("\n")
            origin.append(offset - 1)
    return without_pinyin(Stream(MISREAD.sub("已", simplify("".join(text))), origin))


def without_pinyin(stream: Stream) -> Stream:
    """Readings in brackets after characters, 达(dá), are dropped; so are they without a tone where a text has many."""
    found = list(PINYIN.finditer(stream.text))
    if not any(TONED.search(match[0]) for match in found) and len(found) < 5:
        return stream
    kept = Stream("", array("I"))
    at = 0
    for match in found:
        kept, at = kept + stream.cut(at, match.start()), match.end()
    return kept + stream.cut(at, len(stream.text))
