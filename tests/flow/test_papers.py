"""Official papers in the national layout: measured in the Word file, read in the PDF, converted where LibreOffice is."""

import io
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from anmin.kernel.flow.papers.api import (
    Facts,
    Grid,
    Paper,
    Para,
    Reckoning,
    ReckonLine,
    capital_yuan,
    chinese_date,
    document_number,
    render,
    rights,
    written,
    yuan,
)

DAY = date(2026, 10, 9)
PAPER = Paper(
    title="灯油补贴决定书",
    issuer="云溪县民政局",
    made_on=DAY,
    number=document_number("云民灯", 2026, 3),
    recipient="张三",
    seal="云溪县民政局",
    blocks=(
        Para("经审查，你家庭符合条件。#1 *不是* $标记$ <b>&"),
        Facts((("申请人", "张三"), ("编号", "D-1"), ("家庭成员", "张三、李四、张小三、张小四、张小五"))),
        Para("一、金额", 1),
        Para("（一）计算", 2),
        Reckoning(
            (
                ReckonLine("标准", "860.00", basis="云溪民发〔2031〕7号第五条"),
                ReckonLine("收入", "370.00", "−"),
                ReckonLine("工资", "370.00", depth=1),
                ReckonLine("差额", "490.00", "=", strong=True),
            )
        ),
        Grid(("姓名", "金额"), (("张*", "490.00"),), (1, 2), (1,)),
        rights("本决定", government="云溪县人民政府", on=DAY),
    ),
    contact=("联系电话：0000-1234567",),
    notes=("一式两份。",),
)


def word(paper=PAPER):
    return docx.Document(io.BytesIO(render(paper, "docx")))


def pdf(paper=PAPER):
    return pypdf.PdfReader(io.BytesIO(render(paper, "pdf")))


def pdf_text(paper=PAPER):
    return "".join(page.extract_text() for page in pdf(paper).pages).replace("\n", "")


def paragraph(document, start):
    return next(each for each in document.paragraphs if each.text.startswith(start))


def test_the_page_has_the_margins_of_the_standard():
    section = word().sections[0]
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm, 1) for each in margins] == [37, 35, 28, 26]
    assert Length(section.page_height - section.top_margin - section.bottom_margin).mm == pytest.approx(225, abs=0.1)


