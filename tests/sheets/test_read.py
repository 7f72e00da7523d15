"""Reading files as counties really keep them. Each test writes a real file and reads it back."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from anmin.kernel.people.sheet_kinds import ACCOUNT, IDENTITY
from anmin.kernel.sheets.api import (
    CHOICE,
    DATE,
    INTEGER,
    MONEY,
    NAME,
    TEXT,
    YES_NO,
    Choice,
    Column,
    Sheet,
    SheetError,
    read_sheet,
)

DAY = date(2026, 10, 9)
ZHANG, LI = "11010519491231002X", "440524188001010014"
SHEET = Sheet(
    "people",
    "人员名册",
    (
        Column("head_name", "户主姓名", NAME, ("户主",), level="household", group="户主"),
        Column("head_identity", "户主身份证号", IDENTITY, ("身份证号", "身份证号码"), level="household", group="户主"),
        Column("name", "成员姓名", NAME, ("姓名", "家庭成员姓名"), required=True, group="成员"),
        Column("identity", "成员身份证号", IDENTITY, ("身份证号", "身份证号码"), required=True, group="成员"),
        Column("wage", "工资性收入", MONEY, ("工资性", "工资收入"), period="month", minimum=0),
        Column("born", "出生日期", DATE, ("出生年月日",)),
        Column("size", "人口数", INTEGER, ("家庭人口",), level="household"),
        Column("car", "有无机动车", YES_NO),
        Column("kind", "残疾类别", CHOICE, choices=(Choice("4", "肢体", ("肢体残疾",)), Choice("6", "精神"))),
        Column("account", "银行账号", ACCOUNT, level="household"),
        Column("remark", "备注", TEXT, level="household"),
    ),
    "每人一行",
    anchors=("name", "identity"),
    blocks=("head_name", "head_identity"),
    repeats="成员",
)


def xlsx(*rows, merge=(), change=None):
    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(list(row))
    for area in merge:
        page.merge_cells(area)
    if change:
        change(book, page)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data, **more):
    return read_sheet(data, SHEET, on=DAY, **more)


def values(reading, name):
    return reading.frame[name].to_list()


HEADINGS = ("姓名", "身份证号", "工资性收入")


def test_the_header_is_found_among_title_lines_and_in_any_order():
    reading = read(
        xlsx(
            ("某县2026年10月人员名册",),
            ("填报单位：某镇", None, "单位：元"),
            ("备注", "身份证号", "姓名"),
            ("甲", ZHANG, "张三"),
        )
    )
    assert (reading.header.first, values(reading, "name"), values(reading, "remark")) == (2, ["张三"], ["甲"])
    assert values(reading, "_row") == [4]


def test_a_sheet_that_does_not_begin_in_the_first_cell_keeps_its_row_numbers_and_letters():
    def shift(book, page):
        page.insert_cols(1, 2)
        page.insert_rows(1, 3)

    reading = read(xlsx(HEADINGS, ("张三", ZHANG[:-1] + "1", 1), change=shift))
    assert [(error.row, error.letter) for error in reading.errors] == [(5, "D")]


def test_a_header_of_two_levels_is_put_together():
    reading = read(
        xlsx(
            ("花名册",),
            ("户主姓名", "身份证号", "家庭成员", None, "家庭收入（万元/年）", None, "备注"),
            (None, None, "姓名", "身份证号码", "工资性", "其他", None),
            ("张三", ZHANG, "李四", LI, "1.2", 5, "x"),
            merge=("A1:G1", "C2:D2", "E2:F2", "A2:A3", "B2:B3", "G2:G3"),
        )
    )
    assert values(reading, "head_identity") + values(reading, "identity") == [ZHANG, LI]
    assert (values(reading, "wage"), reading.period("wage")) == ([1_200_000], "year")
    assert values(reading, "remark") == ["x"]
    assert [text for _, text in reading.header.unknown] == ["家庭收入（万元/年）其他"]


def test_a_date_in_the_heading_says_nothing_about_the_period():
    assert read(xlsx(("姓名", "身份证号", "2026年10月工资收入"), ("张三", ZHANG, 1))).period("wage") == "month"
    assert read(xlsx(("姓名", "身份证号", "近12个月工资收入"), ("张三", ZHANG, 1))).period("wage") == "year"


def test_a_likeness_is_marked_as_a_guess_and_can_be_corrected():
    data = xlsx(("姓名", "身份证号", "工资性的收入", "说明栏"), ("张三", ZHANG, 5, "甲"))
    guessed = read(data)
    assert guessed.header.of("wage").how == "guess"
    assert any("疑为“工资性收入”" in notice for notice in guessed.notices)
    given = read(data, mapping={"wage": "", "remark": "D"})
    assert (given.header.of("wage"), values(given, "remark")) == (None, ["甲"])
    with pytest.raises(SheetError, match="没有“Z”这一列"):
        read(data, mapping={"wage": "Z"})


def test_an_amount_per_head_is_never_taken_for_the_whole():
    total = Column("total", "家庭总收入", MONEY, ("家庭收入", "家庭月收入"))
    sheet = Sheet("s", "表", (Column("name", "姓名", NAME), Column("sex", "性别", TEXT), total), "")
    reading = read_sheet(xlsx(("姓名", "性别", "家庭人均收入"), ("张三", "男", 500)), sheet, on=DAY)
    assert [each.column.name for each in reading.header.found] == ["name", "sex"]
    assert reading.header.unknown == (("C", "家庭人均收入"),)


def test_merged_households_are_carried_down_and_their_errors_told_once():
    reading = read(
        xlsx(
            ("户主姓名", "户主身份证号", "人口数", "姓名", "身份证号", "银行账号"),
            ("张三", ZHANG, 2, "张三", ZHANG, "12"),
            (None, None, None, "李四", LI, None),
            ("王五", LI, 1, "王五", LI, None),
            merge=("A2:A3", "B2:B3", "C2:C3", "F2:F3"),
        )
    )
    assert values(reading, "head_identity") == [ZHANG, ZHANG, LI]
    assert values(reading, "size") == [2, 2, 1]
    assert values(reading, "_block") == [1, 1, 2]
    assert [(error.row, error.letter) for error in reading.errors] == [(2, "F")]
    assert values(reading, "_bad") == [True, True, False]
    assert values(reading, "account")[2] is None, "nothing leaks into the next household"


def test_numbered_members_of_one_row_become_rows():
    reading = read(
        xlsx(
            ("户主姓名", "户主身份证号", "成员1姓名", "成员1身份证号", "成员2姓名", "成员2身份证号", "备注"),
            ("张三", ZHANG, "张三", ZHANG, "李四", LI + "1", "x"),
            ("王五", LI, "王五", LI, None, None, None),
        )
    )
    assert list(zip(values(reading, "_row"), values(reading, "_copy"), values(reading, "name"), strict=True)) == [
        (2, 1, "张三"),
        (2, 2, "李四"),
        (3, 1, "王五"),
    ]
    assert [(error.row, error.letter, error.header) for error in reading.errors] == [(2, "F", "成员2身份证号")]


def test_totals_repeated_headers_and_remarks_are_passed_over_and_named():
    reading = read(
        xlsx(
            HEADINGS, ("张三", ZHANG, 1), ("小计", None, 1), (), HEADINGS, ("李四", LI, 2), ("合　计", None, 3),
            ("合计：2人", "2", None), ("注：本表一式两份",), ("填表人：某", None, "审核人：某"),
        )
    )  # fmt: skip
    assert values(reading, "name") == ["张三", "李四"]
    assert not reading.errors
    said = "\n".join(reading.notices)
    assert "合计、小计行 3 行：第 3、7、8 行" in said
    assert "重复的表头 1 行：第 5 行" in said
    assert "2 行：第 9、10 行" in said


def test_a_person_called_he_ji_is_no_total():
    assert values(read(xlsx(HEADINGS, ("合计生", ZHANG, 1), ("单位", LI, 1))), "name") == ["合计生", "单位"]


def test_identity_numbers_that_excel_damaged_are_refused_with_the_remedy():
    reading = read(xlsx(HEADINGS, ("张三", int(LI), 1), ("李四", 440524800101001, 1)))
    assert [(error.row, "文本" in error.todo) for error in reading.errors] == [(2, True)]
    assert values(reading, "identity")[1] == "440524198001010013", "15 digits are exact as a number"


def test_errors_and_uncomputed_formulas_are_not_taken_for_blanks():
    def spoil(book, page):
        page["C2"] = "=SUM(A1)"
        page["C3"].value, page["C3"].data_type = "#N/A", "e"

    reading = read(xlsx(HEADINGS, ("张三", ZHANG, 1), ("李四", LI, 1), change=spoil))
    assert [error.what for error in reading.errors] == ["公式没有计算结果", "公式出错"]


def test_a_name_that_a_formula_should_have_made_is_no_name():
    def spoil(book, page):
        page["A2"] = "=B9"
        page["D3"].value, page["D3"].data_type = "#REF!", "e"

    reading = read(
        xlsx((*HEADINGS, "备注"), ("张三", ZHANG, 1), ("李四", LI, 1), ("王五", ZHANG, 1, "#3栋"), change=spoil)
    )
    assert [(each.row, each.letter, each.what) for each in reading.errors] == [
        (2, "A", "公式没有计算结果"), (3, "D", "公式出错"),
    ]  # fmt: skip
    assert values(reading, "remark") == [None, None, "#3栋"]


def test_dates_in_many_forms_are_one():
    forms = [
        "2026年1月9日",
        "2026/1/9",
        "2026-01-09",
        "20260109",
        "2026.1.9",
        date(2026, 1, 9),
        datetime.fromisoformat("2026-01-09T08:30"),
        46031,
        "２０２６年１月９日",
    ]
    reading = read(xlsx(("姓名", "身份证号", "出生日期"), *(("张三", ZHANG, form) for form in forms)))
    assert values(reading, "born") == [date(2026, 1, 9)] * len(forms)
    wrong = read(
        xlsx(("姓名", "身份证号", "出生日期"), *(("张三", ZHANG, form) for form in ("2026-2-30", "去年", "90.1.5")))
    )
    assert len(wrong.errors) == 3


def test_money_is_read_exactly_to_the_fen():
    written = [
        "1234.56",
        1234.56,
        "1,234.56元",
        "￥1234.56",
        "１２３４．５６",
        "0.1万",
        0.1 + 0.2,
        "1.005",
        "0.29",
        100,
        "-5",
        "多",
        "12345678901234567",
    ]
    reading = read(xlsx(HEADINGS, *(("张三", ZHANG, each) for each in written)))
    assert values(reading, "wage") == [123456] * 5 + [100_000, 30, 101, 29, 10000, -500, None, None]
    assert ["超出范围" in error.what for error in reading.errors] == [True, False, False]
    assert [warning.row for warning in reading.warnings] == [9], "1.005 was rounded"


def test_yes_no_choices_and_counts():
    reading = read(
        xlsx(
            ("姓名", "身份证号", "有无机动车", "残疾类别", "家庭人口"),
            ("张三", ZHANG, "有", "肢体残疾", "3人"), ("张三", ZHANG, "否", "4 肢体", 4.0),
            ("张三", ZHANG, "√", "6", "四"),
        )
    )  # fmt: skip
    assert values(reading, "car") == [True, False, True]
    assert values(reading, "kind") == ["4", "4", "6"]
    assert values(reading, "size") == [3, 4, None]
    choice = read(xlsx(("姓名", "身份证号", "残疾类别"), ("张三", ZHANG, "不详")))
    assert "请填写：肢体、精神" in choice.errors[0].todo


def test_names_lose_their_spacing_and_keep_their_dot():
    reading = read(xlsx(HEADINGS, ("张　三", ZHANG, 1), ("买买提．艾力", ZHANG, 1), ("John  Smith", ZHANG, 1)))
    assert values(reading, "name") == ["张三", "买买提·艾力", "John Smith"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_usual_encoding(encoding):
    text = f'名册\n姓名,身份证号,工资性收入\n\n张三,{ZHANG},"1,000"\n李四,4.40524E+17,5\n'
    reading = read(text.encode(encoding))
    assert (values(reading, "_row"), values(reading, "wage")) == ([4, 5], [100_000, 500])
    assert "文本" in reading.errors[0].todo


def test_the_worksheet_that_fits_is_chosen_and_the_others_named():
    def more(book, page):
        page.title = "说明"
        for name, rows in (("2026", 3), ("隐藏", 9)):
            other = book.create_sheet(name)
            other.append(HEADINGS)
            for _ in range(rows):
                other.append(("张三", ZHANG, 1))
        book["隐藏"].sheet_state = "hidden"

    data = xlsx(("使用说明",), change=more)
    reading = read(data)
    assert reading.worksheet == "2026"
    assert any("读取了“2026”" in notice for notice in reading.notices)
    assert any("“隐藏”" in notice for notice in reading.notices)
    assert read(data, worksheet="隐藏").frame.height == 9
    with pytest.raises(SheetError, match="没有名为“无”的工作表"):
        read(data, worksheet="无")


def test_hidden_rows_are_read_and_said():
    def hide(book, page):
        page.row_dimensions[2].hidden = True

    reading = read(xlsx(HEADINGS, ("张三", ZHANG, 1), change=hide))
    assert reading.frame.height == 1
    assert "1 行被隐藏" in reading.notices[0]


def test_a_missing_column_and_a_missing_header_are_told():
    with pytest.raises(SheetError, match=r"缺少必需的列：成员身份证号.*未识别的列：证件"):
        read(xlsx(("姓名", "工资性收入", "证件"), ("张三", 1, "x")))
    with pytest.raises(SheetError, match="没有找到“人员名册”的表头"):
        read(xlsx(("一", "二"), (1, 2)))


def test_required_cells_left_blank_are_errors_of_their_row():
    reading = read(xlsx(HEADINGS, ("张三", None, 1), (None, LI, 1)))
    assert [(error.row, error.what) for error in reading.errors] == [(2, "缺少成员身份证号"), (3, "缺少成员姓名")]
    assert reading.good.is_empty()


def test_a_total_is_known_wherever_its_word_stands():
    header = ["工资性收入", "成员姓名", "户主身份证号", "成员身份证号", "序号", "户主姓名"]
    rows = [[1200, "张三", ZHANG, ZHANG, 1, "张三"], [1200, "1人", None, None, "合计", "1户"]]
    reading = read_sheet(xlsx(header, *rows), SHEET, on=DAY)
    assert reading.frame["_row"].to_list() == [2]
    assert any("合计" in notice and "第 3 行" in notice for notice in reading.notices)


def test_a_name_with_digits_or_signs_is_doubted_not_refused():
    header = ["成员姓名", "成员身份证号"]
    reading = read_sheet(xlsx(header, ["张三(已故)", ZHANG], ["阿卜杜拉·买买提", LI]), SHEET, on=DAY)
    assert reading.frame["_bad"].to_list() == [False, False]
    assert [(each.row, each.what) for each in reading.warnings] == [(2, "姓名中有数字或符号，可能混入了别的内容")]


def test_many_columns_nobody_knows_are_counted_not_all_listed():
    extra = [f"测量{number}" for number in range(40)]
    reading = read_sheet(xlsx(["成员姓名", "成员身份证号", *extra], ["张三", ZHANG, *range(40)]), SHEET, on=DAY)
    told = next(notice for notice in reading.notices if notice.startswith("未识别"))
    assert told.endswith("等 40 列")
    assert len(told) < 400


def test_a_table_of_another_kind_is_told_which_columns_are_missed():
    with pytest.raises(SheetError, match=r"至少包括 成员姓名、成员身份证号。"):
        read_sheet(xlsx(["物品", "数量"], ["米", 3]), SHEET, on=DAY)
