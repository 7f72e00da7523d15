"""A county's roster: real headings, households assembled, what does not fit is said, and the facts it yields."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from anmin.kernel.people.identity import check_digit
from anmin.kernel.places.declare import Place
from anmin.kernel.sheets.api import read_sheet, write_error_sheet, write_template
from anmin.services.dibao.facts import FACTS
from anmin.services.dibao.roster import ROSTER
from anmin.services.dibao.roster_facts import HOME_FACTS, PERSON_FACTS
from anmin.services.dibao.roster_households import group_households

DAY = date(2026, 10, 9)
PLACES = (
    Place("349926101000", ("孔溪镇",)),
    Place("349926102000", ("石牛乡",)),
    Place("349926101201", ("三盘村", "三盘村村民委员会"), "rural"),
    Place("349926102201", ("三盘村",), "rural"),
    Place("349926101001", ("石牛社区", "石牛社区居民委员会"), "urban"),
)


def number(order, born="19800101", sex=1):
    first17 = f"349926{born}{order:02d}{sex}"
    return first17 + check_digit(first17)


ZHANG, WIFE, SON = number(1), number(2, "19820202", 2), number(3, "20101010", 1)
WANG, ZHAO = number(4, "19550505", 1), number(5, "19600606", 2)


def xlsx(*rows, merge=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for area in merge:
        book.active.merge_cells(area)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def grouped(*rows, **more):
    reading = read_sheet(xlsx(*rows), ROSTER, on=DAY)
    return group_households(reading, places=PLACES, **more)


HEADINGS = ("乡镇", "村", "户主姓名", "户主身份证号", "姓名", "身份证号", "与户主关系", "户籍性质")
HOME = ("孔溪镇", "三盘村", "张三", ZHANG)


def said(messages):
    return [(each.row, each.letter, each.what) for each in messages]


TWO_LEVELS = (
    ("安和县2026年10月城乡最低生活保障花名册",),
    ("填报单位：孔溪镇", *[None] * 8, "单位：元"),
    ("序号", "乡镇", "村", "户主", "身份证号", "家庭人口", "家庭成员", None, None, "收入情况（元）", None, None, None, "残疾证号",
     "重病病种", "是否在校", "存款", "有无机动车", "保障类别", "月保障金额", "开户行", "一卡通账号", "户名", "联系电话"),
    (*[None] * 6, "姓名", "身份证号", "关系", "工资性（月）", "经营净（年）", "赡养费（年）", "其他（年）"),
    (1, "孔溪镇", "三盘村委会", "张三", ZHANG, 3, "张三", ZHANG, "户主", "1,200.50", 3600, None, None, None, "尿毒症",
     None, "5000", "无", "B", 640, "安和农商行", "62220200-00001234", "张三", "13800000000"),
    (*[None] * 6, "李四", WIFE, "妻", None, None, 1200, 600, WIFE + "42", "无重大疾病"),
    (*[None] * 6, "张小", SON, "长子", *[None] * 6, "高中"),
    ("合计", None, None, "1户", None, 3, "3人"),
)  # fmt: skip


def test_a_roster_in_two_levels_becomes_households_with_facts():
    reading = read_sheet(xlsx(*TWO_LEVELS), ROSTER, on=DAY)
    roster = group_households(reading, places=PLACES)
    assert (roster.errors, reading.header.unknown) == ([], ())
    (home,) = roster.batch()
    people = home.pop("persons")
    assert home == {
        "area": "349926101201", "urban_rural": "rural", "address": "", "bank_name": "安和农商行",
        "bank_account": "6222020000001234", "payee_name": "张三", "facts": {"financial_assets": 500000, "vehicles": 0},
    }  # fmt: skip
    assert [(each["name"], each["relation"], each["sex"], each["born_on"].year) for each in people] == [
        ("张三", "02", 1, 1980), ("李四", "12", 2, 1982), ("张小", "22", 1, 2010),
    ]  # fmt: skip
    assert people[0]["facts"] == {"wage_month": 120050, "business_revenue_year": 360000}
    assert people[1]["facts"] == {"transfer_year": 180000}
    assert [each["illness"] for each in people] == ["尿毒症", "", ""]
    assert people[0]["phone"] == "13800000000"
    assert (people[1]["disability"], people[2]["student"]) == (("limb", 2), "school")
    assert roster.households.select("size", "category", "amount").row(0) == (3, "B", 64000)


def test_every_fact_it_yields_is_one_the_rules_ask_for():
    by_level = {level: {fact.name for fact in FACTS if fact.level == level} for level in ("person", "household")}
    assert set(PERSON_FACTS) <= by_level["person"]
    assert set(HOME_FACTS) <= by_level["household"]
    study = next(fact for fact in FACTS if fact.name == "study")
    assert {choice.value for choice in ROSTER.column("study").choices} == set(study.choices)
    kinds = next(fact for fact in FACTS if fact.name == "disability_kind")
    assert {choice.value for choice in ROSTER.column("disability_kind").choices} == set(kinds.choices)
    labour = next(fact for fact in FACTS if fact.name == "labour_capacity")
    assert {choice.value for choice in ROSTER.column("labour").choices} == set(labour.choices)


def test_the_template_is_its_own_roster(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, ROSTER)
    book = openpyxl.load_workbook(path)
    cells = {cell.value: cell.column for cell in book.active[1]}
    row = {"户主姓名": "张三", "户主身份证号": ZHANG, "村（社区）": "石牛社区", "工资性收入": 100}
    for label, value in row.items():
        book.active.cell(2, cells[label], value)
    book.save(path)
    reading = read_sheet(path, ROSTER, on=DAY)
    assert {found.how for found in reading.header.found} == {"label"}
    assert not [notice for notice in reading.notices if "另有工作表" in notice], "its own instructions are no roster"
    roster = group_households(reading, places=PLACES)
    assert not roster.errors
    (home,) = roster.batch()
    assert [(each["name"], each["facts"]) for each in home["persons"]] == [("张三", {"wage_month": 10000})]
    assert home["urban_rural"] == "urban", "from the place, when the roster does not say"


def test_a_household_with_one_wrong_row_is_held_back_whole_and_returns_corrected(tmp_path):
    reading = read_sheet(
        xlsx(
            HEADINGS,
            (*HOME, "张三", ZHANG, "户主", "农村"),
            (None, None, None, None, "李四", WIFE[:-1] + "0", "妻", None),
            ("孔溪镇", "三盘村", "王五", WANG, "王五", WANG, "户主", "农村"),
            merge=("A2:A3", "B2:B3", "C2:C3", "D2:D3"),
        ),
        ROSTER,
        on=DAY,
    )
    roster = group_households(reading, places=PLACES)
    assert roster.households["head_name"].to_list() == ["王五"]
    assert (2, "", "同户第 3 行有误") in said(roster.errors)
    path = tmp_path / "errors.xlsx"
    assert write_error_sheet(path, reading, roster.errors) == 2
    book = openpyxl.load_workbook(path)
    book.active["F3"] = WIFE
    book.save(path)
    again = group_households(read_sheet(path, ROSTER, on=DAY), places=PLACES)
    assert not again.errors
    assert [len(home["persons"]) for home in again.batch()] == [2]


def test_a_member_whose_head_number_is_wrong_holds_the_household_back():
    roster = grouped(
        HEADINGS,
        (*HOME, "张三", ZHANG, "户主", "农村"),
        ("孔溪镇", "三盘村", "张三", ZHANG[:-1] + "0", "李四", WIFE, "妻", "农村"),
    )
    assert roster.households.is_empty()
    assert (2, "", "疑与有误的行同属一户") in said(roster.errors)


def test_one_person_in_two_households_is_told_at_both():
    roster = grouped(
        HEADINGS,
        (*HOME, "张三", ZHANG, "户主", "农村"),
        (*HOME, "李四", WIFE, "妻", "农村"),
        ("石牛乡", "三盘村", "王五", WANG, "王五", WANG, "户主", "农村"),
        ("石牛乡", "三盘村", "王五", WANG, "李四", WIFE, "妻", "农村"),
    )
    twice = [each for each in roster.errors if "两户" in each.what]
    assert [(each.row, each.letter) for each in twice] == [(3, "F"), (5, "F")]
    assert "第 3、5 行" in twice[0].what
    assert roster.households.is_empty()


def test_one_person_twice_in_a_household_is_an_error():
    roster = grouped(HEADINGS, *[(*HOME, "张三", ZHANG, "户主", "农村")] * 2)
    assert [each.what for each in roster.errors] == ["同一人在本户出现两次"] * 2


def test_a_head_missing_among_the_members_is_added_with_a_word():
    roster = grouped(HEADINGS, (*HOME, "李四", WIFE, "妻", "农村"))
    assert not roster.errors
    (home,) = roster.batch()
    assert [each["name"] for each in home["persons"]] == ["张三", "李四"]
    assert "户主不在成员之中，已作为成员补入" in [each.what for each in roster.warnings]


def test_sex_birth_and_disability_certificate_must_fit_the_identity_number():
    roster = grouped(
        (*HEADINGS, "性别", "出生日期", "残疾证号", "残疾类别", "残疾等级"),
        (*HOME, "张三", ZHANG, "户主", "农村", "女", "1980-01-02", WIFE + "42", "肢体", "二级"),
        (*HOME, "李四", WIFE, "妻", "农村", "女", "1982-02-02", WIFE + "42B1", "智力", "三级"),
        (*HOME, "张小", SON, "长子", "农村", "男", None, "残疾证123", None, None),
    )
    assert said(roster.errors) == [
        (2, "I", "性别与身份证号不符"),
        (2, "J", "出生日期与身份证号不符"),
        (2, "K", "残疾证号前 18 位与身份证号不符"),
        (3, "L", "残疾类别与残疾证号第 19 位不符"),
        (3, "M", "残疾等级与残疾证号第 20 位不符"),
        (4, "K", "残疾证号应为身份证号 18 位加类别 1 位、等级 1 位"),
    ]


def test_a_disability_without_grade_or_kind_is_asked_for():
    roster = grouped(
        (*HEADINGS, "残疾类别", "残疾等级"),
        (*HOME, "张三", ZHANG, "户主", "农村", "肢体", None),
        (*HOME, "李四", WIFE, "妻", "农村", None, "二级"),
        (*HOME, "张小", SON, "长子", "农村", "无", "无"),
    )
    assert [(each.row, each.letter) for each in roster.errors if each.letter] == [(2, "J"), (3, "I")]


def test_doubts_warn_and_hold_nothing_back():
    roster = grouped(
        (*HEADINGS, "人口数", "银行账号", "户名"),
        (*HOME, "张三丰", ZHANG, "户主", "农村", 3, "120101000000000001", "李村干"),
        (*HOME, "王五", number(9, "19700101"), "长子", "农村", None, None, None),
        ("孔溪镇", "三盘村", "赵六", ZHAO, "赵六", ZHAO, "户主", "农村", 1, "120101000000000001", "赵六"),
    )
    assert not roster.errors
    assert {(row, letter, what) for row, letter, what in said(roster.warnings)} == {
        (2, "E", "与户主姓名不一致"),
        (2, "I", "人口数与名册中本户的 2 人不符"),
        (2, "J", "同一银行账号用于多户"),
        (2, "K", "开户名不是本户成员"),
        (3, "F", "子女的出生日期早于户主"),
        (4, "J", "同一银行账号用于多户"),
    }
    assert roster.households.height == 2


@pytest.mark.parametrize(
    ("town", "village", "area", "says"),
    [
        ("孔溪镇", "三盘村", "349926101201", ""),
        ("孔溪", "三盘村民委员会", "349926101201", ""),
        (None, "孔溪镇三盘村", "349926101201", ""),
        (None, "石牛社区", "349926101001", ""),
        (None, "349926102201", "349926102201", ""),
        (None, "三盘村", None, "有 2 个“三盘村”（孔溪镇、石牛乡）"),
        ("孔溪镇", "三潘村", None, "没有名为“三潘村”的村（社区），疑为“三盘村”"),
        ("孔西镇", "三盘村", None, "本县没有名为“孔西镇”的乡镇（街道），疑为“孔溪镇”"),
        ("孔溪镇", None, None, "缺少村（社区）"),
    ],
)
def test_villages_are_found_by_the_names_people_write(town, village, area, says):
    roster = grouped(HEADINGS, (town, village, "张三", ZHANG, "张三", ZHANG, "户主", "农村"))
    assert (roster.households["_area"].to_list() or [None]) == [area]
    assert [each.what for each in roster.errors] == ([says] if says else [])


def test_values_of_a_household_that_contradict_each_other_are_told():
    roster = grouped(
        (*HEADINGS, "月保障金额"),
        (*HOME, "张三", ZHANG, "户主", "农村", 500),
        ("孔溪镇", "石牛社区", "张三", ZHANG, "李四", WIFE, "妻", "城镇", 600),
    )
    assert [what for row, _, what in said(roster.errors) if row == 3] == [
        "同一户的村（社区）前后不一致",
        "同一户的户籍性质前后不一致",
        "同一户的月保障金额前后不一致",
    ]


def test_relations_are_asked_for_and_there_is_one_head():
    roster = grouped(
        HEADINGS,
        (*HOME, "张三", ZHANG, None, "农村"),
        (*HOME, "李四", WIFE, "户主", "农村"),
        (*HOME, "张小", SON, None, "农村"),
    )
    assert [(row, what) for row, letter, what in said(roster.errors) if letter] == [
        (3, "不是本户户主，而关系填为“户主”"),
        (4, "缺少与户主关系"),
    ]


def test_members_in_numbered_columns_of_one_row():
    roster = grouped(
        (
            "村",
            "户主姓名",
            "户主身份证号",
            "残疾类别",
            "残疾等级",
            "成员1姓名",
            "成员1身份证号",
            "成员1关系",
            "成员2姓名",
            "成员2身份证号",
            "成员2与户主关系",
        ),
        ("石牛社区", "张三", ZHANG, "肢体", "一级", "李四", WIFE, "妻子", "张小", SON, "儿子"),
        ("石牛社区", "王五", WANG, None, None, "王五", WANG, "本人", None, None, None),
        ("石牛社区", "赵六", ZHAO, None, None, None, None, None, None, None, None),
    )
    assert not roster.errors
    people = [[each["name"] for each in home["persons"]] for home in roster.batch()]
    assert people == [["张三", "李四", "张小"], ["王五"], ["赵六"]]
    assert next(each["disability"] for home in roster.batch() for each in home["persons"]) == ("limb", 1)


def test_without_head_columns_the_relation_begins_a_household():
    roster = grouped(
        ("社区", "姓名", "身份证号", "关系"),
        ("石牛社区", "张三", ZHANG, "户主"),
        (None, "李四", WIFE, "妻"),
        ("石牛社区", "王五", WANG, "户主"),
    )
    assert not roster.errors
    assert [len(home["persons"]) for home in roster.batch()] == [2, 1]


def test_an_amount_whose_period_is_not_said_is_asked_about_and_can_be_chosen():
    rows = ((*HEADINGS, "工资性收入", "养老金"), (*HOME, "张三", ZHANG, "户主", "农村", 12000, 1200))
    assert any("没有写明按月还是按年" in notice for notice in grouped(*rows).notices)
    chosen = grouped(*rows, periods={"wage": "year", "pension": "year"})
    assert not chosen.notices
    (home,) = chosen.batch()
    assert home["persons"][0]["facts"] == {"wage_year": 1200000, "pension_month": 10000}


def test_a_total_without_its_parts_is_the_heads_other_income():
    headings = (*HEADINGS, "家庭年收入", "工资收入（月）")
    undivided = grouped(
        headings, (*HOME, "张三", ZHANG, "户主", "农村", 6000, None), (*HOME, "李四", WIFE, "妻", "农村", None, None)
    )
    (home,) = undivided.batch()
    assert [each["facts"] for each in home["persons"]] == [{"transfer_year": 600000}, {}]
    divided = grouped(headings, (*HOME, "张三", ZHANG, "户主", "农村", 6000, 500))
    (home,) = divided.batch()
    assert home["persons"][0]["facts"] == {"wage_month": 50000}


def test_a_plain_income_column_holds_each_members_own():
    headings = (*HEADINGS, "收入（元/月）")
    roster = grouped(
        headings, (*HOME, "张三", ZHANG, "户主", "农村", 300), (*HOME, "李四", WIFE, "妻", "农村", 200),
    )  # fmt: skip
    (home,) = roster.batch()
    assert [each["facts"] for each in home["persons"]] == [{"transfer_month": 30000}, {"transfer_month": 20000}]
    assert not roster.warnings


def test_the_same_income_on_every_row_is_asked_about():
    headings = (*HEADINGS, "月收入")
    roster = grouped(
        headings, (*HOME, "张三", ZHANG, "户主", "农村", 300), (*HOME, "李四", WIFE, "妻", "农村", 300),
    )  # fmt: skip
    assert [(each.row, each.letter) for each in roster.warnings] == [(2, "I")]
    assert "家庭总收入" in roster.warnings[0].todo
    assert roster.warnings[0].value == "300.00"


def test_a_total_of_the_household_that_differs_by_row_is_an_error():
    headings = (*HEADINGS, "家庭月收入")
    roster = grouped(
        headings, (*HOME, "张三", ZHANG, "户主", "农村", 300), (*HOME, "李四", WIFE, "妻", "农村", 500),
    )  # fmt: skip
    assert [each.row for each in roster.errors if "前后不一致" in each.what] == [3]


def test_a_heading_of_income_that_nobody_reads_is_told_loudly():
    roster = grouped((*HEADINGS, "政策性收入", "人均收入"), (*HOME, "张三", ZHANG, "户主", "农村", 300, 300))
    assert [each for each in roster.notices if "少算" in each] == [
        "I 列“政策性收入”像是收入，没有读取，收入会少算；请对应到某一项收入，或确认不计入",
        "J 列“人均收入”像是收入，没有读取，收入会少算；人均数不能代替各人收入或家庭总收入",
    ]
    assert "各户收入都按 0 计算" in roster.notices[0]


@pytest.mark.parametrize("heading", ["残疾", "残疾（类别、等级）", "残疾类别及等级"])
def test_disability_in_one_column_by_any_usual_name_and_writing(heading):
    cells = ("肢残二级", "精神残疾1级", "贰级智力", "视力残疾三级", "2级听力残疾")
    rows = [
        ("石牛社区", "张三", ZHANG, f"某{order}", number(order, "20100101") if order else ZHANG, "子" if order else "户主", cell)
        for order, cell in enumerate(cells)
    ]  # fmt: skip
    roster = grouped(("社区", "户主姓名", "户主身份证号", "姓名", "身份证号", "关系", heading), *rows)
    assert not roster.errors
    (home,) = roster.batch()
    assert [each["disability"] for each in home["persons"]] == [
        ("limb", 2), ("mental", 1), ("intellectual", 2), ("visual", 3), ("hearing", 2),
    ]  # fmt: skip


def test_category_and_grade_of_a_disability_may_share_a_cell():
    cells = ("肢体二级", "一级精神", "智力残疾3级", "无", None, "二级")
    roster = grouped(
        ("社区", "户主姓名", "户主身份证号", "姓名", "身份证号", "关系", "残疾等级及类别"),
        *(
            (
                "石牛社区",
                "张三",
                ZHANG,
                f"某{order}",
                ZHANG if order == 0 else number(order, "20100101"),
                "户主" if order == 0 else "子",
                cell,
            )
            for order, cell in enumerate(cells[:5])
        ),
        ("石牛社区", "王五", WANG, "王五", WANG, "户主", cells[5]),
    )
    (home,) = roster.batch()
    found = [each["disability"] for each in home["persons"]]
    assert found == [("limb", 2), ("mental", 1), ("intellectual", 3), None, None]
    assert [(each.row, each.letter) for each in roster.errors] == [(7, "G")]


def test_a_roster_of_heads_only_is_read_with_a_warning():
    roster = grouped(("社区", "户主姓名", "身份证号"), ("石牛社区", "张三", ZHANG))
    assert roster.persons.height == 1
    assert any("没有家庭成员的列" in notice for notice in roster.notices)


@pytest.mark.parametrize(("written", "count"), [("有", 1), ("无", 0), ("2辆", 2), ("０", 0), ("电动三轮车", None)])
def test_vehicles_are_counted_or_asked_about(written, count):
    roster = grouped(("社区", "户主姓名", "身份证号", "有无机动车"), ("石牛社区", "张三", ZHANG, written))
    (home,) = roster.batch()
    assert home["facts"] == ({} if count is None else {"vehicles": count})
    assert bool(roster.warnings) == (count is None)


@pytest.mark.parametrize(("columns", "cells", "ill"), [
    (("健康状况",), ("重病",), True), (("健康状况",), ("无重病",), False), (("是否重病", "病种"), ("否", "高血压"), False),
    (("病种",), ("没有",), False), (("病种",), ("白血病",), True), (("是否重病",), ("是",), True),
])  # fmt: skip
def test_a_serious_illness_may_be_said_in_three_columns(columns, cells, ill):
    roster = grouped(("社区", "户主姓名", "身份证号", *columns), ("石牛社区", "张三", ZHANG, *cells))
    (home,) = roster.batch()
    assert bool(home["persons"][0]["illness"]) == ill
