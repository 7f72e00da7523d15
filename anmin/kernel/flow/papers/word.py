"""A paper as docx. The fonts are those of a Chinese office; where they are missing, Word falls back by itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from anmin.kernel.flow.papers import layout
from anmin.kernel.flow.papers.declare import Block, Facts, Paper, Para, Reckoning, chinese_date, fact_rows, width
from anmin.kernel.flow.papers.qr import qr_png

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

FANGSONG, KAITI, HEITI, SONG, TITLE = "仿宋", "楷体", "黑体", "宋体", "方正小标宋简体"
LEFT, CENTRE, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


def to_docx(paper: Paper) -> bytes:
    """The paper as the bytes of a docx."""
    document = Document()
    document.core_properties.title = paper.title
    document.core_properties.author = paper.issuer
    _page(document)
    _head(document, paper)
    if paper.recipient:
        _para(document, f"{paper.recipient}：", indent=False)
    for block in paper.blocks:
        _block(document, block)
    _tail(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: Docx) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(each) for each in layout.PAGE_MM)
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MM), Mm(layout.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.LEFT_MM), Mm(layout.RIGHT_MM)
    section.footer_distance = Mm(layout.BOTTOM_MM - layout.FOOT_GAP_MM - 5)
    _grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], LEFT)
    style = document.styles["Normal"]
    style.font.size = Pt(layout.BODY_PT)
    style.font.name = FANGSONG
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANGSONG)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)


def _grid(section) -> None:
    """22 lines a page, the pitch in twentieths of a point.

    The 28 characters of a line come from the runs' spacing: a character grid narrower than the font makes some word
    processors give every character two cells.
    """
    found = section._sectPr.find(qn("w:docGrid"))
    grid = found if found is not None else OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(layout.PITCH_PT * 20)))
    if found is None:
        section._sectPr.append(grid)


def _page_number(paragraph: Paragraph, side) -> None:
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(layout.FOOT_PT)
    _run(paragraph, "— ", SONG, layout.FOOT_PT)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = _run(paragraph, "", SONG, layout.FOOT_PT)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    _run(paragraph, " —", SONG, layout.FOOT_PT)


def _head(document: Docx, paper: Paper) -> None:
    if paper.red_head:
        top = _para(document, paper.issuer, TITLE, layout.HEAD_PT, CENTRE, indent=False, pitch=None, red=True)
        top.paragraph_format.space_after = Pt(layout.PITCH_PT)
        if paper.number:
            _underline_red(_para(document, paper.number, align=CENTRE, indent=False))
        _para(document, "", indent=False)
        _para(document, paper.title, TITLE, layout.TITLE_PT, CENTRE, indent=False, pitch=34)
        _para(document, "", indent=False)
        return
    _para(document, paper.issuer, TITLE, layout.TITLE_PT, CENTRE, indent=False, pitch=34)
    title = _para(document, paper.title, TITLE, layout.TITLE_PT, CENTRE, indent=False, pitch=34)
    if paper.number:
        title = _para(document, paper.number, align=CENTRE, indent=False)
    title.paragraph_format.space_after = Pt(layout.PITCH_PT / 2)


def _underline_red(paragraph: Paragraph) -> None:
    """红线: the breadth of the text, 4 mm below the number."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", layout.RED)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def _block(document: Docx, block: Block) -> None:
    if isinstance(block, Para):
        paragraph = _para(document, block.text, (FANGSONG, HEITI, KAITI)[block.level])
        paragraph.paragraph_format.keep_with_next = block.level > 0
    elif isinstance(block, Facts):
        _facts(document, block)
    elif isinstance(block, Reckoning):
        _reckoning(document, block)
    else:
        shares = block.shares or (1,) * len(block.head)
        aligns = [RIGHT if place in block.right else CENTRE for place in range(len(block.head))]
        _table(document, block.head, block.rows, shares, aligns)


def _facts(document: Docx, facts: Facts) -> None:
    _gap(document, 6)
    table = _new_table(document, 4, (14, 28, 14, 28))
    for pairs in fact_rows(facts):
        cells = table.add_row().cells
        for place, (label, value) in enumerate(pairs):
            _fill(cells[place * 2], label, HEITI, CENTRE)
            _fill(cells[place * 2 + 1], value, FANGSONG, LEFT)
        if len(pairs) == 1:
            cells[1].merge(cells[3])
    _gap(document)


