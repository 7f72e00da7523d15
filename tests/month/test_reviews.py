"""Re-review: due by class, looked into by one, decided by another, in effect from the next month."""

import io
from datetime import date

import docx
import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from anmin.kernel.access.api import Denied, Post, user_of
from anmin.kernel.audit.api import acting
from anmin.kernel.month import cycles, review_objections, reviews, samples
from anmin.kernel.month.review_models import Cycle, Review, Taper
from anmin.kernel.month.review_papers import open_review_paper
from anmin.kernel.people.api import Household, declare, unseal_bytes
from tests.county import COUNTY, OTHER_VILLAGE, STREET, County, officer
from tests.month.county import enrol, event, household, in_force, kin_of, paid_month, person

pytestmark = pytest.mark.django_db
TODAY, NEXT = date(2026, 9, 14), date(2026, 10, 1)
FOUND = "9月14日两人入户，查看收入和住房，与邻居核实。"


@pytest.fixture
def home(county: County) -> Household:
    made = household(person("陈老汉", 1, born="19500101"), person("陈大嫂", 2, born="19700101", relation="10"))
    enrol(made, date(2026, 8, 1))
    return made


def opened(home: Household) -> Review:
    with acting("测试"):
        return reviews.open_review(home, "dibao", cause="report", why="群众反映收入变化", on=TODAY)


def proposed(home: Household, county: County, role: str = "R4", **more: object) -> Review:
    review = opened(home)
    with acting(county.user(role).actor):
        return reviews.propose(review.pk, who=county.user(role), on=TODAY, found=FOUND, **more)


def decided(review: Review, county: County) -> Review:
    with acting(county.user("R7").actor):
        return reviews.decide(review.pk, who=county.user("R7"), on=TODAY)


def earns(home: Household, order: int, fen: int) -> None:
    member = home.memberships.order_by("pk")[order].person
    with acting("测试"):
        declare(home, household_facts={}, person_facts={str(member.pk): {"wage_month": fen}}, on=TODAY, source="复核")


# ── classes and the month's list
def test_the_law_of_2021_proposes_yearly_for_the_stable_and_half_yearly_for_unsteady_workers(county):
    stable = household(person("甲稳定", 1, born="19500101"))
    unsteady = household(person("乙打工", 3, born="19850101"))
    for each in (stable, unsteady):
        enrol(each)
    scheduled(date(2026, 7, 1))
    told = {c.household_id: (c.klass, c.months, c.due_on) for c in Cycle.objects.all()}
    assert told == {stable.pk: ("a", 12, date(2027, 2, 1)), unsteady.pk: ("b", 6, date(2026, 8, 1))}


def test_under_the_law_of_2012_class_c_is_looked_at_monthly_in_town_and_quarterly_in_the_country(county):
    town = household(person("丙城里", 1, born="19800101"), area=STREET, on=date(2015, 8, 1))
    country = household(person("丁乡下", 3, born="19800101"), on=date(2015, 8, 1))
    with acting("测试"):
        Household.objects.filter(pk=town.pk).update(urban_rural="urban")
    town.refresh_from_db()
    for each in (town, country):
        enrol(each, date(2015, 9, 1))
    scheduled(date(2015, 9, 1))
    assert {c.household_id: (c.klass, c.months) for c in Cycle.objects.all()} == {
        town.pk: ("c", 1),
        country.pk: ("c", 3),
    }


def scheduled(month: date) -> cycles.Scheduled:
    with acting("测试"):
        return cycles.schedule("dibao", COUNTY, month, on=month)


def test_a_review_opens_in_the_month_in_which_it_is_due_and_the_same_month_again_changes_nothing(home):
    assert scheduled(date(2027, 1, 1)).opened == 0
    first, again = scheduled(date(2027, 2, 1)), scheduled(date(2027, 2, 1))
    assert (first.recipients, first.opened) == (1, 1)
    assert (again.recipients, again.classified, again.opened, again.dropped) == (1, 0, 0, 0)
    assert Review.objects.get().due_on == date(2027, 2, 28)


def test_the_list_costs_the_same_number_of_statements_for_one_household_and_for_many(
    county, django_assert_max_num_queries
):
    for order in range(1, 21):
        enrol(household(person(f"户主{order}号", order, born="19800101")))
    with acting("测试"), django_assert_max_num_queries(12):
        assert cycles.schedule("dibao", COUNTY, date(2026, 8, 1), on=date(2026, 8, 1)).opened == 20


def test_a_class_is_corrected_with_a_reason_and_the_due_day_follows(home, county):
    scheduled(date(2026, 8, 1))
    cycle = Cycle.objects.get()
    who = county.user("R4")
    with acting(who.actor):
        with pytest.raises(reviews.ReviewRefused, match="理由"):
            cycles.correct(cycle.pk, "a", who=who, on=TODAY, reason="")
        done = cycles.correct(cycle.pk, "a", who=who, on=TODAY, reason="长期照料病人，无法外出务工")
    assert (done.klass, done.due_on) == ("a", date(2027, 8, 1))
    assert scheduled(date(2027, 2, 1)).opened == 0


