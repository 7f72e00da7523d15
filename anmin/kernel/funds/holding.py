"""Many payments kept back or released at once, each in one statement. Single ones go by `entitle.hold` and `release`."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import connection

# A hold that was released covers its months, and what was paid is paid: the new one begins after both.
HOLD = """
INSERT INTO funds_hold (household_id, programme, since, reason, release_reason, pay_back)
SELECT s.household_id, %(programme)s,
       greatest(s.since, (SELECT max(o.until) FROM funds_hold o
                          WHERE o.household_id = s.household_id AND o.programme = %(programme)s),
                         (SELECT (max(p.month) + interval '1 month')::date FROM funds_payment p
                          JOIN funds_roll r ON r.id = p.roll_id AND r.state <> 'made'
                          WHERE p.household_id = s.household_id AND p.programme = %(programme)s)), s.reason, '', false
FROM unnest(%(ids)s::bigint[], %(since)s::date[], %(reasons)s::text[]) AS s(household_id, since, reason)
WHERE NOT EXISTS (SELECT 1 FROM funds_hold o WHERE o.household_id = s.household_id AND o.programme = %(programme)s
                  AND o.until IS NULL)
"""
# Months in which the other programmes paid lapse; those after them are owed.
RELEASE = """
UPDATE funds_hold o SET release_reason = %(why)s, until = least(%(month)s, greatest(o.since, (
    SELECT max(coalesce(e.until, %(month)s)) FROM funds_entitlement e
    WHERE e.household_id = o.household_id AND e.programme = ANY(%(others)s) AND e.until IS DISTINCT FROM e.since)))
FROM people_household h
WHERE h.id = o.household_id AND h.area LIKE %(prefix)s || '%%' AND o.programme = %(programme)s AND o.until IS NULL
AND starts_with(o.reason, %(head)s) AND o.since <= %(month)s AND NOT o.household_id = ANY(%(kept)s::bigint[])
"""


def hold_all(programme: str, held: Mapping[int, tuple[date, str]]) -> int:
    """Keeps a programme back from households: id to the first month and the reason. Who is held already stays as they are."""
    since, reasons = zip(*held.values(), strict=True) if held else ((), ())
    return _run(HOLD, {"programme": programme, "ids": list(held), "since": list(since), "reasons": list(reasons)})


def release_all(
    programme: str, prefix: str, month: date, *, head: str, others: Collection[str], kept: Collection[int], why: str
) -> int:
    """Pays again what was held for a reason beginning with `head`, but for the households `kept`.

    From the month after the last one in which any of `others` was due, at the latest from `month`.
    """
    given = {"programme": programme, "prefix": prefix, "month": month, "head": head, "why": why}
    return _run(RELEASE, given | {"others": sorted(others), "kept": list(kept)})


def _run(statement: str, given: dict) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.rowcount
