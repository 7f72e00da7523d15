"""渐退: households lifted over the standard by work, kept for some months. Months are counted from the first, never stored.

What the rules must know of it (that the household receives, since when it is over the standard, what it received
before) is laid over the declared facts whenever a household is reckoned, so that no two places can count differently.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from anmin.kernel.access.api import Statement, User, Viewer, statement
from anmin.kernel.access.declare import Permission
from anmin.kernel.flow.api import add_months
from anmin.kernel.funds.api import Ending, Entitlement, end
from anmin.kernel.law import api as law
from anmin.kernel.law.api import stored_numbers
from anmin.kernel.month.declare import Taper as Declared
from anmin.kernel.month.review_models import Taper
from anmin.kernel.people.api import Household, Known, Told, asked_of, known_of
from anmin.kernel.service import service

SOON = 14  # days before the end of the last month, when officers are reminded
FINISHED = "渐退期满：就业后收入超过标准，已继续享受 {months} 个月"
FALLEN = "收入回落到标准以下，恢复正常保障"


def declared(programme: str) -> Declared | None:
    """How the service's rules know of a taper; None where it has none."""
    reviews = service(programme).reviews
    return reviews.taper if reviews else None


def months_between(first: date, month: date) -> int:
    return (month.year - first.year) * 12 + month.month - first.month


def overlay(words: Declared, taper: Taper, day: date) -> dict[str, Any]:
    """The facts of a taper as the rules read them on `day`: the first month is month nought."""
    months = max(months_between(taper.since, day), 0)
    return {words.receives: True, words.cause: True, words.months: months, words.last: taper.last_amount}


def with_tapers(known: Known, programme: str, day: date) -> Known:
    """What is known, and over it the tapers that run on `day`. One query, whatever the number of households."""
    import polars as pl

    words = declared(programme)
    if words is None:
        return known
    held = Taper.objects.filter(programme=programme, since__lte=day).exclude(until__lte=day)
    told = {taper.household_id: overlay(words, taper, day) for taper in held}
    if not told:
        return known
    rows = zip(known.households["household_id"].to_list(), known.households["facts"].to_list(), strict=True)
    facts = [_merged(text, told[home]) if home in told else text for home, text in rows]
    return Known(known.households.with_columns(pl.Series("facts", facts, dtype=pl.String)), known.persons)


def _merged(text: str, more: Mapping[str, Any]) -> str:
    return json.dumps(json.loads(text) | more, ensure_ascii=False)


def start(
    household: Household, programme: str, *, since: date, last_amount: int, reason: str, review_id: int | None = None
) -> Taper:
    """Begins a taper. Runs inside `audit.acting`; the database refuses a second one at the same time."""
    return Taper.objects.create(
        household=household,
        programme=programme,
        since=since,
        last_amount=last_amount,
        reason=reason,
        review_id=review_id,
    )


def stop(household: Household, programme: str, *, since: date, reason: str) -> None:
    """Ends a running taper from a month on; one that had not begun yet ends where it would have begun."""
    for taper in Taper.objects.filter(household=household, programme=programme, until__isnull=True):
        taper.until, taper.end_reason = max(since, taper.since), reason
        taper.save(update_fields=["until", "end_reason"])


def without(told: Told, programme: str) -> None:
    """A member is gone while the household tapers: what it received before is reckoned for those who are left.

    With what was known when that amount was granted, so that neither the new wage nor the share and top-up of the one
    who is gone stay in it.
    """
    import polars as pl

    home = told.household
    taper = Taper.objects.filter(household=home, programme=programme, until__isnull=True).first()
    if taper is None:
        return
    # What was granted for the taper itself and put right later ends there too, without ever having begun.
    rows = Entitlement.objects.filter(household=home, programme=programme, until=taper.since, since__lt=taper.since)
    granted = rows.order_by("-since").first()
    if granted is None:
        return
    before = taper.since - timedelta(days=1)
    known = known_of([home.pk], before, {home.pk: max(granted.since, home.since)})
    left = [member.person_id for member in told.survivors]
    known = Known(known.households, known.persons.filter(pl.col("person_id").is_in(left)))
    found = ask(programme, before, known, [service(programme).pays, law.book().law(programme).outcome])
    amounts = [amount for _, amount, eligible in found.iter_rows() if eligible]
    if amounts and amounts[0] < taper.last_amount:
        taper.last_amount = amounts[0]
        taper.save(update_fields=["last_amount"])


