"""What a read document is: its text as read, and the rows found in it with their places.

Lines are 1-based; columns are 0-based characters of the text as read, split on a line feed.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

Value = float | int | list[float | int] | None

CONTRACT = {
    "headings": ("line", "level", "marker", "title"),
    "quantities": (
        "kind", "line", "col", "surface", "subject", "metric", "comparator", "value", "unit", "baseline",
        "deadline", "place", "owner",
    ),
    "references": ("line", "title", "number", "issuer"),
    "noise": ("line", "start", "end"),
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """One entry of the outline; level 0 is the title, 1 一、, 2 (一), 3 1、, 4 (1), 一是 its parent + 1."""

    line: int
    level: int
    marker: str | None
    title: str
    col: int = 0


@dataclass
class Quantity:
    """One target or figure: what is measured, how much, by when, where, and how far the reading is to be trusted."""

    kind: str
    line: int
    col: int
    surface: str
    subject: str
    metric: str
    comparator: str
    value: Value
    unit: str | None
    baseline: float | int | None
    deadline: str | None
    place: str | None
    owner: str | None
    start: int  # offsets in the text as read, end exclusive
    end: int
    sentence: str = ""
    confidence: float = 1.0
    doubts: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reference:
    """A document named in the text: by title, by number (文号), or both."""

    line: int
    title: str | None
    number: str | None
    issuer: str | None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Noise:
    """A stretch of one line that is not the document's: site chrome, paywall, watermark, mojibake."""

    line: int
    start: int
    end: int
    reason: str = ""


@dataclass(frozen=True)
class Span:
    """A stretch of the text as read for a page to colour; `row` indexes the list named by `kind`."""

    start: int
    end: int
    kind: str  # target, figure, reference, noise, heading
    row: int


class Lines:
    """Offsets of a text to lines and columns, and back."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and 0-based column of an offset."""
        index = bisect_right(self.starts, offset) - 1
        return index + 1, offset - self.starts[index]

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column


@dataclass
class Document:
    """A plan or report as read. `text` is what every line and column refers to."""

    name: str
    text: str
    title: str | None = None
    headings: list[Heading] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    noise: list[Noise] = field(default_factory=list)
    issuer: str | None = None
    period: str | None = None
    notes: list[str] = field(default_factory=list)  # what a reader of the whole document should know: gaps, damage

    def as_json(self) -> dict[str, Any]:
        """The object that the contract defines, no key more and none less."""
        return {
            "document": self.name,
            "title": self.title,
            **{
                section: [{key: getattr(row, key) for key in keys} for row in getattr(self, section)]
                for section, keys in CONTRACT.items()
            },
        }

    def spans(self) -> list[Span]:
        """Everything a page marks in the text, in reading order."""
        lines = Lines(self.text)
        found = [Span(row.start, row.end, row.kind, n) for n, row in enumerate(self.quantities)]
        found += [Span(row.start, row.end, "reference", n) for n, row in enumerate(self.references)]
        for n, row in enumerate(self.noise):
            found.append(Span(lines.offset(row.line, row.start), lines.offset(row.line, row.end), "noise", n))
        for n, heading in enumerate(self.headings):
            start = lines.offset(heading.line, heading.col)
            found.append(Span(start, start + len(heading.marker or "") + len(heading.title), "heading", n))
        return sorted(found, key=lambda span: (span.start, -span.end))
