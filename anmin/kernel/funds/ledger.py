"""Double entry: what is granted, owed, under way, paid and to be asked back. Every voucher is booked once, by its key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils import timezone

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import APPROVE_ROLL, MAKE_ROLL
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.models import Account, Batch, Budget, Entry, Fund, Payment, Period, Posting, Roll
from anmin.kernel.service import service

Kind = Account.Kind
LEVELS = tuple(Budget.Level.values)  # money from above is spent first


@dataclass(frozen=True)
class Leg:
    """One leg of a voucher; debit positive, credit negative (fen)."""

    fund: Fund
    kind: str
    amount: int
    level: str = ""


def ensure_funds(area: str, programme: str) -> list[Fund]:
    """The earmarked funds of a programme in a county, as its service declares them; made on first use."""
    declared = service(programme).earmarks
    have = {f.urban_rural: f for f in Fund.objects.filter(area=area, programme=programme)}
    for residence, (code, name) in declared.items():
        if residence not in have:
            have[residence] = Fund.objects.create(
                area=area, programme=programme, urban_rural=residence, code=code, name=name
            )
    return list(have.values())


def book(
    key: str, legs: Iterable[Leg], *, area: str, programme: str, month: date, memo: str, on: date | None = None,
    roll: Roll | None = None, batch: Batch | None = None,
) -> Entry | None:  # fmt: skip
    """Books one voucher, unless `key` is booked already. The database refuses it at commit if it does not balance."""
    legs = [leg for leg in legs if leg.amount]
    if not legs or Entry.objects.filter(key=key).exists():
        return None
    entry = Entry.objects.create(
        area=area, programme=programme, month=month, on=on or timezone.localdate(), key=key, memo=memo, roll=roll,
        batch=batch,
    )  # fmt: skip
    for leg in legs:
        account, _ = Account.objects.get_or_create(fund=leg.fund, kind=leg.kind, level=leg.level)
        Posting.objects.create(entry=entry, account=account, amount=leg.amount)
    return entry


def add_budget(fund: Fund, *, year: int, level: str, doc: str, amount: int, on: date, who: User) -> Budget:
    """Money granted to a fund by one level of government, by a document; a reduction is negative.

    It is booked in the month of the document, or in the first open one after it where that month is locked already.
    """
    who.require(MAKE_ROLL, fund.area)
    if not doc.strip() or not amount:
        raise MoneyRefused("预算要写明文号和金额。")
    budget, new = Budget.objects.get_or_create(
        fund=fund, year=year, level=level, doc=doc, defaults={"amount": amount, "on": on}
    )
    if not new and budget.amount != amount:
        raise MoneyRefused(f"{doc} 已按 {budget.amount / 100:,.2f} 元登记；调整请用调整文件的文号另行登记。")
    book(
        f"budget:{budget.pk}", [Leg(fund, Kind.CASH, amount), Leg(fund, Kind.GRANT, -amount, level)],
        area=fund.area, programme=fund.programme, month=open_month(fund, on), memo=f"下达{fund.name} {doc}", on=on,
    )  # fmt: skip
    return budget


def open_month(fund: Fund, on: date) -> date:
    """The first month from that of `on` which is not locked."""
    month = on.replace(day=1)
    closed = Period.objects.filter(area=fund.area, programme=fund.programme, locked=True, month__gte=month)
    locked = set(closed.values_list("month", flat=True))
    while month in locked:
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return month


def left_of(fund: Fund, year: int) -> dict[str, int]:
    """What is left of a fund's budget of a year, by level of government (fen)."""
    given = dict(
        Budget.objects.filter(fund=fund, year=year).values_list("level").annotate(total=Sum("amount")).order_by()
    )
    spent = dict(
        Posting.objects.filter(account__fund=fund, account__kind=Kind.EXPENSE, entry__month__year=year)
        .values_list("account__level").annotate(total=Sum("amount")).order_by()
    )  # fmt: skip
    return {level: given.get(level, 0) - spent.get(level, 0) for level in LEVELS if level in given or level in spent}


def by_fund(roll: Roll) -> list[tuple[Fund, int]]:
    """A roll's amount by fund."""
    sums = Payment.objects.filter(roll=roll).values_list("fund").annotate(total=Sum("amount")).order_by("fund")
    funds = Fund.objects.in_bulk([pk for pk, _ in sums])
    return [(funds[pk], total) for pk, total in sums]


def budget_notes(roll: Roll) -> list[tuple[str, bool]]:
    """What there is to say about budgets before approval, each with whether it forbids the approval."""
    notes = []
    for fund, amount in by_fund(roll):
        left = left_of(fund, roll.month.year)
        if not Budget.objects.filter(fund=fund, year=roll.month.year).exists():
            notes.append((f"{fund.name}没有录入 {roll.month.year} 年预算", fund.over == Fund.Over.REFUSE))
        elif sum(left.values()) < amount:
            notes.append(
                (f"{fund.name}预算余额 {sum(left.values()) / 100:,.2f} 元，不足本次 {amount / 100:,.2f} 元",
                 fund.over == Fund.Over.REFUSE)
            )  # fmt: skip
    return notes