def _reckoning(document: Docx, reckoning: Reckoning) -> None:
    caption = _para(document, reckoning.caption, HEITI, layout.TABLE_PT + 2, CENTRE, indent=False)
    caption.paragraph_format.keep_with_next = True
    table = _new_table(document, 4, (5, 29, 15, 51))
    _heading(table, ("", "项目", "金额", "依据和说明"))
    for line in reckoning.lines:
        cells = table.add_row().cells
        font = HEITI if line.strong else FANGSONG
        _fill(cells[0], line.sign, font, CENTRE)
        _fill(cells[1], "　" * line.depth + line.label, font, LEFT)
        _fill(cells[2], line.amount, font, RIGHT)
        _fill(cells[3], line.basis, FANGSONG, LEFT, layout.TABLE_PT - 1.5)
    _gap(document)


def _table(document: Docx, head, rows, shares, aligns) -> None:
    _gap(document, 6)
    table = _new_table(document, len(head), shares)
    _heading(table, head)
    for row in rows:
        for cell, text, align in zip(table.add_row().cells, row, aligns, strict=True):
            _fill(cell, text, FANGSONG, align)
    _gap(document)


def _new_table(document: Docx, columns: int, shares: tuple[int, ...], style: str = "Table Grid") -> Table:
    table = document.add_table(rows=0, cols=columns, style=style)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(layout.TEXT_MM * share / sum(shares))
    return table


def _heading(table: Table, head: tuple[str, ...]) -> None:
    row = table.add_row()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(repeated)
    for cell, text in zip(row.cells, head, strict=True):
        _fill(cell, text, HEITI, CENTRE)


def _fill(cell: _Cell, text: str, font: str, align, size: float = layout.TABLE_PT) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    _pitch(paragraph, size * 1.5)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _run(paragraph, text, font, size)
    whole = OxmlElement("w:cantSplit")
    row = cell._tc.getparent().get_or_add_trPr()
    if row.find(qn("w:cantSplit")) is None:
        row.append(whole)


def _gap(document: Docx, points: float = 10) -> Paragraph:
    return _para(document, "", pitch=points)


def _tail(document: Docx, paper: Paper) -> None:
    last = document.paragraphs[-1]
    last.paragraph_format.keep_with_next = last.paragraph_format.keep_together = True  # no page bears the seal alone
    _gap(document).paragraph_format.keep_with_next = True
    if paper.qr:
        table = _new_table(document, 2, (18, 82), style="Normal Table")
        left, right = table.add_row().cells
        left.paragraphs[0].add_run().add_picture(io.BytesIO(qr_png(paper.qr)), width=Mm(22))
        _signature(right, paper)
        right._tc.remove(right.paragraphs[0]._p)
    else:
        _signature(document, paper)
    for text in (*paper.contact, *paper.notes):
        line = _para(document, text, FANGSONG, layout.TABLE_PT, JUSTIFY, indent=False, pitch=20)
        line.paragraph_format.keep_together = True


def _signature(container: Docx | _Cell, paper: Paper) -> None:
    """The office stands centred over the date, under both of which the seal goes (GB/T 9704-2012 7.3.5.1)."""
    said = chinese_date(paper.made_on)
    if paper.seal:
        lead = (width(said) - width(paper.seal)) / 2
        name = _para(container, paper.seal, align=RIGHT, indent=False)
        name.paragraph_format.right_indent = Pt(layout.BODY_PT * max(layout.SEAL_INDENT + lead, 0))
        name.paragraph_format.keep_with_next = True
    day = _para(container, said, align=RIGHT, indent=False)
    day.paragraph_format.right_indent = Pt(layout.BODY_PT * layout.SEAL_INDENT)


def _para(
    document, text, font=FANGSONG, size=layout.BODY_PT, align=JUSTIFY, *, indent=True, pitch=layout.PITCH_PT, red=False
):
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    if pitch:
        _pitch(paragraph, pitch)
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    run = _run(paragraph, text, font, size)
    if red:
        run.font.color.rgb = RGBColor.from_string(layout.RED)
    return paragraph


def _pitch(paragraph: Paragraph, points: float) -> None:
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    shape.space_before = shape.space_after = Pt(0)
    loose = OxmlElement("w:snapToGrid")
    loose.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(
        loose, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr"
    )


def _run(paragraph: Paragraph, text: str, font: str, size: float):
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    properties = run._r.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), font)
    if size == layout.BODY_PT:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(layout.TRACKING_PT * 20)))
        properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u")
    return run
