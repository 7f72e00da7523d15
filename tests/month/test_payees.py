"""A payee who has died: the line waits on somebody's desk until another is named, and is then paid with what was missed."""

import re
from datetime import date

import pytest
from django.test import Client

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Entitlement, Grant, Omission, Payment, grant
from anmin.kernel.law.api import LawError, enter_numbers
from anmin.kernel.month import on_events
from anmin.kernel.month.api import EventChange, PayeeRefused, name_payee, onward
from anmin.kernel.people.api import Household, Person
from tests.county import COUNTY, County
from tests.month.county import enrol, event, household, kin_of, paid_month, person

pytestmark = pytest.mark.django_db
DIED, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (
    date(2026, 9, 12), date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1),
)  # fmt: skip


@pytest.fixture
def home(county: County, monkeypatch: pytest.MonkeyPatch) -> Household:
    """A household whose payee died while it could not be reckoned, so that nothing could go on."""
    made = household(person("许老汉", 1, born="19500101"), person("许大嫂", 2, born="19520101", relation="10"))
    enrol(made, date(2026, 8, 1))

    def cannot(*_: object, **__: object) -> None:
        raise LawError("事实有误")

    with monkeypatch.context() as patched:
        patched.setattr(on_events, "reckon_households", cannot)
        event(made, "许老汉", "died", DIED)
    made.refresh_from_db()
    return made


def named(county: County, home: Household, role: str = "R4", **more: object) -> object:
    given = {"payee_id": home.head_id, "on": date(2026, 10, 20), "proof": "家庭推举书"} | more
    with acting("测试"):
        return name_payee(home, "dibao", who=county.user(role), **given)


