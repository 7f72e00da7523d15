"""Word documents: paragraphs and tables in order, with the numbers that Word draws before headings."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from .limits import HIGHEST_RATIO, LARGEST_ARCHIVE, LARGEST_PART, LONGEST_TEXT, MOST_PARTS, Unreadable

P, TBL, SDT, TR, TC, T, TAB, BR, DEL = (
    qn(f"w:{tag}") for tag in ("p", "tbl", "sdt", "tr", "tc", "t", "tab", "br", "del")
)
BODY = "word/document.xml"
CHINESE = "零一二三四五六七八九十"


def check(content: bytes, name: str) -> None:
    """Refuse archives that are no Word document or unpack to something enormous."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(f"文件“{name}”已损坏，打不开。请重新保存为 .docx 后再导入。") from error
    if BODY not in {part.filename for part in parts}:
        raise Unreadable(f"文件“{name}”是压缩包或其他 Office 文件，不是 Word 文档。请导入 .docx。")
    total = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    largest = max(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or largest > LARGEST_PART or total > LARGEST_ARCHIVE:
        raise Unreadable(f"文件“{name}”解开后过大，可能是恶意文件，没有读取。")
    if total / packed > HIGHEST_RATIO and total > 2**20:
        raise Unreadable(f"文件“{name}”压缩比异常，可能是恶意文件，没有读取。")


def text_of(content: bytes, name: str) -> str:
    """The text of a .docx, one line to a paragraph, one line to a table row with cells kept apart by a tab."""
    check(content, name)
    try:
        document = Document(io.BytesIO(content))
        lines, size = [], 0
        for line in body_lines(document.element.body, Numbering(document)):
            lines.append(line)
            size += len(line)
            if size > LONGEST_TEXT:
                break
    except (Exception, RecursionError) as error:  # lxml and python-docx raise whatever the damage led them into
        raise Unreadable(f"Word 文件“{name}”已损坏，读不出来。请重新保存为 .docx 后再导入。") from error
    return "\n".join(lines)


def body_lines(body: Any, numbering: Numbering) -> Any:
    for element in body:
        if element.tag == P:
            yield numbering.prefix(element) + text_in(element)
        elif element.tag == TBL:
            yield from table_lines(element)
        elif element.tag == SDT:
            yield from body_lines(
                element.find(qn("w:sdtContent")) if element.find(qn("w:sdtContent")) is not None else (), numbering
            )


def text_in(element: Any) -> str:
    """Text of a paragraph with tracked insertions and without tracked deletions."""
    parts = []
    for node in element.iter(T, TAB, BR):
        if any(parent.tag == DEL for parent in node.iterancestors(DEL)):
            continue
        parts.append(node.text or "" if node.tag == T else " " if node.tag == TAB else "\n")
    return "".join(parts).strip("\n")


def table_lines(table: Any) -> Any:
    for row in table.iter(TR):
        cells = ["".join(text_in(p) for p in cell.iter(P)).replace("\n", "").strip() for cell in row.iterchildren(TC)]
        yield "\t".join(cells)


def chinese(number: int) -> str:
    """1 to 99 as a Chinese numeral."""
    tens, ones = divmod(number, 10)
    return (CHINESE[tens] if tens > 1 else "") + ("十" if tens else "") + (CHINESE[ones] if ones or not tens else "")


class Numbering:
    """Counts automatic numbers: Word stores 一、 as a format, not as text."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[str, dict[str, tuple[str, str]]] = {}
        self.counts: dict[tuple[str, str], int] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.iter(qn("w:abstractNum"))}
        for num in root.iter(qn("w:num")):
            reference = num.find(qn("w:abstractNumId"))
            source = abstract.get(reference.get(qn("w:val"))) if reference is not None else None
            if source is not None:
                self.levels[num.get(qn("w:numId"))] = {
                    level.get(qn("w:ilvl")): self.format_of(level) for level in source.iter(qn("w:lvl"))
                }

    @staticmethod
    def format_of(level: Any) -> tuple[str, str]:
        form, text = (level.find(qn(tag)) for tag in ("w:numFmt", "w:lvlText"))
        return tuple(part.get(qn("w:val")) or "" if part is not None else "" for part in (form, text))

    def prefix(self, paragraph: Any) -> str:
        """The number that Word draws before this paragraph, or nothing."""
        marked = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if marked is None or marked.find(qn("w:numId")) is None:
            return ""
        number = marked.find(qn("w:numId")).get(qn("w:val"))
        level = marked.find(qn("w:ilvl"))
        depth = level.get(qn("w:val")) if level is not None else "0"
        form, text = self.levels.get(number, {}).get(depth, ("", ""))
        if not text or form in ("bullet", "none", ""):
            return ""
        self.counts[number, depth] = count = self.counts.get((number, depth), 0) + 1
        for deeper in [key for key in self.counts if key[0] == number and key[1] > depth]:
            del self.counts[deeper]
        drawn = chinese(count) if "hinese" in form or "apanese" in form or "ideograph" in form.lower() else str(count)
        return text.replace(f"%{int(depth) + 1}", drawn) if "%" in text and text.count("%") == 1 else ""
