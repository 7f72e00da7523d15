"""Standards that rise later meet what has changed meanwhile: what ended stays ended, who left stays gone, nobody loses a month."""

from datetime import date

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Ending, Entitlement, Payment, end
from anmin.kernel.law.api import enter_numbers
from anmin.kernel.month.api import Finding, decide, decide_stop, open_review, propose, propose_stop
from anmin.kernel.people.api import Household, declare
from tests.county import COUNTY, STREET, County
from tests.month.county import enrol, event, household, paid_month, person
from tests.month.test_payees import paid_in, raised

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in range(7, 13))


@pytest.fixture
def family(county: County) -> Household:
    """Two parents over seventy (each a fifth more) and a daughter, without income, since July."""
    made = household(
        person("许老汉", 1, born="19500101"),
        person("许大嫂", 2, born="19520101", relation="10"),
        person("许小妹", 4, born="19900101", relation="30"),
    )
    enrol(made, JULY)
    return made


def amounts(month: date) -> list[tuple]:
    return [(of, fen, persons) for of, fen, persons, _ in paid_in(month)]


def stop_from(county: County, home: Household, month: date, on: date) -> None:
    with acting("测试"):
        one = propose_stop(
            home, "dibao", who=county.user("R4"), on=on, since=month, ground="own_wish", found="9月3日书面申请退出"
        )
        decide_stop(one.pk, who=county.user("R7"), on=on)


def test_whoever_died_this_month_stays_gone_when_the_standard_rises_this_month(family, county):
    paid_month(county, AUGUST)
    event(family, "许小妹", "died", date(2026, 9, 2))
    raised(SEPTEMBER)
    for month in (SEPTEMBER, OCTOBER):
        paid_month(county, month)
    assert amounts(SEPTEMBER) == [(SEPTEMBER, 6800_00, 3)]
    assert amounts(OCTOBER) == [(OCTOBER, 4800_00, 2)]


def test_a_benefit_that_was_stopped_from_next_month_is_not_begun_again_by_a_raise(family, county):
    paid_month(county, AUGUST)
    stop_from(county, family, OCTOBER, date(2026, 9, 3))
    raised(SEPTEMBER)
    for month in (SEPTEMBER, OCTOBER):
        paid_month(county, month)
    assert amounts(SEPTEMBER) == [(SEPTEMBER, 6800_00, 3)] and amounts(OCTOBER) == []
    last = Entitlement.objects.filter(household=family).order_by("-since").first()
    assert last.until == OCTOBER and "书面申请退出" in last.end_reason


def test_what_a_household_had_before_it_changed_is_raised_too(family, county):
    for month in (AUGUST, SEPTEMBER):
        paid_month(county, month)
    old = amounts(AUGUST)[0][1]
    event(family, "许小妹", "left", date(2026, 9, 12))
    paid_month(county, OCTOBER)
    less = amounts(OCTOBER)[0][1]
    raised(AUGUST)
    paid_month(county, NOVEMBER)
    assert amounts(NOVEMBER) == [
        (AUGUST, 6800_00 - old, 3), (SEPTEMBER, 6800_00 - old, 3), (OCTOBER, 4800_00 - less, 2), (NOVEMBER, 4800_00, 2),
    ]  # fmt: skip


def test_a_household_whose_benefit_has_ended_is_owed_the_raise_of_its_months(family, county):
    paid_month(county, AUGUST)
    old = amounts(AUGUST)[0][1]
    with acting("测试"):
        end([Ending(family.pk, "dibao", SEPTEMBER, "本人申请退出")])
    paid_month(county, SEPTEMBER)
    raised(AUGUST)
    paid_month(county, OCTOBER)
    assert amounts(OCTOBER) == [(AUGUST, 6800_00 - old, 3)]


def test_a_review_does_not_undo_a_stop_that_was_decided_for_a_later_month(family, county):
    paid_month(county, AUGUST)
    stop_from(county, family, NOVEMBER, date(2026, 9, 3))
    daughter = family.memberships.get(person__name="许小妹").person
    on = date(2026, 9, 10)
    with acting("测试"):
        declare(
            family, household_facts={}, person_facts={str(daughter.pk): {"wage_month": 50000}}, on=on, source="核查"
        )
        review = open_review(family, "dibao", cause="report", why="反映有收入", on=on)
        propose(review.pk, who=county.user("R4"), on=on, found="9月10日入户核实工资")
        decide(review.pk, who=county.user("R7"), on=on)
    spans = Entitlement.objects.filter(household=family).order_by("since").values_list("since", "until")
    assert list(spans) == [(JULY, OCTOBER), (OCTOBER, NOVEMBER)]


def test_a_household_that_has_moved_is_raised_as_the_one_it_was_until_a_person_has_looked(family, county):
    paid_month(county, SEPTEMBER)
    with acting("名册导入"):
        Household.objects.filter(pk=family.pk).update(area=STREET, urban_rural="urban")
        for kind, fen in (("rural", 2000_00), ("urban", 3000_00)):
            enter_numbers([{
                "key": "dibao.standard_month", "area": COUNTY[:6], "urban_rural": kind, "category": "", "value": fen,
                "unit": "fen/month", "since": OCTOBER, "until": None, "doc": "安政〔2026〕99号", "article": "", "mark": "S",
            }])  # fmt: skip
    for month in (OCTOBER, NOVEMBER):
        paid_month(county, month)
        assert amounts(month) == [(month, 6800_00, 3)]
    assert set(Payment.objects.values_list("urban_rural", flat=True)) == {"rural"}
    assert Finding.objects.get(close__month=NOVEMBER, kind="more").due == 10200_00
