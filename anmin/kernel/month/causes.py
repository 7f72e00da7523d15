"""Why a household's amount is no longer what the rules give, in words: which fact, from what to what, since when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q

from anmin.kernel.funds.api import Entitlement
from anmin.kernel.law import api as law
from anmin.kernel.month.tapers import with_tapers
from anmin.kernel.people.api import Declaration, Known, Person, known_of

AGES = ("age", "age_month_end", "age_month_before")
MOST = 4  # what is told of one household


def causes(programme: str, month: date, ids: Sequence[int]) -> dict[int, str]:
    """For each household in force: what is known for `month` otherwise than its amount rests on; else the law's change.

    Households whose entitlement has no stored basis are left out.
    """
    rows = Entitlement.objects.filter(programme=programme, household__in=ids, since__lte=month, basis__has_key="facts")
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=month)).exclude(until=F("since"))
    held = {row.household_id: row for row in rows}
    late = {i: known_on for i, row in held.items() if (known_on := row.basis.get("known_on", "")) > str(month)}
    known_on = {i: date.fromisoformat(day) for i, day in late.items()}
    known = with_tapers(known_of(sorted(held), month, known_on), programme, month)
    since = _declared(held)
    facts = {f.name: f for f in law.facts_of(programme)}
    told = {}
    for household, (home, people) in _by_household(known).items():
        row = held[household]
        years = month.year - date.fromisoformat(row.basis["law_day"]).year + 1
        said = _differences(facts, row.basis["facts"], home, people, since.get(household, ""), years)
        told[household] = "；".join(said[:MOST]) + (f" 等 {len(said)} 项" if len(said) > MOST else "")
        told[household] = told[household] or _law(programme, row, month)
    return {household: text for household, text in told.items() if text}


def aged(programme: str, before: Known, after: Known) -> dict[int, str]:
    """What time alone changes between two days, for each household of both."""
    facts = {f.name: f for f in law.facts_of(programme)}
    was = _by_household(before)
    told = {}
    for household, (home, people) in _by_household(after).items():
        if household in was:
            old = {"household": was[household][0], "persons": [mine for _, mine in was[household][1]]}
            told[household] = "；".join(_differences(facts, old, home, people, "随时间")[:MOST])
    return told


def _by_household(known: Known) -> dict[int, tuple[dict, list[tuple[str, dict]]]]:
    names = dict(Person.objects.filter(pk__in=known.persons["person_id"].to_list()).values_list("pk", "name"))
    homes = {i: json.loads(text) for i, text in known.households.select("household_id", "facts").iter_rows()}
    people: dict[int, list[tuple[str, dict]]] = {}
    for household, person, text in known.persons.select("household_id", "person_id", "facts").iter_rows():
        people.setdefault(household, []).append((names.get(person, ""), json.loads(text)))
    return {i: (home, people.get(i, [])) for i, home in homes.items()}


def _declared(ids: Iterable[int]) -> dict[int, str]:
    """From when what is declared holds, and by what it came."""
    rows = Declaration.objects.filter(household__in=list(ids), until__isnull=True)
    return {row.household_id: f"{row.since}起，{row.source}" for row in rows}


def _differences(
    facts: Mapping[str, law.Fact], old: Mapping[str, Any], home: dict, people: list[tuple[str, dict]], since: str,
    years: int = 1,
) -> list[str]:  # fmt: skip
    said = _of_one(facts, "", old["household"], home, since)
    if len(old["persons"]) != len(people):
        return [*said, f"家庭成员 {len(old['persons'])} 人 → {len(people)} 人"]
    if not all(_may_be(then, now, years) for then, (_, now) in zip(old["persons"], people, strict=True)):
        return [*said, f"家庭成员有变动，仍为 {len(people)} 人"]
    for then, (name, now) in zip(old["persons"], people, strict=True):
        said += _of_one(facts, name, then, now, since)
    return said


def _may_be(then: Mapping[str, Any], now: Mapping[str, Any], years: int) -> bool:
    """Whether these can be facts of one and the same person, so many years apart at most: as old, and as related."""
    older = now.get("age", 0) - then.get("age", 0)
    return then.get("relation") == now.get("relation") and 0 <= older <= years


def _of_one(facts: Mapping[str, law.Fact], who: str, then: dict, now: dict, since: str) -> list[str]:
    said = []
    for name, fact in sorted(facts.items(), key=lambda item: (item[0] in AGES, not item[1].counted)):
        default = None if fact.required else fact.default
        was, is_now = then.get(name, default), now.get(name, default)
        if was == is_now or name in AGES[1:]:
            continue
        shown = [law.show_value(v, fact.unit, fact.choices) if v is not None else "未填" for v in (was, is_now)]
        source = "按出生日期" if name in AGES else "随时间" if fact.counted else since
        said.append(
            f"{who}{fact.label.partition('（')[0]} {shown[0]} → {shown[1]}" + (f"（{source}）" if source else "")
        )
    return said


def _law(programme: str, row: Entitlement, month: date) -> str:
    """What the law changed between the day the amount rests on and the month."""
    then = date.fromisoformat(row.basis["law_day"])
    table, plan = law.stored_numbers(), law.plan_of(law.book(), programme, month)
    values = [law.numbers_at(programme, day, row.area, row.urban_rural, table) for day in (then, month)]
    both = [{k: v for k, v in side.items() if k in values[0] and k in values[1]} for side in values]
    said = [f"{d.label} {d.then} → {d.now}" for d in law.other_values("number", plan, *both)]
    if law.rule_set_hash(programme, then) != law.rule_set_hash(programme, month):
        said.append("规则修改")
    return f"{then} 之后标准或规则调整：" + "；".join(said[:MOST]) if said else ""
