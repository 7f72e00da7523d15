"""A rule version that comes when its months are locked: told with what is owed for each, paid in the open month."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from anmin.kernel.audit.api import acting
from anmin.kernel.declare import MONTHS_A_YEAR, Cite, rule
from anmin.kernel.funds import api as funds
from anmin.kernel.law import api as law
from anmin.kernel.law.book import LawBook
from anmin.kernel.lawchange import api as lawchange
from anmin.kernel.month import api as month
from tests import county as places
from tests.funds.payees import bank_says
from tests.month.county import enrol, household, in_force, paid_month, person

TODAY = date(2026, 11, 21)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
NEW = Cite("安和县最低生活保障办法", "安政〔2026〕50号")


@rule(label="差额（年）", unit="fen/year", cite=NEW["第九条"], since="2026-09-01", name="gap_year")
def more(household_standard_year, household_income_year, standard_month):
    """A quarter of a person's standard above the gap."""
    return max(household_standard_year - household_income_year, 0) + standard_month * MONTHS_A_YEAR // 2 // 2


@rule(label="差额（年）", unit="fen/year", cite=NEW["第九条"], since="2026-09-01", name="gap_year")
def less(household_standard_year, household_income_year, standard_month):
    """A quarter of a person's standard below the gap."""
    return max(household_standard_year - household_income_year - standard_month * MONTHS_A_YEAR // 2 // 2, 0)


@pytest.fixture
def county(db, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: TODAY)
    return places.build()


@pytest.fixture
def arrives(monkeypatch):
    def bring(function):
        laws = {name: law.book().law(name) for name in law.book().names()}
        versions = dict(laws["dibao"].versions)
        end = date(2026, 8, 31)
        versions["gap_year"] = [*(replace(v, until=v.until or end) for v in versions["gap_year"]), function.rule]
        laws["dibao"] = replace(laws["dibao"], versions=versions)
        made = LawBook(laws.values())
        monkeypatch.setattr(law, "book", lambda: made)

    return bring


def locked(county, day):
    roll = paid_month(county, day)
    who = county.user("R9")
    with acting(who.actor):
        funds.read_answer(bank_says(roll.batches.get()), who=who, on=day)
    roll.refresh_from_db()
    with acting(county.user("R7").actor):
        month.lock(roll, who=county.user("R7"))


@pytest.fixture
def homes(county):
    """One paid since August, one since October, both months of autumn locked."""
    works = {"wage_month": 70_000}  # 440 yuan are due beside it
    old, young = household(person("李秀英", 2, facts=works)), household(person("王大山", 3, facts=works))
    enrol(old, date(2026, 8, 1))
    locked(county, SEPTEMBER)
    enrol(young, OCTOBER)
    locked(county, OCTOBER)
    return old, young


def test_a_version_known_when_its_month_was_locked_is_not_told(county, homes):
    assert lawchange.arrivals(places.COUNTY, TODAY) == []


def test_what_is_owed_for_locked_months_is_told_by_month_and_paid_in_the_open_one(county, homes, arrives):
    old, young = homes
    arrives(more)
    (arrival,) = lawchange.arrivals(places.COUNTY, TODAY)
    assert (arrival.programme, arrival.since, arrival.waits) == ("dibao", SEPTEMBER, True)
    client = Client()
    client.force_login(county.staff["R6"], backend="anmin.kernel.access.signing_in.Backend")
    page = client.post("/desk/number-changes/rules", {"service": "dibao", "since": "2026-09-01"}, follow=True)
    assert page.context["effect"]["locked"] == [
        {"month": "2026-09-01", "owed": 1, "owed_fen": 26_800, "over": 0, "over_fen": 0},
        {"month": "2026-10-01", "owed": 2, "owed_fen": 53_600, "over": 0, "over_fen": 0},
    ]
    assert "已经结账锁定的月份" in page.content.decode()
    paid_month(county, NOVEMBER)
    lines = funds.Payment.objects.filter(roll__month=NOVEMBER).order_by("household", "month")
    extra = {(line.household_id, line.month): line.amount for line in lines if line.month < NOVEMBER}
    assert extra == {(old.pk, SEPTEMBER): 26_800, (old.pk, OCTOBER): 26_800, (young.pk, OCTOBER): 26_800}
    for home in homes:
        assert in_force(home).amount_month == 70_800
    assert "规则调整 安政〔2026〕50号 第九条" in in_force(old).source
    assert not month.Finding.objects.filter(kind="drift").exists()  # nobody altered an amount: the rule came late
    assert lawchange.rehearse_rules("dibao", places.COUNTY, SEPTEMBER).locked[1]["owed"] == 0  # told once


def test_what_was_paid_too_much_is_told_and_taken_back_by_nobody(county, homes, arrives):
    arrives(less)
    told = lawchange.rehearse_rules("dibao", places.COUNTY, SEPTEMBER).locked
    assert [(m["over"], m["over_fen"], m["owed"]) for m in told] == [(1, 26_700, 0), (2, 53_400, 0)]
    paid_month(county, NOVEMBER)
    assert {in_force(home).amount_month for home in homes} == {44_000}
    assert not funds.Recovery.objects.exists()
    assert month.Finding.objects.filter(kind="less").count() == 2
    assert not month.Finding.objects.filter(kind="drift").exists()
