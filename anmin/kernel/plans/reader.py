"""The stages in order: noise, folding, outline, measures, changes, roles, context, doubt."""

from __future__ import annotations

import re

from .bounds import bound_all
from .change import read_changes
from .context import Context, Setting, read_setting
from .document import Document, Lines, Quantity, Reference
from .doubt import doubt
from .measures import Measure, clause_start, denominators, find_measures
from .never import drop_never
from .noise import find_noise, offsets
from .normalise import normalise
from .outline import Block, read_outline
from .references import in_stream
from .roles import Frame, Roles


def read(text: str, name: str = "") -> Document:
    """Read a plan or report from its text. Lines and columns of the result refer to `text`."""
    noise = find_noise(text)
    stream = normalise(text, offsets(text, noise))
    outline = read_outline(stream, text)
    document = Document(name, text, outline.title, outline.headings, noise=noise)
    setting = read_setting(outline.title, outline.blocks)
    document.issuer, document.period = setting.issuer, setting.period
    lines = Lines(text)
    for block in outline.blocks:
        read_references(document, block, lines)
        if block.marker != "title":
            document.quantities += read_block(block, setting, text, lines)
    finish(document)
    return document


def read_references(document: Document, block: Block, lines: Lines) -> None:
    for found in in_stream(block.stream):
        start, end = block.stream.raw(found.start, found.end)
        line, _ = lines.place(start)
        document.references.append(Reference(line, found.title, found.number, found.issuer, start, end))


def measures_of(text: str) -> list[Measure]:
    """Measures of a block's text, bounded, with denominators, changes read and false ones named."""
    measures = find_measures(text)
    bound_all(text, measures)
    for measure in measures:
        if not measure.per:
            measure.per = denominators(text[clause_start(text, measure.start) : measure.number.start], measure)
    drop_never(text, measures)
    standing = [measure for measure in measures if not measure.dropped]
    dropped = [measure for measure in measures if measure.dropped]
    return sorted([*read_changes(text, standing), *dropped], key=lambda measure: measure.start)


def read_block(block: Block, setting: Setting, raw: str, lines: Lines) -> list[Quantity]:
    measures = measures_of(block.text)
    rows = [measure for measure in measures if not measure.dropped]
    if not rows:
        return []
    frames = Roles(block.text, measures, block.path).read()
    context = Context(block, setting, measures)
    return [row(block, measure, frames.get(measure.start, Frame()), context, raw, lines) for measure in rows]


def row(block: Block, measure: Measure, frame: Frame, context: Context, raw: str, lines: Lines) -> Quantity:
    start, end = block.stream.raw(measure.start, measure.end)
    line, column = lines.place(start)
    kind, kind_why = context.kind(measure)
    period, period_why = context.period(measure, kind)
    place, place_why = context.place(measure)
    number = measure.number
    value = [number.value, number.high] if number.high is not None else number.value
    first, last = context.sentence(measure.start)
    found = Quantity(
        kind, line, column, re.sub(r"\s*\n\s*", "", raw[start:end]), frame.subject, frame.metric,
        measure.comparator, value, measure.full_unit or None,
        measure.baseline.number.value if measure.baseline else None, period, place, context.owner(measure),
        start, end, block.text[first:last],
    )  # fmt: skip
    found.why = [*frame.why, f"{kind_why}→{'目标' if kind == 'target' else '数据'}", period_why, place_why]
    doubt(found, measure, frame, raw, kind_why)
    return found


def finish(document: Document) -> None:
    """Order and notes that need all rows."""
    document.quantities.sort(key=lambda quantity: quantity.start)
    document.notes += [f"第{row.line}行有{row.reason}" for row in document.noise if row.reason == "乱码"]
