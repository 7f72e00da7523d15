"""Files written: a template that imports, an error sheet that can be corrected and imported again, a register."""

import csv
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from anmin.kernel.sheets.api import CellError, read_sheet, write_csv, write_error_sheet, write_table, write_template
from tests.sheets.test_read import DAY, LI, SHEET, ZHANG, read, xlsx

ROW = {
    "head_name": "张三",
    "head_identity": ZHANG,
    "name": "=李四",
    "identity": LI,
    "wage": 123456,
    "born": date(1880, 1, 1),
    "size": 2,
    "car": True,
    "kind": "4",
    "account": "622202000000000000",
    "remark": None,
}


def test_a_register_shows_yuan_labels_and_whole_numbers_as_text(tmp_path):
    path = tmp_path / "out.xlsx"
    assert write_table(path, SHEET.columns, [ROW, ROW], title="人员名册", notes=["2026年10月"]) == 2
    page = openpyxl.load_workbook(path).active
    assert (page["A1"].value, page["A2"].value) == ("人员名册", "2026年10月")
    cells = {page.cell(3, place).value: page.cell(4, place) for place in range(1, 12)}
    assert (cells["户主身份证号"].value, cells["户主身份证号"].number_format) == (ZHANG, "@")
    assert (cells["银行账号"].value, cells["银行账号"].data_type) == ("622202000000000000", "s")
    assert (Decimal(str(cells["工资性收入（元）"].value)), cells["工资性收入（元）"].number_format) == (
        Decimal("1234.56"),
        "#,##0.00",
    )
    assert (cells["残疾类别"].value, cells["有无机动车"].value) == ("肢体", "是")
    assert cells["成员姓名"].data_type == "s", "text that begins with = is no formula"
    assert (page.freeze_panes, page.auto_filter.ref) == ("A4", "A3:K5")
    assert (page.page_setup.orientation, page.print_title_rows) == ("landscape", "$3:$3")


def test_what_was_written_reads_back_the_same(tmp_path):
    path = tmp_path / "out.xlsx"
    row = ROW | {"name": "李四", "born": date(1980, 1, 1)}
    write_table(path, SHEET.columns, [row], title="人员名册")
    reading = read_sheet(path, SHEET, on=DAY)
    assert not reading.errors
    assert {name: reading.frame[name][0] for name in row} == row


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_has_two_decimals_and_plain_numbers(tmp_path, encoding):
    path = tmp_path / "out.csv"
    write_csv(path, SHEET.columns, [ROW, ROW | {"wage": -5}], encoding=encoding)
    with path.open(encoding=encoding, newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["工资性收入"] for row in rows] == ["1234.56", "-0.05"]
    assert rows[0]["成员身份证号"] == LI


def test_a_template_is_recognised_by_its_own_import(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, SHEET)
    book = openpyxl.load_workbook(path)
    page = book.active
    page.append([ROW["head_name"], ZHANG, "张三", ZHANG])
    assert page.column_dimensions["B"].width >= 20
    assert page["B1"].value == "户主身份证号"
    assert any("肢体" in str(each.formula1) for each in page.data_validations.dataValidation)
    assert "橙色列必填" in book["填写说明"]["A1"].value
    book.save(path)
    reading = read_sheet(path, SHEET, on=DAY)
    assert {each.how for each in reading.header.found} == {"label"}
    assert len(reading.header.found) == len(SHEET.columns)
    assert not reading.errors


def test_an_error_sheet_corrected_imports_again(tmp_path):
    data = xlsx(
        ("花名册",),
        ("户主姓名", "身份证号", "家庭成员", None, "出生日期"),
        (None, None, "姓名", "身份证号码", None),
        ("张三", ZHANG, "张三", ZHANG, date(1949, 12, 31)),
        (None, None, "李四", LI[:-1] + "5", "去年"),
        ("王五", LI, "王五", LI, None),
        merge=("A1:E1", "C2:D2", "A2:A3", "B2:B3"),
    )
    reading = read(data)
    path = tmp_path / "errors.xlsx"
    assert write_error_sheet(path, reading) == 1
    book = openpyxl.load_workbook(path)
    page = book.active
    assert [cell.value or None for cell in page[3]][:5] == ["张三", ZHANG, "李四", LI[:-1] + "5", "去年"]
    assert "校验码不符" in page["F3"].value
    assert "出生日期：不是有效日期" in page["F3"].value
    assert page["D3"].fill.fgColor.rgb == "FFFFC7CE" != page["C3"].fill.fgColor.rgb
    again = read(path)
    assert [(error.row, error.letter) for error in again.errors] == [(3, "D"), (3, "E")]
    page["D3"], page["E3"] = LI, "1880-01-01"
    book.save(path)
    corrected = read(path)
    assert not corrected.errors
    assert corrected.good.select("head_identity", "name", "identity").row(0) == (ZHANG, "李四", LI)


def test_later_checks_add_their_rows_to_the_error_sheet(tmp_path):
    reading = read(xlsx(("姓名", "身份证号"), ("张三", ZHANG), ("李四", LI)))
    later = [reading.error_at(2, "name", "同户有误", todo="请改"), CellError(3, "", "", "", "提醒", warning=True)]
    path = tmp_path / "errors.xlsx"
    assert write_error_sheet(path, reading, later) == 1
    page = openpyxl.load_workbook(path).active
    assert (page["A2"].value, page["C2"].value, page["A3"].value) == ("张三", "姓名：同户有误，请改", None)


def test_a_csv_holds_no_formula_and_reads_back_without_the_apostrophe(tmp_path):
    path = tmp_path / "out.csv"
    write_csv(path, SHEET.columns, [ROW | {"name": "李四", "remark": "=HYPERLINK(1)", "born": date(1980, 1, 1)}])
    assert ",'=HYPERLINK(1)" in path.read_text("utf-8-sig")
    assert read_sheet(path, SHEET, on=DAY).frame["remark"].to_list() == ["=HYPERLINK(1)"]


def test_a_name_that_begins_like_a_formula_is_refused():
    reading = read(xlsx(["姓名", "身份证号"], ["@SUM(1)", ZHANG]))
    assert [(each.row, each.what, each.todo) for each in reading.errors] == [(2, "无法识别", "请填写姓名")]
