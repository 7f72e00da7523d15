"""Files that are no tables, or cannot be opened: one clear sentence each, and old formats that can."""

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

from anmin.kernel.sheets import files
from anmin.kernel.sheets.api import SheetError, open_book, read_sheet
from tests.sheets.test_read import HEADINGS, SHEET, ZHANG, xlsx

SAMPLES = Path(__file__).parent / "samples"


def refused(data, name=""):
    with pytest.raises(SheetError) as caught:
        open_book(data, name)
    message = str(caught.value)
    assert "\n" not in message
    return message


def word():
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def zipped():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "x")
    return stream.getvalue()


def test_an_encrypted_file_asks_for_the_password_to_be_taken_off():
    assert "打开密码" in refused((SAMPLES / "encrypted.xlsx").read_bytes())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "0 字节"),
        (b"%PDF-1.7 ...", "这是 PDF 文件"),
        (b"\x89PNG\r\n", "这是图片"),
        (word(), "这是 Word 文档"),
        (files.OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), "这是 Word 文档"),
        (files.OLE + b"\x00" * 600, "已损坏"),
        (zipped(), "这是压缩包"),
        (b"Rar!\x1a\x07", "这是压缩包"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "这是网页文件"),
        (bytes(range(256)) * 40, "不是表格"),
        (b"just a sentence", "不是表格"),
        (b" \n\n", "没有任何内容|不是表格"),
    ],
)
def test_a_file_of_another_kind_is_named(data, says):
    assert any(part in refused(data) for part in says.split("|"))


def test_a_truncated_workbook_and_text_under_its_name_are_broken():
    whole = xlsx(HEADINGS, ("张三", ZHANG, 1))
    assert "已损坏" in refused(whole[: len(whole) // 2])
    assert "已损坏" in refused(b"a,b\n1,2", "名册.xlsx")


def test_a_workbook_whose_inside_is_damaged_is_broken():
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(HEADINGS))) as good, zipfile.ZipFile(stream, "w") as bad:
        for entry in good.namelist():
            bad.writestr(entry, b"<x" if "sheet1" in entry else good.read(entry))
    assert "已损坏" in refused(stream.getvalue())


@pytest.mark.parametrize("name", ["panics.xls"])
def test_a_file_that_brings_the_reader_down_is_told_as_broken(name):
    assert "已损坏" in refused((SAMPLES / name).read_bytes(), name)


def test_one_cell_at_the_end_of_the_sheet_does_not_take_all_memory():
    def far(book, page):
        page["XFD1048576"] = "x"

    assert "内容过大" in refused(xlsx(HEADINGS, ("张三", ZHANG, 1), change=far))


def test_an_empty_workbook_says_so():
    assert "没有任何内容" in refused(xlsx())


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 1024**2)
    path = tmp_path / "big.csv"
    path.write_bytes(b"a,b\n" * 400_000)
    with pytest.raises(SheetError, match="超过 1 MB 的上限"):
        open_book(path)


def test_a_zip_that_unfolds_beyond_reason_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_UNPACKED_BYTES", 1000)
    assert "展开后过大" in refused(xlsx(HEADINGS))


@pytest.mark.parametrize("name", ["biff.xls", "calc.ods"])
def test_older_formats_are_read_with_a_word_of_caution(name):
    reading = read_sheet(SAMPLES / name, SHEET, on=date(2026, 10, 9))
    assert reading.frame["identity"].to_list() == [ZHANG, "440524188001010014"]
    assert reading.frame["wage"].to_list() == [120050, None]
    assert reading.frame["born"].to_list() == [date(1949, 12, 31), None]
    assert any("旧格式" in notice for notice in reading.notices)
