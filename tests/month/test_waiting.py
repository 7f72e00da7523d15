"""What waits for an answer stands on the desk of whoever must give it: findings with their term, and what came back."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import Period, due, working_calendar
from anmin.kernel.month.api import (
    EventProposal,
    Finding,
    NotToNote,
    People,
    Stopping,
    answer_finding,
    close_month,
    note_return,
    return_event,
    return_stop,
)
from anmin.kernel.people.api import Household, change_account
from tests import county as places
from tests.county import COUNTY, County
from tests.funds.payees import NOVEMBER, OCTOBER
from tests.month.county import household, person
from tests.month.test_close import home, roster
from tests.month.test_close import person as wage_earner
from tests.month.test_stops import DAY, FOUND, put
from tests.month.test_two_hands import moving_out
from tests.package.holders import held

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)
TEN_DAYS = Period.parse("10 WD")


@pytest.fixture
def county(db: None, settings: object, tmp_path: Path) -> County:
    settings.VAR_DIR = tmp_path
    return places.build()


def close(county: County, month: date) -> None:
    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    close_month("dibao", month, COUNTY, people=people, on=month)


def by(county: County, who: str) -> Client:
    client = Client()
    client.force_login(county.staff[who], backend="anmin.kernel.access.signing_in.Backend")
    return client


def told(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def line(county: County, role: str, label: str) -> str:
    """The line of the desk that begins so, "" where there is none."""
    found = re.search(rf"<li><a href=[^>]*>{label}</a>.*?</li>", told(by(county, role).get("/desk/")))
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


# ── findings of the month
def test_an_open_finding_stands_on_the_desk_of_its_township_with_its_term(county):
    roster((home(wage_earner(1, wage=300_00), account=""), None), (home(wage_earner(2), account="62220000"), None))
    close(county, OCTOBER)
    term = due(TEN_DAYS, OCTOBER, working_calendar()).limit_on
    assert [f.due_on for f in Finding.objects.all()] == [term]
    assert line(county, "R4", "月结复核事项待答复") == f"月结复核事项待答复 1 逾期 1 最早期限 {term}"
    assert line(county, "R9", "月结复核事项待答复") == ""
    with acting("测试"):
        answer_finding(Finding.objects.get().pk, who=county.user("R4"), on=DAY, state="kept", text="本人领取现金支票")
    assert line(county, "R4", "月结复核事项待答复") == ""


def test_what_still_waits_is_asked_once_in_the_newest_month_and_keeps_its_term(county):
    same = {"account": "6222000000000000099"}
    roster(*((home(wage_earner(n), **same), None) for n in (1, 2)), (home(wage_earner(3), account=""), None))
    close(county, OCTOBER)
    first = Finding.objects.filter(kind="shared_account").first()
    with acting("测试"):
        answer_finding(first.pk, who=county.user("R4"), on=DAY, state="kept", text="二人是夫妻，同一张卡")
    close(county, NOVEMBER)
    assert Finding.objects.count() == 6
    stands = {(f.close.month, f.household_id == first.household_id, f.kind): f for f in Finding.objects.all()}
    assert stands[OCTOBER, False, "no_account"].stand == "over"
    assert stands[NOVEMBER, False, "no_account"].stand == "open"
    assert stands[NOVEMBER, False, "no_account"].due_on == stands[OCTOBER, False, "no_account"].due_on
    assert "待答复 2" in line(county, "R4", "月结复核事项待答复")
    listed = told(by(county, "R4").get("/desk/month-findings/?state=open"))
    assert listed.count("<tr data-href") == 2
    assert told(by(county, "R4").get("/desk/month-findings/?state=over")).count("<tr data-href") == 2


def test_an_account_that_was_found_to_be_in_order_is_asked_about_again_only_when_something_changed(county):
    same = {"account": "6222000000000000099"}
    roster(*((home(wage_earner(n), **same), None) for n in (1, 2)))
    roster((home(wage_earner(3), account="6222000000000000035"), None))
    close(county, OCTOBER)
    with acting("测试"):
        for each in Finding.objects.filter(kind="shared_account"):
            answer_finding(each.pk, who=county.user("R4"), on=DAY, state="kept", text="二人是夫妻，同一张卡")
    close(county, NOVEMBER)
    found = Finding.objects.filter(close__month=NOVEMBER)
    assert {(f.stand, f.answer, f.answered_by, f.answered_on) for f in found} == {
        ("kept", "二人是夫妻，同一张卡", county.staff["R4"], DAY)
    }
    joins = Household.objects.exclude(pk__in=found.values("household")).get()
    with acting("测试"):
        change_account(
            joins, bank_name="农商银行", bank_account=same["account"], payee_name=joins.head.name, agreement="", proof="存折",
            actor="测试", on=DAY,
        )  # fmt: skip
    close(county, DECEMBER)
    assert list(Finding.objects.filter(close__month=DECEMBER).values_list("stand", flat=True)) == ["open"] * 3


# ── what came back
@pytest.fixture
def stopping(county: County) -> Stopping:
    made = household(person("张卫国", 1, born="19610512", disability=("limb", 1)), receiving_dibao=True)
    held(made, "disability", date(2026, 2, 1))
    one = put(county, made)
    with acting("测试"):
        return return_stop(one.pk, who=county.user("R7"), on=DAY, reason="申请书没有签名")


def test_a_returned_stop_stands_on_its_proposer_s_desk_until_it_is_proposed_again(county, stopping):
    assert "被退回 1" in line(county, "R4", "您提出的停发被退回")
    assert line(county, "R6", "您提出的停发被退回") == "", "another who may propose did not propose it"
    mine = told(by(county, "R4").get("/desk/stoppings/?state=returned&mine=1&unnoted=1"))
    assert f"/desk/stoppings/{stopping.pk}/" in mine
    shown = told(by(county, "R4").get(f"/desk/stoppings/{stopping.pk}/"))
    assert "申请书没有签名" in shown and "知悉，不再提出" in shown
    again = re.search(r'href="([^"]+again=\d+)"', shown)[1].replace("&amp;", "&")
    assert FOUND in told(by(county, "R4").get(again)), "what was written before is there again"
    with acting("测试"):
        put(county, stopping.household)
    assert line(county, "R4", "您提出的停发被退回") == ""


def test_or_until_its_proposer_leaves_it_at_that_and_nobody_else_may(county, stopping):
    with acting("测试"), pytest.raises(NotToNote, match="提出人本人"):
        note_return(stopping, who=county.user("R6"), on=DAY)
    page = f"/desk/stoppings/{stopping.pk}/"
    assert "知悉，不再提出" not in told(by(county, "R7").get(page))
    assert "不是" not in told(by(county, "R4").post(page, {"act": "note"}, follow=True))
    assert line(county, "R4", "您提出的停发被退回") == ""
    assert "没有退回给您" in told(by(county, "R4").post(page, {"act": "note"}, follow=True))


def test_a_returned_life_event_stands_on_the_desk_of_whoever_told_it(county):
    family = household(
        person("张卫国", 1, born="19610512"), person("张小雨", 4, born="20100901", relation="30", student="school")
    )
    what, on = moving_out(family), DAY
    waits = EventProposal(
        household=family, area=family.area, person=what.person, kind="left", on=on, answers={"proof": "户口迁移证"},
        source="户口迁移证", lines=["减员"], told_by=county.staff["R4"], told_on=on,
    )  # fmt: skip
    with acting("测试"):
        waits.save()
        return_event(waits.pk, who=county.user("R6"), on=on, reason="迁移证日期不符")
    assert "被退回 1" in line(county, "R4", "您登记的家庭变化被退回")
    page = f"/desk/event-proposals/{waits.pk}/"
    assert f"/desk/households/{family.pk}/change" in told(by(county, "R4").get(page))
    by(county, "R4").post(page, {"act": "note"})
    assert line(county, "R4", "您登记的家庭变化被退回") == ""
