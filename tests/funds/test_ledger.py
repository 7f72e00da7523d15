"""Double entry: always balanced, once for each thing, from the right purse, closed when the month is closed."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import (
    Account,
    Amendment,
    Ending,
    Entitlement,
    Entry,
    Fund,
    MoneyRefused,
    Payment,
    Period,
    Posting,
    Recovery,
    add_budget,
    amend,
    approve,
    balances,
    book_recoveries,
    budget_notes,
    end,
    ensure_funds,
    left_of,
    lock_month,
    read_answer,
    reopen_month,
    repay,
    waive,
)
from anmin.kernel.people.api import Person
from tests.county import COUNTY, STREET
from tests.funds.payees import NOVEMBER, OCTOBER, PROGRAMME, bank_says, entitle, homes, payer

pytestmark = pytest.mark.django_db


def books() -> dict[str, int]:
    """Balances by account in yuan, levels and funds together."""
    sums: dict[str, int] = {}
    for _, kind, _, amount in balances(COUNTY, PROGRAMME):
        sums[kind] = sums.get(kind, 0) + amount // 100
    return {kind: amount for kind, amount in sums.items() if amount}


def answered(paying, roll, returned=()):
    with acting(paying.users["R9"].actor):
        read_answer(bank_says(roll.batches.get(), returned), who=paying.users["R9"], on=roll.month)


def test_money_goes_from_owed_to_under_way_to_paid():
    paying = payer()
    entitle(*homes(3), homes(1, area=STREET, first=8)[0])
    roll = paying.approved()
    assert books() == {"救助支出": 2000, "应付救助款": -2000}
    paying.send(roll)
    assert books() == {"救助支出": 2000, "银行在途": -2000}
    answered(paying, roll, returned=(1,))
    assert books() == {"救助支出": 2000, "资金存款": -1500, "应付救助款": -500}
    assert sum(amount for *_, amount in balances(COUNTY, PROGRAMME)) == 0
    assert {fund for fund, *_ in balances(COUNTY, PROGRAMME)} == {"城市最低生活保障金", "农村最低生活保障金"}


def unbalanced(legs: tuple[int, ...]) -> None:
    fund = Fund.objects.get(area=COUNTY, urban_rural="rural")
    with transaction.atomic(), acting("测试"):
        account, _ = Account.objects.get_or_create(fund=fund, kind="cash")
        entry = Entry.objects.create(area=COUNTY, programme=PROGRAMME, month=OCTOBER, on=OCTOBER, key="x", memo="x")
        for amount in legs:
            Posting.objects.create(entry=entry, account=account, amount=amount)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("legs", [(), (100,), (100, -99)])
def test_the_database_refuses_a_voucher_that_does_not_balance(legs):
    payer()
    with acting("测试"):
        ensure_funds(COUNTY, PROGRAMME)
    with pytest.raises(DatabaseError, match=r"借贷不平|没有分录"):
        unbalanced(legs)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_what_is_booked_is_never_changed():
    paying = payer()
    entitle(*homes(1))
    paying.approved()
    for attempt in (
        lambda: Posting.objects.update(amount=1),
        lambda: Posting.objects.all().delete(),
        lambda: Entry.objects.update(memo="x"),
    ):
        with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), acting("测试"):
            attempt()


def test_money_from_above_is_spent_first_and_a_budget_may_forbid():
    paying = payer()
    entitle(*homes(3))
    with acting("测试"):
        fund = next(f for f in ensure_funds(COUNTY, PROGRAMME) if f.urban_rural == "rural")
        maker = paying.users["R6"]
        for level, doc, amount in (("central", "财社〔2026〕1号", 1000_00), ("county", "安财〔2026〕2号", 400_00)):
            add_budget(fund, year=2026, level=level, doc=doc, amount=amount, on=date(2026, 1, 5), who=maker)
            add_budget(fund, year=2026, level=level, doc=doc, amount=amount, on=date(2026, 1, 5), who=maker)
        fund.over = "refuse"
        fund.save()
    with pytest.raises(MoneyRefused, match=r"预算余额 1,400\.00 元，不足本次 1,500\.00 元"):
        paying.approved()
    with acting("测试"):
        add_budget(
            fund, year=2026, level="county", doc="安财〔2026〕9号", amount=200_00, on=date(2026, 10, 8), who=maker
        )
    roll = paying.make()
    with acting("测试"):
        assert budget_notes(roll) == []
        approve(roll.pk, who=paying.users["R7"])
    assert left_of(fund, 2026) == {"central": 0, "county": 100_00}


def test_a_missing_budget_is_told_before_approval():
    paying = payer()
    entitle(*homes(1))
    assert budget_notes(paying.make()) == [("农村最低生活保障金没有录入 2026 年预算", False)]


def test_a_locked_month_takes_nothing_more_until_it_is_reopened_for_a_reason():
    paying = payer()
    entitle(*homes(2))
    roll = paying.paid()
    chief = paying.users["R7"]
    with pytest.raises(MoneyRefused, match="没有回盘"), acting("测试"):
        lock_month(roll, who=chief)
    answered(paying, roll)
    with acting("测试"):
        lock_month(roll, who=chief)
    with pytest.raises(DatabaseError, match="已结账锁定"), transaction.atomic(), acting("测试"):
        Entry.objects.create(area=COUNTY, programme=PROGRAMME, month=OCTOBER, on=OCTOBER, key="late", memo="x")
    with pytest.raises(DatabaseError, match="已结账锁定"), transaction.atomic(), acting("测试"):
        roll.save()
    with pytest.raises(MoneyRefused, match="原因"), acting("测试"):
        reopen_month(COUNTY, PROGRAMME, OCTOBER, who=chief, reason=" ")
    with acting("测试"):
        reopen_month(COUNTY, PROGRAMME, OCTOBER, who=chief, reason="银行更正回盘")
    period = Period.objects.get()
    assert (period.locked, period.reopened_by, period.reopen_reason) == (False, chief.account, "银行更正回盘")
    with acting("测试"):
        roll.save()


def test_a_raise_after_a_death_does_not_become_the_reason_for_asking_back():
    paying = payer()
    home = overpaid(paying)
    with acting("测试"):
        now = Entitlement.objects.get(household=home)
        amend([Amendment(now.pk, 560_00, 1, "标准调整 40号", {})])
    with acting(paying.users["R6"].actor):
        paying.make(NOVEMBER)
    claim = Recovery.objects.get(household=home)
    assert (claim.amount, claim.reason) == (500_00, "领款人已于 2026-09-20 死亡")


def overpaid(paying):
    """Paid for October, though the head had died in September."""
    home, other = homes(2)
    entitle(home, other)
    answered(paying, paying.paid())
    with acting("测试"):
        Person.objects.filter(pk=home.head_id).update(died_on=date(2026, 9, 20))
    return home


def test_money_paid_after_a_death_is_found_booked_and_asked_back():
    paying = payer()
    home = overpaid(paying)
    with acting(paying.users["R6"].actor):
        roll = paying.make(NOVEMBER)
        assert book_recoveries(roll) == 1
        assert book_recoveries(roll) == 0
    claim = Recovery.objects.get()
    assert (claim.household, claim.month, claim.amount) == (home, OCTOBER, 500_00)
    assert claim.reason == "领款人已于 2026-09-20 死亡"
    assert books() == {"救助支出": 500, "资金存款": -1000, "应收追缴款": 500}
    with acting("测试"):
        repay(claim.pk, amount=200_00, on=NOVEMBER, who=paying.users["R6"])
        with pytest.raises(MoneyRefused, match=r"应退 300\.00"):
            repay(claim.pk, amount=300_01, on=NOVEMBER, who=paying.users["R6"])
        waive(claim.pk, reason="无遗产，县局会议纪要", on=NOVEMBER, who=paying.users["R7"])
    assert books() == {"救助支出": 800, "资金存款": -800}


def test_a_back_dated_end_opens_a_recovery_and_no_second_one():
    paying = payer()
    home, _ = some = homes(2)
    entitle(*some)
    answered(paying, paying.paid())
    with acting("测试"):
        end([Ending(home.pk, PROGRAMME, OCTOBER, "隐瞒车辆")])
    paying.make(NOVEMBER)
    paying.make(NOVEMBER)
    assert list(Recovery.objects.values_list("month", "amount", "reason")) == [(OCTOBER, 500_00, "隐瞒车辆")]


def test_what_the_bank_returned_is_not_asked_back():
    paying = payer()
    home, _ = some = homes(2)
    entitle(*some)
    roll = paying.paid()
    serial = roll.payments.get(household=home).serial
    answered(paying, roll, returned=(serial,))
    with acting("测试"):
        end([Ending(home.pk, PROGRAMME, OCTOBER, "隐瞒车辆")])
    paying.make(NOVEMBER)
    assert not Recovery.objects.exists()


def test_a_claim_is_lessened_where_the_amount_is_raised_again():
    paying = payer()
    (home,) = homes(1)
    entitle(home)
    answered(paying, paying.paid())
    for amount, claimed in ((300_00, 200_00), (450_00, 50_00), (500_00, 0)):
        entitle(home, amount=amount, source=f"变更 {amount}")
        for _ in range(2):
            with acting(paying.users["R6"].actor):
                book_recoveries(paying.make(NOVEMBER))
        claim = Recovery.objects.get()
        assert claim.outstanding == claimed
        assert books().get("应收追缴款", 0) == claimed // 100
    assert (claim.state, claim.closed_reason) == ("settled", "待遇更正，不应追缴")
    assert list(Payment.objects.exclude(month=OCTOBER).values_list("month", "amount")) == [(NOVEMBER, 500_00)]


def test_what_was_paid_back_and_was_due_after_all_is_paid_again():
    paying = payer()
    (home,) = homes(1)
    entitle(home)
    answered(paying, paying.paid())
    entitle(home, amount=300_00, source="变更")
    with acting(paying.users["R6"].actor):
        book_recoveries(paying.make(NOVEMBER))
        repay(Recovery.objects.get().pk, amount=100_00, on=NOVEMBER, who=paying.users["R6"])
    entitle(home, amount=450_00, source="更正")
    with acting(paying.users["R6"].actor):
        book_recoveries(paying.make(NOVEMBER))
    roll = paying.paid(NOVEMBER)
    claim = Recovery.objects.get()
    assert (claim.state, claim.reduced, claim.repaid) == ("settled", 100_00, 100_00)
    lines = roll.payments.order_by("month").values_list("month", "kind", "amount")
    assert list(lines) == [(OCTOBER, "arrears", 50_00), (NOVEMBER, "regular", 450_00)]
    answered(paying, roll)
    with acting(paying.users["R6"].actor):
        book_recoveries(paying.make(date(2026, 12, 1)))
    assert Recovery.objects.count() == 1
