"""Entitlements: who is due how much of what, from which month until which. Every write runs inside `audit.acting`.

One household or sixty thousand go the same way: staged by COPY, written by a few statements. A change never rewrites
what was paid: the entitlement ends, and a new one begins.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F

from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.models import Hold
from anmin.kernel.people.api import Household

FROM_ROSTER = "名册导入"
MANY = 1_000  # so many new rows make the planner's statistics worthless


class MoneyRefused(Exception):
    """Something in money cannot be done now. The text says what, why, and what to do."""


@dataclass(frozen=True)
class Grant:
    """What a household is due from the month of `since` on. `basis` is a mapping, or that mapping as JSON text.

    Where no payee is named, whoever received it goes on receiving while they live in the household; else its head does.
    With `until` (and why) only the months before it change: what was granted or ended for later months stays so. `area` and
    `urban_rural` are the household's own where none are named, as they are where it was reckoned as living elsewhere.
    """

    household_id: int
    programme: str
    amount_month: int
    persons: int
    since: date
    source: str
    basis: Any = field(default_factory=dict)
    payee_id: int | None = None
    case_id: int | None = None
    until: date | None = None
    end_reason: str = ""
    area: str = ""
    urban_rural: str = ""


@dataclass(frozen=True)
class Ending:
    """A household is due nothing from the month of `since` on, for a reason."""

    household_id: int
    programme: str
    since: date
    reason: str


STAGE = """
CREATE TEMP TABLE stage_grant (
    household_id bigint, programme text, amount_month bigint, persons smallint, since date, source text, basis jsonb,
    payee_id bigint, case_id bigint, until date, end_reason text, area text,
    urban_rural text
) ON COMMIT DROP
"""
STAYS = """
UPDATE stage_grant s SET payee_id = e.payee_id
FROM funds_entitlement e JOIN people_household h ON h.id = e.household_id AND h.head_id <> e.payee_id
JOIN people_person p ON p.id = e.payee_id AND p.died_on IS NULL
WHERE s.payee_id IS NULL AND (e.household_id, e.programme) = (s.household_id, s.programme)
AND e.since <= s.since AND (e.until IS NULL OR e.until > s.since)
AND EXISTS (SELECT 1 FROM people_membership m WHERE m.household_id = e.household_id AND m.person_id = e.payee_id
            AND (m.until IS NULL OR m.until > s.since))
"""
# What is granted already just so is left alone: the same grant twice changes nothing.
SAME = """
DELETE FROM stage_grant s USING funds_entitlement e WHERE e.household_id = s.household_id AND e.programme = s.programme
AND e.since <= s.since AND e.until IS NOT DISTINCT FROM s.until AND (e.amount_month, e.persons) = (s.amount_month, s.persons)
AND e.payee_id = coalesce(s.payee_id, (SELECT head_id FROM people_household WHERE id = s.household_id))
AND (s.case_id IS NULL OR e.case_id = s.case_id)
"""
REVOKE = """
UPDATE funds_entitlement e SET until = e.since, end_reason = '未起发即变更：' || s.source FROM stage_grant s
WHERE e.household_id = s.household_id AND e.programme = s.programme AND e.since >= s.since
AND (s.until IS NULL OR e.since < s.until) AND (e.until IS NULL OR e.until > e.since)
"""
SUCCEED = """
UPDATE funds_entitlement e SET until = s.since, end_reason = '变更：' || s.source FROM stage_grant s
WHERE e.household_id = s.household_id AND e.programme = s.programme AND e.since < s.since
AND (e.until IS NULL OR e.until > s.since)
"""
OPEN = """
INSERT INTO funds_entitlement (household_id, payee_id, programme, amount_month, persons, area, urban_rural, case_id,
                               source, since, until, end_reason, basis)
SELECT h.id, coalesce(s.payee_id, h.head_id), s.programme, s.amount_month, s.persons,
       coalesce(nullif(s.area, ''), h.area), coalesce(nullif(s.urban_rural, ''), h.urban_rural), s.case_id,
       s.source, s.since, s.until, s.end_reason, s.basis
