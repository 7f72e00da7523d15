"""A rule that comes with the software and holds from a coming day: told in the desk, tried on everyone, acknowledged by
two, followed by the month; nothing here needs more than another dated function."""

import io
import json
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from anmin.kernel.audit.api import acting
from anmin.kernel.declare import MONTHS_A_YEAR, Cite, rule
from anmin.kernel.funds.api import Payment
from anmin.kernel.law import api as law
from anmin.kernel.law.book import LawBook
from anmin.kernel.lawchange import api as lawchange
from anmin.kernel.month import api as month
from anmin.ops.cli import main
from tests import county as places
from tests.month.county import enrol, household, in_force, paid_month, person

MODEL = "anmin.kernel.access.signing_in.Backend"
TODAY = date(2026, 11, 21)
NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)
NEW = Cite("安和县最低生活保障办法", "安政〔2026〕50号")


@rule(label="人均收入低于标准", unit="bool", cite=NEW["第六条"], since="2027-01-01")
def income_below_standard(household_income_year, household_standard_year, standard_month):
    """Up to one person's standard above the household's."""
    return household_income_year < household_standard_year + standard_month * MONTHS_A_YEAR


@rule(label="差额（年）", unit="fen/year", cite=NEW["第九条"], since="2027-01-01")
def gap_year(household_standard_year, household_income_year, standard_month):
    """Up to one person's standard above the household's."""
    return max(household_standard_year + standard_month * MONTHS_A_YEAR - household_income_year, 0)


@rule(label="人均收入低于标准", unit="bool", cite=NEW["第六条"], since="2027-01-01", name="income_below_standard")
def stricter(household_income_year):
    """Only those with nothing."""
    return household_income_year <= 0


@pytest.fixture
def county(db, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("anmin.ops.django.set_up", lambda: None)  # the test's own database is there already
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: TODAY)
    return places.build()


@pytest.fixture
def comes(monkeypatch):
    """Further dated functions, as the next release would bring them: each ends the version before it."""

    def bring(*functions, until=date(2026, 12, 31)):
        laws = {name: law.book().law(name) for name in law.book().names()}
        versions = dict(laws["dibao"].versions)
        for function in functions:
            new = function.rule
            versions[new.name] = [*(replace(v, until=v.until or until) for v in versions[new.name]), new]
        laws["dibao"] = replace(laws["dibao"], versions=versions)
        made = LawBook(laws.values())
        monkeypatch.setattr(law, "book", lambda: made)

    return bring


@pytest.fixture
def homes(county):
    """In the country: one with nothing, one whose wages come near the standard; and one a little above it, not paid."""
    poor = household(person("李秀英", 2))
    near = household(person("王大山", 3, facts={"wage_month": 70_000}))
    above = household(person("赵玉兰", 4, facts={"wage_month": 120_000}))
    for home in (poor, near):
        enrol(home, NOVEMBER)
    return poor, near, above


def browser(county, role):
    client = Client()
    client.force_login(county.staff[role], backend=MODEL)
    return client


def taken_up(county, since=JANUARY):
    who = county.user("R6")
    with acting(who.actor):
        return lawchange.draft_rules("dibao", places.COUNTY, since, who=who, on=TODAY)


def test_nothing_is_told_while_no_rule_is_coming(county):
    assert lawchange.arrivals(places.COUNTY, TODAY) == []
    assert "规则新版本" not in browser(county, "R6").get("/desk/number-changes/").content.decode()


def test_a_coming_rule_is_told_tried_and_acknowledged_by_another_and_its_month_pays_more(county, homes, comes):
    poor, near, above = homes
    comes(income_below_standard, gap_year)
    officer, leader = browser(county, "R6"), browser(county, "R7")
    assert "规则新版本待预演或确认" in officer.get("/desk/").content.decode()
    page = officer.get("/desk/number-changes/").content.decode()
    assert "规则新版本" in page and "2027-01-01" in page and "差额（年）（修改）" in page and "安政〔2026〕50号" in page
    answer = officer.post("/desk/number-changes/rules", {"service": "dibao", "since": "2027-01-01"}, follow=True)
    text = answer.content.decode()
    assert "增发 <strong>1</strong> 户" in text and "减发 <strong>0</strong> 户" in text
    assert "<strong>1</strong> 户按新规定可能符合条件" in text and "赵玉兰" in text and "孔溪乡" in text
    change = lawchange.Change.objects.get()
    assert officer.post(f"/desk/number-changes/{change.pk}/confirm").status_code == 403
    again = officer.post("/desk/number-changes/rules", {"service": "dibao", "since": "2027-01-01"}, follow=True)
    assert again.redirect_chain[-1][0].endswith(f"/{change.pk}/") and lawchange.Change.objects.count() == 1
    text = leader.post(f"/desk/number-changes/{change.pk}/confirm", follow=True).content.decode()
    assert "已确认" in text and "可能新符合的 1 户" in text
    assert lawchange.arrivals(places.COUNTY, TODAY)[0].waits is False
    assert "规则新版本</h2>" not in officer.get("/desk/number-changes/").content.decode()
    paid_month(county, NOVEMBER)
    paid_month(county, DECEMBER)
    assert in_force(near).amount_month == 44_000
    paid_month(county, JANUARY)
    line = Payment.objects.get(household=near, roll__month=JANUARY)
    assert (line.month, line.amount, in_force(poor).amount_month) == (JANUARY, 107_000, 107_000)
    assert in_force(above) is None  # nobody enters without applying


