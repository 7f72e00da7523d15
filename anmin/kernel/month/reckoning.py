"""Every household of a programme reckoned by the dated rules, set-wise: what is known now, and what was known then."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from anmin.kernel.law import api as law
from anmin.kernel.law.api import stored_numbers
from anmin.kernel.month.beside import with_others
from anmin.kernel.month.tapers import with_tapers
from anmin.kernel.people.api import Asked, Known, asked_of, known_of
from anmin.kernel.service import service

if TYPE_CHECKING:
    import polars as pl

# Entitlements with the facts they rest on, each under its own number, that hold for a month of the span.
FROZEN = """
FROM funds_entitlement e WHERE e.programme = %(programme)s AND e.area LIKE %(prefix)s || '%%' AND e.basis ? 'facts'
AND e.since <= %(month)s AND (e.until IS NULL OR e.until > greatest(e.since, %(first)s)) ORDER BY e.id
"""
FROZEN_HOUSEHOLDS = """
SELECT e.id, e.area, e.urban_rural, (e.basis->'facts'->'household')::text, e.household_id, e.amount_month, e.since,
       e.until, (e.basis->>'law_day')::date, coalesce(e.basis->>'numbers', ''), (e.basis->>'known_on')::date,
       coalesce(e.basis->>'rules', '')
