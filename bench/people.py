"""Invented households for any service's rules: values near the numbers that decide, seeded, for benches and tests."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

from anmin.kernel.law.bounds import MOST_PERSONS
from anmin.kernel.law.declare import Fact
from anmin.kernel.law.numbers import NumberTable, Row
from anmin.kernel.law.plan import Plan

if TYPE_CHECKING:
    import polars as pl

COUNTY = "349926"
SIZES, WEIGHTS = (1, 2, 3, 4, 5, 6), (35, 32, 17, 10, 4, 2)
USUAL = {"fen": 60_000, "bp": 5_000, "month": 6, "year": 60, "day": 30}


def villages(count: int = 300) -> list[str]:
    """Codes of towns' and villages' committees of the fictional county."""
    return [f"{COUNTY}{100 + i // 30:03}{(200 if i % 3 else 1) + i % 30:03}" for i in range(count)]


def table_for(plan: Plan, on: dt.date, table: NumberTable) -> NumberTable:
    """The table, with a usual value for each number that nobody has set for the fictional county."""
    rows = []
    for column, held_as in plan.numbers.items():
        number = plan.nodes[column].number
        if number is None or table.find(held_as, on, COUNTY, "urban"):
            continue
        category = number.columns()[column.rpartition("__")[2]][0]
        if number.unit == "bool":
            value: Any = True
        elif number.choices:
            value = next(iter(number.choices))
        else:
            value = min(max(USUAL.get(number.unit.partition("/")[0], 3), number.low), number.most)
        rows.append(Row(number.key, "", "", category, value, number.unit, "测试用数", "", dt.date(1900, 1, 1)))
    return NumberTable(rows, table)


def people_for(
    plan: Plan, on: dt.date, table: NumberTable, households: int, seed: int = 7
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Households and persons with every fact the plan asks for; amounts lie about the numbers in force."""
    import polars as pl

    rng = random.Random(seed)
    amounts = _amounts(plan, on, table)
    places = rng.choices(villages(), k=households)
    sizes = [n if rng.random() < 0.999 else rng.randrange(7, 21) for n in rng.choices(SIZES, WEIGHTS, k=households)]
    assert max(sizes) <= MOST_PERSONS
    homes: dict[str, list] = {"household_id": list(range(households)), "area": places}
    persons: dict[str, list] = {"household_id": [h for h, size in enumerate(sizes) for _ in range(size)]}
    count = len(persons["household_id"])
    for fact in plan.asked.values():
        rows, frame = (count, persons) if fact.level == "person" else (households, homes)
        frame[fact.name] = _values(fact, rows, rng, amounts)
    return pl.DataFrame(homes), pl.DataFrame(persons)


def coded(plan: Plan, *frames: pl.DataFrame) -> list[pl.DataFrame]:
    """The frames as a nation would keep them: choices as their place in the declared order, area codes as integers."""
    import polars as pl

    out = []
    for frame in frames:
        kinds = {n: list(f.choices) for n, f in plan.asked.items() if f.choices and n in frame.columns}
        places = [
            pl.col(n).replace_strict(codes, list(range(len(codes))), return_dtype=pl.Int8) for n, codes in kinds.items()
        ]
        small = [
            pl.col(n).cast(pl.Int16)
            for n, f in plan.asked.items()
            if n in frame.columns and f.high < 2**15 and f.type == "int"
        ]
        areas = [pl.col("area").cast(pl.Int64)] if "area" in frame.columns else []
        out.append(frame.with_columns(*places, *small, *areas).rechunk())
    return out


def _amounts(plan: Plan, on: dt.date, table: NumberTable) -> list[int]:
    """Amounts of money that the plan compares with, each a little below, at and above."""
    found = set()
    for column, held_as in plan.numbers.items():
        row = table.find(held_as, on, COUNTY, "urban")
        if row and plan.nodes[column].unit.startswith("fen") and isinstance(row.value, int):
            found |= {row.value * n for n in (1, 2, 3, 12, 24)}
    found = found or {50_000}
    return sorted({a + d for a in found for d in (-1, 0, 1)} | {0})


def _values(fact: Fact, count: int, rng: random.Random, amounts: list[int]) -> list[Any]:
    if fact.type == "bool":
        usual = bool(fact.default) if not fact.required else False
        return [(not usual) if rng.random() < 0.15 else usual for _ in range(count)]
    if fact.choices:
        codes = list(fact.choices)
        return rng.choices(codes, k=count)
    if fact.unit.startswith("fen"):
        known = [a for a in amounts if fact.low <= a <= fact.high] or [fact.low]
        top = min(fact.high, max(known) or 1)
        return [_money(rng, known, fact.low, top) for _ in range(count)]
    top = min(fact.high, fact.low + {"year": 100, "month": 40}.get(fact.unit, 5))
    return [rng.randrange(fact.low, top + 1) if rng.random() < 0.6 else fact.low for _ in range(count)]


def _money(rng: random.Random, known: list[int], low: int, top: int) -> int:
    """Nothing, an amount that decides, or any between."""
    draw = rng.random()
    if draw < 0.5:
        return max(low, 0)
    return rng.choice(known) if draw < 0.7 else int(low + (top - low) * rng.random() ** 3)
