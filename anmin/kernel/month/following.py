"""Amounts that follow numbers: each span of a household's benefit is raised from the month in which they rose, as far as it
goes."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from anmin.kernel.funds.api import Entitlement, Grant, grant
from anmin.kernel.law import api as law
from anmin.kernel.law.api import stored_numbers
from anmin.kernel.month.grounds import law_since, month_from
from anmin.kernel.month.models import Close
from anmin.kernel.month.reckoning import Frozen, bases

STAYS = ("payee_id", "case_id", "until", "end_reason", "area", "urban_rural")


def boundaries(programme: str) -> list[date]:
    """Every day on which a rule or number that the programme reads, its own or another's, begins to hold."""
    return law.days_of(programme, stored_numbers())


def months_with_new_numbers(close: Close, held: Frozen) -> list[date]:
    """Months since the oldest law day in which other rules or numbers began to hold."""
    oldest = held.rows["law_day"].min()
    if oldest is None:
        return []
    return sorted({month_from(day) for day in boundaries(close.programme) if oldest < month_from(day) <= close.month})


def follow_numbers(close: Close, held: Frozen) -> int:
    """Amounts that rise because numbers rose, not because of the household, follow from the month in which they rose.

    Each span as far as it goes, for where it was reckoned: one that has ended is owed its months, what ends, or becomes
    another, still does, and a household that has moved since is raised as the one it was.
    """
    import polars as pl

    raised: dict[int, int] = {}  # to what so far
    stays: dict[int, tuple] = {}  # as they stood before anything was raised
    for month in months_with_new_numbers(close, held):
        goes_on = pl.col("until").is_null() | (pl.col("until") > month)
        mine = held.rows.filter((pl.col("law_day") < month) & goes_on)
        if mine.is_empty():
            continue
        rows = {row["household_id"]: row for row in mine.select("household_id", "home", "amount", "since").to_dicts()}
        reckoned = held.reckon(close.programme, month, mine)
        up = {
            key: (amount, n)
            for key, ok, amount, n in reckoned.results.iter_rows()
            if ok and amount > raised.get(key, rows[key]["amount"])
        }
        lives = Q(payee__died_on=None) | Q(payee__died_on__gte=month)  # else it waits for another payee
        lived = set(Entitlement.objects.filter(lives, pk__in=up).values_list("pk", flat=True))
        if not (up := {key: found for key, found in up.items() if key in lived}):
            continue
        new = Entitlement.objects.filter(pk__in=up.keys() - stays.keys())
        stays |= {pk: found for pk, *found in new.values_list("pk", *STAYS)}
        why = law_since(close, month)
        told = bases(reckoned, list(up))
        grant(
            Grant(
                rows[key]["home"], close.programme, amount, n, max(month, rows[key]["since"]), why, told[key], *stays[key],
            )
            for key, (amount, n) in up.items()
        )  # fmt: skip
        raised |= {key: amount for key, (amount, _) in up.items()}
    return len(raised)
