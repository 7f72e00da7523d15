"""The stages in order: noise, folding, outline, measures, changes, roles, context, doubt."""

from __future__ import annotations

import re

from .bounds import bound_all
from .change import read_changes
from .context import Context, Recent, Said
from .deadlines import LISTS, Deadlines, Horizon, above_dashes
from .dividing import spread
from .document import Document, Lines, Quantity, Reference
from .doubt import doubt
from .flattened import GLUED_HEAD, UNIT_LINE, read_glued, unflatten
from .frames import URBAN, Frame, combine
from .measures import DENOMINATORS, Measure, clause_start, denominators, find_measures, group_of
from .never import drop_never
from .noise import find_noise, offsets
from .normalise import normalise
from .outline import Block, read_outline
from .phrases import is_strong, peel, services, split_metric
from .references import in_stream
from .roles import Roles
from .setting import Setting, read_setting
from .tables import Cell, Layout, is_head, layout_of, period_of, read_row
from .unread import unread_tables
from .words import lexicon, pattern


def read(text: str, name: str = "") -> Document:
    """Read a plan or report from its text. Lines and columns of the result refer to `text`."""
    noise = find_noise(text)
    stream = normalise(text, offsets(text, noise))
    outline = read_outline(unflatten(stream), text)
    document = Document(name, text, outline.title, outline.headings, noise=noise)
    setting = read_setting(outline.title, outline.blocks)
    document.issuer, document.period = setting.issuer, setting.period
    lines = Lines(text)
    layout, before, dashes, turn = Layout(), "", None, ""
    deadlines, horizon, recent = Deadlines(outline.blocks), Horizon(), Recent()
    for n, block in enumerate(outline.blocks):
        read_references(document, block, lines)
        table = read_table(block, layout, setting)
        if table is not None:
            layout, cells = table
            document.quantities += [cell_row(block, cell, setting, text, lines) for cell in cells]
        elif block.marker != "title":
            layout = layout if block.tabular or len(block.text) <= SHORT_HEAD else Layout()
            dashes = above_dashes(block, before, dashes)
            ours, horizon = horizon.of(block), horizon.after(block)
            turn = turned(block, turn)
            block.path += [turn] if turn else []
            if block.marker is None and pattern("cues", "past").match(block.text):
                block.path.append("回顾")
            due = cell_of("deadline", block, layout) or deadlines.due.get(n)
            said = Said(dashes or ours, due, n in deadlines.labels or block.tabular, recent)
            document.quantities += read_block(block, setting, text, lines, said)
        before = block.text
        if len(document.quantities) > MOST_ROWS:
            document.notes.append(f"数字超过{MOST_ROWS}个，第{block.line}行以后没有再读。")
            break
    finish(document)
    return document


def read_table(block: Block, layout: Layout, setting: Setting) -> tuple[Layout, list[Cell]] | None:
    """A block of a table as the layout that holds from here and its cells; None where it is prose."""
    text = block.text
    if unit := UNIT_LINE.fullmatch(text):
        return Layout(unit=unit["unit"]), []
    if block.tabular and is_head(text):
        return layout_of(text, layout.unit), []
    if GLUED_HEAD.fullmatch(text):
        return Layout(glued=True), []
    plan = setting.paper == "plan"
    cells = (
        read_row(text, layout, plan, setting.first)
        if block.tabular
        else read_glued(text, block.body)
        if layout.glued
        else []
    )
    if cells:
        block.path += [layout.section] if layout.section else []
        return layout, [cell for cell in cells if cell.unit or layout.roles or is_strong(cell.label)]
    if layout.roles or layout.glued:
        layout.section = text if SECTION.fullmatch(text) and block.marker is None and is_strong(text) else ""
    return None


def cell_of(role: str, block: Block, layout: Layout) -> str | None:
    """What a row of a table whose cells are prose says in the column of that role: 7月底前."""
    cells = block.text.split("\t")
    if not block.tabular or role not in layout.roles or len(cells) != len(layout.roles):
        return None
    return cells[layout.roles.index(role)] or None


def read_references(document: Document, block: Block, lines: Lines) -> None:
    for found in in_stream(block.stream):
        start, end = block.stream.raw(found.start, found.end)
        line, _ = lines.place(start)
        document.references.append(Reference(line, found.title, found.number, found.issuer, start, end))


