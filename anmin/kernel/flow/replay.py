"""Decisions reckoned again: the same result, or exactly what is different.

What was frozen with the decision (facts) is reckoned by the rules and numbers as they are known now for its day. Where
something else comes out, the rules' texts and the numbers are compared one by one with those that were read; facts that
were corrected since are told beside.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from anmin.kernel.flow.models import Case, Outcome
from anmin.kernel.flow.reckon import gather, recompute
from anmin.kernel.law import api as law
from anmin.kernel.law.api import Difference, other_values
from anmin.kernel.people.api import Known, asked_of

DECIDED = (Outcome.GRANTED, Outcome.REFUSED)


@dataclass
class Replayed:
    """A decision reckoned again. `results` differ or not; `causes` are rules and numbers that differ; `facts` those known
    otherwise by now, which the decision could not know."""

    case: Case
    results: list[Difference] = field(default_factory=list)
    causes: list[Difference] = field(default_factory=list)
    facts: list[Difference] = field(default_factory=list)

    @property
    def same(self) -> bool:
        return not self.results

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        told = {
            "case": self.case.number,
            "service": self.case.service,
            "law_day": str(self.case.law_day),
            "same": self.same,
        }
        return told | {n: [vars(d) for d in getattr(self, n)] for n in ("results", "causes", "facts")}


def replay(case: Case) -> Replayed:
    """Reckon a decided case again. Raises LawError where the rules of its day no longer take its facts, or LookupError
    where nothing was reckoned."""
    if not case.reckoning:
        raise LookupError(f"案件 {case.number} 没有测算过，没有可以重放的决定。")
    done, frozen = recompute(case), case.reckoning
    told = Replayed(case, other_values("result", done.plan, frozen["results"], done.results))
    for place, (then, now) in enumerate(zip(frozen.get("persons", ()), done.person_results, strict=False)):
        who = case.facts["who"][place][1]
        told.results += [_of(who, d) for d in other_values("result", done.plan, then, now)]
    residence = case.facts["household"].get("urban_rural", case.household.urban_rural)
    told.causes = law.compare_basis(
        case.service, case.law_day, case.area, residence, frozen["rules"], frozen["numbers"]
    )
    told.facts = _facts(case, done.plan)
    return told


def _facts(case: Case, plan: law.Plan) -> list[Difference]:
    """Facts of the day of the reckoning as they are known now, beside those that were frozen."""
    now, then = gather(case, date.fromisoformat(case.reckoning["on"])), case.facts
    told = other_values("fact", plan, then["household"], now["household"])
    members = {pk: facts for (pk, _), facts in zip(now["who"], now["persons"], strict=True)}
    for (pk, name), facts in zip(then["who"], then["persons"], strict=True):
        if pk not in members:
            told.append(Difference("fact", "member", f"{name}：家庭成员", "是", "否"))
        else:
            told += [_of(name, d) for d in other_values("fact", plan, facts, members[pk])]
    came = {pk: name for pk, name in now["who"] if pk not in {pk for pk, _ in then["who"]}}
    return told + [Difference("fact", "member", f"{name}：家庭成员", "否", "是") for name in came.values()]


def _of(who: str, d: Difference) -> Difference:
    return Difference(d.kind, d.name, f"{who} · {d.label}", d.then, d.now, d.source)


def replay_all(cases: Iterable[Case]) -> Iterator[Replayed]:
    """Many decided cases, set-wise by service and day; only those that come out otherwise are looked into one by one."""
    groups: dict[tuple[str, date], list[Case]] = defaultdict(list)
    for case in cases:
        if case.reckoning:
            groups[case.service, case.law_day].append(case)
    for (service, day), rows in sorted(groups.items(), key=lambda item: item[0]):
        other = _otherwise(service, day, rows)
        for case in rows:
            yield replay(case) if case.pk in other else Replayed(case)


def _otherwise(service: str, day: date, cases: list[Case]) -> set[int]:
    """Keys of the cases for which the frame gives another value in any result of the household."""
    import polars as pl

    homes, people = [], []
    for case in cases:
        residence = case.facts["household"].get("urban_rural", case.household.urban_rural)
        homes.append((case.pk, case.area, residence, json.dumps(case.facts["household"])))
        people += [(case.pk, n, json.dumps(facts)) for n, facts in enumerate(case.facts["persons"])]
    known = Known(
        pl.DataFrame(homes, schema=["household_id", "area", "urban_rural", "facts"], orient="row"),
        pl.DataFrame(people, schema=["household_id", "person_id", "facts"], orient="row"),
    )
    asked = asked_of(known, law.facts_of(service))
    frame = law.reckon_frame(service, day, asked.persons, asked.households, table=law.stored_numbers())
    now = {row.pop("household_id"): row for row in frame.to_dicts()}
    return {case.pk for case in cases if now.get(case.pk) != case.reckoning["results"]}
