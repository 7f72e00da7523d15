"""Numbers, units, denominators, comparators and change verbs: each stage by itself."""

import pytest

from anmin.kernel.plans.measures import Measure
from anmin.kernel.plans.numbers import chinese_value, find_numbers
from anmin.kernel.plans.reader import measures_of


def rows(text: str) -> list[Measure]:
    return [measure for measure in measures_of(text) if not measure.dropped]


def one(text: str) -> Measure:
    found = rows(text)
    assert len(found) == 1, [text[m.start : m.end] for m in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十五", 25),
        ("十", 10),
        ("一百零八", 108),
        ("三千二百", 3200),
        ("一万二千", 12000),
        ("两", 2),
        ("二〇二五", 2025),
        ("一二", None),
        ("三点五", 3.5),
    ],
)
def test_chinese_numerals_have_their_value(text, value):
    assert chinese_value(text) == value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("发放1,234人", 1234, "人"),
        ("投入1200 万元", 1200, "万元"),
        ("占地百分之八十", 80, "%"),
        ("四分之三以上的村", 75, "%"),
        ("新建二十所", 20, "所"),
        ("安排2700万;", 2700, "万元"),
        ("覆盖六成以上", 60, "%"),
        ("服务5.2万人次", 5.2, "万人次"),
        ("标准300元/人每月", 300, "元/人/月"),
        ("每人每月390元", 390, "元/人/月"),
        ("月人均补差95元", 95, "元/人/月"),
        ("每年每镇3万元", 3, "万元/年/镇"),
        ("每千名老年人拥有床位30张", 30, "张/千名老年人"),
        ("每百户居民不低于25平方米", 25, "平方米/百户"),
        ("每季度至少走访一次", 1, "次/季度"),
        ("每村配备一名协理员", 1, "名/村"),
        ("护理员与老人配比1:4", 0.25, "比"),
    ],
)
def test_a_number_takes_its_unit_and_denominator(text, value, unit):
    measure = one(text)
    assert (measure.number.value, measure.full_unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["物色1-2家机构", "新建30~38张", "打造3至5个社区", "补贴30%—35%", "给予200元至500元补助"]
)
def test_a_dash_between_numbers_with_a_unit_makes_a_range(text):
    measure = one(text)
    assert measure.comparator == "range" and measure.number.high > measure.number.value


@pytest.mark.parametrize(
    "text",
    [
        "发放xxxx.xx万元",
        "保障×××户",
        "资金12X.5万元",
        "慰问4XX7户",
        "发放560*元",
        "安置20xx3户",
        "资助若干名学生",
        "下拨资金万元",
        "共**户",
    ],
)
def test_a_blotted_number_keeps_its_unit_and_gets_no_value(text):
    measure = one(text)
    assert measure.number.value is None and measure.unit


@pytest.mark.parametrize(
    "text",
    [
        "2019年3月5日召开第12次会议",
        "民发〔2020〕5号文件",
        "年满60周岁以上老年人",
        "三星级敬老院和4A级景区",
        "“一站式”服务,做到最多跑一次",
        "三社联动、两委换届、四议两公开",
        "15分钟养老服务圈和24小时热线12349",
        "做好六个方面工作",
        "孔溪乡三盘村和五里乡",
        "三元区民政局",
        "《2022年困难群众救助100问》",
        "1-9月工作,2021-2025年规划",
        "第2页共5页",
        "抓出一批亮点",
    ],
)
def test_names_dates_ordinals_and_slogans_are_no_measures(text):
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("不低于70%", ">="), ("30%以上", ">="), ("至少组织开展1次活动", ">="), ("不超过2万元", "<="),
        ("错保率控制在1%以内", "<="), ("最高补助5000元", "<="),
        ("超过180个", ">"), ("突破95%", ">"), ("不足3人", "<"), ("约300张", "~"), ("300余户", "~"), ("12万多元", "~"), ("500人左右", "~"),
        ("不低于上年人均消费支出的40%", ">="), ("超过四分之三以上", ">"), ("至少2名左右", ">="),
        ("达到45%", "="), ("附近5个社区", "="), ("最低生活保障对象80户", "="),
    ],
)  # fmt: skip
def test_comparators_are_read_before_behind_and_inside(text, sign):
    assert one(text).comparator == sign


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("由每人每月410元提高到450元", [(450, 410, "=")]),
        ("标准提高15元,达到每人每月215元", [(15, None, "+="), (215, None, "=")]),
        ("每月350元,比2021年的310元提高了40元", [(350, 310, "="), (40, None, "+=")]),
        ("低保标准提高8%以上", [(8, None, "+>=")]),
        ("支出同比增长12.4%", [(12.4, None, "+=")]),
        ("占比提高2个百分点", [(2, None, "+=")]),
        ("由400元、260元统一提高到520元", [(520, 400, "=")]),
        ("分别由300元、200元提高到360元、240元", [(360, 300, "="), (240, 200, "=")]),
        ("捐款翻一番", [(100, None, "+=")]),
        ("新增床位1000张", [(1000, None, "=")]),
        ("由800提高到860元", [(860, 800, "=")]),
    ],
)
def test_level_increment_and_growth_are_kept_apart(text, levels):
    assert [(m.number.value, m.baseline and m.baseline.number.value, m.comparator) for m in rows(text)] == levels


def test_a_standard_without_a_time_base_takes_the_one_before_in_a_list_of_standards():
    assert [m.full_unit for m in rows("集中供养每人每月780元,分散供养520元")] == ["元/人/月"] * 2
    assert [m.full_unit for m in rows("救助标准每人每月780元,发放资金520元")] == ["元/人/月", "元"]


def test_a_shared_unit_stands_only_once():
    assert [m.full_unit for m in rows("城市、农村标准分别达到70和50元")] == ["元", "元"]


def test_a_sign_before_a_number_counts_as_its_bound():
    assert one("占比≥60%").comparator == ">="


def test_ranges_of_years_and_phone_numbers_are_not_numbers_that_count():
    assert [n.value for n in find_numbers("一站式、三社联动")] == []
