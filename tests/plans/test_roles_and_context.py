"""Subject and metric, kind, period, place, tables, doubt: what a row says."""

import pytest

from anmin.kernel.plans.api import Document, Quantity, read_text

PLAN = "安和县民政局2026年工作要点\n一、重点工作。"
REPORT = "安和县民政局2025年工作总结\n一、主要成绩。"


def rows(body: str, head: str = PLAN) -> list[Quantity]:
    return read_text(head + body).quantities


def names(body: str, head: str = PLAN) -> list[str]:
    return [f"{row.subject}·{row.metric}" for row in rows(body, head)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("五保集中供养率达到45%。", ["五保·集中供养率"]),
        ("新建6所敬老院。", ["敬老院·新建数"]),
        ("新建敬老院6所。", ["敬老院·新建数"]),
        ("建成2家老年食堂和7个助餐点。", ["老年食堂·建成数", "助餐点·建成数"]),
        ("建设老年公寓1个,10个标准化老年活动室。", ["老年公寓·建设数", "标准化老年活动室·建设数"]),
        ("保障城市低保80户120人。", ["城市低保·保障户数", "城市低保·保障人数"]),
        ("为2000名独居老人安装报警器。", ["独居老人·安装报警器人数"]),
        ("办理结婚登记1023对、离婚登记432对。", ["结婚登记·办理数", "离婚登记·办理数"]),
        (
            "特困人员500人,其中集中供养120人,分散供养380人。",
            ["特困人员·人数", "特困人员集中供养·人数", "特困人员分散供养·人数"],
        ),
        ("城市、农村低保标准分别达到700元和500元。", ["城市低保·标准", "农村低保·标准"]),
        ("城乡低保标准分别提高到每人每月860元、690元。", ["城市低保·标准", "农村低保·标准"]),
        ("为326名失能老年人发放护理补贴19万元。", ["失能老年人·发放护理补贴人数", "失能老年人·发放护理补贴"]),
        ("登记志愿者占总人口的12%。", ["登记志愿者·占总人口比例"]),
        ("新增低保120户,退出95户。", ["低保·新增户数", "低保·退出户数"]),
    ],
)
def test_a_number_is_named_by_its_clause_or_by_what_came_before(text, expected):
    assert names(text) == expected


def test_what_a_clause_leaves_out_comes_from_the_heading():
    text = "安和县2025年工作总结\n一、主要成绩\n(一)临时救助。全年救助困难群众930人次,支出资金186万元。\n(二)农村低保。在保5723户。"
    assert [(row.subject, row.metric) for row in read_text(text).quantities] == [
        ("临时救助困难群众", "救助人次"),
        ("临时救助困难群众", "支出资金"),
        ("农村低保", "在保户数"),
    ]


def test_list_items_take_the_metric_before_the_colon_and_the_qualifier_of_the_heading():
    text = "某县2026年方案\n一、集中供养。照料护理标准为:全自理每人每月200元、全护理每人每月1000元。\n"
    text += "二、分散供养。照料护理标准为:全自理每人每月100元。"
    found = [row.subject + row.metric for row in read_text(text).quantities]
    assert found == ["集中供养全自理照料护理标准", "集中供养全护理照料护理标准", "分散供养全自理照料护理标准"]


@pytest.mark.parametrize(
    ("head", "text", "kind"),
    [
        (PLAN, "新建敬老院6所。", "target"),
        (PLAN, "2025年底已建成敬老院6所。", "figure"),
        (REPORT, "新建敬老院6所。", "figure"),
        (REPORT, "将城市低保标准提高到每人每月700元。", "figure"),
        (REPORT, "计划2026年新建敬老院6所。", "target"),
        (REPORT, "根据市局下达的300户适老化改造任务,组织实施。", "target"),
    ],
)
def test_kind_follows_tense_section_and_paper(head, text, kind):
    assert [row.kind for row in rows(text, head)] == [kind]


def test_half_year_reports_hold_figures_first_and_targets_in_their_second_part():
    text = "某区民政局2025年上半年工作总结及下半年工作打算\n一、上半年工作情况\n新增床位60张。\n二、下半年工作打算\n新增床位80张。"
    assert [(row.kind, row.deadline) for row in read_text(text).quantities] == [
        ("figure", "上半年"),
        ("target", "下半年"),
    ]


def test_the_task_that_a_result_is_measured_against_is_a_target_and_the_rate_a_figure():
    found = rows("互助点覆盖220个村,超过180个的年度任务,完成年度任务的122%。", REPORT)
    assert [(row.kind, row.value) for row in found] == [("figure", 220), ("target", 180), ("figure", 122)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("9月底前新建敬老院6所。", "9月底前"),
        ("新建敬老院6所,11月底前完成。", "11月底前"),
        ("到2030年末,敬老院达到20所。", "2030年末"),
        ("新建敬老院6所。", "2026年"),
        ("2027年建设敬老院6所。", "2027年"),
    ],
)
def test_a_target_takes_the_nearest_deadline_or_that_of_the_document(text, period):
    assert rows(text)[0].deadline == period


