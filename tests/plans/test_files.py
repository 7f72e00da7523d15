"""Files of every kind: what can be read is read alike, what cannot ends in one Chinese sentence."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner
from docx import Document as Word

from anmin.kernel.plans.api import Unreadable, read_bytes, read_file, read_text
from anmin.ops.cli import main
from tests.plans import fuzz

HERE = Path(__file__).parent
TEXT = (HERE / "texts" / "t02_pairs_report.txt").read_text(encoding="utf-8")


def facts(document) -> list[tuple]:
    return [
        (row.kind, row.subject, row.metric, row.comparator, row.value, row.unit, row.baseline)
        for row in document.quantities
    ]


EXPECTED = facts(read_text(TEXT))


def as_docx(text: str = TEXT) -> bytes:
    word = Word()
    for line in text.split("\n"):
        word.add_paragraph(line)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def as_page() -> bytes:
    body = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))
    chrome = "<nav>首页 12条</nav><script>var a='新建6所敬老院'</script>"
    whole = f"{chrome}<div>{body}</div><footer>5人在线</footer>"
    return f"<!doctype html><html><head><title>x</title></head><body>{whole}</body></html>".encode()


def as_pdf(folder: Path) -> bytes:
    import pylopdf_fonts_zh_cn

    source = folder / "a.typ"
    source.write_text("\n\n".join(TEXT.split("\n")), encoding="utf-8")
    return typst.compile(source, font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_plain_text_reads_alike_in_every_encoding(encoding):
    assert facts(read_bytes(TEXT.encode(encoding), "a.txt")) == EXPECTED


def test_word_pages_and_pdf_read_like_the_plain_text(tmp_path):
    assert facts(read_bytes(as_docx(), "a.docx")) == EXPECTED
    assert facts(read_bytes(as_page(), "a.html")) == EXPECTED
    assert facts(read_bytes(as_pdf(tmp_path), "a.pdf")) == EXPECTED


def test_damaged_bytes_cost_a_character_and_not_the_text():
    content = bytearray(TEXT.encode())
    content[40], content[400] = 0xFF, 0x80
    document = read_bytes(bytes(content), "a.txt")
    assert len(document.quantities) >= len(EXPECTED) - 2 and "�" in document.text


def test_a_table_in_word_or_on_a_page_keeps_its_cells_apart():
    word = Word()
    word.add_paragraph("某县2025年任务完成情况")
    table = word.add_table(2, 4)
    for row, cells in enumerate((["指标", "单位", "年度目标", "完成数"], ["新建敬老院", "所", "3", "4"])):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    file = io.BytesIO()
    word.save(file)
    rows = "<tr><th>指标<th>单位<th>年度目标<th>完成数</tr><tr><td>新建敬老院<td>所<td>3<td>4</tr>"
    page = f"<html><body><p>某县2025年任务完成情况</p><table>{rows}</table></body></html>"
    for document in (read_bytes(file.getvalue(), "a.docx"), read_bytes(page.encode(), "a.html")):
        assert [(row.kind, row.value, row.unit) for row in document.quantities] == [
            ("target", 3, "所"),
            ("figure", 4, "所"),
        ]


def test_automatic_numbers_of_word_stand_in_the_text():
    word = Word()
    word.add_paragraph("某县2026年工作计划")
    for line in ("社会救助", "养老服务"):
        word.add_paragraph(line, style="List Number")
    style = word.styles["List Number"].element
    paragraph = word.paragraphs[1]._p
    paragraph.get_or_add_pPr().append(style.find(".//{*}numPr").__deepcopy__({}))
    word.paragraphs[2]._p.get_or_add_pPr().append(style.find(".//{*}numPr").__deepcopy__({}))
    file = io.BytesIO()
    word.save(file)
    assert read_bytes(file.getvalue(), "a.docx").text.split("\n")[1:] == ["1.社会救助", "2.养老服务"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "图片"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 50, "docx"),
        (b"PK\x03\x04" + b"0" * 50, "损坏"),
        (b"%PDF-1.7 nothing", "PDF"),
        (b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html>", "网页归档"),
        (bytes(range(256)) * 40, "文字"),
        (b"x" * (33 * 2**20), "MB"),
    ],
)
def test_what_cannot_be_read_says_so_in_one_sentence(content, says):
    with pytest.raises(Unreadable, match=says) as error:
        read_bytes(content, "某文件")
    assert "\n" not in str(error.value)


def test_a_bomb_in_word_clothes_is_refused_before_it_is_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * 30_000_000)
    with pytest.raises(Unreadable, match="压缩比"):
        read_bytes(file.getvalue(), "a.docx")


def test_random_and_hostile_files_end_in_a_document_or_a_sentence():
    for name in (
        "empty",
        "100 MB",
        "zip bomb",
        "deep page",
        "nested brackets",
        "one line of digits",
        "shares",
        "spaces",
    ):
        fuzz.attempt(fuzz.hostile_one(name), name)
    outcomes = fuzz.run(200, seed=7)
    assert outcomes["mutated document"] and outcomes["archive error"] and outcomes["word document"]


def test_the_command_prints_an_outline_or_exactly_the_contract(tmp_path):
    file = tmp_path / "计划.txt"
    file.write_text("安和县2026年工作要点\n一、养老服务。新建6所敬老院。", encoding="utf-8")
    shown = CliRunner().invoke(main, ["plan", "read", str(file)])
    assert shown.exit_code == 0 and "一、养老服务" in shown.output and "敬老院·新建数 6所" in shown.output
    printed = json.loads(CliRunner().invoke(main, ["plan", "read", str(file), "--json"]).output)
    assert list(printed) == ["document", "title", "headings", "quantities", "references", "noise"]
    assert printed["document"] == "计划.txt" and printed["quantities"] == [
        {
            "kind": "target", "line": 2, "col": 9, "surface": "6所", "subject": "敬老院", "metric": "新建数",
             "comparator": "=", "value": 6, "unit": "所",
            "baseline": None, "deadline": "2026年", "place": "安和县", "owner": None,
        }
    ]  # fmt: skip
    explained = CliRunner().invoke(main, ["plan", "read", str(file), "--explain"])
    assert "计划类文件→目标" in explained.output


def test_a_missing_or_empty_file_ends_the_command_with_its_sentence(tmp_path):
    for path, says in ((tmp_path / "没有.txt", "打不开"), (tmp_path / "空.txt", "空")):
        if says == "空":
            path.touch()
        result = CliRunner().invoke(main, ["plan", "read", str(path)])
        assert result.exit_code == 1 and says in result.output and "Traceback" not in result.output


def test_the_lexicon_grows_by_an_office_s_own_words(tmp_path):
    from anmin.kernel.plans.words import merge

    ours, theirs = {"strong": ["低保"], "n": 1}, {"strong": ["低保", "渔民补贴"]}
    assert merge(ours, theirs) == {"strong": ["低保", "渔民补贴"], "n": 1}


@pytest.mark.parametrize("name", ["plan-2026.txt", "half-year-2026.docx"])
def test_the_demo_county_s_own_documents_are_read(name):
    document = read_file(Path(__file__).parents[2] / "counties" / "demo" / "plans" / name)
    assert document.issuer == "安和县" and len(document.quantities) >= 25
    assert sum(row.confidence < 0.6 for row in document.quantities) <= 0.1 * len(document.quantities)


def test_a_table_of_which_nothing_was_read_is_named_with_its_lines():
    heads = "云岫县2026年完成情况统计表\n乡镇\n家庭养老床位(张)\n其中:当季新增\n适老化改造(户)\n"
    document = read_bytes(f"{heads}柳泉镇\n46\n12\n38\n石门乡\n21\n0\n17\n".encode(), "表.txt")
    unread = [note for note in document.notes if "表格" in note]
    assert bool(unread) != bool(document.quantities)  # read, or said
    assert not unread or unread == ["第7—13行像是表格,有6个数没有读出,请对照原文补录。"]
    assert not read_bytes("要点\n1\n新建敬老院6所。\n2026\n2027\n".encode(), "a.txt").notes