"""
FROZEN_PERSONS = """
SELECT f.id, x.place, x.facts::text FROM (SELECT e.id, e.basis {source}) f
CROSS JOIN LATERAL jsonb_array_elements(f.basis->'facts'->'persons') WITH ORDINALITY AS x(facts, place) ORDER BY f.id, x.place
"""


@dataclass
class Reckoned:
    """What the rules say of many households: `results` (household_id, eligible, amount, persons), and what they read.

    `asked.wrong` names the households that could not be reckoned, and why; `known_on` those of which a later day is told.
    """

    programme: str
    day: date
    results: pl.DataFrame
    known: Known
    asked: Asked
    known_on: Mapping[int, date] = field(default_factory=dict)

    @property
    def wrong(self) -> dict[int, str]:
        return self.asked.wrong

    def amounts(self) -> dict[int, tuple[bool, int, int]]:
        """Household to eligible, amount (fen a month, 0 if not eligible), persons covered."""
        return {row[0]: row[1:] for row in self.results.iter_rows()}


def reckon_known(programme: str, day: date, known: Known, table: law.NumberTable | None = None) -> Reckoned:
    """Reckons households by the rules and numbers in force on `day`, all together; `table` tries other numbers."""
    import polars as pl

    kind = service(programme)
    outcome = law.book().law(programme).outcome
    asked = asked_of(known, law.facts_of(programme))
    keep = [outcome, kind.pays, *([kind.covers] if kind.covers else [])]
    columns = {"household_id": pl.Int64, "eligible": pl.Boolean, "amount": pl.Int64, "persons": pl.Int64}
    if asked.households.is_empty():
        return Reckoned(programme, day, pl.DataFrame(schema=columns), known, asked)
    held = table or stored_numbers()
    frame = law.reckon_frame(programme, day, asked.persons, asked.households, keep=keep, table=held)
    counted = asked.persons.group_by("household_id").agg(pl.len().cast(pl.Int64).alias("_count"))
    results = frame.join(counted, on="household_id").select(
        "household_id",
        pl.col(outcome).alias("eligible"),
        pl.when(outcome).then(pl.col(kind.pays)).otherwise(0).alias("amount"),
        pl.col(kind.covers or "_count").alias("persons"),
    )
    return Reckoned(programme, day, results, known, asked)


def reckon_households(
    programme: str, day: date, ids: Sequence[int], known_on: Mapping[int, date] | None = None
) -> Reckoned:
    """Reckons households by what is known of them for `day` (see `people.known_of`)."""
    known = with_others(with_tapers(known_of(ids, day, known_on), programme, day), programme, day)
    done = reckon_known(programme, day, known)
    done.known_on = known_on or {}
    return done


def bases(reckoned: Reckoned, ids: Sequence[int]) -> dict[int, str]:
    """The basis of an entitlement as JSON text: law day, rules, results and the facts as they were read."""
    import polars as pl

    wanted = pl.Series(list(ids), dtype=pl.Int64).implode()
    homes = reckoned.known.households.filter(pl.col("household_id").is_in(wanted))
    people = reckoned.known.persons.group_by("household_id", maintain_order=True).agg(pl.col("facts").str.join(", "))
    rows = homes.join(people, on="household_id", suffix="_persons").join(reckoned.results, on="household_id")
    head = json.dumps({"law_day": str(reckoned.day), "rules": law.remember(reckoned.programme, reckoned.day)})[:-1]
    kind, day = service(reckoned.programme), reckoned.day
    places = homes.select("area", "urban_rural").unique().iter_rows()
    numbers = {place: _remembered(reckoned.programme, day, *place) for place in places}
    return {
        household: f'{head}{_known_on(reckoned, household)}, "numbers": "{numbers[place, residence]}", '
        f'"results": {{"eligible": {str(eligible).lower()}, "{kind.pays}": {amount}}}, '
        f'"facts": {{"household": {home}, "persons": [{persons}]}}}}'
        for household, place, residence, home, persons, eligible, amount in rows.select(
            "household_id", "area", "urban_rural", "facts", "facts_persons", "eligible", "amount"
        ).iter_rows()
    }


def _known_on(reckoned: Reckoned, household: int) -> str:
    day = reckoned.known_on.get(household)
    return f', "known_on": "{day}"' if day else ""


@dataclass
class Frozen:
    """Entitlements with the facts they rest on; in the frames each stands as a household under its own id.

    `rows`: household_id (the entitlement's id), area, urban_rural, facts, home (the household's), amount, since, until,
    law_day, numbers and rules (hashes of those read), known_on (where it lies after the law day).
    """

    rows: pl.DataFrame
    people: pl.DataFrame

    def reckon(self, programme: str, day: date, rows: pl.DataFrame, table: law.NumberTable | None = None) -> Reckoned:
        """Some of the rows by the rules and numbers of a day; `table` tries other numbers."""
        import polars as pl

        homes = rows.select("household_id", "area", "urban_rural", "facts")
        people = self.people.filter(pl.col("household_id").is_in(rows["household_id"].implode()))
        done = reckon_known(programme, day, Known(homes, people), table)
        later = rows.filter(pl.col("known_on").is_not_null())
        done.known_on = dict(later.select("household_id", "known_on").iter_rows())
        return done


def frozen(programme: str, prefix: str, first: date, month: date) -> Frozen:
    """What the entitlements in force in any month from `first` to `month` rest on, in two queries.

    Those granted by hand have no basis and are not among them.
    """
    import polars as pl

    given = {"programme": programme, "prefix": prefix, "first": first, "month": month}
    with connection.cursor() as cursor:
        cursor.execute(FROZEN_HOUSEHOLDS + FROZEN, given)
        homes = cursor.fetchall()
        cursor.execute(FROZEN_PERSONS.format(source=FROZEN), given)
        people = cursor.fetchall()
    columns = {
        "household_id": pl.Int64, "area": pl.String, "urban_rural": pl.String, "facts": pl.String, "home": pl.Int64,
        "amount": pl.Int64, "since": pl.Date, "until": pl.Date, "law_day": pl.Date, "numbers": pl.String,
        "known_on": pl.Date, "rules": pl.String,
    }  # fmt: skip
    members = {"household_id": pl.Int64, "person_id": pl.Int64, "facts": pl.String}
    return Frozen(pl.DataFrame(homes, schema=columns, orient="row"), pl.DataFrame(people, schema=members, orient="row"))


def numbers_read(programme: str, day: date, area: str, urban_rural: str) -> str:
    """Identifies the numbers in force for a place on a day, as they are known now."""
    return law.numbers_hash(law.numbers_at(programme, day, area, urban_rural, stored_numbers()))


def _remembered(programme: str, day: date, area: str, urban_rural: str) -> str:
    """The same, and what it stands for is kept, so that a later difference can be named."""
    read = law.numbers_at(programme, day, area, urban_rural, stored_numbers())
    law.remember(programme, day, read)
    return law.numbers_hash(read)


def explain(programme: str, basis: Mapping[str, Any], area: str) -> law.Reckoning:
    """The reckoning behind an entitlement again, with every step, from its stored basis."""
    known = {fact.name for fact in law.facts_of(programme)}
    home = {k: v for k, v in basis["facts"]["household"].items() if k in known}
    people = [{k: v for k, v in one.items() if k in known} for one in basis["facts"]["persons"]]
    day = date.fromisoformat(basis["law_day"])
    return law.reckon(
        programme, day, area, home.get("urban_rural", ""), household=home, persons=people, table=stored_numbers()
    )


def reasons(reckoned: Reckoned, household: int) -> str:
    """Why the rules refuse a household, in words with the article."""
    return reasons_of(reckoned, [household])[household]


def reasons_of(reckoned: Reckoned, ids: Sequence[int]) -> dict[int, str]:
    """Why the rules refuse these households, each in words with the article."""
    import polars as pl

    mine = pl.col("household_id").is_in(pl.Series(list(ids), dtype=pl.Int64).implode())
    people: dict[int, list[dict]] = {}
    for household, text in reckoned.known.persons.filter(mine).select("household_id", "facts").iter_rows():
        people.setdefault(household, []).append(json.loads(text))
    told = {}
    for household, area, text in (
        reckoned.known.households.filter(mine).select("household_id", "area", "facts").iter_rows()
    ):
        facts = {"household": json.loads(text), "persons": people.get(household, [])}
        done = explain(reckoned.programme, {"facts": facts, "law_day": str(reckoned.day)}, area)
        said = " ".join(f"{reason['text']}（{reason['cite']}）" for reason in done.reasons)
        told[household] = said or "按规则不符合条件。"
    return told
