"""What an examiner asked of the money: inputs under which a rule that is nearly always right would be wrong."""

from datetime import date

import pytest
from django.db import connection

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import (
    Ending,
    Grant,
    MoneyRefused,
    Recovery,
    Remittance,
    end,
    grant,
    hold,
    read_answer,
    release,
)
from anmin.kernel.people.api import unseal
from tests.funds.payees import NOVEMBER, OCTOBER, PROGRAMME, bank_says, entitle, homes, payer
from tests.funds.test_bank import give_account

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def paying(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return payer()


def answered(paying, batch, returned=()):
    with acting(paying.users["R9"].actor):
        read_answer(bank_says(batch, returned), who=paying.users["R9"], on=OCTOBER)


def long_ago(days=30):
    """What was made so far was made long before what follows."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for column in ("entitlement.touched_at", "roll.made_at", "batch.made_at"):
            table, _, name = column.partition(".")
            cursor.execute(f"UPDATE funds_{table} SET {name} = {name} - make_interval(days => %s)", [days])
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_what_is_sent_again_though_no_longer_due_is_found(paying):
    home, other = homes(2)
    entitle(home, other)
    roll = paying.paid()
    serial = roll.payments.get(household=home).serial
    answered(paying, roll.batches.get(), (serial,))
    with acting("测试"):
        end([Ending(home.pk, PROGRAMME, OCTOBER, "隐瞒车辆")])
    long_ago()
    november = paying.paid(NOVEMBER)
    answered(paying, november.batches.get())
    assert not Recovery.objects.exists()
    give_account(home, "6222000000000000025")
    again = paying.send(roll)
    answered(paying, again)
    long_ago()
    paying.make(DECEMBER)
    assert Recovery.objects.filter(household=home, month=OCTOBER).exists()


def twice(one, two, three):
    """The head of the first household is the payee of the second too."""
    with acting("测试"):
        grant(
            [Grant(one.pk, PROGRAMME, 500_00, 1, OCTOBER, "甲"), Grant(three.pk, PROGRAMME, 500_00, 1, OCTOBER, "丙")]
        )
        grant([Grant(two.pk, PROGRAMME, 300_00, 1, OCTOBER, "乙", payee_id=one.head_id)])


def test_a_payee_of_two_households_gets_no_arrears_for_a_month_already_paid_through_the_other(paying):
    one, two, three = homes(3)
    twice(one, two, three)
    roll = paying.paid()
    assert roll.lines == 2
    with acting("测试"):
        end([Ending(one.pk, PROGRAMME, NOVEMBER, "并户")])
    november = paying.make(NOVEMBER)
    got = list(november.payments.values_list("household", "month", "kind", "amount"))
    assert (two.pk, OCTOBER, "arrears", 300_00) not in got


def test_a_household_that_was_left_off_as_double_gets_its_months_where_the_other_was_wrong(paying):
    one, two, three = homes(3)
    twice(one, two, three)
    long_ago(40)
    paying.paid()
    with acting("测试"):
        end([Ending(one.pk, PROGRAMME, OCTOBER, "登记错误")])
    long_ago(40)
    november = paying.make(NOVEMBER)
    got = list(november.payments.values_list("household", "month", "kind", "amount"))
    assert (two.pk, OCTOBER, "arrears", 300_00) in got


def test_a_hold_in_a_month_that_was_released_later_is_refused_in_words(paying):
    (home,) = homes(1)
    with acting("测试"):
        hold(home, PROGRAMME, since=OCTOBER, reason="核实")
        release(home, PROGRAMME, since=DECEMBER, reason="核实完", pay_back=True)
        with pytest.raises(MoneyRefused, match="2026年12月起才恢复"):
            hold(home, PROGRAMME, since=NOVEMBER, reason="又要核实")


@pytest.fixture
def two(paying):
    entitle(*homes(2))
    return list(paying.paid().batches.get().remittances.order_by("serial"))


def said(lines, accounts):
    number = lines[0].batch.number
    head = "批次号,序号,账号,金额,处理结果,失败原因"
    rows = [f"{number},{m.serial},{a},500.00,成功," for m, a in zip(lines, accounts, strict=True)]
    return "\n".join([head, *rows, ""]).encode()


def test_an_answer_whose_lines_the_bank_numbered_anew_is_refused(paying, two):
    accounts = [unseal(m.bank_account) for m in two]
    with pytest.raises(MoneyRefused, match="2 笔的账号与批次"), acting(paying.users["R9"].actor):
        read_answer(said(two, accounts[::-1]), who=paying.users["R9"], on=OCTOBER)
    assert set(Remittance.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize(
    "shown",
    [str, lambda a: f"{a[:4]}********{a[-4:]}", lambda a: f"{a[:4]} {a[4:]}", lambda a: f"{a[:15]}0000", lambda _: ""],
)
def test_an_account_that_is_masked_spaced_or_rounded_is_still_that_of_its_line(paying, two, shown):
    data = said(two, [shown(unseal(m.bank_account)) for m in two])
    with acting(paying.users["R9"].actor):
        assert read_answer(data, who=paying.users["R9"], on=OCTOBER).paid_lines == 2


@pytest.mark.parametrize("pay_back", [True, False])
def test_what_is_released_from_a_later_month_on_is_kept_back_until_then_and_follows_however_long_ago_it_was_said(
    paying, pay_back
):
    held, well = homes(2)
    entitle(held, well)
    with acting("测试"):
        hold(held, PROGRAMME, since=OCTOBER, reason="账户待核实")
    paying.paid()
    with acting("测试"):
        release(held, PROGRAMME, since=DECEMBER, reason="法院解冻", pay_back=pay_back)
    assert not paying.paid(NOVEMBER).payments.filter(household=held).exists()
    long_ago()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE funds_hold SET touched_at = touched_at - interval '60 days'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    got = paying.make(DECEMBER).payments.filter(household=held).order_by("month").values_list("month", flat=True)
    assert list(got) == ([OCTOBER, NOVEMBER, DECEMBER] if pay_back else [DECEMBER])