def measures_of(text: str) -> list[Measure]:
    """Measures of a block's text, bounded, with denominators, changes read and false ones named."""
    measures = find_measures(text)
    bound_all(text, measures)
    floor = 0
    for measure in measures:
        if not measure.per:
            start = max(floor, clause_start(text, measure.start))
            measure.per = denominators(text[start : measure.number.start], measure)
        elif measure.group == "money" and measure.per in (["月"], ["年"]):
            start = max(floor, clause_start(text, measure.start))
            measure.per = ["人", *measure.per] if "人均" in text[start : measure.start] else measure.per
        floor = measure.end
    drop_never(text, measures)
    spread(text, measures)
    standing = [measure for measure in measures if not measure.dropped]
    dropped = [measure for measure in measures if measure.dropped]
    return sorted([*read_changes(text, standing), *dropped], key=lambda measure: measure.start)


SECTION = re.compile("[#*]?[一-鿿]{2,16}")
SHORT_HEAD = 24  # a heading inside a table does not end it
BARE = re.compile(r"[\d.,%‰\s|-]+[万亿]?[个张所家人户元]?")
PROMISE = re.compile("将|要|意见|要求|今年|计划|重点抓好|着力抓好")
SHORT_TURN = 40  # a longer paragraph says what is done itself
MOST_ROWS = 10_000  # a real document has hundreds


def turned(block: Block, turn: str) -> str:
    """下一步怎么干?我讲三点: paragraphs below speak of what will be, until the next chapter."""
    if block.level in (0, 1, 2) and block.marker and not block.marker.endswith("是"):
        return ""
    if len(block.text) <= SHORT_TURN and LISTS.search(block.text.rstrip("。:")) and PROMISE.search(block.text):
        return "下一步"
    if block.marker is None and len(block.text) <= SHORT_TURN and (match := pattern("cues", "turn").match(block.text)):
        return match[0]
    return turn


def read_block(block: Block, setting: Setting, raw: str, lines: Lines, said: Said) -> list[Quantity]:
    if BARE.fullmatch(block.text):
        return []  # a cell of a table whose row is lost
    measures = measures_of(block.text)
    rows = [measure for measure in measures if not measure.dropped]
    if not rows:
        return []
    roles = Roles(block.text, measures, block.path, setting.topic, block.body)
    chapter = block.path[:1]
    roles.thread.recalled = said.recent.frame if said.recent.chapter == chapter else Frame()
    frames = roles.read()
    said.recent.frame, said.recent.chapter = roles.thread.last, chapter
    context = Context(block, setting, measures, said)
    return [row(block, measure, frames.get(measure.start, Frame()), context, raw, lines) for measure in rows]


def row(block: Block, measure: Measure, frame: Frame, context: Context, raw: str, lines: Lines) -> Quantity:
    start, end = block.stream.raw(measure.start, measure.end)
    line, column = lines.place(start)
    kind, kind_why = context.kind(measure)
    if frame.task:
        kind, kind_why = "target", "“…的任务”是目标"
    if frame.completion and context.setting.paper != "plan":
        kind, kind_why = "figure", "完成率"
    period, period_why = context.period(measure, kind)
    place, place_why = (frame.place, "“分别”前的地名") if frame.place else context.place(measure)
    number = measure.number
    value = [number.value, number.high] if number.high is not None else number.value
    if too_many(measure, context.setting.issuer):
        value, measure.note = None, ["数字过大，疑似单位或小数点丢失"]
    first, last = context.sentence(measure.start)
    found = Quantity(
        kind, line, column, re.sub(r"\s*\n\s*", "", raw[start:end]), own_name(frame.subject, context.setting), frame.metric,
        measure.comparator, value, measure.full_unit or None,
        measure.baseline.number.value if measure.baseline else None, period, place, context.owner(measure),
        start, end, block.text[first:last],
    )  # fmt: skip
    found.why = [*frame.why, f"{kind_why}→{'目标' if kind == 'target' else '数据'}", period_why, place_why]
    doubt(found, measure, frame, raw, kind_why)
    return found


