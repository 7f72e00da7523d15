"""The demo county has something true to show on every page, and does no harm to anything real."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import Count, F
from django.utils import timezone

from anmin.kernel.access.api import Account
from anmin.kernel.flow.api import Case, CaseClock, working_calendar
from anmin.kernel.funds.api import Entitlement, Hold, Payment, Period, Recovery, Remittance, Roll
from anmin.kernel.means.api import Finding
from anmin.kernel.month.api import Draw, EventProposal, Review
from anmin.kernel.month.api import Finding as MonthFinding
from anmin.kernel.people.api import Household, Kin, Person, read_identity, unseal
from anmin.kernel.places.api import Division, divisions_on
from anmin.kernel.service import service
from anmin.ops.demo import ensure, load, welcome
from anmin.ops.demo.benefits import Telling
from anmin.ops.demo.county import SOME_TOWN
from anmin.ops.demo.teller import plan
from anmin.services.funeral.models import Cremation

pytestmark = pytest.mark.django_db
STORIES = yaml.safe_load(load.STORIES.read_text("utf8"))


def test_there_are_cases_in_every_state(county):
    states = set(Case.objects.values_list("state", flat=True))
    assert {state.name for state in service("dibao").flow_on(timezone.localdate()).states} <= states
    assert Case.objects.count() == county.cases >= 40


def test_both_flows_are_there_and_the_old_one_is_closed(county):
    old = Case.objects.filter(flow_since=date(2012, 12, 12))
    assert set(old.values_list("outcome", flat=True)) == {"granted", "refused", "withdrawn"}
    assert not old.filter(closed_on=None).exists()
    assert not old.filter(closed_on__gt=date(2021, 6, 30)).exists()


def test_some_are_overdue_suspended_disputed_near_kin_and_extended(county):
    today = timezone.localdate()
    assert Case.objects.filter(closed_on=None, due_on__lt=today).count() >= 4
    assert CaseClock.objects.filter(suspended_from__isnull=False).count() >= 2
    assert Case.objects.filter(disputed=True).count() >= 3
    assert Case.objects.filter(near_kin=True).count() >= 3
    assert CaseClock.objects.filter(length="45 WD").exists()
    assert {"proxy", "referral", "desk"} <= set(Case.objects.values_list("channel", flat=True))


def test_what_happened_happened_on_working_days_of_the_past_in_order(county):
    calendar, today = working_calendar(), timezone.localdate()
    for case in Case.objects.prefetch_related("steps"):
        days = [step.on for step in case.steps.all().order_by("id")]
        assert days == sorted(days), case.number
        assert all(day <= today and calendar.works(day) for day in days), case.number


def test_who_was_refused_was_told_why(county):
    for case in Case.objects.filter(outcome="refused"):
        assert case.reckoning["reasons"], case.number
        assert case.steps.get(move="refuse").reason


@pytest.mark.parametrize(
    "today", [date(2026, 1, 2), date(2026, 2, 20), date(2026, 10, 5), date(2026, 11, 21), date(2027, 3, 1)]
)
def test_the_stories_can_be_told_on_any_day(today, db):
    calendar = working_calendar()
    for row in STORIES:
        story = plan(row, today)
        assert story.days == sorted(story.days)
        assert story.days[-1] <= today
        for (_, gap), before, after in zip(story.script[1:], story.days[:-1], story.days[1:], strict=True):
            assert calendar.works(after)
            if gap == "notice":
                assert (after - before).days >= 8


def test_a_notice_has_hung_for_its_term_whatever_week_it_was_put_up_in(db):
    calendar, first = working_calendar(), date(2026, 1, 1)
    for on in (first + timedelta(days=each) for each in range(365)):
        after = Telling(None, None, on).after_notice().on
        assert calendar.works(after) and (after - on).days >= 8


def test_numbers_are_valid_and_of_no_real_county(county):
    today = timezone.localdate()
    for person in Person.objects.all():
        identity = read_identity(unseal(person.id_number), on=today)
        assert identity.number[:6] in ("349926", "349925")
        assert (identity.born_on, identity.sex) == (person.born_on, person.sex)


def test_every_role_can_sign_in_with_the_shown_password(county, rf):
    shown = json.loads((Path(settings.VAR_DIR) / "demo.json").read_text("utf8"))["accounts"]
    roles = set()
    for row in shown:
        account = authenticate(rf.post("/login/"), username=row["username"], password=row["password"])
        assert account is not None, row["username"]
        assert row["name"] == account.name
        roles |= {post.role for post in account.posts.all()} or {"keeper"}
        assert row["username"] in welcome()
    assert roles == {"R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "keeper"}


def test_second_signers_and_other_townships_are_staffed(county):
    towns = divisions_on(timezone.localdate(), "349926").filter(level=4)
    for town in towns:
        posts = Counter(Account.objects.filter(posts__area=town.code).values_list("posts__role", flat=True))
        assert posts["R3"] >= 1
        assert posts["R4"] >= 2
        assert posts["R5"] >= 1
    assert 11 <= towns.count() <= 13


def test_divisions_remember_what_they_were(county):
    merged = Division.objects.get(name="双河镇")
    assert {before.name for before in merged.predecessors.all()} == {"双河乡", "南湾乡"}
    then = set(divisions_on(date(2015, 6, 1), "349926").filter(level=4).values_list("name", flat=True))
    assert {"双河乡", "南湾乡", "白塘乡"} <= then
    assert "双河镇" not in then
    renamed = Division.objects.get(code="349926001006", until=None)
    assert (renamed.name, renamed.predecessors.get().name) == ("学府社区", "城郊社区")


def test_two_months_are_answered_and_locked_and_one_waits_for_the_bank(county):
    rolls = Roll.objects.order_by("month")
    states = [set(roll.batches.values_list("state", flat=True)) for roll in rolls]
    assert states == [{"answered"}, {"answered"}, {"sent"}, set()]
    assert Period.objects.filter(locked=True).count() == 2
    assert rolls.last().state == "made", "this month's roll waits for review"
    for roll in rolls.exclude(state="made"):
        assert len({roll.made_by_id, roll.reviewed_by_id, roll.approved_by_id}) == 3
        assert roll.lines > 50
    assert Payment.objects.filter(remittances__state="returned").count() >= 2


def test_what_came_back_was_sent_again_or_waits_for_an_account(county):
    after = Counter(Remittance.objects.filter(state="returned").values_list("after_return", flat=True))
    assert after["again"] == 1 and after["open"] >= 2
    assert Remittance.objects.filter(after_return="open", payment__area__startswith=SOME_TOWN[:9]).exists()
    assert Period.objects.exclude(reopen_reason="").count() == 1


def test_findings_of_other_departments_are_answered_in_time_late_or_not_yet(county):
    answers = list(Finding.objects.values_list("answered_on", "due_on", "step", "returned"))
    assert {step for _, _, step, _ in answers} == {"open", "answered", "closed"}
    assert any(on and on <= due for on, due, _, _ in answers) and any(on and on > due for on, due, _, _ in answers)
    assert any(returned for *_, returned in answers)
    assert Finding.objects.filter(step="open", due_on__gt=timezone.localdate()).exists()


def test_households_change_are_held_and_leave_by_steps(county):
    assert set(EventProposal.objects.values_list("state", flat=True)) == {"waiting", "confirmed"}
    assert (
        Cremation.objects.filter(match="matched").count() == 3 and Cremation.objects.filter(match="doubtful").exists()
    )
    assert Hold.objects.filter(until=None).exists() and Payment.objects.filter(kind="arrears").exists()
    assert Review.objects.filter(state="proposed").exists() and Draw.objects.exists()
    assert Recovery.objects.filter(repaid__gt=0).exists()


def test_irregularities_of_each_kind_lie_in_the_records(county):
    dead = Payment.objects.filter(payee__died_on__lt=F("month"))
    assert dead.values("payee").distinct().count() == 3
    shared = Household.objects.exclude(bank_index="").values("bank_index").annotate(n=Count("id")).filter(n__gt=1)
    assert sorted(shared.values_list("n", flat=True)) == [2, 3]
    in_force = Entitlement.objects.filter(until=None)
    even = in_force.values("area", "amount_month").annotate(n=Count("id")).order_by("-n").first()
    assert even["n"] >= 7
    turns = Entitlement.objects.filter(end_reason="村内轮换").values_list("area", "since", "until")
    assert len({area for area, _, _ in turns}) == 1
    assert len({since for _, since, _ in turns}) == 3
    assert Household.objects.filter(payee_name="龙守信").exists()
    assert Kin.objects.filter(relation="父母").exists()
    assert Household.objects.filter(memberships__relation="02", declarations__source="分户").exists()


def test_nothing_is_loaded_twice_or_over_real_data(county):
    before = Household.objects.count()
    ensure()
    assert Household.objects.count() == before


def test_most_of_what_the_months_found_was_answered(county):
    found = MonthFinding.objects.filter(close__programme="dibao")
    assert found.filter(stand="kept").count() > 2 * found.filter(stand="open").count() > 0
