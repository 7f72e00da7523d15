"""Lines to paragraphs, paragraphs to an outline of headings with the text that stands under each.

A block is one paragraph or one item (一是…); it knows the headings above it. A title shares its line with its text in
most of these documents, so the title is the text up to the first full stop and stays part of the block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from .document import Heading, Lines
from .headlines import (
    ANSWER,
    ARTICLE,
    COLON_HEAD,
    LABELLED,
    LEAD,
    LONGEST_TITLE,
    NUMERAL,
    OFFICE,
    OPENING_TITLE,
    QUESTION,
    SENTENCE_END,
    TITLE,
    UNTYPED,
    is_wrapped,
    may_be_title,
    title_of,
)
from .normalise import Stream

MARKERS = (
    (1, re.compile(rf"第{NUMERAL}{{1,3}}(?:章|部分|篇)[、.::,]?")),
    (2, re.compile(rf"第{NUMERAL}{{1,3}}节[、.::,]?")),
    (1, re.compile(rf"{NUMERAL}{{1,3}}(?:、|\.(?!\d)|,(?=[一-鿿]))")),
    (2, re.compile(rf"[(\[]{NUMERAL}{{1,3}}[)\]][、.,]?")),
    (2, re.compile(r"\(\s*\)")),
    (4, re.compile(r"\(\d{1,2}\)[、.,]?|[⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽]、?")),
    (3, re.compile(r"\d{1,2}(?:[、)](?!\d(?!\d{3}年))|\.(?!\d(?!\d{3}年))|,(?=[一-鿿]))|[⒈⒉⒊⒋⒌⒍⒎⒏⒐]")),
    (4, re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩]、?")),
)
ITEM = re.compile(rf"(?:(?<=[。;:!?,、])|^){NUMERAL}{{1,2}}是(?!否|一)")
INLINE = re.compile(
    rf"(?<=总结|情况|打算|计划|任务|安排|进展|成效)(?=\(一\)|1、(?=[一-鿿]))|(?<=[。;!?:])(?={NUMERAL}{{1,2}}、(?!{NUMERAL})|\({NUMERAL}{{1,2}}\)|\d{{1,2}}[、.](?=[一-鿿“《])|\(\d{{1,2}}\)(?=[一-鿿]))"
)
DASH = re.compile(r"(?:——|--|—|-|●|■|◆|★|※|·|•)\s*(?=[一-鿿])")
ARTICLE_DEPTH, QUESTION_DEPTH = 1.5, 5
IN_CHARGE = re.compile(r"\((?:责任|牵头|配合|完成|主办)[^()]{2,80}\)$")  # the end of an item
ALL_ABOVE = re.compile(
    "(?:以上|上述|前述)(?:各项|所有|全部)?(?:任务|工作|项目|事项)|第[一二三四五六七八九十、至]{1,12}项"
)
PART = re.compile(rf"第{NUMERAL}{{1,3}}(?:章|部分|篇)")  # numbered 一、 start anew below it
PAGE_MARK = re.compile(r"\d{1,2}、(?=\d)")
TORN = re.compile(r"[^。;]{40}.*[一-鿿、]\d{1,4}$", re.DOTALL)
LONGEST_BLOCK = 4000  # characters; bounds the work on hostile input


@dataclass
class Block:
    """One paragraph or item of the folded text."""

    stream: Stream
    body: int = 0  # where the text begins, after the marker
    marker: str | None = None
    level: float | None = None
    path: list[str] = field(default_factory=list)  # titles of the headings above, its own last
    tabular: bool = False
    line: int = 0

    @property
    def text(self) -> str:
        return self.stream.text


@dataclass
class Outline:
    title: str | None
    headings: list[Heading]
    blocks: list[Block]


def marker_of(text: str) -> tuple[int, str] | None:
    """The level and marker at the start of a line, or None."""
    for level, pattern in MARKERS:
        match = pattern.match(text)
        if match:
            return level, match[0]
    return None


def follows_in_order(before: str, after: str) -> bool:
    """3、60岁以上老人… after 2、…: a marker although a digit follows."""
    first, second = (re.match(r"(\d{1,2})[、.]", text) for text in (before, after))
    return bool(first and second) and int(second[1]) == int(first[1]) + 1


def continues(before: str, after: str, wrapped: bool = True) -> bool:
    """The second line goes on with the first's sentence: it was cut by a hard break."""
    if not before or not after or "\t" in before or "\t" in after:
        return False
    if ARTICLE.match(after) or QUESTION.match(after) or ANSWER.match(after):
        return False
    if marker_of(after) or ITEM.match(after) or DASH.match(after) or before[-1] in SENTENCE_END.replace(")", ""):
        return False
    if follows_in_order(before, after):
        return False
    if IN_CHARGE.search(before) or ALL_ABOVE.match(after):
        return False
    if (
        TITLE.fullmatch(before)
        or OPENING_TITLE.fullmatch(before)
        or OFFICE.fullmatch(before)
        or (TITLE.fullmatch(after) and len(after) < 40)
    ):
        return False
    if (re.fullmatch(r"[\d.%,]+", after) and len(before) < 26) or re.fullmatch(r"[\d.%,]+", before):
        return False
    if before[-1] in ",、" or re.match(r"[,、。;)》”]|和(?!谐|平)|与|及(?!时)|以及", after):
        return True
    if re.search(r"\d$", before) and re.match(r"[\d.%万亿余多]|(?:户|人|元|名|个|所|家|张)", after):
        return len(before) > 6
    if not wrapped and "。" not in before:
        return False
    comma = re.search(r"(?<!\d),|,(?!\d)", before) and not marker_of(before)
    prose = "。" in before or comma  # a paragraph ends with a full stop
    return (prose and len(before) >= 12) or (len(before) >= 26 and not marker_of(before)) or len(before) >= 34