def own_name(subject: str, setting: Setting) -> str:
    """A subject without the county that the paper speaks for: 彭山区城市低保."""
    name = setting.issuer or ""
    rest = subject.replace(name, "", 1) if len(name) >= 3 and not name.startswith("全") else subject
    return rest if len(rest) >= 2 else subject


def too_many(measure: Measure, issuer: str | None) -> bool:
    """More people than a county has: a decimal point or a unit was lost on the way."""
    value = measure.number.value
    most = 200_000_000 if (issuer or "").endswith(("省", "市")) else 3_000_000
    return measure.unit in ("人", "户", "名") and isinstance(value, int) and value > most


def cell_row(block: Block, cell: Cell, setting: Setting, raw: str, lines: Lines) -> Quantity:
    """A cell of a table as a row: its label names it, its column says whether it is a target or a result."""
    start, end = block.stream.raw(cell.start, cell.end)
    line, column = lines.place(start)
    label = cell.label or services_of(block, setting) + cell.column
    label = DENOMINATORS.sub("", label).removeprefix("拥有") or label
    subject, metric = split_metric(peel(label) or label)
    suffix = {"rate": cell.head or "完成率", "growth": "增长"}.get(cell.role, "") if cell.label else ""
    suffix = suffix or (cell.head if cell.label and cell.head not in metric else "")
    metric = metric + suffix if metric or suffix else count_word_of(cell.unit)
    half = URBAN.search(block.path[-1]) if block.path else None
    if half and half[0] != "城乡" and not URBAN.search(label):
        subject = combine(services(block.path[-1])[0] if is_strong(block.path[-1]) else half[0], subject)
    elif not is_strong(subject + metric) and len(label) < 8:
        subject = combine(next((named[0] for title in reversed(block.path) if (named := services(title))), ""), subject)
    kind = "target" if cell.role == "target" else "figure"
    period = (kind == "figure" and setting.as_of) or setting.period
    comparator = (
        "+=" if cell.role == "growth" else "range" if cell.number.high is not None else sign_of(block.text, cell)
    )
    if re.search("增长|增幅|增速|递增", cell.label) and cell.unit == "%":
        comparator = {"=": "+=", ">=": "+>="}.get(comparator, comparator)
    found = Quantity(
        kind, line, column, raw[start:end], subject, metric, comparator,
        [cell.number.value, cell.number.high] if cell.number.high is not None else cell.number.value, unit_of(cell) or None,
        cell.baseline.value if cell.baseline else None, period_of(cell.deadline or cell.year) or period,
        cell.place or setting.issuer, cell.owner, start, end, block.text.replace("\t", " "),
    )  # fmt: skip
    found.why = [f"表格：行“{cell.label}”，列的角色为{cell.role}"]
    if not cell.unit:
        found.doubts, found.confidence = ["表格中没有单位"], 0.5
    return found


def services_of(block: Block, setting: Setting) -> str:
    """What a table is about whose rows are places: the nearest heading or the title."""
    return next((named[0] for title in reversed(block.path) if (named := services(title))), setting.topic)


def unit_of(cell: Cell) -> str:
    """The cell's unit with the denominators that its label states: 每万人拥有社会组织 in 个."""
    if not cell.unit or "/" in cell.unit or not DENOMINATORS.search(cell.label):
        return cell.unit
    bare = Measure(cell.start, cell.end, cell.number, cell.unit, group_of(cell.unit.lstrip("万亿")))
    return "/".join([cell.unit, *denominators(cell.label, bare)])


def sign_of(text: str, cell: Cell) -> str:
    before, after = text[max(0, cell.start - 1) : cell.start], text[cell.end : cell.end + 2]
    if text[max(0, cell.start - 2) : cell.start] in (">=", "<="):
        return text[cell.start - 2 : cell.start]
    return {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "约": "~"}.get(before) or {
        "以上": ">=",
        "以内": "<=",
        "左右": "~",
    }.get(after, "=")


def count_word_of(unit: str) -> str:
    group = group_of(unit.lstrip("万亿").split("/")[0])
    return lexicon("units")[group]["count"] if group else "数"


def finish(document: Document) -> None:
    """Order and notes that need all rows."""
    document.quantities.sort(key=lambda quantity: quantity.start)
    document.notes += [f"第{row.line}行有{row.reason}" for row in document.noise if row.reason == "乱码"]
    document.notes += unread_tables(document)
