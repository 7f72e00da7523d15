"""Money paid that was not due: asked back, lessened where it turns out to have been due after all, repaid or given up."""

from datetime import date

from django.db import connection

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import APPROVE_ROLL, MAKE_ROLL
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.ledger import Kind, Leg, book, open_month
from anmin.kernel.funds.models import Budget, Fund, Recovery, Roll
from anmin.kernel.service import service

State = Recovery.State
DUE_AFTER_ALL = "待遇更正，不应追缴"
# Open claims of a county that ask for more than was overpaid, now that amounts, deaths or returns are known better.
TOO_LARGE = """
WITH mine AS (
    SELECT DISTINCT c.household_id, c.month FROM funds_recovery c JOIN funds_fund f ON f.id = c.fund_id
    WHERE c.programme = %(programme)s AND f.area = %(area)s AND c.state = 'open'),
paid AS (
    SELECT m.household_id, m.month, sum(p.amount) AS amount FROM mine m
    JOIN funds_payment p ON p.household_id = m.household_id AND p.month = m.month AND p.programme = %(programme)s
    JOIN funds_remittance x ON x.payment_id = p.id AND x.state <> 'returned' GROUP BY 1, 2),
owed AS (
    SELECT m.household_id, m.month, sum(e.amount_month) AS amount FROM mine m
    JOIN funds_entitlement e ON e.household_id = m.household_id AND e.programme = %(programme)s
         AND e.since <= m.month AND (e.until IS NULL OR e.until > m.month)
    JOIN people_person o ON o.id = e.payee_id AND (o.died_on IS NULL OR o.died_on >= m.month) GROUP BY 1, 2),
claimed AS (
    SELECT household_id, month, sum(amount - reduced) AS amount FROM funds_recovery
    WHERE programme = %(programme)s GROUP BY 1, 2)
SELECT household_id, month,
       (claimed.amount - greatest(coalesce(paid.amount, 0) - coalesce(owed.amount, 0), 0))::bigint
FROM mine JOIN claimed USING (household_id, month) LEFT JOIN paid USING (household_id, month)
LEFT JOIN owed USING (household_id, month)
WHERE claimed.amount > greatest(coalesce(paid.amount, 0) - coalesce(owed.amount, 0), 0) ORDER BY 1, 2
"""


def book_recoveries(roll: Roll) -> int:
    """What was found to be overpaid is a claim, no longer an expense. Returns how many claims were booked.

    Claims that ask for more than was overpaid are lessened first.
    """
    _lessen(roll)
    found = Recovery.objects.filter(programme=roll.programme, fund__area=roll.area, entry__isnull=True)
    found = list(found.exclude(state=State.SETTLED).select_related("fund").order_by("pk"))
    sums: dict[Fund, int] = {}
    for claim in found:
        sums[claim.fund] = sums.get(claim.fund, 0) + claim.amount - claim.reduced
    legs = [Leg(fund, Kind.RECEIVABLE, amount) for fund, amount in sums.items()]
    legs += [Leg(fund, Kind.EXPENSE, -amount, Budget.Level.COUNTY) for fund, amount in sums.items()]
    if found:
        entry = book(
            f"recoveries:{roll.pk}:{found[0].pk}", legs, area=roll.area, programme=roll.programme, month=roll.month,
            memo=f"{service(roll.programme).label} 多发待追缴 {len(found)} 笔", roll=roll,
        )  # fmt: skip
        Recovery.objects.filter(pk__in=[c.pk for c in found]).update(entry=entry)
    return len(found)


def _lessen(roll: Roll) -> None:
    """Newest claims first, down to what was repaid already; that much is owed to the household again with the roll."""
    with connection.cursor() as cursor:
        cursor.execute(TOO_LARGE, {"programme": roll.programme, "area": roll.area})
        found = cursor.fetchall()
    for household, month, less in found:
        claims = Recovery.objects.filter(
            household=household, month=month, programme=roll.programme, fund__area=roll.area, state=State.OPEN
        )
        for claim in claims.select_for_update(of=("self",)).select_related("fund").order_by("-pk"):
            part = min(less, claim.outstanding)
            if part:
                _lessen_one(claim, part, roll)
                less -= part


def _lessen_one(claim: Recovery, part: int, roll: Roll) -> None:
    claim.reduced += part
    if not claim.outstanding:
        claim.state, claim.closed_reason = State.SETTLED, DUE_AFTER_ALL
    claim.save()
    if claim.entry_id:
        book(
            f"recoveries:less:{claim.pk}:{claim.reduced}",
            [Leg(claim.fund, Kind.EXPENSE, part, Budget.Level.COUNTY), Leg(claim.fund, Kind.RECEIVABLE, -part)],
            area=roll.area, programme=roll.programme, month=roll.month, roll=roll,
            memo=f"{service(roll.programme).label}{chinese_month(claim.month)}追缴更正减少",
        )  # fmt: skip


def repay(recovery_id: int, *, amount: int, on: date, who: User, proof: str = "") -> Recovery:
    """A household has paid back part or all of what it had been overpaid; booked in the first open month from `on`."""
    claim = Recovery.objects.select_for_update().select_related("fund").get(pk=recovery_id)
    who.require(MAKE_ROLL, claim.fund.area)
    if claim.state != State.OPEN or not 0 < amount <= claim.outstanding:
        raise MoneyRefused(f"应退 {claim.outstanding / 100:,.2f} 元，不能记 {amount / 100:,.2f} 元。")
    claim.repaid += amount
    claim.state = State.OPEN if claim.outstanding else State.SETTLED
    claim.save()
    book(
        f"repaid:{claim.pk}:{claim.repaid}", [Leg(claim.fund, Kind.CASH, amount), Leg(claim.fund, Kind.RECEIVABLE, -amount)],
        area=claim.fund.area, programme=claim.programme, month=open_month(claim.fund, on), on=on,
        memo=f"追回{chinese_month(claim.month)}多发 {proof}".strip(),
    )  # fmt: skip
    return claim


def waive(recovery_id: int, *, reason: str, on: date, who: User) -> Recovery:
    """The rest of a claim is given up, with the reason on record; only whoever may approve payments."""
    claim = Recovery.objects.select_for_update().select_related("fund").get(pk=recovery_id)
    who.require(APPROVE_ROLL, claim.fund.area)
    if claim.state != State.OPEN or not reason.strip():
        raise MoneyRefused("核销要写明依据，且只能核销尚未了结的追缴。")
    rest = claim.outstanding
    claim.state, claim.closed_reason = State.WAIVED, reason
    claim.save()
    book(
        f"waived:{claim.pk}", [Leg(claim.fund, Kind.EXPENSE, rest, Budget.Level.COUNTY), Leg(claim.fund, Kind.RECEIVABLE, -rest)],
        area=claim.fund.area, programme=claim.programme, month=open_month(claim.fund, on), memo=f"核销追缴：{reason}", on=on,
    )  # fmt: skip
    return claim
