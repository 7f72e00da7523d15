"""Whose benefit holds in a month."""

from datetime import date

from django.db import connection

from anmin.kernel.month.models import Close

IN_FORCE = """
SELECT e.household_id, e.amount_month, greatest(h.since, (e.basis->>'known_on')::date)
FROM funds_entitlement e JOIN people_household h ON h.id = e.household_id
JOIN people_person p ON p.id = e.payee_id
WHERE e.programme = %s AND e.area LIKE %s || '%%' AND e.since <= %s AND (e.until IS NULL OR e.until > %s)
AND (h.until IS NULL OR h.until > %s) AND (p.died_on IS NULL OR p.died_on >= %s)
ORDER BY e.household_id
"""


def in_force(close: Close, prefix: str) -> list[tuple[int, int, date]]:
    """Households whose benefit holds in the month, its amount, and the first day on which they were known here."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [close.programme, prefix, *[close.month] * 4])
        return cursor.fetchall()
