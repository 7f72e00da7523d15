"""A new standard goes from draft to arrears: entered by one, tried on everyone, confirmed by another, followed by the month."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.test import Client

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Payment
from anmin.kernel.law import api as law
from anmin.kernel.lawchange import api as lawchange
from anmin.kernel.month import api as month
from anmin.ops.cli import main
from tests import county as places
from tests.month.county import enrol, household, in_force, paid_month, person

MODEL = "anmin.kernel.access.signing_in.Backend"
TODAY = date(2026, 11, 21)
SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (date(2026, m, 1) for m in (9, 10, 11, 12))
DOC = {"doc": "安政〔2026〕40号", "article": "第一条"}


@pytest.fixture
def county(db, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("anmin.ops.django.set_up", lambda: None)  # the test's own database is there already
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: TODAY)
    return places.build()


@pytest.fixture
def homes(county):
    """Two recipient households in the country: one with nothing, one whose wages come near the standard."""
    poor = household(person("李秀英", 2))
    near = household(person("王大山", 3, facts={"wage_month": 100_000}))
    for home in (poor, near):
        enrol(home, SEPTEMBER)
    return poor, near


def browser(county, role):
    client = Client()
    client.force_login(county.staff[role], backend=MODEL)
    return client


def drafted(county, value, since, column="standard_month"):
    who = county.user("R6")
    with acting(who.actor):
        return lawchange.draft(
            "dibao", places.COUNTY, [{"column": column, "urban_rural": "", "value": value}], since=since,
            who=who, on=TODAY, **DOC,
        )  # fmt: skip


def confirmed(county, change, on=TODAY):
    who = county.user("R7")
    with acting(who.actor):
        return lawchange.confirm(change.pk, who=who, on=on)


def test_a_back_dated_raise_goes_from_the_officers_draft_to_arrears_in_the_bank_file(county, homes):
    poor, _ = homes
    paid_month(county, SEPTEMBER)
    paid_month(county, OCTOBER)
    officer, leader = browser(county, "R6"), browser(county, "R7")
    page = officer.get("/desk/number-changes/new?service=dibao").content.decode()
    assert "最低生活保障标准" in page and "1,070.00 元/月/人" in page and "安政〔2026〕29号" in page
    sent = {"service": "dibao", "since": "2026-10-01", "standard_month.": "1150", **DOC}
    answer = officer.post("/desk/number-changes/new", sent, follow=True)
    text = answer.content.decode()
    assert "增发 <strong>2</strong> 户" in text and "减发 <strong>0</strong> 户" in text
    assert "1,070.00 元/月/人" in text and "1,150.00 元/月/人" in text and "李秀英" in text
    change = lawchange.Change.objects.get()
    assert in_force(poor).amount_month == 107_000  # nothing is real yet
    assert officer.post(f"/desk/number-changes/{change.pk}/confirm").status_code == 403
    text = leader.post(f"/desk/number-changes/{change.pk}/confirm", follow=True).content.decode()
    assert "已确认" in text and "孙强" in text and in_force(poor).amount_month == 107_000
    paid_month(county, NOVEMBER)
    lines = Payment.objects.filter(household=poor, roll__month=NOVEMBER).order_by("month")
    assert [(p.month, p.kind, p.amount) for p in lines] == [(OCTOBER, "arrears", 8_000), (NOVEMBER, "regular", 115_000)]
    assert in_force(poor).source == "标准调整 安政〔2026〕40号"
    before = law.stored_numbers().find("dibao.standard_month", date(2026, 9, 30), "349926", "rural")
    assert before.value == 107_000  # history is kept: September is still reckoned by its own standard


def test_what_a_lower_standard_takes_away_waits_for_officers_and_their_paper(county, homes):
    poor, near = homes
    change = drafted(county, 85_000, DECEMBER)
    found = lawchange.rehearsed(change).as_data()
    assert (found["lowered"], found["ended"], found["raised"]) == (1, 1, 0)
    assert found["more"] == (85_000 - 107_000) - in_force(near).amount_month
    confirmed(county, change)
    assert in_force(poor).amount_month == 107_000 and in_force(near) is not None
    reviews = {r.household_id: r for r in month.Review.objects.all()}
    assert set(reviews) == {poor.pk, near.pk} and "安政〔2026〕40号" in reviews[poor.pk].why
    clerk, leader = county.user("R4"), county.user("R7")
    for review in reviews.values():
        with acting(clerk.actor):
            month.propose(review.pk, who=clerk, on=TODAY, found="标准调整，家庭情况没有变化")
        with acting(leader.actor):
            month.decide(review.pk, who=leader, on=TODAY)
    assert (in_force(poor).amount_month, in_force(poor).since, in_force(near)) == (85_000, DECEMBER, None)
    assert month.ReviewPaper.objects.count() == 2


def test_reviews_open_in_the_month_before_a_change_holds_and_only_once(county, homes):
    change = confirmed(county, drafted(county, 85_000, date(2027, 3, 1)))
    assert change.reviews_on is None and month.Review.objects.count() == 0
    with acting("测试"):
        assert lawchange.hand_over_due(date(2027, 1, 31)) == 0
        assert lawchange.hand_over_due(date(2027, 2, 1)) == 2
        assert lawchange.hand_over_due(date(2027, 2, 2)) == 0


def test_the_command_rehearses_and_writes_nothing(county, homes):
    held = law.stored_numbers().rows()
    words = ["law", "rehearse", "dibao", "--area", "349926", "--since", "2027-01-01"]
    result = CliRunner().invoke(main, [*words, "--number", "standard_month:rural=120000", "--json"])
    told = json.loads(result.stdout)
    assert (told["raised"], told["same"], told["more"]) == (2, 0, 26_000) and told["towns"][0]["name"] == "孔溪乡"
    assert law.stored_numbers().rows() == held and in_force(homes[0]).amount_month == 107_000
    result = CliRunner().invoke(main, [*words, "--number", "standard_month:rural=120000"])
    assert "增发     2 户" in result.stdout
    result = CliRunner().invoke(main, [*words, "--number", "standard_month:rural=7"])
    assert result.exit_code == 2 and "不对，应为" in result.stderr


def test_only_the_households_of_the_changed_class_are_touched(county, homes):
    who = county.user("R6")
    with acting(who.actor):
        change = lawchange.draft(
            "dibao", places.COUNTY, [{"column": "standard_month", "urban_rural": "urban", "value": 200_000}],
            since=DECEMBER, who=who, on=TODAY, **DOC,
        )  # fmt: skip
    assert lawchange.rehearsed(change).count("same") == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"doc": " "}, "请写明文号和条款"),
        ({"standard_month.": ""}, "没有任何数与现行的不同"),
        ({"standard_month.": "1070"}, "没有任何数与现行的不同"),
        ({"standard_month.": "一千"}, "不是可用的数"),
        ({"standard_month.": "3"}, "的值 300 不对"),
        ({"since": "明年"}, "起始日应写成"),
    ],
)
def test_a_draft_that_does_not_fit_is_not_kept(county, sent, said):
    form = {"service": "dibao", "since": "2026-12-01", "standard_month.": "1150", **DOC, **sent}
    answer = browser(county, "R6").post("/desk/number-changes/new", form)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert lawchange.Change.objects.count() == 0


def test_one_person_alone_cannot_change_a_standard_not_even_past_the_page(county):
    from django.db import IntegrityError, transaction

    change = drafted(county, 115_000, DECEMBER)
    with pytest.raises(lawchange.ChangeRefused, match="由县局分管领导确认"):
        lawchange.confirm(change.pk, who=county.user("R6"), on=TODAY)
    with acting("测试"), pytest.raises(IntegrityError, match="lawchange_two_people"), transaction.atomic():
        lawchange.Change.objects.update(state="confirmed", confirmed_by=change.drafted_by_id, confirmed_on=TODAY)
    browser(county, "R6").post(f"/desk/number-changes/{change.pk}/withdraw", {"reason": "文号写错"})
    change.refresh_from_db()
    assert change.state == "withdrawn" and "没有任何" not in str(change)
    with acting("测试"), pytest.raises(lawchange.ChangeRefused, match="已撤回"):
        lawchange.confirm(change.pk, who=county.user("R7"), on=TODAY)


def test_others_look_on_but_do_not_draft(county):
    drafted(county, 115_000, DECEMBER)
    clerk = browser(county, "R4")
    assert "安政〔2026〕40号" in clerk.get("/desk/number-changes/").content.decode()
    assert clerk.get("/desk/number-changes/new").status_code == 403


def test_a_number_that_other_programmes_read_is_tried_on_them_too_and_followed_by_their_month(county):
    change = drafted(county, 115_000, DECEMBER)
    assert "tekun" in lawchange.affected(change) and "dibao" not in lawchange.affected(change)
    confirmed(county, change)
    change.refresh_from_db()
    assert "tekun" in [told["programme"] for told in change.effect["others"]]
    assert DECEMBER in month.boundaries("tekun") and DECEMBER in month.boundaries("dibao")
