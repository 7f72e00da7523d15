"""A life event reaches the money of every programme in force, from the next month, and says so before it is confirmed."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Ending, Entitlement, Omission, Payment, Recovery, end
from anmin.kernel.month.review_models import Review
from anmin.kernel.people.api import EventRefused, Household, LifeEvent, Person, happen, preview
from tests.month.county import enrol, event, household, in_force, paid_month, person, result

pytestmark = pytest.mark.django_db
DIED = date(2026, 9, 12)
NEXT = date(2026, 10, 1)


@pytest.fixture
def family(county: object) -> Household:
    """A severely disabled head, his wife of 64, a grown son who works, a daughter at school."""
    home = household(
        person("张卫国", 1, born="19610512", disability=("limb", 1)),
        person("李秀英", 2, born="19620308", relation="10"),
        person("张小雨", 4, born="20100901", relation="30", student="school"),
        person("张大明", 3, born="19880101", relation="20", facts={"wage_month": 120000}),
    )
    enrol(home)
    return home


def test_the_head_dies_and_the_survivors_go_on_under_a_new_head_with_their_own_amount(family):
    before = in_force(family)
    event(family, "张卫国", "died", DIED)
    after = in_force(family)
    before.refresh_from_db()
    assert (before.until, after.since) == (NEXT, NEXT)
    assert "自然减员：张卫国于 2026-09-12 死亡" in before.end_reason
    assert after.payee.name == "李秀英"
    assert (before.persons, after.persons) == (4, 3)
    assert after.amount_month == result(family, NEXT, "amount_month")[0]


def test_survivors_keep_their_own_supplement_and_inherit_none_of_the_dead(family):
    topup_before = result(family, date(2026, 9, 1), "topup_month")[0]
    event(family, "张卫国", "died", DIED)
    after = in_force(family)
    elder, minor, severe = 10_700, 10_700, 32_100  # 10 %, 10 % and 30 % of 1,070 yuan
    assert topup_before == elder + minor + severe
    assert result(family, NEXT, "topup_month") == (elder + minor,)
    assert after.amount_month == round_yuan(3 * 107_000 - 108_000 + elder + minor)
    assert {f.get("disability_grade") for f in after.basis["facts"]["persons"]} == {None}


def round_yuan(fen: int) -> int:
    return (fen + 50) // 100 * 100


def test_the_head_is_counted_once_in_amount_and_supplement(county):
    alone = household(person("王独居", 1, born="19500101", disability=("limb", 1)))
    assert result(alone, FIRST_OF_AUGUST, "members_counted", "topup_month") == (1, 32_100)


FIRST_OF_AUGUST = date(2026, 8, 1)


def test_nobody_left_ends_every_benefit_with_the_reason_that_the_month_report_needs(county):
    home = household(person("赵一人", 1, born="19500101"))
    enrol(home)
    told = event(home, "赵一人", "died", DIED)
    ended = Entitlement.objects.get(household=home)
    assert ended.until == NEXT
    assert ended.end_reason == "自然减员：赵一人于 2026-09-12 死亡，家庭已无成员"
    assert any("自2026年10月起停发每月" in line for line in told.lines)
    assert not Review.objects.filter(household=home).exists()


def test_survivors_above_the_standard_are_ended_with_the_refusal_of_the_law(county):
    home = household(
        person("孙老太", 2, born="19450101"),
        person("孙工人", 1, born="19800101", relation="20", facts={"wage_month": 210000}),
    )
    enrol(home)
    event(home, "孙老太", "died", DIED)
    ended = Entitlement.objects.get(household=home)
    assert ended.until == NEXT
    assert "自然减员：孙老太" in ended.end_reason
    assert "不低于当地标准" in ended.end_reason


@pytest.mark.parametrize(
    ("kind", "words"), [("left", "迁出"), ("divorced", "离婚"), ("enrolled_tekun", "特困供养，不得重复享受")]
)
def test_whoever_leaves_is_no_longer_paid_for(family, kind, words):
    event(family, "张小雨", kind, DIED)
    after = in_force(family)
    assert (after.persons, after.since) == (3, NEXT)
    assert words in after.source
    assert after.payee.name == "张卫国"


def test_what_was_paid_for_later_months_becomes_a_recovery_lead_of_the_difference(family, county):
    for month in (date(2026, 9, 1), NEXT):
        paid_month(county, month)
    before = in_force(family)
    told = event(family, "张卫国", "died", DIED)
    after = in_force(family)
    assert any("2026年10月已发" in line and "列入追缴线索" in line for line in told.lines)
    roll = paid_month(county, date(2026, 11, 1))
    claim = Recovery.objects.get(household=family)
    assert (claim.month, claim.amount) == (NEXT, before.amount_month - after.amount_month)
    assert "自然减员" in claim.reason
    line = Payment.objects.get(roll=roll, household=family)
    assert (line.kind, line.amount, line.persons) == ("regular", after.amount_month, 3)


def test_a_death_told_late_is_owed_back_in_full_where_nobody_is_left(county):
    home = household(person("钱老伯", 1, born="19400101"))
    enrol(home)
    for month in (date(2026, 9, 1), NEXT):
        paid_month(county, month)
    event(home, "钱老伯", "died", DIED)
    other = household(person("周在册", 3, born="19500101"))
    enrol(other, date(2026, 11, 1))
    paid_month(county, date(2026, 11, 1))
    claims = Recovery.objects.filter(household=home)
    assert [(c.month, c.amount) for c in claims] == [(NEXT, in_force(other).amount_month)]


def test_the_report_says_why_where_a_late_death_takes_back_all_that_was_granted(county):
    home, other = household(person("钱老伯", 1, born="19400101")), household(person("周在册", 3, born="19500101"))
    for each in (home, other):
        enrol(each, NEXT)
    paid_month(county, NEXT)
    event(home, "钱老伯", "died", DIED)
    roll = paid_month(county, date(2026, 11, 1))
    assert "自然减员：钱老伯于 2026-09-12 死亡" in Omission.objects.get(roll=roll, household=home).reason
    assert "自然减员" in Recovery.objects.get(household=home).reason


def test_a_preview_lists_exactly_what_happens_and_changes_nothing(family):
    man = family.head
    with acting("测试"):
        lines = preview(man, "died", on=DIED)
    assert in_force(family).payee == man
    assert Person.objects.get(pk=man.pk).died_on is None
    assert not LifeEvent.objects.exists() and not Review.objects.exists()
    told = event(family, "张卫国", "died", DIED)
    assert told.lines == lines
    assert any("保障人数由 4 人变为 3 人" in line for line in lines)


def test_a_death_is_followed_by_a_review_within_three_months(family):
    event(family, "张卫国", "died", DIED)
    review = Review.objects.get(household=family)
    assert (review.cause, review.due_on) == ("event", date(2026, 12, 14))  # 12-12 is a Saturday
    assert "张卫国 2026-09-12 死亡" in review.why


def test_what_is_told_late_leaves_the_whole_term_to_look_into_it(family):
    today = localdate()
    told = event(family, "张大明", "employed", today - timedelta(days=200), wage_month=300000)
    review = Review.objects.get(household=family)
    assert (review.opened_on, told.event.on) == (today, today - timedelta(days=200))
    assert review.due_on > today + timedelta(days=30)


def test_a_child_cannot_be_employed(family):
    with pytest.raises(EventRefused, match="张小雨当日未满 16 周岁"):
        event(family, "张小雨", "employed", DIED - timedelta(days=30), wage_month=300000)
    assert not LifeEvent.objects.exists()


@pytest.mark.parametrize("kind", ["imprisoned", "graduated", "employed", "unemployed", "released"])
def test_what_needs_an_investigation_opens_a_review_and_changes_no_amount(family, kind):
    before = in_force(family)
    told = event(family, "张大明", kind, DIED, wage_month=300000)
    assert in_force(family) == before
    assert Review.objects.get(household=family).due_on > DIED
    assert any("复核决定前金额不因此增减" in line for line in told.lines)


def test_a_second_event_joins_the_review_that_waits(family):
    event(family, "张大明", "employed", DIED, wage_month=300000)
    event(family, "张卫国", "died", date(2026, 9, 20))
    review = Review.objects.get(household=family)
    assert "就业" in review.why
    assert "死亡" in review.why


def test_who_marries_into_another_household_is_no_longer_paid_for_in_the_old_one(family):
    other = household(person("何新郎", 5, born="19850101"))
    told = event(family, "张大明", "joined", DIED, household=other.pk, relation="99")
    assert in_force(family).persons == 3
    assert "减员：张大明" in in_force(family).source
    assert any("自 2026-09-12 起为家庭" in line for line in told.lines)


def test_a_death_before_the_household_was_registered_here_still_counts(county):
    home = household(
        person("吴先生", 1, born="19500101"), person("吴太太", 2, born="19520101", relation="10"), on=date(2026, 9, 20)
    )
    enrol(home, NEXT)
    event(home, "吴先生", "died", DIED)
    home.refresh_from_db()
    assert home.head.name == "吴太太"
    after = in_force(home)
    assert (after.payee.name, after.persons, after.since) == ("吴太太", 1, NEXT)


def test_who_no_longer_counts_beside_the_new_head_is_named_with_the_article(county):
    home = household(
        person("郑家长", 1, born="19700101"),
        person("郑大郎", 3, born="19950101", relation="22"),
        person("郑二郎", 5, born="19980101", relation="23"),
    )
    enrol(home)
    told = event(home, "郑家长", "died", DIED)
    assert in_force(home).persons == 1
    assert any("郑二郎" in line and "不计入" in line and "民发〔2021〕57号" in line for line in told.lines)


def test_what_is_found_overpaid_later_in_the_same_month_is_asked_back_over_and_above(family, county):
    paid_month(county, NEXT)
    before = in_force(family).amount_month
    event(family, "张卫国", "died", DIED)
    paid_month(county, date(2026, 11, 1))
    event(family, "张小雨", "left", date(2026, 9, 20))
    after = in_force(family).amount_month
    for _ in range(2):
        paid_month(county, date(2026, 12, 1))
    claims = Recovery.objects.filter(household=family, month=NEXT).order_by("pk")
    assert [bool(claim.entry_id) for claim in claims] == [True, True]
    assert sum(claim.amount for claim in claims) == before - after


def test_a_death_that_a_register_tells_reaches_the_money_the_same_day(family):
    from anmin.kernel.people.declare import tell
    from tests.county import number

    with acting("殡仪馆"):
        told = tell("died", name="张卫国", number=number("34992619610512001"), on=DIED, source="火化证明 安殡2026-009")
    assert told.match == "matched"
    assert any("保障人数由 4 人变为 3 人" in line for line in told.lines)
    assert in_force(family).payee.name == "李秀英"


def test_a_death_before_the_benefit_began_changes_what_was_granted_and_grants_nothing_before(county):
    home = household(person("韩先生", 1, born="19500101"), person("韩太太", 2, born="19520101", relation="10"))
    enrol(home, date(2026, 8, 1))
    event(home, "韩先生", "died", date(2026, 3, 5))
    begun = [e for e in home.entitlements.order_by("since") if e.until != e.since]
    assert [(e.since, e.persons, e.payee.name) for e in begun] == [(date(2026, 8, 1), 1, "韩太太")]


def test_a_gap_in_the_benefit_stays_a_gap_when_a_death_is_told_late(county):
    home = household(person("曹先生", 1, born="19500101"), person("曹太太", 2, born="19520101", relation="10"))
    enrol(home, date(2026, 2, 1))
    with acting("测试"):
        end([Ending(home.pk, "dibao", date(2026, 5, 1), "复核停发")])
    enrol(home, date(2026, 8, 1))
    event(home, "曹先生", "died", date(2026, 2, 20))
    begun = [e for e in home.entitlements.order_by("since") if e.until != e.since]
    assert [(e.since, e.until, e.persons) for e in begun] == [
        (date(2026, 2, 1), date(2026, 3, 1), 2),
        (date(2026, 3, 1), date(2026, 5, 1), 1),
        (date(2026, 8, 1), None, 1),
    ]
    assert begun[1].end_reason == "复核停发"


def test_nobody_joins_a_household_on_a_day_before_they_joined_the_one_they_live_in(family, county):
    second, third = household(person("何二户", 8)), household(person("何三户", 9))
    moved = event(family, "李秀英", "joined", date(2026, 9, 20), household=second.pk, relation="97").person
    with acting("测试"), pytest.raises(EventRefused, match="李秀英自 2026-09-20 起已是家庭"):
        happen(moved, "joined", on=date(2026, 8, 1), answers={"household": third.pk, "relation": "97"})
    event(family, "张大明", "left", date(2026, 9, 20))
    with acting("测试"), pytest.raises(EventRefused, match="张大明登记到 2026-09-21 才离开家庭"):
        son = Person.objects.get(name="张大明")
        happen(son, "joined", on=date(2026, 9, 2), answers={"household": third.pk, "relation": "97"})
