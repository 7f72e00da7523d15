"""What a fast reader does not tell about an xlsx: numbers too long for a double, errors, formulas never computed,
hidden rows.

The worksheet's XML is scanned as bytes for these few marks only, so that a large file costs a second, not a minute.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

CHUNK, OVERLAP = 16 * 1024**2, 64 * 1024
NEVER_COMPUTED = "#未计算"

_MARKS = re.compile(
    rb"<v>(?P<long>-?(?:[0-9]{16,}|[0-9]\.?[0-9]*[eE]\+[0-9]+))</v>"
    rb'|t="e"|(?P<blank></f>(?:<v ?/>|<v></v>)?</c>)|<row [^>]*?hidden="1"'
)
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]+)"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class Seen:
    """`cells`: (row, column) from 0 → the text the file holds; `hidden_rows`: how many."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0


def look(data: bytes, found: dict[str, Seen]) -> None:
    """Fill `found`, by worksheet name, from the bytes of an xlsx."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name, path in _worksheets(package).items():
            if name in found:
                _scan(package, path, found[name])


def _worksheets(package: zipfile.ZipFile) -> dict[str, str]:
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("xl", each.get("Target", "")))
        for each in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = (
        each for each in ElementTree.fromstring(package.read("xl/workbook.xml")).iter() if each.tag.endswith("}sheet")
    )
    paths = {each.get("name", ""): targets.get(each.get(_RELATION), "").lstrip("/") for each in sheets}
    return {
        name: path if path in names else path.removeprefix("xl/")
        for name, path in paths.items()
        if path in names or path.removeprefix("xl/") in names
    }


def _scan(package: zipfile.ZipFile, path: str, seen: Seen) -> None:
    for block, fresh_from in _blocks(package, path):
        for mark in _MARKS.finditer(block):
            if mark.end() <= fresh_from:
                continue
            if mark.group().startswith(b"<row"):
                seen.hidden_rows += 1
            else:
                _take(block, mark, seen)


def _blocks(package: zipfile.ZipFile, path: str) -> Iterator[tuple[bytes, int]]:
    """Stretches of the XML, each led by the end of the one before, so that no cell is cut; and where the new begins."""
    with package.open(path) as stream:
        before = b""
        while fresh := stream.read(CHUNK):
            yield before + fresh, len(before)
            before = (before + fresh)[-OVERLAP:]


def _take(block: bytes, mark: re.Match[bytes], seen: Seen) -> None:
    start = block.rfind(b"<c ", 0, mark.end())
    cell = _CELL.match(block, start) if start >= 0 else None
    if cell is None:
        return
    place = (int(cell[2]) - 1, _index(cell[1]))
    if mark["long"]:
        if (text := _long(mark["long"].decode())) is not None:
            seen.cells[place] = text
    elif mark["blank"]:
        if b't="str"' not in block[start : block.find(b">", start)]:  # a formula may well yield an empty text
            seen.cells[place] = NEVER_COMPUTED
    else:
        value = _VALUE.search(block, mark.end(), mark.end() + 2000)
        seen.cells[place] = value[1].decode() if value else "#错误"


def _long(text: str) -> str | None:
    """A long number whose digits after the 15th are all zero was cut by Excel: shown as Excel shows it."""
    if "e" in text.lower():
        return f"{float(text):.5E}" if abs(float(text)) >= 1e15 else None
    digits = text.lstrip("-")
    return f"{float(text):.5E}" if len(digits) > 15 and not digits[15:].strip("0") else text


def _index(letters: bytes) -> int:
    number = 0
    for char in letters:
        number = number * 26 + char - ord("A") + 1
    return number - 1
