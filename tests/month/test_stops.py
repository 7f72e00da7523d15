"""停发 by hand: proposed by one, decided by another, from the month after the decision, told in writing, counted as 退出."""

import re
from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import next_month
from anmin.kernel.funds.api import Entitlement, Omission
from anmin.kernel.month.api import (
    EventChange,
    EventPaper,
    People,
    Stopping,
    StopRefused,
    close_month,
    decide_stop,
    grounds_of,
    issue_papers,
    open_event_paper,
    propose_stop,
    return_stop,
    stop_brings,
    stopped_by_hand,
)
from anmin.kernel.people.api import Household
from anmin.kernel.service import register
from tests.county import COUNTY, County
from tests.month.county import enrol, household, kin_of, person
from tests.package.holders import held

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 10, 12), date(2026, 11, 1)
FOUND = "10月9日张卫国书面申请退出，申请书编号 7"


@pytest.fixture
def home(county: County) -> Household:
    made = household(person("张卫国", 1, born="19610512", disability=("limb", 1)), receiving_dibao=True)
    held(made, "disability", date(2026, 2, 1))
    return made


def put(county: County, home: Household, role: str = "R4", **more: object) -> Stopping:
    given = {"on": DAY, "since": NEXT, "ground": "own_wish", "found": FOUND, "programme": "disability"} | more
    with acting("测试"):
        return propose_stop(home, given.pop("programme"), who=county.user(role), **given)


def decided(county: County, stopping: Stopping, on: date = DAY, role: str = "R7") -> Stopping:
    with acting("测试"):
        return decide_stop(stopping.pk, who=county.user(role), on=on)


def months(county: County, *days: date) -> None:
    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    for month in days:
        close_month("disability", month, COUNTY, people=people, on=month)


def test_what_waits_has_stopped_nothing_and_the_decision_ends_it_from_next_month(home, county):
    stopping = put(county, home)
    assert Entitlement.objects.get(programme="disability").until is None
    assert "自2026年11月起停发每月" in stop_brings(stopping, DAY)[0]
    decided(county, stopping)
    ended = Entitlement.objects.get(programme="disability")
    assert ended.until == NEXT and ended.end_reason == f"停发（本人或监护人书面申请退出）：{FOUND}"


def test_nobody_decides_what_they_proposed_not_even_past_the_pages(home, county):
    stopping = put(county, home, "R6")
    for role in ("R4", "R6", "R9"):
        with pytest.raises(StopRefused, match="县局分管领导"):
            decided(county, stopping, role=role)
    with acting("测试"), pytest.raises(IntegrityError, match="stopping_decided_by_another"), transaction.atomic():
        Stopping.objects.filter(pk=stopping.pk).update(
            state="decided", decided_by=stopping.told_by, decided_on=DAY, stops_from=NEXT
        )
    kin_of(county.user("R7").account, home)
    with pytest.raises(StopRefused, match="回避"):
        decided(county, stopping)
    assert Entitlement.objects.get(programme="disability").until is None


def test_the_household_is_told_why_from_which_month_and_how_to_object(home, county):
    amount = Entitlement.objects.get(programme="disability").amount_month
    decided(county, put(county, home, ground="card", found="残疾证9月30日到期，书面通知后未换领"))
    change = EventChange.objects.get()
    assert (change.kind, change.amount_before, change.amount_after) == ("stop", amount, 0)
    book = docx.Document(BytesIO(open_event_paper(change.paper, "docx", who=county.user("R4"))))
    text = "\n".join(p.text for p in book.paragraphs)
    assert "残疾人两项补贴停发告知书" in text and "残疾证9月30日到期" in text and "三（四）" in text
    assert "自2026年11月起停止发放" in text and "行政复议" in text


def test_the_month_counts_it_as_left_with_its_reason(home, county):
    months(county, date(2026, 10, 1))
    decided(county, put(county, home))
    months(county, NEXT)
    left = Omission.objects.get(roll__month=NEXT)
    assert left.kind != "held" and FOUND in left.reason and left.household == home


def test_a_late_decision_never_takes_back_a_month_that_has_begun(home, county):
    stopping = put(county, home)
    late = date(2026, 11, 3)
    assert any("顺延" in line for line in stop_brings(stopping, late))
    assert decided(county, stopping, late).stops_from == date(2026, 12, 1)


