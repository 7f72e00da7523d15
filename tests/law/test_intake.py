"""Facts at the door: several shapes are read, and what is wrong is said all at once."""

import pytest

from anmin.kernel.law import api, intake
from tests.law import toy

FACTS = {f.name: f for f in toy.FACTS}


@pytest.mark.parametrize("document", [
    {"household": {"lamp": "oil"}, "persons": [{"age": 30, "wage_month": 260_000}]},
    {"lamp": "油灯", "persons": {"a": {"age": "30", "wage_month": "2,600元"}}},
    {"lamp": "oil", "age": 30, "wage_month": "2600.00 元/月"},
    {"家庭": {"lamp": "oil"}, "人员": [{"age": 30, "wage_month": 260_000.0, "absent": "否", "_备注": "x"}]},
])  # fmt: skip
def test_several_shapes_say_the_same(document):
    home, people = intake.household_facts(document, FACTS)
    assert home == {"lamp": "oil", "altitude": 0}
    assert people == [{"age": 30, "wage_month": 260_000, "absent": False}]


def test_all_faults_are_told_together_with_the_nearest_name():
    document = {
        "household": {"lampe": "oil", "age": 3},
        "persons": [{"wage": 100}, {"age": 200, "absent": "perhaps"}, {"age": 1, "wage_month": 0.5, "lamp": "oil"}],
    }
    with pytest.raises(api.FactError) as refused:
        intake.household_facts(document, FACTS)
    told = str(refused.value)
    for part in (
        "家庭：没有叫「lampe」的事实，是不是「lamp」（灯具）", "家庭：age（周岁年龄）是个人的事实", "第1人：没有叫「wage」",
        "第1人：缺少 age（周岁年龄）", "第2人：age（周岁年龄）应在 0 岁 至 130 岁", "第2人：absent（长期在外）应答是或否",
        "第3人：wage_month（工资）应写“860元/月”的样子", "第3人：lamp（灯具）是家庭的事实",
    ):  # fmt: skip
        assert part in told, told


@pytest.mark.parametrize(("document", "said"), [
    ([1], "应是"), ({"persons": []}, "至少要有一人"), ({"persons": [3]}, "至少要有一人"),
    ({"age": 3, "persons": [{"age": 3}]}, "请写到 persons"), ({"lamp": "oil"}, "缺少 age"),
    ({"age": 1, "lamp": "candle"}, "没有选项 'candle'；可选：oil（油灯）"),
])  # fmt: skip
def test_a_wrong_shape_is_refused(document, said):
    with pytest.raises(api.FactError) as refused:
        intake.household_facts(document, FACTS)
    assert said in str(refused.value)


@pytest.mark.parametrize("amount", ["31200元/年", "2600元每年", "40天"])
def test_a_year_s_money_is_never_taken_for_a_month_s(amount):
    with pytest.raises(api.FactError, match="应写“860元/月”的样子"):
        intake.household_facts({"lamp": "oil", "age": 30, "wage_month": amount}, FACTS)


def test_one_person_cannot_be_listed_twice():
    with pytest.raises(api.FactError, match="第3人：与第1人的 id 相同"):
        intake.household_facts(
            {"lamp": "oil", "persons": [{"id": "a", "age": 30}, {"id": "b", "age": 3}, {"id": "a", "age": 30}]}, FACTS
        )