def test_twenty_two_lines_of_twenty_eight_characters_fit():
    document = word()
    body = paragraph(document, "经审查")
    pitch = body.paragraph_format.line_spacing
    assert pitch.pt == pytest.approx(28.95, abs=0.05)
    assert int(Mm(225).pt / pitch.pt + 0.02) == 22
    spacing = int(body.runs[0]._r.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert int(Mm(156).pt / (body.runs[0].font.size.pt + spacing) + 0.02) == 28
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "579"


def test_fonts_and_sizes_are_those_of_the_standard():
    document = word()

    def face(start):
        run = paragraph(document, start).runs[0]
        return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt

    assert face("灯油补贴决定书") == ("方正小标宋简体", 22)
    assert face("经审查") == ("仿宋", 16)
    assert face("一、金额") == ("黑体", 16)
    assert face("（一）计算") == ("楷体", 16)
    assert paragraph(document, "经审查").paragraph_format.first_line_indent == Pt(32)
    assert paragraph(document, "张三：").paragraph_format.first_line_indent is None


def test_page_numbers_stand_outside_odd_right_and_even_left():
    document = word()
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert [int(each.alignment) for each in (odd, even)] == [2, 0]
    assert odd.text.startswith("— ")
    assert odd.runs[0].font.size.pt == 14


def test_the_date_has_four_characters_of_space_to_its_right_and_no_zeros():
    day = paragraph(word(), "2026年10月9日")
    assert day.paragraph_format.right_indent == Pt(64)
    assert chinese_date(date(2026, 1, 2)) == "2026年1月2日"


def test_a_red_head_bears_number_and_line():
    red = replace(PAPER, red_head=True, issuer="云溪县民政局文件")
    document = word(red)
    assert str(paragraph(document, "云溪县民政局文件").runs[0].font.color.rgb) == "E60012"
    border = paragraph(document, "云民灯〔2026〕3号")._p.pPr.find(qn("w:pBdr"))
    assert border.find(qn("w:bottom")).get(qn("w:color")) == "E60012"
    assert "云溪县民政局文件" in pdf_text(red)


def test_both_forms_say_the_same_and_no_text_is_taken_for_markup():
    document = word()
    said = [each.text for each in document.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    told = pdf_text()
    for text in (
        "云民灯〔2026〕3号",
        "#1 *不是* $标记$ <b>&",
        "差额",
        "490.00",
        "联系电话：0000-1234567",
        "2026年10月9日",
    ):
        assert any(text in each for each in said), text
        assert text in told, text


def test_the_pdf_is_a4_for_archives_with_its_fonts_inside():
    reader = pdf()
    box = reader.pages[0].mediabox
    assert [round(float(each) / 72 * 25.4) for each in (box.width, box.height)] == [210, 297]
    assert "pdfaid" in reader.xmp_metadata.stream.get_data().decode()
    fonts = [each.get_object() for each in reader.pages[0]["/Resources"]["/Font"].get_object().values()]
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_seal_never_stands_alone_on_a_page():
    long = replace(PAPER, blocks=tuple(Para("一段较长的文字，" * 6) for _ in range(14)))
    for count in range(12, 17):
        reader = pdf(replace(long, blocks=(Para("一段较长的文字，" * 6),) * count))
        assert "一段较长的文字" in reader.pages[-1].extract_text()


def test_a_qr_code_is_a_picture_in_both():
    coded = replace(PAPER, qr="D-1")
    names = zipfile.ZipFile(io.BytesIO(render(coded, "docx"))).namelist()
    assert any(name.startswith("word/media/") for name in names)
    assert len(render(coded, "pdf")) > len(render(PAPER, "pdf"))


def test_a_paper_takes_less_than_half_a_second_of_work():
    render(PAPER, "pdf")
    start = time.process_time()  # a busy machine is no fault of the paper
    render(PAPER, "pdf")
    render(PAPER, "docx")
    assert time.process_time() - start < 0.5


def test_another_form_is_refused():
    with pytest.raises(ValueError, match="docx 或 pdf"):
        render(PAPER, "odt")


@pytest.mark.parametrize(
    ("fen", "capital"),
    [
        (0, "零元整"),
        (49000, "肆佰玖拾元整"),
        (100105, "壹仟零壹元零伍分"),
        (100150, "壹仟零壹元伍角整"),
        (5, "伍分"),
        (1000000, "壹万元整"),
        (10_0010_0000, "壹仟万壹仟元整"),
        (1_0000_0001_00, "壹亿零壹元整"),
        (1_0203_0405_06, "壹亿零贰佰零叁万零肆佰零伍元零陆分"),
        (123456, "壹仟贰佰叁拾肆元伍角陆分"),
    ],
)
def test_amounts_in_capitals(fen, capital):
    assert capital_yuan(fen) == capital


def test_amounts_in_figures_are_exact():
    assert [yuan(each) for each in (0, 5, 123456789, -100)] == ["0.00", "0.05", "1,234,567.89", "-1.00"]


def test_a_sentence_of_the_law_room_is_written_as_papers_write():
    assert written("收入 2,658.33 元/月 不低于标准(成员 3 人),见 57号 第九条;2026-07-01 起") == (
        "收入2,658.33元/月不低于标准（成员3人），见57号第九条；2026年7月1日起"
    )
    assert written("张三 10.00 + 李四 5.00 × 12") == "张三10.00 + 李四5.00 × 12"
    assert written("(a, b)") == "(a, b)"


def test_before_2024_a_decision_of_a_department_could_be_taken_to_its_superior():
    old = rights("本决定", government="云溪县人民政府", on=date(2023, 12, 31), department="上一级民政部门")
    assert "云溪县人民政府或者上一级民政部门" in old.text
    new = rights("本决定", government="云溪县人民政府", on=date(2024, 1, 1), department="上一级民政部门")
    assert "上一级" not in new.text
    assert "60日内" in new.text
    assert "6个月内" in new.text


@pytest.mark.filterwarnings("error")
def test_an_office_program_opens_the_word_file(tmp_path):
    office = shutil.which("soffice")
    path = tmp_path / "paper.docx"
    path.write_bytes(render(PAPER, "docx"))
    assert docx.Document(path).core_properties.title == PAPER.title
    if office is None:
        print("LibreOffice is not installed: the conversion of a paper was not tried")  # noqa: T201
        return
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "paper.pdf").pages)
    assert "灯油补贴决定书" in text
    assert len(pypdf.PdfReader(tmp_path / "paper.pdf").pages) <= 2