FROM stage_grant s JOIN people_household h ON h.id = s.household_id ORDER BY h.area, h.id
"""
COLUMNS = "household_id, programme, amount_month, persons, since, source, basis, payee_id, case_id, until, end_reason, area, urban_rural"


def grant(grants: Iterable[Grant]) -> int:
    """Opens entitlements, or changes the ones in force from the month of `since` on; returns how many were written.

    A month already paid keeps its line; a higher amount from an earlier month comes as arrears with the next roll, a
    lower one opens a recovery. Raises MoneyRefused for a day that is not the first of a month or an amount of nothing.
    """
    rows = list(grants)
    for row in rows:
        _first_of_month(row.since)
        if row.amount_month <= 0:
            raise MoneyRefused(
                f"家庭 {row.household_id} 的月金额是 {row.amount_month} 分；没有金额就不是待遇，停发请用停发。"
            )
        if not row.source:
            raise MoneyRefused(f"家庭 {row.household_id} 的待遇没有写明来源（决定文号、名册或变更理由）。")
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy(f"COPY stage_grant ({COLUMNS}) FROM STDIN") as copy:
            for r in rows:
                copy.write_row(_staged(r))
        for statement in (STAYS, SAME, "ANALYZE stage_grant", REVOKE, SUCCEED, OPEN):
            cursor.execute(statement)
        written = cursor.rowcount
        cursor.execute("DROP TABLE stage_grant")
        if written > MANY:
            cursor.execute("ANALYZE funds_entitlement")
    return written


def _staged(g: Grant) -> tuple:
    """A grant in the order of COLUMNS."""
    basis = g.basis if isinstance(g.basis, str) else json.dumps(g.basis, ensure_ascii=False)
    terms = (g.household_id, g.programme, g.amount_month, g.persons, g.since, g.source)
    return (*terms, basis, g.payee_id, g.case_id, g.until, g.end_reason, g.area, g.urban_rural)


@dataclass(frozen=True)
class Amendment:
    """What an entitlement should have been all along, under numbers that came to be known afterwards."""

    entitlement_id: int
    amount_month: int
    persons: int
    source: str
    basis: Any


def amend(amendments: Iterable[Amendment]) -> int:
    """Puts entitlements of the same months in the place of others, as when a standard is back-dated.

    The old ones keep what was paid on them; the difference comes as arrears with the next roll.
    """
    rows = list(amendments)
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH s AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[], %s::jsonb[])
                          AS s(id, amount, persons, source, basis)),
               old AS (SELECT e.* FROM funds_entitlement e JOIN s USING (id)),
               revoked AS (UPDATE funds_entitlement e SET until = e.since, end_reason = '变更：' || s.source
                           FROM s WHERE s.id = e.id RETURNING e.id)
               SELECT old.household_id, old.payee_id, old.programme, s.amount, s.persons, old.area, old.urban_rural,
                      old.case_id, s.source, old.since, old.until, old.end_reason, s.basis::text
               FROM old JOIN s USING (id) JOIN revoked USING (id)""",
            [
                [r.entitlement_id for r in rows],
                [r.amount_month for r in rows],
                [r.persons for r in rows],
                [r.source for r in rows],
                [r.basis if isinstance(r.basis, str) else json.dumps(r.basis, ensure_ascii=False) for r in rows],
            ],
        )
        put = cursor.fetchall()
        columns = """household_id, payee_id, programme, amount_month, persons, area, urban_rural, case_id, source, since,
                     until, end_reason, basis"""
        with cursor.copy(f"COPY funds_entitlement ({columns}) FROM STDIN") as copy:
            for row in put:
                copy.write_row(row)
    return len(put)


