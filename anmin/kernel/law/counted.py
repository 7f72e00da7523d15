"""Facts that time changes by itself: the record keeps a day, and what a rule asks is counted for the day reckoned."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping
from typing import Any

from anmin.kernel.law.declare import Fact

NOTHING = (None, False, 0, "", "none")  # what says that there is nothing to count from


def months_between(since: dt.date, on: dt.date) -> int:
    """Whole months; a month without the day ends with its last day. Never below 0.

    >>> months_between(dt.date(2025, 8, 31), dt.date(2026, 2, 28)), months_between(dt.date(2026, 1, 15), dt.date(2026, 2, 14))
    (6, 0)
    """
    last = monthrange(on.year, on.month)[1]
    months = (on.year - since.year) * 12 + on.month - since.month
    return max(0, months - (on.day < min(since.day, last)))


def months_before(on: dt.date, months: int) -> dt.date:
    """The day so many months earlier.

    >>> months_before(dt.date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    place = on.year * 12 + on.month - 1 - months
    year, month = place // 12, place % 12 + 1
    return dt.date(year, month, min(on.day, monthrange(year, month)[1]))


def counted(fact: Fact, record: Mapping[str, Any], *, on: dt.date, declared_on: dt.date) -> Any:
    """What a fact that counts time is on a day; None where the record says nothing of it.

    The record holds the day itself. A number of months declared, or only that there is something to count from
    (`fact.counts_with`), is taken to have been said on the day of the declaration, and grows from there.
    """
    value = record.get(fact.name)
    if isinstance(value, str):
        since = dt.date.fromisoformat(value)
        if fact.type == "bool":
            return on > since
        return months_between(since, on) + fact.counts_from if since <= on else 0
    if fact.type == "bool":
        return value
    grown = months_between(declared_on, on)
    if value is not None:
        return value + grown if value or not fact.counts_from else 0
    return grown + fact.counts_from if record.get(fact.counts_with) not in NOTHING else None


def counting(facts: Iterable[Fact]) -> list[Fact]:
    """Those of the facts that count time."""
    return [fact for fact in facts if fact.counted]