def test_dash_items_inherit_the_horizon_of_the_sentence_above():
    text = "某县民政事业规划\n一、目标。到2030年末,床位达到2600张:\n——新建养护中心1所;\n——改造敬老院9所。"
    assert [row.deadline for row in read_text(text).quantities] == ["2030年末"] * 3


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("新建敬老院6所。", "安和县"),
        ("柳湾镇新建社工站2个。", "柳湾镇"),
        ("各乡镇要安排不少于30平方米的办公用房。", "各乡镇"),
        ("每村配备一名协理员。", "各村"),
        ("加强城乡社区建设,新建敬老院6所。", "安和县"),
    ],
)
def test_a_row_belongs_to_the_place_named_nearest_or_to_the_issuer(text, place):
    assert rows(text)[0].place == place


def test_the_unit_in_charge_is_read_from_its_usual_forms():
    assert rows("新建敬老院6所。责任单位:养老服务股、各乡镇")[0].owner == "养老服务股、各乡镇"
    assert rows("新建敬老院6所。(县民政局、财政局负责)")[0].owner == "县民政局、财政局"


def table(text: str) -> list[tuple[str, str, object, str | None, object]]:
    return [
        (row.kind, row.subject + row.metric, row.value, row.unit, row.baseline) for row in read_text(text).quantities
    ]


def test_a_table_of_tasks_gives_a_target_and_a_figure_to_each_row():
    text = "某县2025年任务完成情况表\n指标\t单位\t年度目标\t完成数\n新建敬老院\t所\t3\t4"
    assert table(text) == [("target", "新建敬老院数", 3, "所", None), ("figure", "新建敬老院数", 4, "所", None)]


def test_a_table_of_years_gives_the_last_year_with_the_first_as_baseline():
    assert table("某县规划指标表\n指标 单位 2020年 2025年\n城市低保标准 元/人/月 650 870") == [
        ("target", "城市低保标准", 870, "元/人/月", 650)
    ]


def test_a_table_with_one_cell_to_a_line_gets_its_rows_back():
    text = "某县目标任务表\n指标名称\n目标值\n完成值\n新建幸福院(所)\n15\n16\n火化率(%)\n98\n99"
    assert [(k, v, u) for k, _, v, u, _ in table(text)] == [
        ("target", 15, "所"),
        ("figure", 16, "所"),
        ("target", 98, "%"),
        ("figure", 99, "%"),
    ]


def test_a_clerk_can_sort_by_doubt_and_read_the_reason():
    sure, unsure = rows("新建敬老院6所,推进项目建设若干个。")[0], rows("推进某某设施若干个。")[0]
    assert sure.confidence == 1 and unsure.confidence < 0.7 and "数值被遮盖或缺失" in unsure.doubts


def test_every_row_explains_itself():
    assert all(row.why and row.sentence for row in rows("新建6所敬老院,五保集中供养率达到45%。"))


def test_places_point_to_the_value_in_the_text_as_read():
    text = PLAN + "新增　１２ 張床位,\n达到30%以上。"
    document = read_text(text)
    for row in document.quantities:
        line = text.split("\n")[row.line - 1]
        assert line[row.col : row.col + len(row.surface)] == row.surface == text[row.start : row.end]


def test_the_page_gets_every_marked_stretch_in_order():
    document: Document = read_text(PLAN + "按照《养老条例》新建敬老院6所。\n浙ICP备12345678号")
    assert [span.kind for span in document.spans() if span.kind != "heading"] == ["reference", "target", "noise"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "为孤独症儿童提供康复训练4200课时,惠及儿童70名。",
            ["孤独症儿童·提供康复训练次数", "孤独症儿童·康复训练惠及人数"],
        ),
        ("实施医疗救助97人次(其中门诊30人次、住院67人次),支出104万元。", None),
        ("建设县级养老服务中心1个、乡镇级12个。", ["养老服务中心·建设数", "乡镇级养老服务中心·建设数"]),
        ("扩建县中心敬老院,新增床位120张。", ["县中心敬老院床位·新增数"]),
        ("医疗救助按自付费用的50%救助。", ["医疗救助·救助比例"]),
        ("临时救助人次目标3000人次,实际3216人次。", ["临时救助·人次", "临时救助·人次"]),
    ],
)
def test_a_subject_is_told_by_syntax_where_no_word_list_knows_it(text, expected):
    found = names(text)
    assert found == expected if expected else found[-1].startswith("医疗救助·")


