"""Both laws over everybody: service by service, each told what the earlier ones decided, for each stretch of months that
knows the same law. What is the same on both sides, or in two stretches, is reckoned once.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from anmin.kernel.law.api import LawError, Plan, facts_asked, plan_of, reckon_frame
from anmin.kernel.package.api import Benefit, Compatibility
from anmin.kernel.service import Service
from anmin.kernel.whatif.population import Population
from anmin.kernel.whatif.scenario import Law, Scenario

if TYPE_CHECKING:
    import polars as pl

COUNTY = 6  # digits
ID = "household_id"
Key = tuple[Any, ...]


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

    @property
    def moves(self) -> bool:
        """Whether anything differs for anybody."""
        import polars as pl

        differs = (pl.col("amount") != pl.col("amount_after")) | (pl.col("eligible") != pl.col("eligible_after"))
        return any(each.results.select(differs.any()).item() for each in self.stretches)


@dataclass(frozen=True)
class Link:
    """A fact of households that an earlier service decides: whether one of its benefits is held, or how much it pays."""

    fact: str
    service: str
    column: str
    held: bool


class Both:
    """Two laws over the same people."""

    def __init__(
        self, people: Population, services: Sequence[Service], rules: Compatibility, before: Law, after: Law
    ) -> None:
        self.people, self.before, self.after = people, before, after
        self.order = [s for s in services if s.name not in people.short]
        self.links = _links(self.order, rules, before)
        self.silent: dict[str, str] = {}
        self.changed: set[str] = set()
        self.frames: dict[Key, pl.DataFrame] = {}
        self._days: dict[tuple[str, str], list[dt.date]] = {}
        self._homes: pl.DataFrame | None = None
        self._places: list[tuple] = []

    def run(self, scenario: Scenario) -> list[Reckoned]:
        """Every service that something changes for, in the order given."""
        keys = [(months, self._keys(months[0])) for months in self._stretches(scenario.span)]
        for months, sides in keys:
            self._reckon(months[0], sides)
        wanted = [s for s in self.order if s.name in self.changed and s.name not in self.silent and s.pays]
        return [Reckoned(service, [self._paired(service, *each) for each in keys]) for service in wanted]

    def _paired(self, service: Service, months: list[dt.date], sides: dict[str, dict[str, Key]]) -> Stretch:
        was, now = (self.frames[sides[side][service.name]] for side in ("before", "after"))
        columns = [ID, "eligible", "amount", "persons"]
        joined = was.select(columns).join(now.select(columns), on=ID, suffix="_after", maintain_order="left")
        return Stretch(months, joined)

    # ── stretches of months
    def _stretches(self, span: list[dt.date]) -> list[list[dt.date]]:
        sides = (("before", self.before), ("after", self.after))

        def known(month: dt.date) -> tuple[int, ...]:
            return tuple(self._index(side, law, s.name, month) for side, law in sides for s in self.order)

        return [list(months) for _, months in groupby(span, key=known)]

    def _index(self, side: str, law: Law, service: str, month: dt.date) -> int:
        if (side, service) not in self._days:
            try:
                reached = {n.service for n in plan_of(law.book, service, month).nodes.values()}
            except LawError:
                reached = {service}
            self._days[side, service] = law.days(reached)
        return bisect_right(self._days[side, service], month)

    # ── one day, all services, both sides
    def _keys(self, day: dt.date) -> dict[str, dict[str, Key]]:
        """The key of each service's result on each side."""
        keys: dict[str, dict[str, Key]] = {"before": {}, "after": {}}
        for service in self.order:
            if service.name in self.silent:
                continue
            links = [link for link in self.links.get(service.name, ()) if link.service in keys["before"]]
            differs = self._differs(service, day)
            for side in keys:
                tag = side if differs else "before"
                inputs = tuple(keys[side][link.service] for link in links)
                index = self._index(tag, self.after if tag == "after" else self.before, service.name, day)
                keys[side][service.name] = (service.name, tag, index, inputs)
            if keys["before"][service.name] != keys["after"][service.name]:
                self.changed.add(service.name)
        return keys

    def _reckon(self, day: dt.date, keys: dict[str, dict[str, Key]]) -> None:
        """What is needed: services that something changes for, and those by which they are told something."""
        needed = set(self.changed)
        for service in reversed(self.order):
            if service.name in needed:
                needed |= {link.service for link in self.links.get(service.name, ())}
        for service in self.order:
            for side, law in (("before", self.before), ("after", self.after)):
                key = keys[side].get(service.name)
                if key is None or service.name not in needed or service.name in self.silent or key in self.frames:
                    continue
                try:
                    self.frames[key] = self._run(service, day, keys[side], law if key[1] == side else self.before)
                except LawError as error:
                    self.silent[service.name] = str(error)

    def _run(self, service: Service, day: dt.date, keys: dict[str, Key], law: Law) -> pl.DataFrame:
        import polars as pl

        rules = law.book.law(service.name)
        links = [link for link in self.links.get(service.name, ()) if keys.get(link.service) in self.frames]
        homes = self._told(links, keys)
        told = {link.column for others in self.links.values() for link in others if link.service == service.name}
        wanted = [rules.outcome, service.pays, service.covers, *sorted(told)]
        keep = list(dict.fromkeys(column for column in wanted if column))
        frame = reckon_frame(service.name, day, self.people.persons, homes, keep=keep, table=law.table, laws=law.book)
        if service.covers:
            persons = pl.col(service.covers)
        else:
            counted = self.people.persons.group_by(ID).agg(pl.len().cast(pl.Int64).alias("_count"))
            frame, persons = frame.join(counted, on=ID), pl.col("_count")
        pays = pl.col(service.pays) if service.pays else pl.lit(0, dtype=pl.Int64)
        eligible = pl.col(rules.outcome) & (pays > 0) if service.pays else pl.col(rules.outcome)
        return frame.select(
            ID,
            *(pl.col(column).alias(f"told {column}") for column in sorted(told)),
            eligible.alias("eligible"),
            pl.when(eligible).then(pays).otherwise(0).alias("amount"),
            pl.when(eligible).then(persons).otherwise(0).alias("persons"),
        )

    def _told(self, links: list[Link], keys: dict[str, Key]) -> pl.DataFrame:
        """The households with what earlier services decided of them."""
        import polars as pl

        homes = self._to_depth()
        for link in links:
            source = self.frames[keys[link.service]]
            value = pl.col(f"told {link.column}")
            if link.held and source.schema[f"told {link.column}"] != pl.Boolean:
                value = (value > 0) & pl.col("eligible")
            elif not link.held:
                value = pl.when("eligible").then(value).otherwise(0)
            homes = homes.drop(link.fact, strict=False).join(
                source.select(ID, value.alias(link.fact)), on=ID, how="left", maintain_order="left"
            )
        return homes

    def _differs(self, service: Service, day: dt.date) -> bool:
        """Whether any rule or number that the service reads differs between the two laws on the day, anywhere."""
        try:
            plans = [plan_of(law.book, service.name, day) for law in (self.before, self.after)]
        except LawError as error:
            self.silent[service.name] = str(error)
            return False
        if plans[0] is not plans[1] and plans[0].fingerprint() != plans[1].fingerprint():
            return True
        self._to_depth()
        return self.before.table is not self.after.table and self._numbers_differ(plans[0], day)

    def _numbers_differ(self, plan: Plan, day: dt.date) -> bool:
        tables = (self.before.table, self.after.table)
        over = set(self.after.table.index) | (set(self.before.table.index) if self.before.table.over else set())
        return any(
            len({getattr(table.find(key, day, *place), "value", None) for table in tables}) > 1
            for key in plan.numbers.values()
            if key in over
            for place in self._places
        )

    def _to_depth(self) -> pl.DataFrame:
        """Area codes cut to the depth at which numbers differ: thousands of villages become one county for the law."""
        import polars as pl

        if self._homes is None:
            deep = [len(row.area) for row in self.after.table.rows()]
            code = pl.col("area").str.slice(0, max([COUNTY, *deep]))
            self._homes = self.people.households.with_columns(code)
            self._places = self._homes.select("area", "urban_rural").unique().rows()
        return self._homes


def _links(services: Sequence[Service], rules: Compatibility, law: Law) -> dict[str, list[Link]]:
    """For each service the facts of households that earlier ones decide."""
    found: dict[str, list[Link]] = {}
    earlier: list[tuple[Service, Benefit]] = []
    with_rules = law.book.names()
    for service in services:
        if service.name not in with_rules:
            continue
        asked = facts_asked(law.book, service.name)
        for source, benefit in earlier:
            for name, column, held in _tells(source, benefit):
                if name in asked and asked[name].level == "household":
                    found.setdefault(service.name, []).append(Link(name, source.name, column, held))
        earlier += [(service, benefit) for benefit in rules.benefits.values() if benefit.service == service.name]
    return found


def _tells(source: Service, benefit: Benefit) -> list[tuple[str, str, bool]]:
    """Fact, column, and whether it only asks if the benefit is held. Benefits of persons tell nothing of households."""
    if benefit.person:
        return []
    column = benefit.granted or benefit.amount or source.pays
    told = [(name, column, True) for name in benefit.held]
    if not benefit.status:
        told += [(name, benefit.amount or source.pays, False) for name in benefit.told_amount]
        told += [(name, column, False) for name, column in benefit.tells]
    return told
