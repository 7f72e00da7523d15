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
