"""What a what-if found, added up: cost by month, fund and township, who enters and leaves, who gains and loses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from anmin.kernel.package.api import Compatibility, read_installed
from anmin.kernel.service import Service
from anmin.kernel.whatif.population import Population
from anmin.kernel.whatif.reckoning import Both, Reckoned, Stretch
from anmin.kernel.whatif.scenario import Law, Scenario, as_document, changed, in_words, supposed

if TYPE_CHECKING:
    import polars as pl

EXAMPLES = 5
PLACE = re.compile(r"\S*/(?=anmin/)")  # where the program lies on this machine tells an officer nothing
TOWN = 9  # digits
KINDS = ("entering", "leaving", "gaining", "losing")
SUMS = ("households", "persons", "amount")


@dataclass(frozen=True)
class FundYear:
    """A year's budget of a fund: given, and already spent in the months before the span (fen)."""

    given: int
    spent: int


Budgets = Callable[[str, str, int, dt.date], FundYear | None]  # service, class, year, first month → budget


def simulate(
    scenario: Scenario,
    people: Population,
    services: Sequence[Service],
    law: Law,
    budgets: Budgets | None = None,
    rules: Compatibility | None = None,
) -> dict[str, Any]:
    """Run a scenario; plain data come back (money in fen), ready to be shown, kept as JSON and compared.

    Only services that something changes for are told: because they read a changed number or rule, or because an earlier
    one decides otherwise about what they ask. Raises LawError where the scenario does not fit the law; a service that
    cannot be reckoned is told under `not_reckoned` and stops nothing.
    """
    before = supposed(scenario, law)
    after = changed(scenario, before)
    both = Both(people, [s for s in services if not s.once], rules or read_installed(), before, after)
    found = [each for each in both.run(scenario) if each.moves]
    named = _named(scenario)
    silent = {name: why for name, why in both.silent.items() if name in both.changed or name in named}
    silent |= {name: why for name, why in people.short.items() if name in named}
    silent |= {s.name: "一次性发放，事由发生才有，不按月推演" for s in services if s.once and s.name in named}
    told = [_told(each, people, scenario, budgets) for each in found]
    moved = {each.service.name for each in found}
    return {
        "title": scenario.title,
        "source": scenario.source,
        "area": scenario.area,
        "month": scenario.month.isoformat(),
        "months": scenario.months,
        "scenario": as_document(scenario),
        "changes": in_words(scenario, before),
        "population": {"told": people.told, "households": len(people), "persons": people.persons.height,
                       "real": people.real, "unreadable": len(people.wrong)},
        "services": told,
        "untouched": [s.label for s in both.order if s.pays and s.name not in moved and s.name not in silent],
        "not_reckoned": {_label(services, name): PLACE.sub("", why) for name, why in silent.items()},
        "total": {side: sum(each["total"][side] for each in told) for side in ("before", "after")},
    }  # fmt: skip


def _named(scenario: Scenario) -> set[str]:
    """Services whose own numbers or rules are changed."""
    return {change.service for change in scenario.changes} | {switch.service for switch in scenario.switches}


def _label(services: Sequence[Service], name: str) -> str:
    return next((s.label for s in services if s.name == name), name)


def _told(done: Reckoned, people: Population, scenario: Scenario, budgets: Budgets | None) -> dict[str, Any]:
    service = done.service
    places = people.households.select("household_id", "area", "urban_rural")
    stretches = [(each, each.results.join(places, on="household_id", maintain_order="left")) for each in done.stretches]
    months = [
        {"month": month.isoformat(), "before": sums["before"], "after": sums["after"]}
        for each, rows in stretches
        for sums in [_sums(rows)]
        for month in each.months
    ]
    last = stretches[-1][1]
    on_roll, paid = people.roll.get(service.name, (0, 0))
    return {
        "name": service.name,
        "label": service.label,
        "months": months,
        "total": {side: sum(m[side]["amount"] for m in months) for side in ("before", "after")},
        "funds": _funds(service, stretches, scenario, budgets),
        "towns": _towns(last),
        "moves": _moves(last),
        "examples": {kind: _examples(last, kind) for kind in KINDS},
        "by_change": _by_change(last),
        "roll": {"households": on_roll, "amount": paid} if people.real else None,
    }


def _sums(rows: pl.DataFrame) -> dict[str, dict[str, int]]:
    found = rows.select(*(_sum_of(name, side).alias(f"{side} {name}") for side in ("", "_after") for name in SUMS)).row(
        0
    )
    return {"before": dict(zip(SUMS, found[:3], strict=True)), "after": dict(zip(SUMS, found[3:], strict=True))}


def _sum_of(name: str, side: str) -> pl.Expr:
    import polars as pl

    return pl.col(("eligible" if name == "households" else name) + side).cast(pl.Int64).sum()


