"""渐退: counted by the month, ended after its term, on the amount before it and nothing else."""

from datetime import date

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.law.models import Number
from anmin.kernel.month import labour, reviews, tapers
from anmin.kernel.month.review_models import Review, Taper
from anmin.kernel.people.api import Household, declare
from tests.county import COUNTY, County
from tests.month.county import enrol, event, household, in_force, paid_month, person, result

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 14)
MONTHS = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), *(date(2027, m, 1) for m in range(1, 5))]


@pytest.fixture
def home(county: County) -> Household:
    """A grandfather of 76 with a severe disability, and his daughter, who finds work in September."""
    made = household(
        person("冯老汉", 1, born="19500101", disability=("limb", 1)),
        person("冯小妹", 2, born="19900101", relation="30"),
    )
    enrol(made, date(2026, 8, 1))
    event(made, "冯小妹", "employed", TODAY, wage_month=500_000)
    return made


@pytest.fixture
def tapering(home: Household, county: County) -> Household:
    review = Review.objects.get(household=home)
    officer, leader = county.user("R4"), county.user("R7")
    with acting(officer.actor):
        reviews.propose(review.pk, who=officer, on=TODAY, found="核实劳动合同和工资流水。", by_work=True)
    with acting(leader.actor):
        reviews.decide(review.pk, who=leader, on=TODAY)
    return home


def counted(month: date) -> tapers.Counted:
    with acting("测试"):
        return tapers.count("dibao", COUNTY[:6], month)


def test_six_months_are_kept_and_the_seventh_is_not(tapering):
    amount = in_force(tapering).amount_month
    for month in MONTHS[:6]:
        assert counted(month).running == 1
        assert in_force(tapering).amount_month == amount
    last = counted(MONTHS[6])
    assert last.ended == {tapering.pk: "渐退期满：就业后收入超过标准，已继续享受 6 个月"}
    ended = tapering.entitlements.order_by("-since").first()
    assert (ended.until, ended.end_reason) == (MONTHS[6], last.ended[tapering.pk])


def test_the_last_month_is_named_so_that_the_family_can_be_told(tapering):
    assert counted(MONTHS[4]).last_month == []
    assert counted(MONTHS[5]).last_month == [tapering.pk]


def test_counting_a_month_twice_counts_it_once(tapering):
    first, again = counted(MONTHS[0]), counted(MONTHS[0])
    assert first == again
    assert result(tapering, MONTHS[2], "in_taper") == result(tapering, MONTHS[2], "in_taper") == (True,)


def test_the_supplement_stands_once_in_the_taper_and_does_not_move_its_bounds(tapering):
    amount = in_force(tapering).amount_month
    assert amount == 2 * 107_000 + 32_100  # the amount before: standard and the higher of two supplements
    assert result(tapering, MONTHS[1], "route", "amount_month", "topup_month") == ("taper", amount, 0)
    assert result(tapering, MONTHS[1], "household_standard_month") == (2 * 107_000,)


def test_income_that_falls_back_ends_the_taper_and_opens_a_review_not_the_benefit(tapering, county):
    with acting("测试"):
        declare(tapering, household_facts={}, person_facts={}, on=date(2026, 11, 20), source="失业")
    paid_month(county, MONTHS[2])
    taper = Taper.objects.get()
    assert (taper.until, taper.end_reason) == (MONTHS[2], tapers.FALLEN)
    assert in_force(tapering)
    assert "渐退结束" in Review.objects.get(state="open").why


def test_the_month_close_itself_counts_and_ends(tapering, county):
    other = household(person("邻居", 3, born="19500101"))
    enrol(other, MONTHS[0])
    roll = paid_month(county, MONTHS[5])
    assert roll.households == 2
    roll = paid_month(county, MONTHS[6])
    assert roll.households == 1
    gone = roll.omissions.get()
    assert (gone.household_id, gone.reason) == (tapering.pk, "渐退期满：就业后收入超过标准，已继续享受 6 个月")


def test_a_taper_that_was_used_up_is_not_given_again(tapering, county):
    for month in MONTHS:
        counted(month)
    enrol_again = date(2027, 6, 1)
    with acting("测试"):
        declare(tapering, household_facts={}, person_facts={}, on=date(2027, 5, 10), source="再次申请")
    enrol(tapering, enrol_again)
    event(tapering, "冯小妹", "employed", date(2027, 6, 10), wage_month=500_000)
    review = Review.objects.filter(household=tapering, state="open").get()
    assert reviews.weigh(review, date(2027, 6, 12), by_work=True, look=True).outcome == "stop"


def test_in_the_last_month_of_a_taper_no_second_one_is_proposed(tapering):
    with acting("测试"):
        review = reviews.open_review(tapering, "dibao", cause="report", why="群众反映", on=date(2027, 3, 10))
        assert reviews.weigh(review, date(2027, 2, 10), by_work=True, look=True).outcome == "same"
        assert reviews.weigh(review, date(2027, 3, 12), by_work=True, look=True).outcome == "stop"


def test_a_raised_standard_does_not_raise_the_taper_on_the_old_income(tapering, county):
    with acting("测试"):
        Number.objects.create(
            key="dibao.standard_month", area="349926", value=120_000, unit="fen/month/person", doc="安政〔2026〕50号",
            since=date(2026, 11, 1),
        )  # fmt: skip
    before = in_force(tapering).amount_month
    paid_month(county, MONTHS[1])
    assert in_force(tapering).amount_month == before


def test_the_head_dies_in_the_taper_and_neither_his_share_nor_his_supplement_stays(tapering):
    event(tapering, "冯老汉", "died", date(2026, 11, 5))
    taper = Taper.objects.get()
    assert taper.last_amount == 107_000
    after = in_force(tapering)
    assert (after.since, after.amount_month, after.persons) == (date(2026, 12, 1), 107_000, 1)
    assert taper.since == MONTHS[0]  # the clock goes on for who is left
    assert counted(MONTHS[5]).running == 1
    assert tapering.pk in counted(MONTHS[6]).ended


def test_public_labour_is_kept_only_where_the_county_switched_it_on(home, county):
    who, worker = county.user("R4"), home.memberships.order_by("pk").last().person
    given = {"who": who, "on": TODAY, "work": "村道保洁", "hours": 4}
    with acting(who.actor), pytest.raises(reviews.ReviewRefused, match="没有启用"):
        labour.note_labour(home, worker, "dibao", **given)
    with acting("测试"):
        Number.objects.create(  # a revision of its own: numbers are read again when their count or revisions change
            key="dibao.public_labour", area="349926", value=True, unit="bool", since=date(2026, 1, 1), revision=7
        )
    with acting(who.actor):
        labour.note_labour(home, worker, "dibao", **given)
        with pytest.raises(reviews.ReviewRefused, match="不能晚于今天"):
            labour.note_labour(home, worker, "dibao", **given | {"on": date(2099, 1, 1)})
        labour.note_labour(home, worker, "dibao", **given | {"work": "植树", "hours": 0, "refused_for": "住院"})
    assert [(row.work, row.hours, row.refused_for) for row in labour.labour_of(home)] == [
        ("植树", 0, "住院"), ("村道保洁", 4, ""),
    ]  # fmt: skip