@pytest.mark.parametrize(
    ("body", "deadlines"),
    [
        ("(一)新建敬老院3所。(牵头单位:县民政局;完成时限:10月底前)", ["10月底前"]),
        ("1.新建敬老院3所。\n2.建设助餐点8个。\n以上任务11月底前完成,由县民政局牵头。", ["11月底前", "11月底前"]),
        ("换届选举6月底前完成,新建社区用房5个。", ["2026年"]),
        ("下半年,要抓好两件事:一是新建敬老院2所;二是培训护理员60人。", ["下半年", "下半年"]),
        ("安装报警器1200户,其中6月底前完成800户,剩余400户10月底前完成。", ["2026年", "6月底前", "10月底前"]),
    ],
)
def test_a_deadline_is_found_away_from_its_number(body, deadlines):
    assert [row.deadline for row in rows("\n" + body)] == deadlines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "适老化改造任务86户,已完成71户。其中,东湖县12户,西山县任务20户、完成13户,完成率65%。",
            ["全县", "全县", "东湖县", "西山县", "西山县", "西山县"],
        ),
        ("分配床位:城关镇62张、马店镇48张,其他乡镇共123张。", ["城关镇", "马店镇", "其他乡镇"]),
        ("东湖县、西山县分别建成家庭养老床位310张和205张。", ["东湖县", "西山县"]),
        ("每个镇至少建成1个儿童之家,全县共14个。", ["各镇", "全县"]),
    ],
)
def test_a_place_that_opens_a_list_holds_until_another_does(text, expected):
    assert [row.place for row in rows(text, "2025年全县民政工作进展通报\n一、进展。")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("低保新增101户165人、停发122户。", ["低保·新增户数", "低保·新增人数", "低保·停发户数"]),
        ("全县1403户2555人享受城乡低保。", ["城乡低保·享受户数", "城乡低保·享受人数"]),
        (
            "城乡低保平均标准不低于每月594元、480元。",
            ["城市低保·平均标准", "农村低保·平均标准"],
        ),
        ("对选择海葬、树葬的,每例奖励1000元。", ["选择海葬、树葬·每例奖励金额"]),
        ("治丧规模控制在3天以内、酒席不超过15桌。", ["治丧·规模", "治丧酒席·数"]),
        ("按每百户不低于20平方米标准配套养老用房。", ["养老用房·每百户配套面积"]),
        (
            "孤儿集中养育、社会散居基本生活费分别达到每人每月2450元、1780元。",
            ["孤儿集中养育基本生活费·标准", "孤儿社会散居基本生活费·标准"],
        ),
        ("总投资480万元,其中省级补助300万元、县级配套180万元。", ["民政·总投资", "省级补助·总投资", "县级配套·总投资"]),
        ("全县五保对象271人,其中集中供养97人;孤儿16人,其中男9人。", None),
        ("孤儿保障标准达到散居每人每月1400元。", ["散居·孤儿保障标准"]),
        ("检查养老机构64家次,发现问题213个。", ["养老机构·检查次数", "养老机构问题·发现数"]),
    ],
)
def test_what_lists_and_clauses_leave_unsaid_is_completed(text, expected):
    if expected is None:
        assert names(text)[1:] == ["五保对象集中供养·人数", "孤儿·人数", "孤儿男·人数"]
    else:
        assert names(text) == expected


def test_a_report_as_of_a_day_gives_it_to_its_figures_and_the_year_to_its_tasks():
    head = "关于第三季度重点项目进展的通报\n现将截至9月20日进展情况通报如下。\n一、进展。"
    found = rows("家庭养老床位任务1200张,建成977张。", head)
    assert [(row.kind, row.deadline) for row in found] == [("target", "全年"), ("figure", "截至9月20日")]


def test_a_ratio_may_stand_without_a_unit_and_a_half_in_words():
    ratio, half = rows("农村与城市低保标准之比达到0.84。一半以上的社区建有老年食堂。")
    assert (ratio.value, ratio.unit) == (0.84, "比")
    assert (half.value, half.unit, half.comparator) == (50, "%", ">=")


def test_a_rise_by_so_much_from_an_old_level_keeps_both():
    (row,) = rows("养老服务补贴由每人每月200元上调50元。")
    assert (row.value, row.baseline, row.comparator) == (50, 200, "+=")


def test_the_task_or_budget_that_a_share_is_of_is_a_target_of_the_year():
    done, task, rate = rows("完成适老化改造183户,占全年任务300户的61%。", REPORT)
    assert (done.kind, task.kind, rate.kind) == ("figure", "target", "figure")
    assert (task.value, task.deadline, rate.metric) == (300, "全年", "任务完成率")


def test_a_time_that_was_shortened_is_read_with_what_it_was():
    (row,) = rows("平均办结时间由去年同期的7天缩短至3天。", REPORT)
    assert (row.value, row.baseline, row.unit) == (3, 7, "天")
