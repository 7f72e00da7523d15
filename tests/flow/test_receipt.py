"""The reckoning told as a receipt: its lines add up, its formulas name what they took, its reasons bear articles."""

from datetime import date

from anmin.kernel.flow.receipt import build
from anmin.kernel.law.api import facts_of, reckon, worked
from anmin.services.dibao.telling import ASKS, RECEIPT

DAY, VILLAGE = date(2026, 11, 21), "349926100201"
FAMILY = [
    {"name": "张卫国", "age": 46, "relation": "self", "wage_month": 260000, "tax_and_insurance_month": 20000},
    {"name": "李秀英", "age": 44, "relation": "spouse", "disability_kind": "limb", "disability_grade": 2},
    {"name": "张小军", "age": 24, "relation": "child", "study": "postgraduate"},
    {"name": "张小雨", "age": 12, "relation": "child", "study": "school"},
]


def told(persons=FAMILY, **household):
    done = reckon("dibao", DAY, VILLAGE, "rural", household=household, persons=persons)
    return build(done, RECEIPT, DAY)


def flat(lines):
    for line in lines:
        yield line
        yield from flat(line.lines)


def test_the_lines_can_be_checked_with_a_pencil():
    lines = told().lines
    assert [(line.sign, line.label, line.text) for line in lines] == [
        ("", "最低生活保障标准", "1,070.00"),
        ("×", "共同生活家庭成员数", "3"),
        ("=", "家庭月标准", "3,210.00"),
        ("−", "家庭月收入", "2,140.00"),
        ("=", "差额（月）", "1,070.00"),
        ("+", "分类施保增发（月）", "428.00"),
        ("=", "每月保障金", "1,498.00"),
    ]
    assert not any(line.remark for line in lines)


def test_a_number_names_its_document_and_the_day_from_which_it_holds():
    assert told().lines[0].source == "安政〔2026〕29号 第一条 2026-07-01 起"


def test_income_unfolds_to_who_brought_what_by_which_formula():
    found = {line.label: line for line in flat(told().lines)}
    assert found["家庭收入（年）"].formula == "张卫国 25,680.00"
    own = found["张卫国 · 计入家庭的收入（年）"]
    assert (
        own.formula
        == "工资性收入（年） 31,200.00 − 必要就业成本（年） 3,120.00 − 可扣的税费社保与供养支出（年） 2,400.00"
    )
    assert found["张卫国 · 必要就业成本（年）"].formula == "工资性收入（年） 31,200.00 × 必要就业成本比例 10%"
    assert found["张卫国 · 工资性收入（年）"].source == "民发〔2021〕57号 第十三条（一）"


def test_nothing_is_unfolded_twice():
    labels = [line.label for line in flat(told().lines)]
    assert len(labels) == len(set(labels))


def test_whoever_is_left_out_is_named_with_the_reason_and_article():
    receipt = told()
    assert receipt.counted == ("张卫国", "李秀英", "张小雨")
    (said,) = receipt.uncounted
    assert said.text.startswith("张小军（")
    assert "第七条" in said.cite


def test_a_household_over_the_line_is_told_why():
    rich = [FAMILY[0] | {"wage_month": 900000}, *FAMILY[1:]]
    receipt = told(rich)
    assert not receipt.granted
    assert "不低于当地标准" in receipt.reasons[0].text
    gap = next(line for line in receipt.lines if line.label == "差额（月）")
    assert (gap.text, gap.remark) == ("0.00", "收入高于标准，没有差额")


def test_a_rounded_amount_says_how_it_was_rounded():
    odd = [FAMILY[0] | {"wage_month": 260033}, *FAMILY[1:]]
    amount = told(odd).lines[-1]
    assert amount.remark == "四舍五入到元"


def test_property_shows_among_the_conditions():
    conditions = {line.label: line for line in told(financial_assets=50_000_000).conclusions}
    assert conditions["金融资产条件"].text == "不符合"
    assert conditions["金融资产条件"].formula == "应计金融资产 500,000.00 高于 低保金融资产上限 77,040.00"


def test_every_step_can_be_written_out():
    done = reckon("dibao", DAY, VILLAGE, "rural", household={}, persons=FAMILY)
    for step in done.steps:
        assert "None" not in worked(step, done.plan).text


def test_the_application_groups_only_facts_that_the_law_asks():
    grouped = {name for group in ASKS for name in (*group.common, *group.others)}
    asked = {f.name for f in facts_of("dibao")}
    assert grouped <= asked
    assert not grouped & {"age", "relation"}
