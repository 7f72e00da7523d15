"""A yearly raise as one operation: the new table is entered, everyone's amount follows, each month's arrears are told.

Two people: one enters, another confirms. What was paid stays; the difference of each month since the raise began comes as
arrears with the next roll.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import APPROVE_ROLL, MAKE_ROLL
from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import next_month
from anmin.kernel.funds.api import MoneyRefused, county_of, lock
from anmin.kernel.law import api as law
from anmin.kernel.month.due import reckon_month, tell
from anmin.kernel.month.models import Close
from anmin.kernel.places.api import prefix_of
from anmin.kernel.service import service

IN_FORCE = """
SELECT coalesce(sum(amount_month), 0) FROM funds_entitlement WHERE programme = %s AND area LIKE %s || '%%'
AND since <= %s AND (until IS NULL OR until > %s)
"""


class _OnlyTried(Exception):
    """Rolls back what was only tried."""


@dataclass
class Raised:
    """What a raise brings: `changes` as (label, old, new) in the table's unit; households; fen more a month, by month."""

    programme: str
    since: date
    month: date
    changes: list[tuple[str, int, int]] = field(default_factory=list)
    households: int = 0
    more: dict[date, int] = field(default_factory=dict)

    @property
    def arrears(self) -> dict[date, int]:
        """Of the months before the one now due."""
        return {month: fen for month, fen in self.more.items() if month < self.month and fen}


def raise_standards(
    programme: str, table: Mapping[str, int], *, since: date, doc: str, article: str, month: date, area: str,
    who: User, confirmed_by: User, on: date, try_only: bool = False,
) -> Raised:  # fmt: skip
    """Enters `table` (number column → value in its own unit) from `since` for a county, and lets amounts follow.

    `month` is the month whose roll is made next. With `try_only` everything is reckoned and nothing kept. Raises
    MoneyRefused (a lowered number, an unknown column, one and the same person) or Denied.
    """
    county, told = county_of(area), Raised(programme, since, month)
    who.require(MAKE_ROLL, county)
    confirmed_by.require(APPROVE_ROLL, county)
    if who.account.pk == confirmed_by.account.pk:
        raise MoneyRefused("登记新标准和确认不能是同一人。")
    if since.day != 1 or month.day != 1 or not doc.strip():
        raise MoneyRefused("调标自某月一日起，并须写明文号。")
    told.changes = _changes(programme, table, since, county)
    months = _months(since, max(month, since))
    try:
        with acting(who.actor, reason=f"{service(programme).label}调标 {doc}，{confirmed_by.account.name}确认"):
            lock(county, programme)
            before = _totals(programme, county, months)
            law.enter_numbers(_rows(programme, table, since, doc, article, county))
            close, _ = Close.objects.get_or_create(area=county, programme=programme, month=month)
            outcome = reckon_month(close)
            tell(close, outcome, on)
            told.households = outcome.raised
            after = _totals(programme, county, months)
            told.more = {m: after[m] - before[m] for m in months}
            if try_only:
                raise _OnlyTried
    except _OnlyTried:
        law.forget_numbers()
    return told


def _changes(programme: str, table: Mapping[str, int], since: date, county: str) -> list[tuple[str, int, int]]:
    """Old and new of every column; refuses what is not of the service, not of its kind, or lower."""
    columns = law.book().law(programme).columns()
    if unknown := [name for name in table if name not in columns]:
        raise MoneyRefused(f"新标准表里有不认识的类别：{'、'.join(unknown)}。")
    prefix, stored, changes = county[:6], law.stored_numbers(), []
    for name, new in table.items():
        definition, _, label = columns[name]
        definition.check(new, "新标准表")
        row = stored.find(f"{programme}.{name}", since, prefix)
        old = int(row.value) if row else 0
        if new < old:
            raise MoneyRefused(f"{label} 新标准低于现行标准（{new} < {old}），自然增长只增不减；请核对。")
        changes.append((label, old, new))
    return changes


def _rows(
    programme: str, table: Mapping[str, int], since: date, doc: str, article: str, county: str
) -> list[dict[str, Any]]:
    columns = law.book().law(programme).columns()
    return [
        {
            "key": columns[name][0].key, "category": columns[name][1], "unit": columns[name][0].unit, "value": value,
            "area": county[:6], "urban_rural": "", "since": since, "until": None, "doc": doc, "article": article,
            "mark": "S",
        }
        for name, value in table.items()
    ]  # fmt: skip


def _months(first: date, last: date) -> list[date]:
    months = [first]
    while months[-1] < last:
        months.append(next_month(months[-1]))
    return months


def _totals(programme: str, county: str, months: list[date]) -> dict[date, int]:
    """Fen in force in each month."""
    totals = {}
    with connection.cursor() as cursor:
        for month in months:
            cursor.execute(IN_FORCE, [programme, prefix_of(county), month, month])
            totals[month] = int(cursor.fetchone()[0])
    return totals
