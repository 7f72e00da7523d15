"""Who holds what: the benefits that entitlements pay, person by person, as what they rest on gives them.

An entitlement is of a household and may be the sum of several benefits of several persons; what excludes what
(`package.Compatibility`) binds benefits and persons. One statement fetches entitlements, whatever the number of households.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from anmin.kernel.law import api as law
from anmin.kernel.law.api import LawError
from anmin.kernel.package.api import Benefit, Compatibility
from anmin.kernel.people.api import age, array
from anmin.kernel.service import register

STANDING = """
SELECT e.id, e.household_id, e.programme, e.area, e.urban_rural, e.amount_month, e.persons, e.since, e.until, e.payee_id,
       e.end_reason, e.case_id, e.basis::text, coalesce(e.basis->'who', jsonb_path_query_array(c.facts, '$.who[*][0]'))::text,
       (SELECT jsonb_agg(jsonb_build_array(p.id, p.name, p.born_on, m.since, m.until)
                         ORDER BY (m.person_id <> h.head_id), m.relation, m.id)
        FROM people_membership m JOIN people_person p ON p.id = m.person_id
        WHERE m.household_id = h.id)::text
FROM funds_entitlement e JOIN people_household h ON h.id = e.household_id LEFT JOIN flow_case c ON c.id = e.case_id
WHERE e.programme = ANY(%(programmes)s) AND e.household_id = ANY(%(ids)s::bigint[])
AND (e.until IS NULL OR e.until > greatest(e.since, %(month)s)) AND (%(later)s OR e.since <= %(month)s)
ORDER BY e.household_id, e.programme, e.since
"""


@dataclass(frozen=True)
class Member:
    """Someone who belongs or belonged to a household."""

    pk: int
    name: str
    born_on: date
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Standing:
    """An entitlement (fen a month) with what it rests on, and the numbers as they were known when it was fetched.

    `who` names the persons of the facts, in their order; it is empty where that cannot be told.
    """

    pk: int
    household: int
    programme: str
    area: str
    urban_rural: str
    amount: int
    persons: int
    since: date
    until: date | None
    payee: int
    end_reason: str
    case: int | None
    basis: Mapping[str, Any]
    who: tuple[int, ...]
    members: tuple[Member, ...]
    numbers: law.NumberTable = field(repr=False, compare=False)

    @property
    def names(self) -> dict[int, str]:
        return {m.pk: m.name for m in self.members}


@dataclass(frozen=True)
class Holding:
    """One benefit that an entitlement pays: to whom, how much of it is whose (fen a month; 0 where it is the household's).

    `of_home` and `of_person` are the columns of the reckoning, for what a benefit tells of itself. Not `sure` where the
    entitlement was granted without a basis, so that nobody can say whose it is.
    """

    benefit: Benefit
    standing: Standing
    amount: int
    persons: Mapping[int, int]
    sure: bool = True
    of_home: Mapping[str, Any] = field(default_factory=dict)
    of_person: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def standings(programmes: Iterable[str], ids: Sequence[int], month: date, *, later: bool = False) -> list[Standing]:
    """What these programmes pay these households in `month`; with `later` also what begins after it. One statement."""
    given = {"programmes": sorted(programmes), "ids": array(ids), "month": month, "later": later}
    if not given["programmes"] or not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(STANDING, given)
        rows = cursor.fetchall()
    if not rows:
        return []
    numbers = law.stored_numbers()
    return [_standing(row, numbers) for row in rows]


def holdings(standing: Standing, rules: Compatibility) -> list[Holding]:
    """The benefits of one entitlement, as its own facts and the rules of its day give them."""
    mine = [b for b in rules.benefits.values() if b.service == standing.programme and not b.status]
    done = reckoned(standing) if standing.who else None
    if done is None:
        living = {m.pk: 0 for m in standing.members if m.until is None}
        return [Holding(b, standing, standing.amount, living, sure=False) for b in mine]
    people = dict(zip(standing.who, by_person(done), strict=True))
    return [h for h in (_holding(b, standing, done.values, people) for b in mine) if h]


def reckoned(
    standing: Standing, home: Mapping[str, Any] | None = None, persons: Mapping[int, Mapping[str, Any]] | None = None,
    without: Iterable[int] = (),
) -> law.Reckoning | None:  # fmt: skip
    """The reckoning behind an entitlement again; with other facts told of household and persons, or without somebody.

    None where it has no basis or nobody is left.
    """
    basis = told_otherwise(standing, home or {}, persons or {}, set(without))
    if basis is None:
        return None
    known = {fact.name for fact in law.facts_of(standing.programme)}
    try:
        return law.reckon(
            standing.programme,
            date.fromisoformat(basis["law_day"]),
            standing.area,
            basis["facts"]["household"].get("urban_rural", standing.urban_rural),
            household={k: v for k, v in basis["facts"]["household"].items() if k in known},
            persons=[{k: v for k, v in one.items() if k in known} for one in basis["facts"]["persons"]],
            table=standing.numbers,
        )
    except LawError:
        return None


def told_otherwise(
    standing: Standing, home: Mapping[str, Any], persons: Mapping[int, Mapping[str, Any]], without: set[int]
) -> dict[str, Any] | None:
    """The basis of an entitlement with other facts; None where it has none, or nobody is left in it."""
    facts = standing.basis.get("facts")
    if not facts or "law_day" not in standing.basis:
        return None
    who = standing.who or tuple(range(len(facts["persons"])))
    kept = [(pk, one) for pk, one in zip(who, facts["persons"], strict=True) if pk not in without]
    if not kept:
        return None
    told = [{**one, **persons.get(pk, {})} for pk, one in kept]
    said = {"household": {**facts["household"], **home}, "persons": told}
    return {**standing.basis, "facts": said, **({"who": [pk for pk, _ in kept]} if standing.who else {})}


def by_person(done: law.Reckoning) -> list[dict[str, Any]]:
    """Every column of each person, in the order in which the persons were given."""
    rows: list[dict[str, Any]] = [dict(person) for person in done.persons]
    for node, who, value, _ in done.raw_steps:
        if who is not None:
            rows[who][node.column] = value
    return rows


def whose(benefit: Benefit, home: Mapping[str, Any], people: Mapping[int, Mapping[str, Any]]) -> dict[int, int]:
    """Which persons a benefit is for, and how much of it is each one's; who is counted, where it is the household's."""
    if not benefit.person:
        column, value, person = benefit.alone or ("", "", "")
        counts = person if benefit.alone and home.get(column) == value else benefit.counts
        return {pk: 0 for pk, row in people.items() if not counts or row.get(counts)}
    fits = {pk for pk, row in people.items() if not benefit.when or row.get(benefit.when[0]) == benefit.when[1]}
    return {pk: value for pk, row in people.items() if pk in fits and (value := int(row.get(benefit.person) or 0))}


def _holding(
    benefit: Benefit, standing: Standing, home: Mapping[str, Any], people: Mapping[int, Mapping[str, Any]]
) -> Holding | None:
    persons = whose(benefit, home, people)
    amount = sum(persons.values()) if benefit.person else standing.amount
    if not persons or not amount:
        return None
    return Holding(benefit, standing, amount, persons, True, home, people)


def _standing(row: tuple, numbers: law.NumberTable) -> Standing:
    *plain, basis, who, members = row
    known = tuple(
        Member(pk, name, _day(born), _day(since), _day(until) if until else None)
        for pk, name, born, since, until in json.loads(members or "[]")
    )
    facts = json.loads(basis or "{}")
    named = _who(facts, json.loads(who) if who else [], known)
    return Standing(*plain, basis=facts, who=named, members=known, numbers=numbers)


def _who(basis: Mapping[str, Any], said: list[int], members: tuple[Member, ...]) -> tuple[int, ...]:
    """The persons of the facts: as they were kept, else the members of that day, if their ages say the same."""
    persons = basis.get("facts", {}).get("persons", [])
    if said and len(said) == len(persons):
        return tuple(said)
    if not persons or "law_day" not in basis:
        return ()
    day = date.fromisoformat(basis["law_day"])
    known_on = max(day, date.fromisoformat(basis.get("known_on") or basis["law_day"]))
    here = [m for m in members if m.on(known_on)] or [m for m in members if m.until is None]
    ages = [max(0, age(m.born_on, day)) for m in here]
    if len(here) == len(persons) and ages == [f.get("age", a) for f, a in zip(persons, ages, strict=True)]:
        return tuple(m.pk for m in here)
    by_age = {years: m.pk for years, m in zip(ages, here, strict=True) if ages.count(years) == 1}
    found = tuple(by_age.get(facts.get("age", -1), 0) for facts in persons)
    return found if all(found) and len(set(found)) == len(found) else ()


def _day(text: str) -> date:
    return date.fromisoformat(text)


def services_paying(names: Iterable[str]) -> set[str]:
    """Those of these services that are installed and pay by the month."""
    known = register()
    return {name for name in names if name in known and known[name].pays and not known[name].once}
