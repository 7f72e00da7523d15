"""The month's changes with their reasons: each household once, and sums that are the roll's own."""

import io
from datetime import date

import openpyxl
import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Roll, hold, release
from anmin.kernel.law.models import Number
from anmin.kernel.month import reviews
from anmin.kernel.month.api import steps_of
from anmin.kernel.month.changes import changes_of
from anmin.kernel.month.report import report_bytes
from anmin.kernel.people.api import declare
from tests.county import County
from tests.month.county import enrol, event, household, in_force, paid_month, person

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
TODAY = date(2026, 9, 14)


def reconciles(roll: Roll) -> bool:
    """Entered, left, raised and lowered of the roll are the sums of the single changes."""
    changes, moved = changes_of(roll), roll.movement
    entered = sum(c.amount for c in changes if not c.persons_before)
    left = sum(c.amount_before for c in changes if not c.persons)
    differ = sum(c.amount - c.amount_before for c in changes if c.persons and c.persons_before)
    same = moved["raised"]["amount"] + moved["lowered"]["amount"] + moved["same"]["amount"]
    numbers = [c.number for c in changes]
    return (
        (entered, left, differ) == (moved["entered"]["amount"], moved["left"]["amount"], same)
        and len(numbers) == len(set(numbers))
        and sum(c.persons - c.persons_before for c in changes)
        == moved["closing"]["persons"] - moved["opening"]["persons"]
    )


def test_a_head_that_died_is_one_reduction_of_one_household_not_an_exit_and_an_entry(county: County):
    home = household(person("高老爷", 1, born="19500101"), person("高奶奶", 2, born="19520101", relation="10"))
    enrol(home)
    paid_month(county, SEPTEMBER)
    event(home, "高老爷", "died", TODAY)
    roll = paid_month(county, OCTOBER)
    change = changes_of(roll)
    assert [(c.payee, c.kind, c.persons_before, c.persons) for c in change] == [("高奶奶", "减发", 2, 1)]
    assert change[0].reason.startswith("自然减员：高老爷于 2026-09-14 死亡，户主变更为高奶奶（停旧建新）")
    assert roll.movement["left"]["households"] == roll.movement["entered"]["households"] == 0
    assert roll.movement["lowered"]["persons"] == -1
    assert reconciles(roll)


def test_entries_exits_holds_and_reviews_of_one_month_each_have_their_reason(county: County):
    names = ("甲去世", "乙减发", "丙缓发", "丁不变")
    homes = {name: household(person(name, order, born="19500101")) for order, name in enumerate(names, start=1)}
    for home in homes.values():
        enrol(home, SEPTEMBER)
    paid_month(county, SEPTEMBER)
    event(homes["甲去世"], "甲去世", "died", TODAY)
    reduced(homes["乙减发"], county)
    with acting("测试"):
        hold(homes["丙缓发"], "dibao", since=OCTOBER, reason="账户被冻结")
    enrol(household(person("戊新增", 9, born="19500101")), OCTOBER)
    roll = paid_month(county, OCTOBER)
    told = {c.payee: (c.kind, c.reason) for c in changes_of(roll)}
    assert set(told) == {"甲去世", "乙减发", "丙缓发", "戊新增"}
    assert told["甲去世"] == ("停发", "自然减员：甲去世于 2026-09-14 死亡，家庭已无成员")
    assert told["丙缓发"] == ("缓发", "缓发：账户被冻结")
    assert told["戊新增"] == ("新增", "审核确认 测试")
    assert told["乙减发"][0] == "减发"
    assert "群众反映" in told["乙减发"][1]
    assert reconciles(roll)


def reduced(home: object, county: County) -> None:
    officer, leader = county.user("R4"), county.user("R7")
    with acting("测试"):
        review = reviews.open_review(home, "dibao", cause="report", why="群众反映", on=TODAY)
        facts = {str(home.head_id): {"pension_month": 20_000}}
        declare(home, household_facts={}, person_facts=facts, on=TODAY, source="复核")
    with acting(officer.actor):
        reviews.propose(review.pk, who=officer, on=TODAY, found="核对养老金发放记录。")
    with acting(leader.actor):
        reviews.decide(review.pk, who=leader, on=TODAY)


def test_a_hold_is_respected_by_every_run_and_its_release_is_the_reason_of_the_return(county: County):
    kept, other = household(person("己缓发", 1, born="19500101")), household(person("庚照发", 3, born="19500101"))
    for home in (kept, other):
        enrol(home, SEPTEMBER)
    paid_month(county, SEPTEMBER)
    with acting("测试"):
        hold(kept, "dibao", since=OCTOBER, reason="下落不明")
    for _ in range(2):
        assert paid_month(county, OCTOBER).households == 1
    with acting("测试"):
        release(kept, "dibao", since=NOVEMBER, reason="已联系上本人", pay_back=True)
    roll = paid_month(county, NOVEMBER)
    assert [(c.payee, c.kind, c.reason) for c in changes_of(roll)] == [("己缓发", "新增", "恢复发放：已联系上本人")]
    assert roll.payments.get(kind="arrears").month == OCTOBER
    assert reconciles(roll)


def test_a_standard_raised_and_back_dated_is_paid_back_month_by_month(county: County):
    home = household(person("辛老汉", 1, born="19500101"))
    enrol(home, date(2026, 8, 1))
    for month in (date(2026, 8, 1), SEPTEMBER, OCTOBER):
        paid_month(county, month)
    before = in_force(home).amount_month
    with acting("测试"):  # told in November, in force from September
        Number.objects.create(
            key="dibao.standard_month", area="349926", value=117_000, unit="fen/month/person", doc="安政〔2026〕77号",
            since=SEPTEMBER, revision=11,
        )  # fmt: skip
    roll = paid_month(county, NOVEMBER)
    more = in_force(home).amount_month - before
    assert more == 10_000 + 2_000  # the standard, and a fifth of it for high age
    arrears = roll.payments.filter(kind="arrears").order_by("month")
    assert [(line.month, line.amount) for line in arrears] == [(SEPTEMBER, more), (OCTOBER, more)]
    change = changes_of(roll)[0]
    assert (change.kind, change.amount - change.amount_before) == ("增发", more)
    assert "安政〔2026〕77号" in change.reason
    assert reconciles(roll)


def test_the_month_report_prints_the_changes_with_their_reasons(county: County):
    home, other = household(person("壬去世", 1, born="19500101")), household(person("癸在册", 3, born="19500101"))
    for each in (home, other):
        enrol(each, SEPTEMBER)
    paid_month(county, SEPTEMBER)
    event(home, "壬去世", "died", TODAY)
    roll = paid_month(county, OCTOBER)
    book = openpyxl.load_workbook(io.BytesIO(report_bytes(roll, steps_of(roll))))
    rows = [[cell.value for cell in row] for row in book["变动明细"].iter_rows(min_row=2)]
    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("壬去世", "停发", "自然减员：壬去世于 2026-09-14 死亡，家庭已无成员")
    ]