def told(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_line_waits_on_the_desk_once_however_many_months_repeat_it_until_somebody_is_named(home, county):
    for month in (SEPTEMBER, OCTOBER, NOVEMBER):
        paid_month(county, month)
    lines = Omission.objects.filter(kind="died")
    assert lines.count() == 2 and [o.roll.month for o in lines.filter(payee_wanted=True)] == [NOVEMBER]
    town, other = Client(), Client()
    town.force_login(county.staff["R4"], backend="anmin.kernel.access.signing_in.Backend")
    other.force_login(county.staff["R9"], backend="anmin.kernel.access.signing_in.Backend")
    wait = "领款人已故待指定新领款人</a> <strong>1</strong>"
    assert wait in told(town.get("/desk/")) and wait not in told(other.get("/desk/"))
    line = lines.get(payee_wanted=True)
    assert told(town.get("/desk/omissions/?kind=died&wanted=1")).count("许老汉") >= 1
    page = f"/desk/omissions/{line.pk}/payee"
    assert page in told(town.get(f"/desk/omissions/{line.pk}/"))
    assert "自2026年10月起由每月" in told(town.get(page))
    assert "请填写" in told(town.post(page, {"payee": str(home.head_id), "proof": ""}))
    assert "已改由许大嫂领取" in told(town.post(page, {"payee": str(home.head_id), "proof": "家庭推举书"}, follow=True))
    assert wait not in told(town.get("/desk/"))
    assert "在世，不用另行指定" in told(town.get(page))


def test_what_goes_on_is_reckoned_for_who_is_left_and_the_months_missed_follow(home, county):
    before = Entitlement.objects.get(household=home)
    for month in (SEPTEMBER, OCTOBER):
        paid_month(county, month)
    found = named(county, home)
    assert found.since == OCTOBER and found.persons == 1 and found.amount < before.amount_month
    now = Entitlement.objects.get(household=home, until=None)
    assert (now.payee.name, now.amount_month, now.since) == ("许大嫂", found.amount, OCTOBER)
    paid_month(county, NOVEMBER)
    lines = Payment.objects.filter(roll__month=NOVEMBER).order_by("month").values_list("month", "kind", "amount")
    assert list(lines) == [(OCTOBER, "arrears", found.amount), (NOVEMBER, "regular", found.amount)]
    change = EventChange.objects.get()
    assert (change.amount_after, change.kind) == (found.amount, "down") and change.paper.number


def test_a_death_that_came_without_its_consequences_is_told_first_and_then_ends_or_goes_on(county):
    alone = household(person("赵一人", 3, born="19500101"))
    enrol(alone, date(2026, 8, 1))
    with acting("名册导入"):
        Person.objects.filter(pk=alone.head_id).update(died_on=DIED)
    with pytest.raises(PayeeRefused, match="还没有作为家庭变化办理；请登记（发生日期填 2026-09-12）"):
        onward(alone, "dibao")
    done = event(alone, "赵一人", "died", DIED)
    assert Entitlement.objects.get(household=alone).until == OCTOBER and done.changes[0].kind == "stop"
    assert "已经登记过" in event(alone, "赵一人", "died", DIED).lines[0]
    with pytest.raises(PayeeRefused, match="不用另行指定"):
        onward(alone, "dibao")


def test_only_a_living_member_is_named_by_no_relative_and_with_a_proof(home, county):
    dead = Entitlement.objects.get(household=home).payee_id
    for wrong, said in (
        ({"payee_id": dead}, "在世的成员"), ({"proof": " "}, "依据"), ({"role": "R9"}, "乡镇经办或县局经办"),
    ):  # fmt: skip
        with pytest.raises(PayeeRefused, match=said):
            named(county, home, **wrong)
    kin_of(county.user("R4").account, home)
    with pytest.raises(PayeeRefused, match="回避"):
        named(county, home)
    assert onward(home, "dibao").amount > 0


# ── standards that come later, for months in which the payee lived and for those after
def raised(since: date) -> None:
    """The standard is 2,000 yuan from a day on; the couple has no income, so that each person is due just that and a fifth
    more for age."""
    with acting("测试"):
        enter_numbers([{
            "key": "dibao.standard_month", "area": COUNTY[:6], "urban_rural": "", "category": "", "value": 2000_00,
            "unit": "fen/month", "since": since, "until": None, "doc": "安政〔2026〕99号", "article": "", "mark": "S",
        }])  # fmt: skip


def paid_in(month: date) -> list[tuple]:
    rows = Payment.objects.filter(roll__month=month).order_by("month")
    return list(rows.values_list("month", "amount", "persons", "payee_name"))


def test_a_standard_back_dated_into_the_life_of_a_dead_payee_is_owed_to_who_goes_on(county):
    family = household(person("许老汉", 1, born="19500101"), person("许大嫂", 2, born="19520101", relation="10"))
    enrol(family, date(2026, 8, 1))
    for month in (date(2026, 8, 1), SEPTEMBER):
        paid_month(county, month)
    event(family, "许老汉", "died", DIED)
    paid_month(county, OCTOBER)
    old = dict(Payment.objects.values_list("month", "amount"))
    raised(date(2026, 8, 1))
    paid_month(county, NOVEMBER)
    assert paid_in(NOVEMBER) == [
        (date(2026, 8, 1), 4800_00 - old[date(2026, 8, 1)], 2, "许大嫂"),
        (SEPTEMBER, 4800_00 - old[SEPTEMBER], 2, "许大嫂"),
        (OCTOBER, 2400_00 - old[OCTOBER], 1, "许大嫂"),
        (NOVEMBER, 2400_00, 1, "许大嫂"),
    ]
    line = Payment.objects.get(roll__month=NOVEMBER, month=SEPTEMBER)
    assert line.payee.name == "许大嫂" and line.entitlement.payee.name == "许老汉"
    paid_month(county, DECEMBER)
    assert paid_in(DECEMBER) == [(DECEMBER, 2400_00, 1, "许大嫂")]


def test_what_waits_for_a_payee_is_raised_for_nobody_until_one_is_named(home, county):
    for month in (SEPTEMBER, OCTOBER):
        paid_month(county, month)
    first = Payment.objects.get(month=SEPTEMBER).amount
    raised(SEPTEMBER)
    paid_month(county, NOVEMBER)
    assert paid_in(NOVEMBER) == []
    assert Entitlement.objects.get(household=home, until=None).payee.name == "许老汉"
    found = named(county, home)
    assert (found.since, found.amount, found.persons) == (OCTOBER, 2400_00, 1)
    paid_month(county, DECEMBER)
    assert paid_in(DECEMBER) == [
        (SEPTEMBER, 4800_00 - first, 2, "许大嫂"),
        *((month, 2400_00, 1, "许大嫂") for month in (OCTOBER, NOVEMBER, DECEMBER)),
    ]


def test_a_standard_raised_after_the_death_does_not_hide_the_months_between(home, county):
    for month in (SEPTEMBER, OCTOBER):
        paid_month(county, month)
    before = Payment.objects.get(month=SEPTEMBER).amount
    raised(NOVEMBER)
    paid_month(county, NOVEMBER)
    assert named(county, home).since == OCTOBER
    paid_month(county, DECEMBER)
    assert [row[:3] for row in paid_in(DECEMBER)] == [
        (OCTOBER, before // 2, 1), (NOVEMBER, 2400_00, 1), (DECEMBER, 2400_00, 1),
    ]  # fmt: skip


def test_who_was_named_goes_on_receiving_when_the_amount_changes(county):
    family = household(
        person("许老汉", 1, born="19500101"),
        person("许大嫂", 2, born="19520101", relation="10"),
        person("许小妹", 4, born="19900101", relation="30"),
    )
    enrol(family, date(2026, 8, 1))
    daughter = family.memberships.get(person__name="许小妹").person
    due = Entitlement.objects.get(household=family)
    with acting("测试"):
        grant([
            Grant(family.pk, "dibao", due.amount_month, 3, SEPTEMBER, "户主年迈，改由女儿领取", due.basis, payee_id=daughter.pk)
        ])  # fmt: skip
    raised(OCTOBER)
    paid_month(county, OCTOBER)
    assert {row[3] for row in paid_in(OCTOBER)} == {"许小妹"}
    event(family, "许大嫂", "died", date(2026, 10, 5))
    assert Entitlement.objects.get(household=family, until=None).payee == daughter
    event(family, "许小妹", "left", date(2026, 11, 5))
    assert Entitlement.objects.get(household=family, until=None).payee.name == "许老汉"