def test_given_back_with_a_reason_it_goes_on_and_may_be_proposed_again(home, county):
    stopping = put(county, home)
    with pytest.raises(StopRefused, match="正等待决定"):
        put(county, home)
    with acting("测试"):
        return_stop(stopping.pk, who=county.user("R7"), on=DAY, reason="申请书没有签名")
    put(county, home)
    assert Entitlement.objects.get(programme="disability").until is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": date(2026, 10, 1)}, "从次月起"),
        ({"ground": "adopted"}, "没有这一停发事由"),
        ({"found": "申请"}, "至少 5 个字"),
        ({"programme": "tekun"}, "按该项目自己的办法"),
        ({"programme": "emergency_aid"}, "按该项目自己的办法"),
        ({"programme": "elder_allowance"}, "没有待遇"),
        ({"role": "R3"}, "乡镇经办或县局经办"),
    ],
)
def test_what_cannot_be_stopped_so_is_refused_in_words(home, county, wrong, said):
    with pytest.raises(StopRefused, match=said):
        put(county, home, **wrong)


def test_a_service_s_own_grounds_come_before_those_of_all():
    assert next(iter(grounds_of("children"))) == "adopted" and "own_wish" in grounds_of("children")


def test_every_programme_that_can_be_stopped_has_a_paper_that_tells_of_it(home, county):
    names = [name for name, kind in register().items() if stopped_by_hand(kind)]
    assert {"dibao", "children", "disability", "elder_allowance", "elder_care", "veterans"} <= set(names)
    with acting("测试"):
        for name in names:
            one = Stopping.objects.create(
                household=home, area=home.area, programme=name, since=NEXT, ground="own_wish", found=FOUND,
                told_by=county.staff["R4"], told_on=DAY,
            )  # fmt: skip
            change = EventChange.objects.create(
                stopping=one, household=home, area=home.area, programme=name, kind="stop", since=NEXT, amount_before=100_00,
                amount_after=0, persons_before=1, persons_after=0, reason=FOUND,
            )  # fmt: skip
            (paper,) = issue_papers([change], DAY)
            assert "停发告知书" in paper.title or "停发" in paper.title, paper.title


# ── in the browser
def told(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def as_role(county: County, role: str) -> Client:
    client = Client()
    client.force_login(county.staff[role], backend="anmin.kernel.access.signing_in.Backend")
    return client


def test_from_the_household_s_page_to_the_paper(home, county):
    town, head = as_role(county, "R4"), as_role(county, "R7")
    enrol(home, timezone.localdate().replace(day=1))
    assert f'href="/desk/households/{home.pk}/stop">停发' in told(town.get(f"/desk/households/{home.pk}/"))
    due = Entitlement.objects.get(programme="disability")
    assert town.get(f"/desk/entitlements/{due.pk}/stop").url == f"/desk/households/{home.pk}/stop?programme=disability"
    address, first = f"/desk/households/{home.pk}/stop", next_month(timezone.localdate())
    sent = {"programme": "disability", "since": first.isoformat(), "ground": "moved", "found": "户口已迁往邻县"}
    assert "请填写" in told(town.post(address, sent | {"found": ""}))
    assert "决定之前照常发放" in told(town.post(address, sent, follow=True))
    one = Stopping.objects.get()
    assert "停发待决定" in told(town.get(address)) and "停发待决定</a> <strong>1</strong>" in told(head.get("/desk/"))
    page = f"/desk/stoppings/{one.pk}/"
    assert "县局分管领导决定" in told(town.get(page))
    assert town.post(page, {"act": "decide", "seen": "x"}).status_code == 403
    assert head.post(page, {"act": "decide", "seen": "x"}).status_code == 422
    seen = re.search(r'name="seen" value="(\w+)"', told(head.get(page)))[1]
    assert EventPaper.objects.count() == 0
    shown = told(head.post(page, {"act": "decide", "seen": seen}, follow=True))
    assert EventPaper.objects.get().number in shown and "已停发" in shown
    assert EventPaper.objects.get().number in told(town.get(f"/desk/households/{home.pk}/"))
    assert "户口已迁往邻县" in told(town.get(f"/desk/event-changes/{EventChange.objects.get().pk}/"))
    assert "邻县" in told(town.get(page)) and one.pk and Entitlement.objects.get(programme="dibao").until is None
