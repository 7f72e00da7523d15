"""What a part, an article or a clause before says for the numbers below it."""

import pytest

from anmin.kernel.plans.api import Quantity, read_text


def rows(text: str) -> list[Quantity]:
    return read_text(text).quantities


@pytest.mark.parametrize(
    ("plan", "when"),
    [
        ("第二部分 2026年工作计划\n一、养老服务\n", "2026年"),
        ("2026年工作安排\n一、养老服务\n", "2026年"),
        ("下一步工作打算\n明年,我局将做好以下工作:\n一、养老服务\n", "明年"),
        ("二、明年工作安排\n1.养老服务\n", "明年"),
    ],
)
def test_the_second_part_of_a_years_paper_is_next_years_plan(plan, when):
    text = "云溪县民政局2025年工作总结\n第一部分 2025年工作\n一、养老服务\n新建幸福院10个。\n"
    found = rows(f"{text}{plan}建幸福院12个,培训护理员300人次。\n")
    assert [(row.kind, row.deadline) for row in found] == [("figure", "2025年"), ("target", when), ("target", when)]


def told(text: str) -> list[tuple[object, ...]]:
    return [(row.kind, row.subject + row.metric, row.comparator, row.value, row.unit) for row in rows(text)]


def test_a_speech_says_in_spoken_words_what_is_to_be_reached():
    text = "在全县民政工作会议上的讲话\n(2025年2月18日)\n二、突出重点,全力抓好今年几件大事\n"
    text += "第一件,抓提标。城市低保标准再提45元,到840元;老年助餐点覆盖率要过85%;火化率务必达到92%。\n"
    text += "第二件,抓项目。县福利中心今年要完成投资7000万元,10月份主体封顶;再建村级幸福院40个;审批时限压到10天以内。\n"
    found = rows(text)
    assert [row.kind for row in found] == ["target"] * len(found)
    assert [(row.comparator, row.value) for row in found][:5] == [
        ("+=", 45),
        ("=", 840),
        (">", 85),
        ("=", 92),
        ("=", 7000),
    ]
    assert found[2].subject + found[2].metric == "老年助餐点覆盖率"
    assert found[5].deadline != "10月份"


def test_a_rule_stands_from_its_revision_and_a_fine_is_no_target():
    text = "长霖县惠民殡葬奖补实施办法(2025年修订)\n第五条 乡镇新建公益性公墓,验收合格后按每亩4万元给予补助。"
    text += "公墓管护经费按每穴每年10元安排。\n"
    text += "第八条 骗取奖补资金的,依法追回,并处骗取金额1倍以上3倍以下罚款。\n"
    found = rows(text)
    assert [(row.value, row.unit) for row in found] == [(4, "万元/亩"), (10, "元/穴/年")]
    assert [row.subject for row in found] == ["公益性公墓", "公墓"]
    assert [(row.deadline, row.place) for row in found] == [(None, "长霖县")] * 2


def test_so_much_for_each_time_is_not_so_much_for_each_person():
    assert told("临时救助平均水平1126.5元/人次。")[0][3:] == (1126.5, "元/人次")


def test_a_part_of_so_many_a_thousand_is_so_many_a_thousand_too():
    found = rows("到2027年底,每千名老年人拥有养老床位38张,其中护理型22张。")
    assert [(row.value, row.unit) for row in found] == [(38, "张/千名老年人"), (22, "张/千名老年人")]


def test_a_scan_with_blanks_round_its_numbers_is_no_table():
    text = "铜溪区民政局2024年工作小结\n一、社会救助\n(一)城乡低保。截至9月底,全区城乡低保对象2146 户\n"
    text += "3580 人，其中城市低保 948 户1412 人，农村低\n保1198户2168人。\n"
    assert [(row.subject, row.value) for row in rows(text)] == [
        ("城乡低保对象", 2146),
        ("城乡低保对象", 3580),
        ("城市低保", 948),
        ("城市低保", 1412),
        ("农村低保", 1198),
        ("农村低保", 2168),
    ]


def test_the_town_within_the_county_is_where_it_was_done():
    text = "关于全市工作进展的通报\n二、典型做法\n云溪县坝上镇推行“邻里哨点”,累计报告急难线索76条。\n三、问题\n大岭县仍有1770户未走访。\n"
    assert [(row.value, row.place) for row in rows(text)] == [(76, "坝上镇"), (1770, "大岭县")]