def paragraphs(stream: Stream) -> list[Stream]:
    """Lines of the folded text with hard breaks healed and glued items taken apart."""
    pieces: list[Stream] = []
    at = 0
    wrapped = is_wrapped(stream.text.split("\n"))
    for line in stream.text.split("\n"):
        piece = stream.cut(at, at + len(line))
        at += len(line) + 1
        if not line:
            continue
        torn = PAGE_MARK.match(line) if pieces and TORN.search(pieces[-1].text) else None
        if torn:  # 796 / 2、12人: a page number of the site inside a number
            pieces[-1] = pieces[-1] + piece.cut(torn.end(), len(piece.text))
        elif pieces and len(pieces[-1].text) < LONGEST_BLOCK and continues(pieces[-1].text, line, wrapped):
            pieces[-1] = pieces[-1] + piece
        else:
            pieces.append(piece)
    return [part for piece in pieces for short in shortened(piece) for part in split_inline(short)]


def shortened(piece: Stream) -> list[Stream]:
    """A piece longer than any real paragraph in parts, cut after a full stop where there is one."""
    parts, at = [], 0
    while len(piece.text) - at > LONGEST_BLOCK:
        end = piece.text.rfind("。", at + LONGEST_BLOCK // 2, at + LONGEST_BLOCK) + 1 or at + LONGEST_BLOCK
        parts.append(piece.cut(at, end))
        at = end
    return [*parts, piece.cut(at, len(piece.text))]


def split_inline(piece: Stream) -> list[Stream]:
    """A line that runs several numbered items together becomes one piece per item."""
    cuts = [0, *(match.start() for match in INLINE.finditer(piece.text)), len(piece.text)]
    return [piece.cut(a, b) for a, b in pairwise(cuts) if b > a]


def item_cuts(text: str) -> list[tuple[int, str]]:
    """Starts and markers of 一是…二是… in a paragraph; a lone one counts only as 一是 or in order."""
    found = [(match.start(), match[0]) for match in ITEM.finditer(text)]
    return found if any(marker == "一是" for _, marker in found) or len(found) > 1 or text[:3].find("是") > 0 else []


class Builder:
    """Walks the paragraphs and keeps the stack of headings."""

    def __init__(self, stream: Stream, raw: str) -> None:
        self.stream, self.raw, self.lines = stream, raw, Lines(raw)
        self.headings: list[Heading] = []
        self.blocks: list[Block] = []
        self.stack: list[tuple[float, str]] = []
        self.title: str | None = None
        self.pieces = paragraphs(stream)

    def written(self, piece: Stream, start: int, end: int) -> str:
        """The characters as they stand in the text as read."""
        return "".join(self.raw[at] for at in dict.fromkeys(piece.origin[start:end]))

    def path(self) -> list[str]:
        return [title for _, title in self.stack]

    def head(self, piece: Stream, at: int, level: int, marker: str | None, title: str) -> None:
        line, column = self.lines.place(piece.origin[at])
        begin = piece.text.find(title, at) if title else -1
        shown = self.written(piece, begin, begin + len(title)) if begin >= 0 else title
        self.headings.append(Heading(line, level, marker, shown, column))
        depth = 0 if PART.match(marker or "") else level
        if level:
            self.stack = [entry for entry in self.stack if entry[0] < depth]
            self.stack.append((depth, title))

    def add(self, piece: Stream, start: int, end: int, body: int, marker: str | None = None) -> None:
        if end <= start:
            return
        part = piece.cut(start, end)
        line, _ = self.lines.place(part.origin[0])
        level = self.stack[-1][0] if self.stack else None
        self.blocks.append(Block(part, body - start, marker, level, self.path(), "\t" in part.text, line))

    def build(self) -> Outline:
        for n, piece in enumerate(self.pieces):
            self.paragraph(n, piece)
        if self.title is None:
            self.title = next((piece.text for piece in self.pieces[:1] if may_be_title(piece.text)), None)
        return Outline(self.title, self.headings, self.blocks)

    def paragraph(self, n: int, piece: Stream) -> None:
        text = piece.text
        marked = None if "\t" in text else marker_of(text)
        if not marked and n and follows_in_order(self.pieces[n - 1].text, text):
            marked = 3, re.match(r"\d{1,2}[、.]", text)[0]
        if said := ARTICLE.match(text) or QUESTION.fullmatch(text):
            self.above(piece, said[0] if ARTICLE.match(text) else "")
        elif answer := ANSWER.match(text):
            self.items(piece, answer.end(), None)
        elif marked:
            level, marker = marked
            self.head(piece, 0, level, marker, title_of(text[len(marker) :]))
            self.items(piece, len(marker), marker)
        elif "\t" in text or not self.unmarked(n, piece):
            self.items(piece, 0, None)

    def above(self, piece: Stream, marker: str) -> None:
        """An article or a question: no heading, but what it says stands above what comes below it."""
        depth = ARTICLE_DEPTH if marker else QUESTION_DEPTH
        title = title_of(piece.text[len(marker) :]) if marker else piece.text
        self.stack = [entry for entry in self.stack if entry[0] < depth]
        self.stack.append((depth, title))
        self.items(piece, len(marker), marker or None)

    def unmarked(self, n: int, piece: Stream) -> bool:
        """Titles and headings without a number; True where the piece is nothing else."""
        text = piece.text
        following = self.pieces[n + 1].text if n + 1 < len(self.pieces) else ""
        if len(text) <= LONGEST_TITLE and (TITLE.fullmatch(text) or self.is_issuer(n, text, following)):
            self.head(piece, 0, 0, None, text)
            part = [(0, text)] if self.title and not self.is_issuer(n, text, following) else []
            if self.title is None or self.better_title(text):
                self.title, part = text if not following.startswith("关于") else text + following, []
            self.stack = part
            self.add(piece, 0, len(text), 0, "title")
            return True
        opening = self.title is None and not self.stack and n < 3
        titled = OPENING_TITLE.fullmatch(text) or len(following) > len(text) or marker_of(following)
        if opening and UNTYPED.fullmatch(text) and not LABELLED.match(text) and titled:
            self.head(piece, 0, 0, None, text)
            self.title = text
            self.add(piece, 0, len(text), 0, "title")
            return True
        if COLON_HEAD.fullmatch(text):
            self.head(piece, 0, 1, None, text[:-1])
            return True
        lead = LEAD.match(text)
        if lead and self.stack and len(text) > len(lead[0]) + 10 and not ITEM.match(text):
            parent = max((level for level, _ in self.stack if level <= 2), default=0)
            self.head(piece, 0, parent + 1, None, lead[0][:-1])
        return False

    def is_issuer(self, n: int, text: str, following: str) -> bool:
        return n <= 2 and following.startswith("关于") and OFFICE.fullmatch(text) is not None

    def better_title(self, text: str) -> bool:
        """An early, fuller title replaces a category line such as 民政工作计划."""
        return len(self.headings) <= 3 and not self.blocks[1:] and len(text) > len(self.title or "")

    def items(self, piece: Stream, body: int, marker: str | None) -> None:
        """The piece as one block, or one block per 一是."""
        cuts = item_cuts(piece.text)
        if not cuts:
            self.add(piece, 0, len(piece.text), body, marker)
            return
        base = list(self.stack)
        parent = max(1, base[-1][0]) if base else 0
        if cuts[0][0] > 0:
            self.add(piece, 0, cuts[0][0], body, marker)
        ends = [start for start, _ in cuts[1:]] + [len(piece.text)]
        for (start, item), end in zip(cuts, ends, strict=True):
            self.stack = list(base)
            title = re.split(r"[,。;:!?]", piece.text[start + len(item) : end], maxsplit=1)[0]
            self.head(piece, start, parent + 1, item, title[:LONGEST_TITLE])
            self.add(piece, start, end, start + len(item), item)
        self.stack = base


def read_outline(stream: Stream, raw: str) -> Outline:
    """The outline of a folded text; lines and columns are those of `raw`."""
    return Builder(stream, raw).build()