def test_a_decided_review_begins_the_next_cycle(home, county):
    decided(proposed(home, county), county)
    scheduled(date(2026, 9, 1))
    assert Cycle.objects.get().due_on == date(2027, 3, 14)


def test_what_waits_for_a_household_that_is_no_longer_paid_is_dropped(home, county):
    review = opened(home)
    event(home, "陈大嫂", "died", TODAY)
    event(home, "陈老汉", "died", TODAY)
    scheduled(NEXT)
    review.refresh_from_db()
    assert review.state == "dropped"


# ── looked into, decided
def test_confirmed_facts_leave_everything_as_it_is(home, county):
    before = in_force(home)
    review = decided(proposed(home, county), county)
    assert review.outcome == "same"
    assert in_force(home) == before
    assert not review.papers.exists()


def test_more_income_lowers_the_amount_from_the_next_month_after_another_decided(home, county):
    before = in_force(home)
    earns(home, 1, 50_000)
    review = proposed(home, county)
    assert (review.outcome, in_force(home)) == ("down", before)
    decided(review, county)
    after = in_force(home)
    assert after.since == NEXT
    assert (before.amount_month, after.amount_month) == (235_400, 235_400 - 45_000)  # a tenth of the wage is its cost
    assert "复核减发：群众反映收入变化" in after.source


def test_a_lower_income_raises_the_amount(county):
    home = household(person("周工人", 1, born="19800101", facts={"wage_month": 60_000}))
    before = enrol(home)
    with acting("测试"):
        declare(home, household_facts={}, person_facts={}, on=TODAY, source="复核")
    assert decided(proposed(home, county), county).outcome == "up"
    assert in_force(home).amount_month > before.amount_month


def test_too_much_property_ends_the_benefit_with_the_article_and_a_numbered_paper(home, county):
    with acting("测试"):
        declare(home, household_facts={"vehicles": 1}, person_facts={}, on=TODAY, source="复核")
    review = decided(proposed(home, county), county)
    assert (review.outcome, in_force(home)) == ("stop", None)
    ended = home.entitlements.get()
    assert ended.until == NEXT
    assert "复核停发：名下机动车" in ended.end_reason
    paper = review.papers.get()
    assert "低保变〔2026〕1号" in paper.number
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(unseal_bytes(paper.docx))).paragraphs)
    assert "名下机动车" in text and "第三十二条" in text and "2026年10月" in text
    assert open_review_paper(paper, "pdf", who=county.user("R4")).startswith(b"%PDF")


def test_who_looked_into_it_never_decides_and_the_database_refuses_it_too(home, county):
    with acting("测试"):
        both = officer("liangzhi", "双岗员", "R6", COUNTY)
        Post.objects.create(account=both, role="R7", area=COUNTY, since=date(2020, 1, 1))
    who = user_of(both)
    review = opened(home)
    with acting(who.actor):
        reviews.propose(review.pk, who=who, on=TODAY, found=FOUND)
        with pytest.raises(reviews.ReviewRefused, match="审批分离"):
            reviews.decide(review.pk, who=who, on=TODAY)
        with pytest.raises(IntegrityError, match="review_decided_by_another"), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(state="decided", decided_by=both, decided_on=TODAY)


def test_a_relative_neither_looks_into_it_nor_decides(home, county):
    kin_of(county.staff["R4"], home)
    kin_of(county.staff["R7"], home)
    with pytest.raises(reviews.ReviewRefused, match="回避"):
        proposed(home, county)
    review = proposed(home, county, role="R6")
    with pytest.raises(reviews.ReviewRefused, match="回避"):
        decided(review, county)
    with acting("工具"), pytest.raises((InternalError, ProgrammingError), match="回避"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(state="decided", decided_by=county.staff["R7"], decided_on=TODAY)


def test_a_decided_review_is_never_rewritten(home, county):
    review = decided(proposed(home, county), county)
    with acting("工具"), pytest.raises((InternalError, ProgrammingError), match="不能再改"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(found="改过")


def test_a_proposal_that_the_facts_no_longer_give_is_not_carried_out(home, county):
    earns(home, 1, 50_000)
    review = proposed(home, county)
    earns(home, 1, 80_000)
    with pytest.raises(reviews.ReviewRefused, match="又有变化"):
        decided(review, county)
    with acting(county.user("R7").actor):
        back = reviews.send_back(review.pk, who=county.user("R7"), on=TODAY, reason="收入有新证据")
    assert (back.state, "收入有新证据" in back.why) == ("open", True)


def test_new_events_take_a_proposal_back(home, county):
    review = proposed(home, county)
    event(home, "陈大嫂", "employed", TODAY, wage_month=100_000)
    review.refresh_from_db()
    assert review.state == "open"


def test_officers_work_in_their_own_area_only(county):
    far = household(person("远处人", 1, born="19500101"), area=OTHER_VILLAGE)
    enrol(far)
    with pytest.raises(reviews.ReviewRefused, match="乡镇经办或县局经办"):
        proposed(far, county)
    assert proposed(far, county, role="R6").state == "proposed"


# ── 渐退
def test_who_found_work_keeps_the_benefit_in_the_taper_and_is_told_when_it_ends(home, county):
    before = in_force(home)
    event(home, "陈大嫂", "employed", TODAY, wage_month=400_000)
    review = proposed(home, county, by_work=True)
    assert (review.outcome, review.amount_after) == ("taper", before.amount_month)
    review = decided(review, county)
    taper = Taper.objects.get(household=home)
    assert (taper.since, taper.last_amount) == (NEXT, before.amount_month)
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(unseal_bytes(review.papers.get().docx))).paragraphs)
    assert "2027年4月" in text


