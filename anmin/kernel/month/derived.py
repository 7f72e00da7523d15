"""A month of a programme that follows others: whoever they pay for in the month is reckoned by its rules, set-wise.

Run again it changes nothing, or just what has changed since; a person of several programmes is there once, because a
household is reckoned once with all that is known of each member.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import MAKE_ROLL
from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import next_month, recognised
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import Ending, Grant, MoneyRefused, county_of, end, grant, lock
from anmin.kernel.law import api as law
from anmin.kernel.month.declare import Derived, Follow
from anmin.kernel.month.holdings import holdings, standings
from anmin.kernel.month.reckoning import Reckoned, bases, reasons_of, reckon_known
from anmin.kernel.package.api import read_installed
from anmin.kernel.people.api import Known, asked_of, known_of
from anmin.kernel.places.api import prefix_of
from anmin.kernel.service import service

Counted = Mapping[tuple[int, str], set[int]]  # household and programme to persons
PAID_FOR = """
SELECT household_id, programme, payee_id, persons FROM funds_entitlement
WHERE programme = ANY(%(names)s) AND area LIKE %(prefix)s || '%%' AND since <= %(month)s
AND (until IS NULL OR until > %(month)s) AND until IS DISTINCT FROM since ORDER BY household_id
"""
DECLARED = """
SELECT d.household_id FROM people_declaration d JOIN people_household h ON h.id = d.household_id
WHERE h.area LIKE %(prefix)s || '%%' AND d.since <= %(day)s AND (d.until IS NULL OR d.until > %(day)s)
AND (EXISTS (SELECT 1 FROM jsonb_each(d.household_facts) f WHERE f.key = ANY(%(facts)s) AND f.value = 'true')
     OR EXISTS (SELECT 1 FROM jsonb_each(d.person_facts) p, jsonb_each(p.value) f
                WHERE f.key = ANY(%(facts)s) AND f.value = 'true'))
