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
from anmin.kernel.month.tapers import with_tapers
from anmin.kernel.people.api import Known, asked_of, known_of
from anmin.kernel.service import service

if TYPE_CHECKING:
    import polars as pl

FROZEN_HOUSEHOLDS = """
SELECT e.household_id, e.area, e.urban_rural, (e.basis->'facts'->'household')::text, e.amount_month, e.persons, e.since,
       (e.basis->>'law_day')::date, e.payee_id
FROM funds_entitlement e WHERE e.programme = %(programme)s AND e.area LIKE %(prefix)s || '%%' AND e.since <= %(month)s
AND (e.until IS NULL OR e.until > %(month)s) AND e.basis ? 'facts' ORDER BY e.household_id
"""
FROZEN_PERSONS = """
SELECT e.household_id, x.place, x.facts::text FROM funds_entitlement e
CROSS JOIN LATERAL jsonb_array_elements(e.basis->'facts'->'persons') WITH ORDINALITY AS x(facts, place)
WHERE e.programme = %(programme)s AND e.area LIKE %(prefix)s || '%%' AND e.since <= %(month)s
AND (e.until IS NULL OR e.until > %(month)s) ORDER BY e.household_id, x.place
"""


@dataclass
class Reckoned:
    """What the rules say of many households: `results` (household_id, eligible, amount, persons), and what they read.

    `wrong` names the households that could not be reckoned, and why; `known_on` those of which a later day is told.
    """

    programme: str
    day: date
    results: pl.DataFrame
    known: Known
    wrong: dict[int, str]
    known_on: Mapping[int, date] = field(default_factory=dict)

    def amounts(self) -> dict[int, tuple[bool, int, int]]:
        """Household to eligible, amount (fen a month, 0 if not eligible), persons covered."""
        return {row[0]: row[1:] for row in self.results.iter_rows()}


def reckon_known(programme: str, day: date, known: Known) -> Reckoned:
    """Reckons households by the rules and numbers in force on `day`, all together."""
    import polars as pl

    kind = service(programme)
    outcome = law.book().law(programme).outcome
    asked = asked_of(known, law.facts_of(programme))
    keep = [outcome, kind.pays, *([kind.covers] if kind.covers else [])]
    columns = {"household_id": pl.Int64, "eligible": pl.Boolean, "amount": pl.Int64, "persons": pl.Int64}
    if asked.households.is_empty():
        return Reckoned(programme, day, pl.DataFrame(schema=columns), known, asked.wrong)
    frame = law.reckon_frame(programme, day, asked.persons, asked.households, keep=keep, table=stored_numbers())
    counted = asked.persons.group_by("household_id").agg(pl.len().cast(pl.Int64).alias("_count"))
    results = frame.join(counted, on="household_id").select(
        "household_id",
        pl.col(outcome).alias("eligible"),
        pl.when(outcome).then(pl.col(kind.pays)).otherwise(0).alias("amount"),
        pl.col(kind.covers or "_count").alias("persons"),
    )
    return Reckoned(programme, day, results, known, asked.wrong)


def reckon_households(
    programme: str, day: date, ids: Sequence[int], known_on: Mapping[int, date] | None = None
) -> Reckoned:
    """Reckons households by what is known of them for `day` (see `people.known_of`)."""
    done = reckon_known(programme, day, with_tapers(known_of(ids, day, known_on), programme, day))
    done.known_on = known_on or {}
    return done


def bases(reckoned: Reckoned, ids: Sequence[int]) -> dict[int, str]:
    """The basis of an entitlement as JSON text: law day, rules, results and the facts as they were read."""
    import polars as pl

    wanted = pl.Series(list(ids), dtype=pl.Int64).implode()
    homes = reckoned.known.households.filter(pl.col("household_id").is_in(wanted))
    people = reckoned.known.persons.group_by("household_id", maintain_order=True).agg(pl.col("facts").str.join(", "))
    rows = homes.join(people, on="household_id", suffix="_persons").join(reckoned.results, on="household_id")
    head = json.dumps({"law_day": str(reckoned.day), "rules": law.rule_set_hash(reckoned.programme, reckoned.day)})[:-1]
    kind = service(reckoned.programme)
    return {
        household: f'{head}, "results": {{"eligible": {str(eligible).lower()}, "{kind.pays}": {amount}}}, '
        f'"facts": {{"household": {home}, "persons": [{persons}]}}}}'
        for household, home, persons, eligible, amount in rows.select(
            "household_id", "facts", "facts_persons", "eligible", "amount"
        ).iter_rows()
    }


def _known_on(reckoned: Reckoned, household: int) -> str:
    day = reckoned.known_on.get(household)
    return f', "known_on": "{day}"' if day else ""


@dataclass
class Frozen:
    """The entitlements in force in a month with the facts they rest on.

    `rows`: household_id, area, urban_rural, facts, amount, persons, since, law_day, payee_id.
    """

    rows: pl.DataFrame
    people: pl.DataFrame

    def known(self, mask: pl.Expr | None = None) -> Known:
        """The facts of all, or of those that `mask` chooses."""
        import polars as pl

        rows = self.rows if mask is None else self.rows.filter(mask)
        ids = rows["household_id"].implode()
        return Known(
            rows.select("household_id", "area", "urban_rural", "facts"),
            self.people.filter(pl.col("household_id").is_in(ids)),
        )


def frozen(programme: str, prefix: str, month: date) -> Frozen:
    """What the entitlements in force in `month` rest on, in two queries. Those granted by hand have no basis."""
    import polars as pl

    given = {"programme": programme, "prefix": prefix, "month": month}
    with connection.cursor() as cursor:
        cursor.execute(FROZEN_HOUSEHOLDS, given)
        homes = cursor.fetchall()
        cursor.execute(FROZEN_PERSONS, given)
        people = cursor.fetchall()
    columns = {
        "household_id": pl.Int64, "area": pl.String, "urban_rural": pl.String, "facts": pl.String, "amount": pl.Int64,
        "persons": pl.Int64, "since": pl.Date, "law_day": pl.Date, "payee_id": pl.Int64,
    }  # fmt: skip
    members = {"household_id": pl.Int64, "person_id": pl.Int64, "facts": pl.String}
    return Frozen(pl.DataFrame(homes, schema=columns, orient="row"), pl.DataFrame(people, schema=members, orient="row"))


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
    import polars as pl

    mine = pl.col("household_id") == household
    home = reckoned.known.households.filter(mine).row(0, named=True)
    people = reckoned.known.persons.filter(mine)["facts"].to_list()
    facts = {"household": json.loads(home["facts"]), "persons": [json.loads(text) for text in people]}
    done = explain(reckoned.programme, {"facts": facts, "law_day": str(reckoned.day)}, home["area"])
    return " ".join(f"{said['text']}({said['cite']})" for said in done.reasons) or "按规则不符合条件。"