def ask(programme: str, day: date, known: Known, columns: list[str]) -> Any:
    """Columns of the rules for many households: household_id and `columns`; who cannot be reckoned is left out."""
    import polars as pl

    asked = asked_of(known, law.facts_of(programme))
    if asked.households.is_empty():
        return pl.DataFrame(schema={"household_id": pl.Int64, **dict.fromkeys(columns, pl.Int64)})
    frame = law.reckon_frame(programme, day, asked.persons, asked.households, keep=columns, table=stored_numbers())
    return frame.select("household_id", *columns)


@dataclass
class Counted:
    """What counting the tapers of a month did: how many run, which are in their last month, which ended and why."""

    running: int = 0
    last_month: list[int] = field(default_factory=list)
    ended: dict[int, str] = field(default_factory=dict)


def count(programme: str, prefix: str, month: date) -> Counted:
    """Counts the month against every taper of a county; the rules say whether it still holds.

    Where the term is over the benefit ends with this month, as the decision on the taper said; where income fell back
    the taper ends and the ordinary rules go on. Done again it changes nothing. Runs inside `audit.acting`.
    """
    counted, words = Counted(), declared(programme)
    held = Taper.objects.filter(programme=programme, until__isnull=True, since__lte=month)
    held = list(held.filter(household__area__startswith=prefix).select_related("household").order_by("pk"))
    if words is None or not held:
        return counted
    ids = [taper.household_id for taper in held]
    outcome = law.book().law(programme).outcome
    found = ask(programme, month, with_tapers(known_of(ids, month), programme, month), [words.route, outcome])
    said = {home: (route, eligible) for home, route, eligible in found.iter_rows()}
    for taper in held:
        _count_one(counted, words, taper, month, said.get(taper.household_id))
    return counted


def _count_one(counted: Counted, words: Declared, taper: Taper, month: date, said: tuple[str, bool] | None) -> None:
    if said is None:  # the facts cannot be reckoned: the close tells so itself
        counted.running += 1
        return
    route, eligible = said
    months = months_between(taper.since, month)
    if route == words.word:
        counted.running += 1
        if months + 1 >= limit(words, taper, month):
            counted.last_month.append(taper.household_id)
        return
    reason = FALLEN if eligible else FINISHED.format(months=months)
    taper.until, taper.end_reason = max(month, taper.since), reason
    taper.save(update_fields=["until", "end_reason"])
    counted.ended[taper.household_id] = reason
    if not eligible:
        end([Ending(taper.household_id, taper.programme, month, reason)])


def limit(words: Declared, taper: Taper, day: date) -> int:
    """How many months the place allows on `day`."""
    home = taper.household
    row = stored_numbers().find(f"{taper.programme}.{words.limit}", day, home.area, home.urban_rural)
    return int(row.value) if row else 0


@dataclass(frozen=True)
class Standing:
    """How a running taper stands on a day: months used of the months allowed, the last one, and the days left of it."""

    taper: Taper
    used: int
    allowed: int
    last_month: date
    days_left: int

    @property
    def ends_from(self) -> date:
        """The first month that is no longer paid."""
        return add_months(self.last_month, 1)

    @property
    def soon(self) -> bool:
        return 0 <= self.days_left <= SOON


def running(who: User, permission: Permission, day: date) -> list[Standing]:
    """Every taper that runs on `day` where the user holds `permission`, the one that ends first at the top."""
    found = []
    for taper in _running(who.viewer, permission).things():
        words = declared(taper.programme)
        if words is None:
            continue
        allowed = limit(words, taper, max(day, taper.since))
        last = add_months(taper.since, max(allowed, 1) - 1)
        used = min(max(months_between(taper.since, day.replace(day=1)) + 1, 0), allowed)
        found.append(Standing(taper, used, allowed, last, (add_months(last, 1) - day).days - 1))
    return sorted(found, key=lambda each: (each.last_month, each.taper.pk))


@lru_cache(maxsize=200)
def _running(viewer: Viewer, permission: Permission) -> Statement:
    rows = Taper.objects.filter(viewer.who.scope(permission, "household__area"), until__isnull=True)
    return statement(rows.select_related("household__head"))


def ending(who: User, permission: Permission, day: date, within: int = SOON) -> list[Standing]:
    """Tapers whose last month is over in so many days, or is over already and not yet counted by a close."""
    return [each for each in running(who, permission, day) if each.days_left <= within]


def amount_in_force(household: Household, programme: str, month: date) -> tuple[int, int]:
    """Amount (fen) and persons of the entitlement in force in a month; nought where there is none."""
    rows = Entitlement.objects.filter(household=household, programme=programme, since__lte=month)
    row = rows.exclude(until__lte=month).order_by("-since").values_list("amount_month", "persons").first()
    return row or (0, 0)
