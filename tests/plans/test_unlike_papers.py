"""Kinds of paper beyond the plain summary: rules in articles, questions, forms with scores, speeches, progress reports."""

import pytest

from anmin.kernel.plans.api import Quantity, read_text


def rows(text: str) -> list[Quantity]:
    return read_text(text).quantities


def told(text: str) -> list[tuple[object, ...]]:
    return [(row.subject, row.metric, row.comparator, row.value, row.unit) for row in rows(text)]


def test_an_article_is_no_heading_but_says_what_is_paid_below_it():
    text = "云岭县养老服务补贴实施细则\n第二条 补贴标准。轻度失能的每人每月100元,中度失能的每人每月200元。\n"
    text += "第四条 运营补贴。收住自理老人的,每床每月补贴80元;收住半失能、失能老人的,每床每月分别补贴150元、220元。\n"
    document = read_text(text)
    assert [heading.level for heading in document.headings] == [0]
    assert {row.kind for row in document.quantities} == {"target"}
    assert [(row.subject, row.metric) for row in document.quantities] == [
        ("轻度失能", "养老服务补贴标准"),
        ("中度失能", "养老服务补贴标准"),
        ("自理老人", "每床运营补贴标准"),
        ("半失能老人", "每床运营补贴标准"),
        ("失能老人", "每床运营补贴标准"),
    ]


def test_two_ways_of_doing_a_thing_have_an_amount_each_and_conditions_are_no_rows():
    text = "云岭县养老机构补助办法\n第七条 新建床位30张以上的养老机构,验收合格后按每张床位8000元给予建设奖补,改建的按5000元。\n"
    assert told(text) == [
        ("养老机构", "每张建设奖补", "=", 8000, "元/张"),
        ("改建养老机构", "每张建设奖补", "=", 5000, "元/张"),
    ]


def test_a_question_says_what_its_answer_is_about():
    text = "问:哪些老人可以领高龄津贴?\n答:80岁到89岁每月60元,满100岁的每月500元。全市目前有3.2万人享受。\n"
    assert [row.subject + row.metric for row in rows(text)] == [
        "高龄津贴80岁到89岁标准",
        "高龄津贴满100岁标准",
        "高龄津贴人数",
    ]


@pytest.mark.parametrize(
    ("before", "after", "subject"),
    [
        ("去年建成示范性养老服务中心2个。", "今年又建成3个。", "示范性养老服务中心"),
        ("现有低保对象6120户。", "今年新纳入412户。", "低保对象"),
    ],
)
def test_a_sentence_before_is_nearer_than_a_broad_heading(before, after, subject):
    found = rows(f"松河县民政局2025年工作总结\n一、社会救助和养老服务\n{before}{after}\n")
    assert found[1].subject == subject


def test_what_is_shared_out_after_a_sum_is_named_so():
    found = told("临时救助862人次、174万元,人均2019元;发放取暖补助1476万元,平均每户480元。")
    assert [(metric, unit) for _, metric, _, _, unit in found[2:]] == [
        ("人均金额", "元/人"),
        ("发放取暖补助", "万元"),
        ("户均取暖补助", "元/户"),
    ]


def test_grades_ages_and_schooling_change_only_the_tier():
    text = "助学补贴小学每生每年1000元,初中1500元。高龄津贴80周岁以上老人每人每月50元,90周岁以上100元。"
    found = rows(text)
    assert [row.unit for row in found] == ["元/生/年", "元/生/年", "元/人/月", "元/人/月"]
    assert "90周岁以上" in found[3].subject and found[3].metric == found[2].metric


def test_names_before_respectively_are_dealt_out_from_where_they_stand():
    text = "持证护理员按初、中、高级每月分别补贴200元、300元、500元。今年还要培训1500人次,一个县不能少于100人次。"
    found = rows(text)
    assert [row.subject for row in found[:3]] == ["持证护理员初级", "持证护理员中级", "持证护理员高级"]
    assert found[-1].comparator == ">="


def test_a_form_with_scores_is_read_by_its_heads():
    text = "项目支出绩效自评表\n(2024年度)\n项目资金(万元)\t年初预算数\t全年执行数\t分值\t执行率\t得分\n"
    text += "年度资金总额\t3,200\t3,284.6\t10\t98.05%\t9.8\n"
    text += "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    text += "产出指标\t数量指标\t农村低保保障人数\t≥9,800人\t9,764人\t8\t7.97\n"
    text += "\t\t临时救助平均支出水平\t<=3,000元/人次\t2,860.5元/人次\t5\t5\n"
    found = [(row.kind, row.comparator, row.value, row.unit) for row in rows(text)]
    assert found == [
        ("target", "=", 3200, "万元"),
        ("figure", "=", 3284.6, "万元"),
        ("figure", "=", 98.05, "%"),
        ("target", ">=", 9800, "人"),
        ("figure", "=", 9764, "人"),
        ("target", "<=", 3000, "元/人次"),
        ("figure", "=", 2860.5, "元/人次"),
    ]


def test_years_of_a_plans_own_table_are_targets_and_a_label_may_take_two_lines():
    text = "澄江市养老服务行动方案(2024—2026年)\n任务\t单位\t2024年\t2025年\t2026年\n"
    text += "新增护理型床位\t张\t600\t800\t700\n"
    assert [(row.value, row.deadline, row.baseline) for row in rows(text)] == [
        (600, "2024年", None),
        (800, "2025年", None),
        (700, "2026年", None),
    ]
    text = "泉山市十四五规划\n指标\t2020年基数\t2025年目标\t属性\n每千名老年人拥有\n养老床位数(张)\t32\t40\t预期性\n"
    assert [(row.subject, row.value, row.unit, row.baseline) for row in rows(text)] == [
        ("养老床位", 40, "张/千名老年人", 32)
    ]


def test_in_a_progress_report_the_heading_of_an_item_is_the_task():
    text = "白沙县十项民生实事进展通报\n截至8月底,进展如下:\n2.新增普惠养老床位300张。已建成246张,完成率82%。\n"
    assert [row.kind for row in rows(text)] == ["target", "figure", "figure"]


def test_merged_institutions_and_former_prices_are_what_it_was():
    first = rows("全县15所乡镇敬老院撤并整合为9所左右。")[0]
    assert (first.value, first.baseline) == (9, 15)
    second = rows("以前摆酒一桌1200元,现在定了规矩,不超过600元。")
    assert [(row.value, row.baseline) for row in second] == [(600, 1200)]


def test_spoken_amounts_and_tenths_are_read():
    found = rows("每份餐补3块钱,持证率提到了八成五,比原来多了50元。")
    assert [(row.value, row.unit) for row in found[:2]] == [(3, "元/份"), (85, "%")]
    assert found[2].comparator == "+="


def test_wrong_rows_are_doubted_more_than_right_ones():
    sure, unsure = rows("新建敬老院6所。")[0], rows("投入金额300万元。")[0]
    assert sure.confidence == 1 and unsure.confidence < 0.7
