"""A month's roll: each household once, sums that meet, four eyes, and nothing that can be changed afterwards."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from anmin.kernel.access.api import Denied
from anmin.kernel.audit.api import acting
from anmin.kernel.audit.models import Entry as AuditEntry
from anmin.kernel.funds.api import (
    Ending,
    MoneyRefused,
    Omission,
    Payment,
    Roll,
    altered_lines,
    approve,
    end,
    hold,
    make_roll,
    release,
    review,
    send_back,
)
from anmin.kernel.people.api import Person
from tests.county import COUNTY, STREET, TOWN
from tests.funds.payees import NOVEMBER, OCTOBER, PROGRAMME, SEPTEMBER, entitle, homes, payer

pytestmark = pytest.mark.django_db


def lines(roll: Roll) -> list[tuple]:
    rows = Payment.objects.filter(roll=roll).order_by("serial")
    return [(p.household_id, p.month, p.kind, p.amount, p.note) for p in rows]


def test_everyone_entitled_is_on_the_roll_once_and_a_second_run_writes_nothing():
    paying = payer()
    some = homes(3)
    entitle(*some)
    roll = paying.make()
    assert lines(roll) == [(home.pk, OCTOBER, "regular", 500_00, "新增") for home in some]
    assert (roll.households, roll.persons, roll.lines, roll.amount) == (3, 3, 3, 1500_00)
    entries = AuditEntry.objects.count()
    assert paying.make().digest == roll.digest
    assert AuditEntry.objects.count() == entries
    assert altered_lines(roll) == []


def test_an_empty_selection_pays_nobody():
    paying = payer()
    homes(3)
    roll = paying.make()
    assert roll.lines == 0 and not Payment.objects.exists()
    with pytest.raises(MoneyRefused, match="没有一笔应发"), acting("测试"):
        review(roll.pk, who=paying.users["R9"])


def test_rolls_are_made_for_a_county_by_whoever_makes_rolls():
    paying = payer()
    with pytest.raises(MoneyRefused, match="县"), acting("测试"):
        make_roll(PROGRAMME, OCTOBER, TOWN, who=paying.users["R6"])
    for role in ("R4", "R7", "R9", "R10"):
        with pytest.raises(Denied), acting("测试"):
            make_roll(PROGRAMME, OCTOBER, COUNTY, who=paying.users[role])


def test_the_same_month_is_accepted_once_whoever_asks_again():
    paying = payer()
    entitle(*homes(2))
    roll = paying.paid()
    again = paying.make()
    assert (again.pk, again.digest, Payment.objects.count()) == (roll.pk, roll.digest, 2)
    with pytest.raises(IntegrityError, match="roll_once_a_month"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('anmin.actor_name', '数据库工具', true)")
        columns = ", ".join(f.column for f in Roll._meta.concrete_fields if not f.primary_key)
        cursor.execute(f"INSERT INTO funds_roll ({columns}) SELECT {columns} FROM funds_roll WHERE id = %s", [roll.pk])


def copied(payment: Payment, **changed) -> None:
    """Inserts a payment as someone with a database tool would."""
    values = {f.attname: getattr(payment, f.attname) for f in Payment._meta.concrete_fields if not f.primary_key}
    Payment.objects.create(**values | changed)


def test_the_database_refuses_a_second_payment_in_whatever_guise():
    paying = payer()
    one, other = homes(2)
    entitle(one, other)
    paying.make()
    line = Payment.objects.get(household=one)
    for changed, named in [
        ({}, "payment_once_per_entitlement"),
        ({"entitlement_id": Payment.objects.get(household=other).entitlement_id}, "payment_once_per"),
        ({"kind": "arrears"}, "没有这项待遇"),
        ({"kind": "arrears", "month": SEPTEMBER}, "没有这项待遇"),
        ({"month": NOVEMBER}, "没有这项待遇"),
    ]:
        with pytest.raises(DatabaseError, match=named), transaction.atomic(), acting("测试"):
            copied(line, **changed)
    with pytest.raises(DatabaseError, match="已经发足"), transaction.atomic(), acting("测试"):
        Payment.objects.filter(pk=line.pk).update(amount=500_01)


def test_money_of_the_town_cannot_pay_the_country():
    paying = payer()
    village, street = homes(1)[0], homes(1, area=STREET, first=5)[0]
    entitle(village, street)
    paying.make()
    fund = Payment.objects.get(household=street).fund_id
    for wrong in (fund, 10**9):
        with pytest.raises(DatabaseError, match="专款专用"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('anmin.actor_name', '数据库工具', true)")
            cursor.execute("UPDATE funds_payment SET fund_id = %s WHERE household_id = %s", [wrong, village.pk])


def test_no_line_is_without_its_roll_and_no_roll_goes_while_it_has_lines():
    paying = payer()
    entitle(*homes(1))
    roll = paying.make()
    with pytest.raises(DatabaseError, match="不属于任何名册"), transaction.atomic(), acting("测试"):
        Payment.objects.filter(roll=roll).update(roll=10**9)
    for statement in ("DELETE FROM funds_roll WHERE id = %s", "UPDATE funds_roll SET id = id + 1 WHERE id = %s"):
        with pytest.raises(DatabaseError, match="还有发放明细"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('anmin.actor_name', '数据库工具', true)")
            cursor.execute(statement, [roll.pk])


def test_the_dead_the_closed_and_the_held_are_left_off_with_the_reason():
    paying = payer()
    dead, closed, held, well, died_this_month = homes(5)
    entitle(dead, closed, held, well, died_this_month)
    with acting("测试"):
        Person.objects.filter(pk=dead.head_id).update(died_on=date(2026, 9, 30))
        Person.objects.filter(pk=died_this_month.head_id).update(died_on=date(2026, 10, 3))
        closed.until = date(2026, 9, 15)
        closed.save()
        hold(held, PROGRAMME, since=OCTOBER, reason="账户待核实")
    roll = paying.make()
    assert [line[0] for line in lines(roll)] == [well.pk, died_this_month.pk]
    told = dict(Omission.objects.filter(roll=roll).values_list("household", "reason"))
    assert "2026-09-30 死亡" in told[dead.pk]
    assert "销户" in told[closed.pk]
    assert told[held.pk] == "缓发：账户待核实"
    assert [line[0] for line in lines(paying.make())] == [well.pk, died_this_month.pk]


@pytest.mark.parametrize(("pay_back", "arrears"), [(True, [(OCTOBER, 500_00)]), (False, [])])
def test_a_released_household_is_paid_back_or_not_as_was_decided(pay_back, arrears):
    paying = payer()
    held, well = homes(2)
    entitle(held, well)
    with acting("测试"):
        hold(held, PROGRAMME, since=OCTOBER, reason="账户待核实")
    paying.paid()
    with acting("测试"):
        release(held, PROGRAMME, since=NOVEMBER, reason="已核实", pay_back=pay_back)
    roll = paying.make(NOVEMBER)
    back = [(line[1], line[3]) for line in lines(roll) if line[2] == "arrears"]
    assert back == arrears
    assert (held.pk, NOVEMBER, "regular", 500_00, "新增") in lines(roll)


def test_a_back_dated_raise_brings_arrears_for_each_month_paid_here_and_none_before():
    paying = payer()
    home = homes(1)[0]
    entitle(home, since=date(2026, 3, 1))
    paying.paid(SEPTEMBER)
    paying.paid(OCTOBER)
    entitle(home, amount=560_00, since=date(2026, 7, 1), source="标准调整 安政〔2026〕29号")
    roll = paying.make(NOVEMBER)
    assert lines(roll) == [
        (home.pk, NOVEMBER, "regular", 560_00, "增发"),
        (home.pk, SEPTEMBER, "arrears", 60_00, "补发"),
        (home.pk, OCTOBER, "arrears", 60_00, "补发"),
    ]
    assert roll.movement["arrears"] == {"households": 2, "persons": 0, "amount": 120_00}
    assert paying.make(NOVEMBER).digest == roll.digest


def test_the_first_roll_owes_nothing_for_months_that_were_paid_elsewhere():
    paying = payer()
    entitle(*homes(1), since=date(2024, 1, 1))
    assert [line[2] for line in lines(paying.make())] == ["regular"]


def test_opening_and_movement_make_closing_with_the_reason_of_each():
    paying = payer()
    stays, up, down, goes = homes(4)
    entitle(stays, up, down, goes, since=SEPTEMBER)
    paying.paid(SEPTEMBER)
    entitle(up, amount=600_00, source="复核增发")
    entitle(down, amount=450_00, source="复核减发")
    comes = homes(1, first=9)[0]
    entitle(comes, amount=300_00)
    with acting("测试"):
        end([Ending(goes.pk, PROGRAMME, OCTOBER, "就业后收入超标")])
    roll = paying.make()
    moved = {part: (m["households"], m["amount"]) for part, m in roll.movement.items() if part != "omitted"}
    assert moved == {
        "opening": (4, 2000_00), "entered": (1, 300_00), "left": (1, 500_00), "raised": (1, 100_00),
        "lowered": (1, -50_00), "same": (1, 0), "closing": (4, 1850_00), "arrears": (0, 0),
    }  # fmt: skip
    assert {line[0]: line[4] for line in lines(roll)} == {
        stays.pk: "不变", up.pk: "增发", down.pk: "减发", comes.pk: "新增"
    }  # fmt: skip
    gone = Omission.objects.get(roll=roll)
    assert (gone.household, gone.reason, gone.last_amount) == (goes, "就业后收入超标", 500_00)


def test_maker_reviewer_and_approver_are_three_people():
    paying = payer()
    entitle(*homes(1))
    roll = paying.make()
    both = paying.users["R6"]
    with pytest.raises(Denied), acting("测试"):
        review(roll.pk, who=both)
    with pytest.raises(MoneyRefused, match="待复核"), acting("测试"):
        approve(roll.pk, who=paying.users["R7"])
    with acting("测试"):
        review(roll.pk, who=paying.users["R9"])
    with pytest.raises(Denied), acting("测试"):
        approve(roll.pk, who=paying.users["R9"])
    for person in ("R6", "R9"):
        with pytest.raises(IntegrityError, match="roll_approved_by_another"), transaction.atomic(), acting("测试"):
            Roll.objects.filter(pk=roll.pk).update(state="approved", approved_by=paying.users[person].account)


def test_a_roll_with_one_hand_missing_cannot_be_approved_in_the_database():
    paying = payer()
    entitle(*homes(1))
    roll = paying.make()
    for change in (
        {"state": "approved", "approved_by": paying.users["R7"].account},
        {"state": "reviewed"},
        {"reviewed_by": paying.users["R9"].account},
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting("测试"):
            Roll.objects.filter(pk=roll.pk).update(**change)


def test_an_approved_roll_no_longer_moves():
    paying = payer()
    entitle(*homes(2))
    roll = paying.approved()
    line = Payment.objects.filter(roll=roll).first()
    attempts = (
        lambda: Payment.objects.filter(pk=line.pk).update(amount=1),
        lambda: Payment.objects.filter(pk=line.pk).delete(),
        lambda: copied(line, household_id=homes(1, first=8)[0].pk),
        lambda: Roll.objects.filter(pk=roll.pk).update(amount=1),
        lambda: Roll.objects.filter(pk=roll.pk).update(state="made", reviewed_by=None, approved_by=None),
        lambda: Roll.objects.filter(pk=roll.pk).delete(),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic(), acting("测试"):
            attempt()
    assert paying.make().state == "approved"


def test_what_changed_after_the_roll_was_made_must_be_made_anew_before_review():
    paying = payer()
    home = homes(1)[0]
    entitle(home)
    roll = paying.make()
    entitle(home, amount=550_00, source="更正")
    with pytest.raises(MoneyRefused, match="重新生成"), acting("测试"):
        review(roll.pk, who=paying.users["R9"])
    assert [line[3] for line in lines(paying.make())] == [550_00]


def test_a_reviewed_roll_goes_back_to_its_maker():
    paying = payer()
    entitle(*homes(1))
    roll = paying.make()
    with acting("测试"):
        review(roll.pk, who=paying.users["R9"])
        send_back(roll.pk, who=paying.users["R7"])
    roll.refresh_from_db()
    assert (roll.state, roll.reviewed_by) == ("made", None)


def test_an_altered_line_is_named():
    paying = payer()
    entitle(*homes(2))
    roll = paying.make()
    with acting("测试"):
        Payment.objects.filter(roll=roll, serial=2).update(payee_name="李四")
    assert [fault for fault in altered_lines(roll) if "第 2 行" in fault]
    assert not [fault for fault in altered_lines(roll) if "第 1 行" in fault]


def test_a_month_that_was_passed_over_is_not_made_afterwards():
    paying = payer()
    entitle(*homes(1))
    paying.make(NOVEMBER)
    with pytest.raises(MoneyRefused, match="不能回头"), acting("测试"):
        make_roll(PROGRAMME, OCTOBER, COUNTY, who=paying.users["R6"])


# ── months in their order
def test_a_month_that_has_not_come_is_not_paid_however_it_was_mistyped():
    paying = payer()
    entitle(*homes(1))
    paying.paid()
    with pytest.raises(MoneyRefused, match="还没有到"), acting("测试"):
        make_roll(PROGRAMME, date(2030, 1, 1), COUNTY, who=paying.users["R6"], on=OCTOBER)
    assert not Roll.objects.filter(month__gt=OCTOBER).exists()


def test_no_month_is_left_out_and_none_begun_before_the_last_is_approved():
    paying = payer()
    entitle(*homes(1), since=SEPTEMBER)
    paying.paid(SEPTEMBER)
    with pytest.raises(MoneyRefused, match=r"2026年10月的.*还没有生成，请先办2026年10月"):
        paying.make(NOVEMBER)
    paying.make(OCTOBER)
    with pytest.raises(MoneyRefused, match=r"2026年10月的.*还没有批准"):
        paying.make(NOVEMBER)
    assert Payment.objects.filter(roll__month=NOVEMBER).count() == 0