def test_over_the_standard_without_work_is_ended(home, county):
    event(home, "陈大嫂", "employed", TODAY, wage_month=400_000)
    assert proposed(home, county).outcome == "stop"


# ── objections
def test_an_objection_is_answered_by_another_and_may_lead_to_a_second_look(home, county):
    earns(home, 1, 50_000)
    review = decided(proposed(home, county), county)
    town = county.user("R4")
    with acting(town.actor):
        said = review_objections.object_to(
            review.pk, who=town, on=TODAY, from_whom="陈老汉", channel="来访", content="收入是一次性的，不是每月"
        )
    with acting("测试"), pytest.raises(Denied, match="其他人员"):
        review_objections.answer(said.pk, who=county.user("R7"), on=TODAY, result="维持", again=False)
    with acting("测试"):
        review_objections.answer(said.pk, who=county.user("R6"), on=TODAY, result="重新核查工资流水", again=True)
    again = Review.objects.get(household=home, state="open")
    assert (again.cause, "重新核查工资流水" in again.why) == ("objection", True)
    assert review_objections.objections_of(review)[0][2] == "收入是一次性的，不是每月"


# ── drawn samples
@pytest.fixture
def twenty(county: County) -> list[Household]:
    made = [household(person(f"样本{order}号", order, born="19500101")) for order in range(1, 21)]
    for each in made:
        enrol(each)
    return made


def test_a_sample_is_drawn_once_by_a_seed_and_found_again_by_anyone(twenty, county):
    who = county.user("R6")
    given = {"seed": "20260914", "share_bp": 2500, "who": who, "on": TODAY, "due_on": date(2026, 10, 20)}
    with acting(who.actor):
        made = samples.draw_sample("dibao", COUNTY, **given)
        assert (made.pool, made.taken) == (20, 5)
        assert samples.drawn_again(made) == made.numbers
        assert {r.household.number for r in made.reviews.all()} == set(made.numbers)
        with pytest.raises(reviews.ReviewRefused, match="已经用过"):
            samples.draw_sample("dibao", COUNTY, **given)
        with pytest.raises(reviews.ReviewRefused, match="不能重抽"):
            samples.draw_sample("dibao", COUNTY, **given | {"seed": "另一个"})


def test_a_household_whose_review_waits_already_is_marked_as_drawn(twenty, county):
    waiting = [opened(each).pk for each in twenty]
    who = county.user("R6")
    with acting(who.actor):
        made = samples.draw_sample(
            "dibao", COUNTY, seed="甲", share_bp=10_000, who=who, on=TODAY, due_on=date(2026, 9, 20)
        )
    assert sorted(made.reviews.values_list("pk", flat=True)) == sorted(waiting)
    assert Review.objects.filter(due_on=date(2026, 9, 20), why__contains="抽查").count() == 20


def test_a_township_does_not_draw(twenty, county):
    who = county.user("R4")
    with acting(who.actor), pytest.raises(Denied):
        samples.draw_sample("dibao", COUNTY, seed="甲", share_bp=500, who=who, on=TODAY, due_on=NEXT)


def test_the_database_keeps_one_waiting_review_for_a_household(home):
    opened(home)
    with (
        acting("工具"),
        pytest.raises(IntegrityError, match="review_one_open"),
        transaction.atomic(),
        connection.cursor(),
    ):
        Review.objects.create(
            household=home, programme="dibao", area=home.area, cause="report", why="重复", opened_on=TODAY, due_on=NEXT
        )


def test_what_the_close_finds_is_looked_into_once_and_not_again_after_it_was_decided(home, county):
    earns(home, 1, 50_000)
    for _ in range(2):
        paid_month(county, NEXT)
    review = Review.objects.get(household=home)
    assert (review.cause, "按现有事实测算" in review.why) == ("finding", True)
    with acting(county.user("R4").actor):
        reviews.propose(review.pk, who=county.user("R4"), on=date(2026, 10, 9), found=FOUND)
    with acting(county.user("R7").actor):
        reviews.decide(review.pk, who=county.user("R7"), on=date(2026, 10, 12))
    paid_month(county, date(2026, 11, 1))
    assert Review.objects.filter(household=home).count() == 1


def test_the_background_opens_what_falls_due_in_every_county(home, monkeypatch):
    from anmin.kernel.month import tasks

    monkeypatch.setattr(tasks.timezone, "localdate", lambda: date(2027, 2, 9))
    for _ in range(2):
        tasks.schedule_reviews.func(0)
    assert Review.objects.get(household=home).due_on == date(2027, 2, 28)
