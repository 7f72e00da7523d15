"""Reviews say their true cause: which fact, from what to what, since when; and what time will take away is told before."""

from datetime import date

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Grant, grant
from anmin.kernel.month.foreseen import foresee
from anmin.kernel.month.reckoning import bases, reckon_households
from anmin.kernel.month.review_models import Review
from anmin.kernel.people.api import declare
from tests.county import COUNTY
from tests.month.county import enrol, household, paid_month, person

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, m, 1) for m in (9, 10, 11))


def declares(home, on, facts, household_facts=None):
    with acting("测试"):
        people = {str(home.head_id): facts}
        declare(home, household_facts=household_facts or {}, person_facts=people, on=on, source="入户核查")


def test_a_close_tells_which_fact_changed_since_the_amount_was_granted(county):
    home = household(person("陈大嫂", 2, facts={"wage_month": 20_000}))
    enrol(home, SEPTEMBER)
    declares(home, date(2026, 9, 20), {"wage_month": 60_000})
    paid_month(county, OCTOBER)
    review = Review.objects.get()
    assert review.get_cause_display() == "测算不符"
    assert "陈大嫂工资性收入 200.00 元/月 → 600.00 元/月（2026-09-20起，入户核查）" in review.why
    assert "2026年10月的月结测算：现发" in review.why


def test_a_close_tells_that_a_member_left(county):
    home = household(person("陈老汉", 1, born="19700101"), person("陈小", 3, born="20081015", relation="20"))
    enrol(home, SEPTEMBER)
    with acting("测试"):
        home.memberships.filter(relation="20").update(until=date(2026, 9, 15))
    paid_month(county, OCTOBER)
    assert "家庭成员 2 人 → 1 人" in Review.objects.get().why


def test_one_who_came_in_the_place_of_one_who_left_is_not_taken_for_them(county):
    home = household(
        person("陈老汉", 1, born="19700101"),
        person("陈小", 3, born="20081015", relation="20", facts={"wage_month": 10_000}),
    )
    enrol(home, SEPTEMBER)
    other = household(person("陈婆婆", 4, born="19450101"))
    with acting("测试"):
        home.memberships.filter(relation="20").update(until=date(2026, 9, 15))
        other.memberships.update(household=home, relation="52", since=date(2026, 9, 16))
    paid_month(county, OCTOBER)
    why = Review.objects.get(household=home).why
    assert "家庭成员有变动" in why and "陈婆婆" not in why


ELDER = {
    "ability_assessed_by": "gbt42195", "months_since_assessment": "2026-01-10", "item_eating": 0, "item_bathing": 0,
    "item_toilet": 0, "item_walking": 0, "item_urine": 0, "item_bowels": 0, "item_bed_chair": 0, "item_stairs": 0,
}  # fmt: skip


def test_an_assessment_about_to_lapse_opens_a_review_by_itself_and_only_once(county):
    home = household(person("王奶奶", 2, born="19400101", facts=ELDER), receiving_dibao=True)
    reckoned = reckon_households("elder_care", SEPTEMBER, [home.pk])
    eligible, amount, persons = reckoned.amounts()[home.pk]
    assert eligible and amount > 0, reckoned.wrong
    with acting("测试"):
        basis = bases(reckoned, [home.pk])[home.pk]
        grant([Grant(home.pk, "elder_care", amount, persons, SEPTEMBER, "测试", basis)])
        assert foresee("elder_care", COUNTY, on=date(2026, 11, 20)) == 0  # for January it still holds
        assert foresee("elder_care", COUNTY, on=date(2026, 12, 2)) == 1
        assert foresee("elder_care", COUNTY, on=date(2026, 12, 3)) == 0
    review = Review.objects.get()
    assert review.get_cause_display() == "随时间到期" and "自2027年2月起按现有情况" in review.why
    assert "王奶奶评估完成后已过的整月数 10 个月 → 12 个月（随时间）" in review.why
    with acting("测试"):
        Review.objects.update(state="dropped")
        assert foresee("elder_care", COUNTY, on=date(2026, 12, 4)) == 0  # whoever has looked into it has done so
        renewed = dict(ELDER, months_since_assessment="2026-12-10")
        declare(home, household_facts={"receiving_dibao": True}, person_facts={str(home.head_id): renewed},
                on=date(2026, 12, 10), source="复评")  # fmt: skip
        assert foresee("elder_care", COUNTY, on=date(2027, 1, 5)) == 0
