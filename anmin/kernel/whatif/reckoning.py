"""Both laws over everybody: for each service and stretch of months that knows the same law, one run of the frames."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from anmin.kernel.law.api import LawError, Plan, plan_of, reckon_frame
from anmin.kernel.service import Service
from anmin.kernel.whatif.population import Population
from anmin.kernel.whatif.scenario import Law, Scenario

if TYPE_CHECKING:
    import polars as pl

COUNTY = 6  # digits
RESULT = ("eligible", "amount", "persons")


@dataclass
class Stretch:
    """Months in which neither law changes, and what each says: household_id, then eligible, amount, persons twice."""

    months: list[dt.date]
    results: pl.DataFrame


@dataclass
class Reckoned:
    """One service over the whole span."""

    service: Service
    stretches: list[Stretch] = field(default_factory=list)


def touched(services: Iterable[Service], scenario: Scenario, law: Law) -> tuple[list[Service], dict[str, str]]:
    """Services whose rules read a changed number or a switched rule in some month; those that have no rules then."""
    keys = {change.key for change in scenario.changes}
    rules = {(switch.service, switch.rule) for switch in scenario.switches}
    found, silent = [], {}
    for service in services:
        try:
            plans = {
                id(p): p for p in (plan_of(law.book, service.name, day) for day in _sample_days(scenario, law, service))
            }
        except LawError as error:
            silent[service.name] = str(error)
            continue
        if any(keys & set(p.numbers.values()) or rules & _rules(p) for p in plans.values()):
            found.append(service)
    return found, silent


def _sample_days(scenario: Scenario, law: Law, service: Service) -> list[dt.date]:
    return [scenario.span[0], scenario.span[-1]]


def _rules(plan: Plan) -> set[tuple[str, str]]:
    return {(node.service, node.column.rpartition("__")[2]) for node in plan.nodes.values() if node.version}


def reckon(service: Service, people: Population, scenario: Scenario, before: Law, after: Law) -> Reckoned:
    """What both laws say for each month of the span. Raises LawError where a number is missing or a fact does not fit."""
    done = Reckoned(service)
    reached = {n.service for n in plan_of(before.book, service.name, scenario.span[0]).nodes.values()}
    days = [law.days(reached) for law in (before, after)]
    homes = _to_depth(people.households, after, reached)
    made: dict[tuple, pl.DataFrame] = {}
    for (old, new), months in groupby(scenario.span, key=lambda month: tuple(bisect_right(d, month) for d in days)):
        span = list(months)
        was = _once(made, ("before", old), service, span[0], homes, people, before)
        same = before.book is after.book and not _differs(service, before, after, homes, span[0])
        now = was if same else _once(made, ("after", new), service, span[0], homes, people, after)
        done.stretches.append(Stretch(span, was.join(now, on="household_id", suffix="_after", maintain_order="left")))
    return done


def _once(
    made: dict, key: tuple, service: Service, day: dt.date, homes: pl.DataFrame, people: Population, law: Law
) -> pl.DataFrame:
    if key not in made:
        made[key] = _run(service, day, homes, people, law)
    return made[key]


def _run(service: Service, day: dt.date, homes: pl.DataFrame, people: Population, law: Law) -> pl.DataFrame:
    import polars as pl

    outcome = law.book.law(service.name).outcome
    keep = list(dict.fromkeys([outcome, service.pays, *([service.covers] if service.covers else [])]))
    frame = reckon_frame(service.name, day, people.persons, homes, keep=keep, table=law.table, laws=law.book)
    if service.covers:
        persons = pl.col(service.covers)
    else:
        counted = people.persons.group_by("household_id").agg(pl.len().cast(pl.Int64).alias("_count"))
        frame, persons = frame.join(counted, on="household_id"), pl.col("_count")
    eligible = pl.col(outcome) & (pl.col(service.pays) > 0)
    return frame.select(
        "household_id",
        eligible.alias("eligible"),
        pl.when(eligible).then(pl.col(service.pays)).otherwise(0).alias("amount"),
        pl.when(eligible).then(persons).otherwise(0).alias("persons"),
    )


def _differs(service: Service, before: Law, after: Law, homes: pl.DataFrame, day: dt.date) -> bool:
    """Whether any number that the service reads differs between the two laws on the day, anywhere."""
    plan = plan_of(before.book, service.name, day)
    places = homes.select("area", "urban_rural").unique().rows()
    return any(
        getattr(before.table.find(key, day, *place), "value", None)
        != getattr(after.table.find(key, day, *place), "value", None)
        for key in plan.numbers.values()
        for place in places
    )


def _to_depth(homes: pl.DataFrame, law: Law, services: set[str]) -> pl.DataFrame:
    """Area codes cut to the depth at which numbers differ: thousands of villages become one county for the law."""
    import polars as pl

    deep = [len(row.area) for row in law.table.rows() if row.key.partition(".")[0] in services]
    return homes.with_columns(pl.col("area").str.slice(0, max([COUNTY, *deep])))