def test_the_sheet_holds_every_household_the_rule_touches(county, homes, comes):
    comes(income_below_standard, gap_year)
    change = taken_up(county)
    answer = browser(county, "R6").get(f"/desk/number-changes/{change.pk}/xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active.iter_rows(values_only=True))
    found = {row[2]: row[3:] for row in rows if row[0] == "孔溪乡"}
    assert found == {"王大山": ("增发", 440, 1070, 630), "赵玉兰": ("可能新符合", 0, 1060, 1060)}


def test_what_a_stricter_rule_takes_away_goes_to_officers_in_the_month_before(county, homes, comes):
    poor, near, _ = homes
    comes(stricter)
    change = taken_up(county)
    leader = county.user("R7")
    with acting(leader.actor):
        done = lawchange.confirm(change.pk, who=leader, on=TODAY)
    assert (done.effect["ended"], done.effect["same"]) == (1, 1) and month.Review.objects.count() == 0
    with acting("测试"):
        assert lawchange.hand_over_due(DECEMBER) == 1
    review = month.Review.objects.get()
    assert review.household_id == near.pk
    assert "自 2027-01-01 起施行新的规则（人均收入低于标准）" in review.why and "安政〔2026〕50号 第六条" in review.why
    clerk = county.user("R4")
    with acting(clerk.actor):
        month.propose(review.pk, who=clerk, on=DECEMBER, found="规则修改，家庭情况没有变化")
    with acting(leader.actor):
        month.decide(review.pk, who=leader, on=DECEMBER)
    assert in_force(near) is None and in_force(poor).amount_month == 107_000


def test_rules_that_changed_again_after_they_were_looked_at_are_not_acknowledged(county, homes, comes):
    comes(stricter)
    change = taken_up(county)
    comes(gap_year)
    with pytest.raises(lawchange.ChangeRefused, match="规则又变了"):
        lawchange.confirm(change.pk, who=county.user("R7"), on=TODAY)
    assert [a.change for a in lawchange.arrivals(places.COUNTY, TODAY)] == [None]  # to be looked at anew


def test_the_command_lists_coming_rules_and_rehearses_them(county, homes, comes):
    comes(income_below_standard, gap_year)
    listed = CliRunner().invoke(main, ["law", "rehearse", "--area", "349926"]).stdout
    assert "dibao（最低生活保障）自 2027-01-01 起：" in listed
    words = ["law", "rehearse", "dibao", "--area", "349926", "--since", "2027-01-01"]
    told = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    assert (told["raised"], told["entered"], told["entering"], told["towns"][0]["entered"]) == (1, 1, 106_000, 1)
    result = CliRunner().invoke(main, words)
    assert "修改 差额（年） 安政〔2026〕50号 第九条" in result.stdout and "可能新符合     1 户" in result.stdout
    result = CliRunner().invoke(main, [*words[:-1], "2027-02-01"])
    assert result.exit_code != 0 and "没有开始施行的新规则" in str(result.stderr) and "2027-01-01" in str(result.stderr)
    assert in_force(homes[0]).amount_month == 107_000 and lawchange.Change.objects.count() == 0


def test_a_month_that_was_locked_is_not_looked_at_again(county, homes, comes):
    from anmin.kernel.funds.api import Period

    comes(stricter)
    with acting("测试"):
        Period.objects.create(
            area=places.COUNTY, programme="dibao", month=JANUARY, locked=True, locked_at=timezone.now(),
            locked_by=county.staff["R9"],
        )  # fmt: skip
    assert lawchange.arrivals(places.COUNTY, TODAY) == []
