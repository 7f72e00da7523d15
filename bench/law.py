"""What the rules cost: one household with every step, and a million households in columns.

The population is synthetic and seeded: 300 villages of the fictional county in town and country, mean household 2.2,
integer fen. Both benchmarks run the real rules of 低保.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

DAY = dt.date(2026, 10, 1)
COUNTY = "349926"
SIZE = 1_000_000
SAMPLE = 5_000


def population(households: int, seed: int = 42):
    """Two Polars frames: households, and their persons (2.2 each on average)."""
    import polars as pl

    rng = random.Random(seed)
    sizes = rng.choices((1, 2, 3, 4, 5, 6), (35, 32, 17, 10, 4, 2), k=households)
    ids = pl.int_range(households, eager=True).alias("household_id")
    villages = [f"{COUNTY}{100 + i // 30:03}{(200 if i % 3 else 1) + i % 30:03}" for i in range(300)]
    homes = pl.DataFrame(
        {
            "household_id": ids,
            "area": rng.choices(villages, k=households),
            "urban_rural": rng.choices(("urban", "rural"), (3, 7), k=households),
            "financial_assets": [int(rng.expovariate(1 / 900_000)) for _ in range(households)],
            "vehicles": rng.choices((0, 1), (92, 8), k=households),
            "houses": rng.choices((1, 2), (95, 5), k=households),
        }
    )
    return homes, _persons(homes, sizes, rng)


def _persons(homes: pl.DataFrame, sizes: list[int], rng: random.Random) -> pl.DataFrame:
    """The persons of the households, as many as `sizes` says for each."""
    import polars as pl

    persons = (
        homes.select("household_id", pl.Series("n", sizes))
        .select(pl.col("household_id").repeat_by("n").alias("household_id"), pl.int_ranges(0, "n").alias("place"))
        .explode("household_id", "place")
    )
    count = persons.height
    ages = [rng.randrange(0, 95) for _ in range(count)]
    persons = persons.with_columns(
        pl.Series("age", ages),
        pl.Series(
            "wage_month",
            [int(rng.gammavariate(2, 60_000)) if 16 <= a < 65 and rng.random() < 0.45 else 0 for a in ages],
        ),
        pl.Series("pension_month", [int(rng.gammavariate(2, 8_000)) if a >= 60 else 0 for a in ages]),
        pl.Series("base_pension_month", [12_300 if a >= 60 else 0 for a in ages]),
        pl.Series(
            "property_income_year", [int(rng.expovariate(1 / 120_000)) if rng.random() < 0.1 else 0 for _ in ages]
        ),
        pl.Series("disability_grade", rng.choices((0, 1, 2, 3, 4), (85, 3, 4, 4, 4), k=count)),
        pl.Series("disability_kind", rng.choices(("limb", "visual", "mental", "intellectual"), k=count)),
        pl.Series("serious_illness", [rng.random() < 0.05 for _ in ages]),
        pl.Series(
            "study",
            ["school" if 6 <= a < 18 else "college" if 18 <= a < 22 and rng.random() < 0.4 else "none" for a in ages],
        ),
    )
    relation = (
        pl.when(pl.col("place") == 0).then(pl.lit("self"))
        .when(pl.col("place") == 1).then(pl.lit("spouse"))
        .when(pl.col("place") == 5).then(pl.lit("parent"))
        .otherwise(pl.lit("child"))
    )  # fmt: skip
    return persons.with_columns(relation.alias("relation")).drop("place")


def _median(run: Callable[[], object], times: int) -> float:
    """Median seconds of a call, after one to warm up."""
    run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def one() -> Iterator[dict]:
    """A household of three with facts checked and every step kept, beside the same in a one-row Polars frame."""
    import polars as pl

    from anmin.kernel.law import api

    homes, persons = population(200)
    three = persons.group_by("household_id").len().filter(pl.col("len") == 3)["household_id"][0]
    home = homes.filter(homes["household_id"] == three)
    people = persons.filter(persons["household_id"] == three)
    facts = home.row(0, named=True)
    area = facts.pop("area")
    facts.pop("household_id")
    rows = people.drop("household_id").to_dicts()
    traced = _median(lambda: api.reckon("dibao", DAY, area, "", facts, rows).steps, 2000) * 1000
    frame = _median(lambda: api.reckon_frame("dibao", DAY, people, home), 20) * 1000
    steps = len(api.reckon("dibao", DAY, area, "", facts, rows).steps)
    yield {
        "name": "law.one.ms", "value": round(traced, 4), "unit": "ms", "baseline": round(frame, 2),
        "ratio": round(frame / traced, 1), "size": f"1 household, 3 persons, {steps} steps; baseline: one-row Polars frame",
    }  # fmt: skip


def million() -> Iterator[dict]:
    """A million households on Polars beside the scalar engine (measured on a sample, scaled)."""
    import polars as pl

    from anmin.kernel.law import api

    homes, persons = population(SIZE)
    columns = _median(lambda: api.reckon_frame("dibao", DAY, persons, homes), 3)
    ids = homes["household_id"].head(SAMPLE)
    people: dict[int, list] = {}
    for row in persons.filter(pl.col("household_id").is_in(ids.implode())).iter_rows(named=True):
        people.setdefault(row.pop("household_id"), []).append(row)
    rows = homes.head(SAMPLE).iter_rows(named=True)
    work = [(row.pop("area"), people[row.pop("household_id")], row) for row in rows]
    loop = _median(lambda: [api.reckon("dibao", DAY, a, "", h, p).results for a, p, h in work], 1)
    scaled = loop * SIZE / SAMPLE
    yield {
        "name": "law.1m.polars.s", "value": round(columns, 3), "unit": "s", "baseline": round(scaled, 1),
        "ratio": round(scaled / columns, 1),
        "size": f"{SIZE:,} households, {persons.height:,} persons; baseline: scalar loop over {SAMPLE:,}, scaled",
    }  # fmt: skip


BENCHES = {"law.one.ms": one, "law.1m.polars.s": million}
