"""Every change of a month with its reason: who came, who went, whose amount, persons or payee differ from last month.

Read from what was granted and paid, so that it cannot say anything else than the money does; its sums are those of the
roll's movement.
"""

from datetime import date
from typing import NamedTuple

from django.db import connection

from anmin.kernel.funds.api import Roll, earliest_before

CHANGES = """
WITH last AS (
    SELECT p.household_id, p.entitlement_id, p.payee_id, p.payee_name, p.persons, p.amount FROM funds_payment p
    JOIN funds_roll r ON r.id = p.roll_id
    WHERE r.programme = %(programme)s AND r.area = %(area)s AND r.month = %(before)s AND p.kind = 'regular'),
now AS (
    SELECT household_id, entitlement_id, payee_id, payee_name, persons, amount, area FROM funds_payment
    WHERE roll_id = %(roll)s AND kind = 'regular')
SELECT h.number, now.area, now.payee_name,
       CASE WHEN last.household_id IS NULL THEN '新增' WHEN now.amount > last.amount THEN '增发'
            WHEN now.amount < last.amount THEN '减发' ELSE '变更' END,
       coalesce(CASE WHEN last.household_id IS NULL AND o.id IS NOT NULL THEN '恢复发放：' || o.release_reason END,
                s.told, '上月未列入名册'),
       coalesce(last.persons, 0), now.persons, coalesce(last.amount, 0), now.amount
FROM now JOIN people_household h ON h.id = now.household_id LEFT JOIN last USING (household_id)
LEFT JOIN LATERAL (
    SELECT id, release_reason FROM funds_hold WHERE household_id = now.household_id AND programme = %(programme)s
    AND until = %(month)s ORDER BY id DESC LIMIT 1) o ON true
LEFT JOIN LATERAL (
    SELECT string_agg(e.source, '; ' ORDER BY e.id) AS told FROM funds_entitlement e
    WHERE e.household_id = now.household_id AND e.programme = %(programme)s AND e.id > coalesce(last.entitlement_id, 0)
    AND e.since <= %(month)s) s ON true
WHERE last.household_id IS NULL
OR (now.payee_id, now.persons, now.amount) IS DISTINCT FROM (last.payee_id, last.persons, last.amount)
UNION ALL
SELECT h.number, o.area, o.payee_name, CASE o.kind WHEN 'held' THEN '缓发' ELSE '停发' END, o.reason, o.last_persons, 0,
       o.last_amount, 0
FROM funds_omission o JOIN people_household h ON h.id = o.household_id WHERE o.roll_id = %(roll)s AND o.last_amount > 0
ORDER BY 2, 1
"""


class Change(NamedTuple):
    """One household that differs from last month: persons and amount (fen) before and now, and why."""

    number: str
    area: str
    payee: str
    kind: str
    reason: str
    persons_before: int
    persons: int
    amount_before: int
    amount: int


def _month_of_the_roll_before(roll: Roll) -> date:
    """The month before, or for a programme that pays by the quarter or half-year that of its last roll."""
    earliest = earliest_before(roll.programme, roll.area, roll.month)
    rows = Roll.objects.filter(programme=roll.programme, area=roll.area, month__gte=earliest, month__lt=roll.month)
    return rows.order_by("-month").values_list("month", flat=True).first() or earliest


def changes_of(roll: Roll) -> list[Change]:
    """The changes of a roll against the month before, in order of place and number. One query."""
    given = {
        "roll": roll.pk, "programme": roll.programme, "area": roll.area, "month": roll.month,
        "before": _month_of_the_roll_before(roll),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, given)
        return [Change(*row) for row in cursor.fetchall()]