def end(endings: Iterable[Ending]) -> int:
    """Ends what is in force from the month of `since` on; returns how many entitlements were ended.

    What had been paid for later months becomes a recovery when the next roll is made.
    """
    rows = list(endings)
    for row in rows:
        _first_of_month(row.since)
        if not row.reason.strip():
            raise MoneyRefused(f"家庭 {row.household_id} 停发要写明原因（月报和停发通知都要用）。")
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE funds_entitlement e SET until = greatest(e.since, s.since), end_reason = s.reason
               FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::text[]) AS s(household_id, programme, since, reason)
               WHERE e.household_id = s.household_id AND e.programme = s.programme
               AND (e.until IS NULL OR e.until > greatest(e.since, s.since))""",
            [
                [r.household_id for r in rows],
                [r.programme for r in rows],
                [r.since for r in rows],
                [r.reason for r in rows],
            ],
        )
        return cursor.rowcount


def hold(household: Household, programme: str, *, since: date, reason: str) -> Hold:
    """Keeps payment back from a month on, until it is released. The entitlement itself stays."""
    _first_of_month(since)
    if not reason.strip():
        raise MoneyRefused("缓发要写明原因。")
    held = Hold.objects.filter(household=household, programme=programme, until__isnull=True).first()
    if held:
        raise MoneyRefused(f"该家庭自{chinese_month(held.since)}起已在缓发：{held.reason}。")
    before = (
        Hold.objects.filter(household=household, programme=programme, until__gt=F("since")).order_by("-until").first()
    )
    if before and before.until > since:
        raise MoneyRefused(
            f"该家庭此前的缓发自{chinese_month(before.until)}起才恢复发放，再次缓发请从{chinese_month(before.until)}起。"
        )
    return Hold.objects.create(household=household, programme=programme, since=since, reason=reason)


def release(household: Household, programme: str, *, since: date, reason: str, pay_back: bool) -> Hold:
    """Pays again from the month of `since`; with `pay_back` the held months follow as arrears, else they lapse."""
    _first_of_month(since)
    held = Hold.objects.filter(household=household, programme=programme, until__isnull=True).first()
    if held is None:
        raise MoneyRefused("该家庭没有在缓发，不用恢复。")
    if since < held.since or not reason.strip():
        raise MoneyRefused(f"恢复要写明原因，且恢复月不早于缓发月{chinese_month(held.since)}。")
    held.until, held.release_reason, held.pay_back = since, reason, pay_back
    held.save()
    return held


def list_recipients(programme: str, recipients: Iterable[tuple[int, int | None]], *, on: date, source: str) -> int:
    """Notes that a roster names these households (id, its monthly amount in fen or None) as recipients.

    Whether they are due anything is reckoned when the month is closed. The same roster again changes nothing.
    Returns how many were new or differed.
    """
    rows = dict(recipients)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO funds_listed (household_id, programme, amount_month, source, listed_on)
               SELECT household_id, %s, amount, %s, %s FROM unnest(%s::bigint[], %s::bigint[]) AS s(household_id, amount)
               ON CONFLICT (household_id, programme) DO UPDATE SET amount_month = EXCLUDED.amount_month,
               source = EXCLUDED.source, listed_on = EXCLUDED.listed_on
               WHERE funds_listed.amount_month IS DISTINCT FROM EXCLUDED.amount_month""",
            [programme, source, on, list(rows), list(rows.values())],
        )
        return cursor.rowcount


def to_enrol(programme: str, prefix: str, month: date) -> dict[int, int | None]:
    """Households that a roster named and that have no entitlement but one from the roster in this very month.

    Id to the roster's amount in fen. The latter are named again so that a corrected roster can be followed until the
    month is reviewed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT l.household_id, l.amount_month FROM funds_listed l JOIN people_household h ON h.id = l.household_id
               JOIN people_person p ON p.id = h.head_id
               WHERE l.programme = %(programme)s AND h.area LIKE %(prefix)s || '%%' AND (h.until IS NULL OR h.until > %(month)s)
               AND (p.died_on IS NULL OR p.died_on >= %(month)s)
               AND NOT EXISTS (SELECT 1 FROM funds_entitlement e WHERE e.household_id = l.household_id
                               AND e.programme = l.programme AND (e.since <> %(month)s OR e.source <> %(source)s))
               ORDER BY l.household_id""",
            {"programme": programme, "prefix": prefix, "month": month, "source": FROM_ROSTER},
        )
        return dict(cursor.fetchall())


def _first_of_month(day: date) -> None:
    if day.day != 1:
        raise MoneyRefused(f"起止月份写当月一日，现为 {day}；待遇按整月计发。")