"""
ALREADY = """
SELECT household_id, amount_month, persons FROM funds_entitlement
WHERE programme = %(programme)s AND area LIKE %(prefix)s || '%%' AND since = %(pay)s AND until IS DISTINCT FROM since
"""


@dataclass
class Followed:
    """What a run came to: households and persons due, fen; what was written; why nobody is due, where nobody is."""

    programme: str
    month: date
    pay_month: date
    households: int = 0
    persons: int = 0
    amount: int = 0
    written: int = 0
    revoked: int = 0
    wrong: dict[int, str] = field(default_factory=dict)
    reason: str = ""
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)  # label → persons, fen


def follow(programme: str, month: date, pay_month: date, area: str, *, who: User, try_only: bool = False) -> Followed:
    """Reckons `month` (its first day) for all whom the followed programmes pay for, and makes each due in `pay_month`.

    The law is that of the month's last day. `try_only` writes nothing. Raises MoneyRefused or Denied.
    """
    kind, county = service(programme), county_of(area)
    who.require(MAKE_ROLL, county)
    if kind.derived is None:
        raise MoneyRefused(f"{kind.label}不是随其他项目发放的项目。")
    if month.day != 1 or pay_month.day != 1 or pay_month < month:
        raise MoneyRefused("月份写当月一日，发放月不早于所属月。")
    day, prefix = date.fromordinal(next_month(month).toordinal() - 1), prefix_of(county)
    with acting(who.actor, reason=f"{kind.label} {chinese_month(month)}"):
        lock(county, programme)
        reckoned = reckon_known(programme, day, _known(kind.derived, month, day, prefix))
        due = {h: (amount, n) for h, ok, amount, n in reckoned.results.iter_rows() if ok and amount > 0}
        told = Followed(programme, month, pay_month, len(due), wrong=reckoned.wrong)
        told.persons, told.amount = sum(n for _, n in due.values()), sum(amount for amount, _ in due.values())
        told.reason = _why_nobody(reckoned) if not due else ""
        told.groups = _groups(kind.derived, reckoned, set(due))
        if not try_only:
            _write(told, due, reckoned, prefix, kind.label)
    return told


def each_recipient(
    programme: str, derived: Derived, on: date, area: str, wrong: dict[int, str]
) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """Every member of the households that the followed programmes pay for in the month of `on`.

    Gives person, household, area and what the programme's rules say of the person on that day. Households whose facts
    cannot be reckoned are put into `wrong`, with the reason, for whoever asks to tell.
    """
    county = county_of(area)
    known = _known(derived, on.replace(day=1), on, prefix_of(county))
    yield from _each_person(programme, on, known, set(known.households["household_id"]), wrong)


def _each_person(
    programme: str, on: date, known: Known, wanted: set[int], wrong: dict[int, str]
) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """Every person of the wanted households with their results, set-wise; `wrong` gets those that cannot be reckoned."""
    import polars as pl

    mine = pl.col("household_id").is_in(pl.Series(sorted(wanted), dtype=pl.Int64).implode())
    known = Known(known.households.filter(mine), known.persons.filter(mine))
    asked = asked_of(known, law.facts_of(programme))
    wrong |= asked.wrong
    if asked.households.is_empty():
        return
    made = law.reckon_persons(programme, on, asked.persons, asked.households, table=law.stored_numbers())
    places = dict(known.households.select("household_id", "area").iter_rows())
    keys = ["household_id", "person_id"]
    rows = known.persons.select(keys).join(made, on=keys, maintain_order="left")
    for result in rows.iter_rows(named=True):
        household, person = result.pop("household_id"), result.pop("person_id")
        yield person, household, places[household], result


def _groups(derived: Derived, reckoned: Reckoned, due: set[int]) -> dict[str, tuple[int, int]]:
    """Persons and fen by group, each person counted once, for the statistics."""
    if not derived.groups:
        return {}
    version = law.book().law(reckoned.programme).version(derived.groups, reckoned.day)
    labels = getattr(version, "choices", {})
    found: dict[str, tuple[int, int]] = {}
    for _, _, _, result in _each_person(reckoned.programme, reckoned.day, reckoned.known, due, reckoned.wrong):
        if amount := result[derived.each]:
            label = labels.get(result[derived.groups], result[derived.groups])
            persons, fen = found.get(label, (0, 0))
            found[label] = (persons + 1, fen + amount)
    return found


def _known(derived: Derived, month: date, day: date, prefix: str) -> Known:
    """What is known of everyone concerned, with what the followed programmes pay set as facts."""
    import polars as pl

    by_name = {f.programme: f for f in derived.follows if f.when is None}
    given = {"names": list(by_name), "prefix": prefix, "month": month, "day": day, "facts": list(derived.facts)}
    paid: dict[int, list[tuple[Follow, int, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(PAID_FOR, given)
        for household, programme, payee, persons in cursor.fetchall():
            paid.setdefault(household, []).append((by_name[programme], payee, persons))
        cursor.execute(DECLARED, given)
        ids = sorted({*paid, *(row[0] for row in cursor.fetchall())})
    recognised_so = {f: _recognised(f, prefix, day) for f in derived.follows if f.when}
    known = known_of(sorted({*ids, *(h for found in recognised_so.values() for h in found)}), day)
    homes, people = ([json.loads(text) for text in told["facts"]] for told in (known.households, known.persons))
    members: dict[int, list[int]] = {}
    for place, household in enumerate(known.persons["household_id"]):
        members.setdefault(household, []).append(place)
    who = known.persons["person_id"].to_list()
    levels, counted = _levels(derived), _counted(paid, members, month)
    for place, household in enumerate(known.households["household_id"]):
        homes[place] |= {f.fact: True for f, found in recognised_so.items() if household in found}
        here = members.get(household, [])
        for each, payee, persons in paid.get(household, ()):
            known_so = {m for m in here if who[m] in counted.get((household, each.programme), ())}
            mine = known_so or _covered(here, people, who, each, payee, persons)
            if levels.get(each.fact) == "household":
                homes[place][each.fact] = True
            for member in here:
                if levels.get(each.fact) == "person" and member in mine:
                    people[member][each.fact] = True
                if each.covered:
                    people[member][each.covered] = member in mine
    return Known(
        known.households.with_columns(
            pl.Series("facts", [json.dumps(h, ensure_ascii=False) for h in homes], pl.String)
        ),
        known.persons.with_columns(pl.Series("facts", [json.dumps(p, ensure_ascii=False) for p in people], pl.String)),
    )


def _recognised(each: Follow, prefix: str, day: date) -> set[int]:
    result, value = each.when or ("", "")
    return {
        home for home, results in recognised(each.programme, day, prefix=prefix).items() if results.get(result) == value
    }


def _levels(derived: Derived) -> dict[str, str]:
    """Of which level each fact is, as the services declare it."""
    wanted = {f.fact for f in derived.follows}
    laws = [law.book().law(name) for name in law.book().names()]
    return {fact.name: fact.level for one in laws for fact in one.facts.values() if fact.name in wanted}


def _counted(paid: dict[int, list[tuple[Follow, int, int]]], members: dict[int, list[int]], month: date) -> Counted:
    """Whom the entitlements that leave somebody of the household out pay for, as far as what they rest on tells."""
    few = {
        (home, each.programme) for home, rows in paid.items() for each, _, n in rows if n < len(members.get(home, ()))
    }
    rules, found = read_installed(), defaultdict(set)
    for standing in standings({name for _, name in few}, sorted({home for home, _ in few}), month):
        if (standing.household, standing.programme) in few:
            sure = [h for h in holdings(standing, rules) if h.sure]
            found[standing.household, standing.programme].update(*(h.persons for h in sure))
    return found


def _covered(
    members: list[int], people: list[dict], who: list[int], each: Follow, payee: int, persons: int
) -> set[int]:
    """Whom an entitlement pays for where nothing else tells: all where it counts all; else who is declared so, the payee,
    then the first members.
    """
    if persons >= len(members):
        return set(members)
    named = ("applies_alone", each.fact)
    order = sorted(members, key=lambda m: (not any(people[m].get(n) is True for n in named), who[m] != payee))
    return set(order[:persons])


def _why_nobody(reckoned: Reckoned) -> str:
    if reckoned.results.is_empty():
        return "没有一户在随同发放的范围内。"
    first = reckoned.results["household_id"][0]
    return reasons_of(reckoned, [first])[first]


def _write(told: Followed, due: dict[int, tuple[int, int]], reckoned: Reckoned, prefix: str, label: str) -> None:
    """Grants what differs for one month only, and takes back what is no longer due in it."""
    with connection.cursor() as cursor:
        cursor.execute(ALREADY, {"programme": told.programme, "prefix": prefix, "pay": told.pay_month})
        already = {household: (amount, n) for household, amount, n in cursor.fetchall()}
    new = {h: due[h] for h in due if already.get(h) != due[h]}
    gone = [h for h in already if h not in due and h not in reckoned.wrong]  # who cannot be reckoned loses nothing
    basis = bases(reckoned, list(new)) if new else {}
    source = f"{label} {chinese_month(told.month)}"
    told.written = grant(
        Grant(h, told.programme, amount, n, told.pay_month, source, basis[h]) for h, (amount, n) in new.items()
    )
    end(Ending(h, told.programme, next_month(told.pay_month), "当月一次发放") for h in new)
    told.revoked = end(Ending(h, told.programme, told.pay_month, f"{source} 不再符合") for h in gone)
