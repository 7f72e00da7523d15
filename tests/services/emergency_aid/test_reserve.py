"""The townships' reserves, balanced by the database, and the register of helps: once for a cause in a year."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from anmin.kernel.audit.api import acting
from anmin.kernel.declare import today
from anmin.kernel.flow.api import MoveRefused
from anmin.kernel.funds.api import Entitlement
from anmin.services.emergency_aid import models, register
from tests import county as towns
from tests.services.emergency_aid.test_flow import AID, FIRE, redeclare, visited
from tests.services.walking import Request

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 9)


@pytest.fixture
def county():
    return towns.build()


@pytest.fixture
def reserve(county):
    with acting("测试"):
        return register.save_reserve(models.Reserve(), {"area": towns.TOWN, "keeper": "王建"})


def book(reserve, kind, amount, **more):
    values = {"kind": kind, "amount": amount, "on": today(), "paid_by": "王建", "seen_by": "陈立", **more}
    with acting("测试"):
        return register.save_entry(models.ReserveEntry(), {"reserve_id": str(reserve.pk), **values})


OUT = {"case_number": "349926-LS-2026-00001", "receiver": "张卫国"}


def test_the_cap_is_so_many_months_of_the_standard(reserve):
    assert (reserve.cap, reserve.refill_at, reserve.balance) == (30 * 107000, 963000, 0)


def test_every_line_moves_the_balance_and_bears_it(reserve):
    assert book(reserve, "in", 2000000).balance_after == 2000000
    assert book(reserve, "out", 150000, **OUT).balance_after == 1850000
    assert book(reserve, "settled", 150000).balance_after == 2000000
    reserve.refresh_from_db()
    assert reserve.balance == 2000000


def test_neither_more_than_there_is_nor_more_than_the_cap(reserve):
    book(reserve, "in", 3210000)
    with pytest.raises(ValueError, match="超过上限 32100"):
        book(reserve, "in", 1)
    with pytest.raises(ValueError, match="不够支出"):
        book(reserve, "out", 3210001, **OUT)


def test_the_database_itself_refuses_what_the_program_would_let_pass(reserve):
    book(reserve, "in", 100000)
    line = {"reserve": reserve, "area": reserve.area, "on": today(), "paid_by": "甲", "seen_by": "乙", **OUT}
    with pytest.raises(IntegrityError, match="reserve_within_cap"), acting("测试"), transaction.atomic():
        models.ReserveEntry.objects.create(kind="out", amount=100001, **line)
    with pytest.raises(DatabaseError, match="只能由流水产生"), acting("测试"), transaction.atomic():
        models.Reserve.objects.update(balance=5)
    with pytest.raises(DatabaseError, match="只能追加"), acting("测试"), transaction.atomic():
        models.ReserveEntry.objects.update(amount=1)
    with pytest.raises(DatabaseError, match="只能追加"), acting("测试"), transaction.atomic():
        models.ReserveEntry.objects.all().delete()


def test_cash_goes_out_with_two_signatures_for_a_named_case(reserve):
    book(reserve, "in", 100000)
    with pytest.raises(ValidationError, match="不能是同一人"):
        book(reserve, "out", 1000, **OUT, seen_by="王建")
    with pytest.raises(ValidationError, match="写明案号和领取人"):
        book(reserve, "out", 1000)


def test_a_reserve_belongs_to_a_township(county):
    with pytest.raises(ValueError, match="乡镇"), acting("测试"):
        register.save_reserve(models.Reserve(), {"area": towns.COUNTY, "keeper": "王建"})


def granted(walk: Request) -> Request:
    walk.moves("R3", "accept")
    visited(walk).moves("R4", "propose", opinion="属实")
    walk.moves("R5", "approve")
    return walk


def test_the_same_cause_in_the_same_year_is_known_and_refused(county):
    first = granted(Request("emergency_aid", county, DAY, consents=False, **FIRE))
    again = Request("emergency_aid", county, DAY, home=first.home)
    again.moves("R3", "accept")
    visited(again)
    assert "不得以同一事由重复申请" in again.case.reckoning["reasons"][0]["text"]
    with pytest.raises(MoveRefused, match="不符合条件"):
        again.moves("R4", "propose", opinion="属实")
    redeclare(first.home, aid_cause="illness")
    visited(again).moves("R4", "propose", opinion="另有重病")
    again.moves("R5", "approve")
    assert [aid.cause for aid in models.Aid.objects.order_by("pk")] == ["fire", "illness"]


def test_a_reckoning_that_grew_old_does_not_slip_through_at_the_decision(county):
    first = Request("emergency_aid", county, DAY, consents=False, **FIRE)
    first.moves("R3", "accept")
    visited(first).moves("R4", "propose", opinion="属实")
    with acting("测试"):  # the same help decided elsewhere meanwhile
        other = models.Aid(
            household=first.home, case_id=first.pk, area=first.home.area, head="张卫国", kind="urgent", cause="fire", year=2026,
            amount=100, decided_by="county", decided_on=DAY,
        )  # fmt: skip
        other.save()
    with pytest.raises(MoveRefused, match="已因同一原因救助 1 次"):
        first.moves("R5", "approve")
    assert first.case.outcome == ""


def test_the_register_knows_who_was_helped_first_and_whose_papers_were_late(county):
    walk = Request("emergency_aid", county, DAY, consents=False, **FIRE)
    walk.files("R4", "first_aid", AID, together=True)
    walk.moves("R5", "help_first", "全家无处过夜")
    walk.waits(20)
    walk.files("R4", "afterwards", {"application": "已补签", "proofs": "消防证明"})
    walk.moves("R4", "complete_papers")
    visited(walk).moves("R4", "propose", opinion="属实")
    walk.moves("R5", "approve")
    aid = models.Aid.objects.get()
    assert (aid.helped_first, aid.first_on, aid.papers_on, aid.papers_late) == (True, DAY, date(2026, 10, 29), True)
    assert (aid.persons, aid.amount, aid.decided_by) == (3, 214000, "township")


def helped_first(county, amount: int) -> Request:
    """Money in hand the same night, papers completed, proposed and approved."""
    walk = Request("emergency_aid", county, DAY, consents=False, **FIRE)
    walk.files("R4", "first_aid", AID | {"amount": amount}, together=True)
    walk.moves("R5", "help_first", "全家无处过夜")
    walk.files("R4", "afterwards", {"application": "已补签", "proofs": "消防证明"})
    walk.moves("R4", "complete_papers")
    visited(walk).moves("R4", "propose", opinion="属实")
    walk.moves("R5", "approve")
    return walk


def test_what_is_given_first_leaves_the_reserve_and_is_not_paid_again(county, reserve):
    book(reserve, "in", 500000)
    walk = helped_first(county, 100000)
    line = models.ReserveEntry.objects.get(kind="out")
    assert (line.amount, line.case_number, line.balance_after) == (100000, walk.case.number, 400000)
    assert line.paid_by != line.seen_by
    paid = Entitlement.objects.get(programme="emergency_aid")
    assert (paid.amount_month, models.Aid.objects.get().amount) == (114000, 214000)
    said = walk.paper("town_decision")
    assert "核定临时救助金共2,140.00元，其中先行救助已给付1,000.00元" in said and "临时救助金1,140.00元" in said


def test_without_a_reserve_the_form_tells_what_is_taken_off(county):
    assert helped_first(county, 100000).case.amount_month == 114000


def test_help_that_was_given_whole_is_decided_and_paid_no_second_time(county):
    walk = helped_first(county, 214000)
    assert walk.case.outcome == "granted" and models.Aid.objects.get().amount == 214000
    assert not Entitlement.objects.filter(programme="emergency_aid").exists()
    said = walk.paper("town_decision")
    assert "不再另行发放" in said and "一次性发给" not in said


def test_an_empty_reserve_gives_nothing_first(county, reserve):
    walk = Request("emergency_aid", county, DAY, consents=False, **FIRE)
    walk.files("R4", "first_aid", AID, together=True)
    with pytest.raises(MoveRefused, match="不够支出"):
        walk.moves("R5", "help_first", "全家无处过夜")


def test_costs_that_grew_are_not_helped_first(county):
    walk = Request("emergency_aid", county, DAY, consents=False, aid_kind="spending", aid_cause="medical")
    walk.files("R4", "first_aid", AID, together=True)
    with pytest.raises(MoveRefused, match="先行救助只用于急难型"):
        walk.moves("R5", "help_first", "住院欠费")