def check_budget(roll: Roll) -> None:
    """Refuses the approval where a fund says that its budget may not be exceeded."""
    if stops := [text for text, forbids in budget_notes(roll) if forbids]:
        raise MoneyRefused(f"不能批准：{'；'.join(stops)}。请先录入或追加预算。")


def _by_level(fund: Fund, year: int, amount: int) -> list[Leg]:
    """An expense spread over the levels that still have money, from above; the rest is the county's."""
    legs, rest = [], amount
    for level, left in left_of(fund, year).items():
        part = min(max(left, 0), rest)
        if part and level != Budget.Level.COUNTY:
            legs.append(Leg(fund, Kind.EXPENSE, part, level))
            rest -= part
    return [*legs, Leg(fund, Kind.EXPENSE, rest, Budget.Level.COUNTY)]


def book_roll(roll: Roll) -> None:
    """What was approved is spent and owed."""
    legs = []
    for fund, amount in by_fund(roll):
        legs += [*_by_level(fund, roll.month.year, amount), Leg(fund, Kind.PAYABLE, -amount)]
    _book_of(f"roll:{roll.pk}", legs, roll, f"{chinese_month(roll.month)}应发", None)


def book_batch(batch: Batch) -> None:
    """What was sent to the bank is no longer owed but under way."""
    legs = []
    for fund, amount in _of_batch(batch):
        legs += [Leg(fund, Kind.PAYABLE, amount), Leg(fund, Kind.TRANSIT, -amount)]
    _book_of(f"batch:{batch.pk}", legs, batch.roll, f"送银行 {batch.number}", batch)


def book_answer(batch: Batch) -> None:
    """What arrived leaves the fund's cash; what was returned is owed again."""
    legs = []
    for fund, amount in _of_batch(batch, "paid"):
        legs += [Leg(fund, Kind.TRANSIT, amount), Leg(fund, Kind.CASH, -amount)]
    for fund, amount in _of_batch(batch, "returned"):
        legs += [Leg(fund, Kind.TRANSIT, amount), Leg(fund, Kind.PAYABLE, -amount)]
    _book_of(f"answer:{batch.pk}", legs, batch.roll, f"银行回盘 {batch.number}", batch)


def _of_batch(batch: Batch, state: str = "") -> list[tuple[Fund, int]]:
    rows = batch.remittances.filter(state=state) if state else batch.remittances.all()
    sums = rows.values_list("payment__fund").annotate(total=Sum("amount")).order_by("payment__fund")
    funds = Fund.objects.in_bulk([pk for pk, _ in sums])
    return [(funds[pk], total) for pk, total in sums]


def _book_of(key: str, legs: list[Leg], roll: Roll, memo: str, batch: Batch | None) -> None:
    label = service(roll.programme).label
    book(
        key,
        legs,
        area=roll.area,
        programme=roll.programme,
        month=roll.month,
        memo=f"{label} {memo}",
        roll=roll,
        batch=batch,
    )


def balances(area: str, programme: str, until: date | None = None) -> list[tuple[str, str, str, int]]:
    """The trial balance: fund, account, level, balance (fen, debit positive); it sums to zero."""
    rows = Posting.objects.filter(account__fund__area=area, account__fund__programme=programme)
    if until:
        rows = rows.filter(entry__month__lte=until)
    rows = rows.values_list("account__fund__name", "account__kind", "account__level").annotate(total=Sum("amount"))
    levels, kinds = dict(Budget.Level.choices), dict(Kind.choices)
    ordered = rows.order_by("account__fund__urban_rural", "account__kind", "account__level")
    return [(name, kinds[kind], levels.get(level, ""), total) for name, kind, level, total in ordered]


def is_locked(roll: Roll) -> bool:
    """Whether the roll's month is closed."""
    return Period.objects.filter(area=roll.area, programme=roll.programme, month=roll.month, locked=True).exists()


def lock_month(roll: Roll, *, who: User) -> Period:
    """Closes the month: nothing of it can be booked or changed any more. Refused while the bank has not answered."""
    who.require(APPROVE_ROLL, roll.area)
    if roll.state != Roll.State.EXPORTED or roll.batches.filter(state=Batch.State.SENT).exists():
        raise MoneyRefused(f"{chinese_month(roll.month)}还有批次没有回盘，不能结账锁定。")
    period, new = Period.objects.get_or_create(
        area=roll.area, programme=roll.programme, month=roll.month,
        defaults={"locked_by": who.account, "locked_at": timezone.now()},
    )  # fmt: skip
    if not new and not period.locked:
        period.locked, period.locked_by, period.locked_at = True, who.account, timezone.now()
        period.save()
    return period


def reopen_month(area: str, programme: str, month: date, *, who: User, reason: str) -> Period:
    """Opens a locked month again; who, when and why stay on record."""
    who.require(APPROVE_ROLL, area)
    period = Period.objects.select_for_update().filter(area=area, programme=programme, month=month, locked=True).first()
    if period is None:
        raise MoneyRefused(f"{chinese_month(month)}没有锁定，不用重开。")
    if not reason.strip():
        raise MoneyRefused("重开已锁定的月份要写明原因。")
    period.locked, period.reopened_by, period.reopened_at, period.reopen_reason = (
        False,
        who.account,
        timezone.now(),
        reason,
    )
    period.save()
    return period
