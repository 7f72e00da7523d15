"""From what is known to what is due: rosters enrolled, raised standards followed, everything else told for review."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import (
    FROM_ROSTER,
    Amendment,
    Ending,
    Grant,
    amend,
    end,
    first_owed,
    grant,
    to_enrol,
)
from anmin.kernel.law import api as law
from anmin.kernel.law.api import stored_numbers
from anmin.kernel.month.beside import with_others
from anmin.kernel.month.findings import Found, put
from anmin.kernel.month.following import boundaries, follow_numbers, months_with_new_numbers
from anmin.kernel.month.grounds import articles, law_since, month_from
from anmin.kernel.month.in_force import in_force
from anmin.kernel.month.models import Close, Finding
from anmin.kernel.month.reckoning import (
    Frozen,
    Reckoned,
    bases,
    frozen,
    numbers_read,
    reasons_of,
    reckon_households,
    reckon_known,
)
from anmin.kernel.month.tapers import with_tapers
from anmin.kernel.people.api import Asked, Known, asked_of, known_of
from anmin.kernel.places.api import prefix_of
from anmin.kernel.service import service

if TYPE_CHECKING:
    import polars as pl

Kind = Finding.Kind
REVIEWED = (Kind.BAD_FACTS, Kind.INELIGIBLE, Kind.LESS, Kind.MORE, Kind.DRIFT)


@dataclass
class Outcome:
    """What reckoning the month did: households reckoned, newly entitled, raised with the standard; and what it found."""

    reckoned: int = 0
    enrolled: int = 0
    raised: int = 0
    found: list[Found] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)  # what is known of those in force
    asked: Asked | None = None
    stored: dict[int, int] = field(default_factory=dict)  # what those in force are paid
    today: Future[Reckoned] | None = None  # what the facts of today would give them, as it is being reckoned

    def facts(self, programme: str) -> Asked:
        """The facts of those in force, for whoever else must look at them."""
        import polars as pl

        if self.asked is None and self.today and len(self.known) == 1:
            self.asked = self.today.result().asked
        if self.asked is None:
            homes, people = [k.households for k in self.known], [k.persons for k in self.known]
            self.asked = asked_of(Known(pl.concat(homes), pl.concat(people)), law.facts_of(programme))
        return self.asked

    def persons(self) -> pl.Series:
        """Everyone in those households."""
        import polars as pl

        frames = [known.persons for known in self.known] or [self.asked.persons]
        return pl.concat([frame["person_id"] for frame in frames])


def reckon_month(close: Close) -> Outcome:
    """Reckons every household under the programme for the month's first day and writes what follows from it.

    Granted: roster households that the rules entitle, and the effect of changed numbers on facts that did not change.
    Only told: whom the rules no longer entitle, amounts that changed with the facts, amounts that differ from the rule
    of their own day. Runs inside `audit.acting`. What is paid once was decided once and is not reckoned again.
    """
    if service(close.programme).once:
        return Outcome(asked=asked_of(known_of([], close.month), law.facts_of(close.programme)))
    outcome, table = Outcome(), stored_numbers()
    prefix = prefix_of(close.area)
    first = first_owed(close.programme, close.area, close.month)
    held = frozen(close.programme, prefix, first, close.month)
    aside = ThreadPoolExecutor(1)  # rules are reckoned while the database tells and writes
    right = [
        (day, rows, aside.submit(held.reckon, close.programme, day, rows, table)) for day, rows in _stages(close, held)
    ]
    listed = to_enrol(close.programme, prefix, close.month)
    known = _known_in_force(close, prefix, set(listed), outcome)
    outcome.today = aside.submit(reckon_known, close.programme, close.month, known, table)
    aside.shutdown(wait=False)
    outcome.raised = _follow_back_dated(close, right, outcome.found)
    if months_with_new_numbers(close, held):
        held = frozen(close.programme, prefix, first, close.month) if outcome.raised else held
        outcome.raised += follow_numbers(close, held)
    if outcome.raised:
        listed = to_enrol(close.programme, prefix, close.month)
        outcome.stored = {home: amount for home, amount, _ in in_force(close, prefix) if home in outcome.stored}
    _enrol(close, listed, outcome)
    return outcome


def tell(close: Close, outcome: Outcome, on: date) -> None:
    """What the close found is put down. The amounts stay: to reduce or stop needs a person and a notice (57号 第三十二条)."""
    if outcome.today:
        today = outcome.today.result()
        told = _differences(today, _differing(today, outcome.stored), outcome.stored, "现发")
        outcome.found += [*_wrong(today), *told]
        put(close, REVIEWED, outcome.found, on)


def _stages(close: Close, held: Frozen) -> Iterator[tuple[date, pl.DataFrame]]:
    """The entitlements by the state of the law that they rest on: its last day among them, and the rows."""
    import polars as pl

    days = boundaries(close.programme)
    stage = pl.Series("stage", days, dtype=pl.Date).search_sorted(held.rows["law_day"], side="right")
    for number in stage.unique().to_list():
        here = held.rows.filter(stage == number)
        yield here["law_day"].max(), here


def _follow_back_dated(
    close: Close, right: list[tuple[date, pl.DataFrame, Future[Reckoned]]], found: list[Found]
) -> int:
    """Amounts beside what the rules of their own day give, as these are known now.

    Where the numbers or rules of that day came or were corrected afterwards, more is owed for the same months; where
    they are the ones that were read, someone has altered the amount, and that is told.
    """
    import polars as pl

    amendments = []
    for day, here, reckoning in right:
        reckoned = reckoning.result()
        differs = here.join(reckoned.results, on="household_id").filter(pl.col("amount") != pl.col("amount_right"))
        told = bases(reckoned, differs["household_id"].to_list())
        for row in differs.iter_rows(named=True):
            amount, due = row["amount"], row["amount_right"]
            other = law.rules_changed(close.programme, day, row["rules"])
            if not other and row["numbers"] in (
                "", numbers_read(close.programme, day, row["area"], row["urban_rural"])
            ):  # fmt: skip
                text = (
                    f"现发 {yuan(amount)} 元，按 {row['law_day']} 的规则和当时的事实应为 {yuan(due)} 元，请查明是谁改动"
                )
                found.append(Found(row["home"], Kind.DRIFT, text, amount, due))
            elif due > amount:
                why = (
                    f"规则更正 {articles(close.programme, day, other)}" if other else law_since(close, month_from(day))
                )
                amendments.append(Amendment(row["household_id"], due, row["persons"], why, told[row["household_id"]]))
            else:
                what = "规则" if other else "标准"
                text = f"{what}更正后，{chinese_month(row['since'])}起应为 {yuan(due)} 元，现发 {yuan(amount)} 元"
                found.append(Found(row["home"], Kind.LESS, text, amount, due))
    amend(amendments)
    return len({a.entitlement_id for a in amendments})


def _known_in_force(close: Close, prefix: str, enrolling: set[int], outcome: Outcome) -> Known:
    """What is known of those in force for the first of the month, or for the later day on which they came."""
    rows = [row for row in in_force(close, prefix) if row[0] not in enrolling]
    outcome.stored = {household: amount for household, amount, _ in rows}
    outcome.reckoned += len(rows)
    first = {household: since for household, _, since in rows if since > close.month}
    known = with_tapers(known_of(list(outcome.stored), close.month, first), close.programme, close.month)
    known = with_others(known, close.programme, close.month)
    outcome.known = [known]
    return known


def _enrol(close: Close, listed: dict[int, int | None], outcome: Outcome) -> None:
    """Roster households that the rules entitle are due the reckoned amount from this month; the others are told."""
    if not listed:
        return
    known_on = max(close.month, timezone.localdate())  # a roster speaks of its own day, which may lie after the first
    reckoned = reckon_households(close.programme, close.month, list(listed), dict.fromkeys(listed, known_on))
    outcome.reckoned += len(listed)
    due = {h: (amount, n) for h, ok, amount, n in reckoned.results.iter_rows() if ok and amount > 0}
    told = bases(reckoned, list(due))
    grant(Grant(h, close.programme, amount, n, close.month, FROM_ROSTER, told[h]) for h, (amount, n) in due.items())
    end(Ending(h, close.programme, close.month, "名册更正后不符合条件") for h in listed if h not in due)
    outcome.enrolled = len(due)
    outcome.known.append(_only(reckoned.known, list(due)))
    stored = {household: amount for household, amount in listed.items() if amount is not None}
    differing = _differing(reckoned, stored, all_refused=True)
    outcome.found += _wrong(reckoned) + _differences(reckoned, differing, stored, "名册")


def _only(known: Known, ids: list[int]) -> Known:
    import polars as pl

    mine = pl.col("household_id").is_in(pl.Series(ids, dtype=pl.Int64).implode())
    return Known(known.households.filter(mine), known.persons.filter(mine))


def _differing(reckoned: Reckoned, stored: dict[int, int], all_refused: bool = False) -> pl.DataFrame:
    import polars as pl

    have = pl.DataFrame(
        {"household_id": list(stored), "stored": list(stored.values())},
        schema={"household_id": pl.Int64, "stored": pl.Int64},
    )
    rows = reckoned.results.join(have, on="household_id", how="left")
    differs = pl.col("stored").is_not_null() & (~pl.col("eligible") | (pl.col("amount") != pl.col("stored")))
    if all_refused:
        differs = differs | ~pl.col("eligible")
    return rows.filter(differs).drop("stored")


def _differences(reckoned: Reckoned, rows: pl.DataFrame, stored: dict[int, int], word: str) -> list[Found]:
    """What differs from the amount that is paid or was listed, in words."""
    refused = reasons_of(reckoned, rows.filter(~rows["eligible"])["household_id"].to_list())
    found = []
    for household, eligible, amount, _ in rows.iter_rows():
        held = stored.get(household)
        if eligible:
            kind = Kind.MORE if amount > (held or 0) else Kind.LESS
            text = f"{word} {yuan(held)} 元，按现有事实测算 {yuan(amount)} 元"
            found.append(Found(household, kind, text, held, amount))
        else:
            found.append(Found(household, Kind.INELIGIBLE, refused[household], held, 0))
    return found


def _wrong(reckoned: Reckoned) -> list[Found]:
    return [
        Found(household, Kind.BAD_FACTS, f"{text}；请更正家庭信息后再测算")
        for household, text in reckoned.wrong.items()
    ]


def yuan(fen: int | None) -> str:
    """Fen as 1,234.50."""
    fen = fen or 0
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