def _towns(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """By township, in the last month."""
    import polars as pl

    town = pl.col("area").str.slice(0, TOWN)
    grouped = rows.group_by(town.alias("town")).agg(
        *(_sum_of(name, side).alias(name + side) for side in ("", "_after") for name in SUMS),
        *(_is(kind).sum().cast(pl.Int64).alias(kind) for kind in KINDS),
    )
    return [
        {"area": row["town"], "before": {n: row[n] for n in SUMS}, "after": {n: row[n + "_after"] for n in SUMS}}
        | {kind: row[kind] for kind in KINDS}
        for row in grouped.sort("town").iter_rows(named=True)
    ]


def _is(kind: str) -> pl.Expr:
    import polars as pl

    was, now = pl.col("eligible"), pl.col("eligible_after")
    return {
        "entering": ~was & now,
        "leaving": was & ~now,
        "gaining": was & now & (pl.col("amount_after") > pl.col("amount")),
        "losing": was & now & (pl.col("amount_after") < pl.col("amount")),
    }[kind]


def _moves(rows: pl.DataFrame) -> dict[str, Any]:
    """How many households enter, leave, gain, lose, and by how much a month together; the rest stays as it is."""
    import polars as pl

    change = pl.col("amount_after") - pl.col("amount")
    found = {}
    for kind in KINDS:
        here = rows.filter(_is(kind))
        people = here.select(pl.max_horizontal("persons", "persons_after").sum()).item()
        found[kind] = {
            "households": here.height,
            "persons": int(people),
            "amount": int(here.select(change.sum()).item()),
        }
    moved = sum(each["households"] for each in found.values())
    covered = rows.filter(pl.col("eligible") | pl.col("eligible_after")).height
    return {**found, "same": {"households": covered - moved, "persons": 0, "amount": 0}}


def _examples(rows: pl.DataFrame, kind: str) -> list[dict[str, Any]]:
    """The households whom it touches most, and one in the middle."""
    import polars as pl

    change = (pl.col("amount_after") - pl.col("amount")).abs()
    found = (
        rows.filter(_is(kind))
        .with_columns(change.alias("_change"))
        .sort("_change", "household_id", descending=[True, False])
    )
    if found.height > EXAMPLES:
        found = pl.concat([found.head(EXAMPLES - 1), found.slice(found.height // 2, 1)])
    names = ("household_id", "area", "urban_rural", "persons_after", "amount", "amount_after")
    return [
        {
            "household": row[0],
            "area": row[1],
            "urban_rural": row[2],
            "persons": row[3],
            "before": row[4],
            "after": row[5],
        }
        for row in found.select(names).iter_rows()
    ]


EDGES = (-20_000, -10_000, -5_000, 0, 5_000, 10_000, 20_000)  # fen a month


def _by_change(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Households by how much more or less they get a month, in steps of EDGES."""
    import polars as pl

    change = rows.filter(pl.col("eligible") | pl.col("eligible_after")).select(
        (pl.col("amount_after") - pl.col("amount")).alias("change")
    )["change"]
    marks = [None, *EDGES, None]
    out = []
    for low, high in pairwise(marks):
        inside = change.is_not_null()
        if low is not None:
            inside &= (change >= low) if low < 0 else (change > low)
        if high is not None:
            inside &= (change < high) if high <= 0 else (change <= high)
        out.append({"from": low, "to": high, "households": int(inside.sum())})
    same = {"from": 0, "to": 0, "households": int((change == 0).sum())}
    return [*out[:4], same, *out[4:]]


def _funds(
    service: Service, stretches: list[tuple[Stretch, pl.DataFrame]], scenario: Scenario, budgets: Budgets | None
) -> list[dict[str, Any]]:
    """Cost by year and fund, against the fund's budget where one is recorded."""
    import polars as pl

    cost: dict[tuple[int, str], dict[str, int]] = {}
    for each, rows in stretches:
        totals = rows.group_by("urban_rural").agg(pl.col("amount").sum(), pl.col("amount_after").sum())
        for residence, before, after in totals.iter_rows():
            for month in each.months:
                here = cost.setdefault((month.year, residence), {"before": 0, "after": 0, "months": 0})
                here["before"] += before
                here["after"] += after
                here["months"] += 1
    out = []
    for (year, residence), sums in sorted(cost.items()):
        code, name = service.earmarks.get(residence) or service.earmarks.get("") or ("", service.label)
        budget = budgets(service.name, residence, year, scenario.month) if budgets else None
        row = {"year": year, "urban_rural": residence, "code": code, "name": name, **sums, "budget": None}
        if budget is not None:
            left = budget.given - budget.spent
            row |= {"budget": budget.given, "spent": budget.spent,
                    "left_before": left - sums["before"], "left_after": left - sums["after"]}  # fmt: skip
        out.append(row)
    return out
