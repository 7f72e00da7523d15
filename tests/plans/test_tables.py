"""Tables as they come out of web pages and reports: bars, cells run together, rows that are places, lost columns."""

from anmin.kernel.plans.api import Quantity, read_text


def told(row: Quantity) -> tuple[object, ...]:
    return row.subject + row.metric, row.value, row.unit


def test_bars_part_cells_also_where_some_are_empty():
    text = "| 民政统计季报 | ||\n| 2024年3月 | ||\n| 指标 | 单位 | 数量 |\n| 一、综合 | ||\n| 1.养老机构 | 个 | 137 |\n"
    text += "| (1)养老机构床位数 | 张 | 9,106 |\n| A困境儿童 | 人 | 476 |"
    assert [told(row) for row in read_text(text).quantities] == [
        ("养老机构数", 137, "个"),
        ("养老机构床位数", 9106, "张"),
        ("困境儿童人数", 476, "人"),
    ]


def test_cells_that_ran_together_are_parted_at_the_unit_and_lines_between_qualify_the_rows_below():
    text = "2024年民政统计3月份报表\n指标名称单位数量\n一、社会救助\n城市最低生活保障\n最低生活保障人数万人7.1\n"
    text += "最低生活保障平均标准元/人·月1,245.0\n农村最低生活保障\n最低生活保障户数万户2.3"
    assert [told(row) for row in read_text(text).quantities] == [
        ("城市最低生活保障人数", 7.1, "万人"),
        ("城市最低生活保障平均标准", 1245, "元/人/月"),
        ("农村最低生活保障户数", 2.3, "万户"),
    ]


def test_a_row_that_is_a_place_says_where_and_the_title_what():
    text = "2025年临时救助资金分配表\n单位:元\n街镇 | 金额 | 备注 |\n凤城街道 | 200,000 | |\n但渡镇 | 250,000 | |"
    found = read_text(text).quantities
    assert [(*told(row), row.place) for row in found] == [
        ("临时救助金额", 200_000, "元", "凤城街道"),
        ("临时救助金额", 250_000, "元", "但渡镇"),
    ]


def test_a_task_table_with_one_cell_to_a_line_gives_each_row_its_own_deadline():
    text = "安平县2026年重点工作任务分解表\n序号\n重点任务\n年度目标\n责任单位\n完成时限\n1\n低保提标\n"
    text += "城市低保标准提高到每人每月860元\n救助股\n7月底前\n2\n设施建设\n新建村级幸福院12个\n养老股\n11月底前"
    found = read_text(text).quantities
    assert [(row.value, row.deadline) for row in found] == [(860, "7月底前"), (12, "11月底前")]


def test_a_ratio_in_a_cell_is_a_ratio_and_an_empty_first_cell_moves_nothing():
    text = "安平县“十五五”规划主要指标\n| 类别 | 序号 | 指标 | 单位 | 2025年 | 2030年 |\n"
    text += "| 救助 | 1 | 农村低保标准 | 元/人/月 | 600 | 800 |\n| | 2 | 低保标准城乡比 | — | 1.37:1 | 1.25:1 |"
    found = read_text(text).quantities
    assert [(row.value, row.unit, row.baseline) for row in found] == [(800, "元/人/月", 600), (1.25, "比", 1.37)]


def test_a_block_of_values_below_each_town_takes_the_columns_from_the_head_above():
    text = "平川县2026年上半年重点任务完成情况表\n(截至2026年6月30日)\n序号\n街镇\n临时救助(户次)\n新建助餐点\n(个)\n其中:社区\n"
    text += "占年度计划(%)\n1\n红旗街道\n120\n2\n1\n50\n2\n白马镇\n88\n—\n—\n—\n合计\n208\n2\n1\n28.6\n"
    found = read_text(text).quantities
    assert [(*told(row), row.place) for row in found] == [
        ("临时救助户次", 120, "户次", "红旗街道"),
        ("新建助餐点数", 2, "个", "红旗街道"),
        ("新建助餐点社区数", 1, "个", "红旗街道"),
        ("新建助餐点占年度比例", 50, "%", "红旗街道"),
        ("临时救助户次", 88, "户次", "白马镇"),
        ("临时救助户次", 208, "户次", "平川县"),
        ("新建助餐点数", 2, "个", "平川县"),
        ("新建助餐点社区数", 1, "个", "平川县"),
        ("新建助餐点占年度比例", 28.6, "%", "平川县"),
    ]
    assert {row.deadline for row in found} == {"截至2026年6月30日"}


def test_years_with_their_meaning_in_brackets_below_are_one_head():
    text = "青峰县“十五五”民政事业发展规划\n三、主要指标\n指标\n单位\n2025年\n(基期值)\n2028年\n(中期目标)\n2030年\n(目标值)\n属性\n"
    text += "护理型床位占比\n%\n61\n68\n≥75\n约束性\n适老化改造户数\n户\n3150\n[5000]\n[8000]\n预期性\n"
    found = read_text(text).quantities
    assert [(row.kind, row.value, row.baseline, row.deadline) for row in found] == [
        ("target", 68, 61, "2028年"),
        ("target", 75, 61, "2030年"),
        ("target", 5000, 3150, "2028年"),
        ("target", 8000, 3150, "2030年"),
    ]
