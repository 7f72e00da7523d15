"""Random households under random numbers: the functions themselves, Polars and DuckDB agree to the fen."""

import datetime as dt
import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anmin.kernel.law import api
from anmin.kernel.law.numbers import NumberTable, Row

DAYS = [dt.date(2013, 5, 1), dt.date(2021, 6, 30), dt.date(2021, 7, 1), dt.date(2022, 10, 20), dt.date(2026, 10, 1)]
AREAS = [f"98{n:04}" for n in range(6)]
COUNT = 120


def a_fact(fact, rng):
    if fact.name in ("receiving_now", "over_by_employment"):
        return rng.random() < 0.7
    if fact.type == "bool":
        return fact.default if rng.random() < 0.7 else not fact.default
    if fact.type == "choice":
        return rng.choice(list(fact.choices))
    if fact.name == "age":
        return rng.randrange(100)
    if fact.level == "household" and fact.unit == "count" and rng.random() < 0.7:
        return fact.default
    if fact.unit.startswith("fen"):
        scale = 12 if fact.unit == "fen/year" else 20 if fact.unit == "fen" else 1
        return (
            0
            if rng.random() < 0.7
            else max(fact.low, rng.choice([1, 99, 10_000, 86_000, 91_337]) * scale * rng.randrange(4))
        )
    return rng.randrange(fact.low, min(fact.high, 6) + 1)


def a_number(number, rng):
    if number.unit == "bool":
        return rng.random() < 0.5
    if number.unit == "choice":
        return rng.choice(list(number.choices))
    if number.unit == "bp":
        return min(rng.choice([0, 1, 1000, 3333, 5000, 10_000, 15_000]), number.most)
    if number.unit.startswith("fen"):
        return max(number.low, rng.choice([0, 50_000, 86_000, 85_833, 206_000]))
    return rng.choice([0, 1, 3, 18, 24, 60, 70])


def a_county(rng):
    """Numbers that differ from area to area, rounding and methods included."""
    rows = []
    for definition, category, _ in api.book().law("dibao").columns().values():
        alike = a_number(definition, rng) if rng.random() < 0.5 else None
        for area in AREAS:
            value = a_number(definition, rng) if alike is None else alike
            rows.append(Row(definition.key, area, "", category, value, definition.unit, "随机", "", dt.date.min))
    return NumberTable(rows)


def households(rng):
    facts = api.facts_of("dibao")
    homes, persons = [], []
    for number in range(COUNT):
        home = {f.name: a_fact(f, rng) for f in facts if f.level == "household"}
        homes.append({"household_id": number, "area": rng.choice(AREAS), **home})
        persons += [
            {"household_id": number} | {f.name: a_fact(f, rng) for f in facts if f.level == "person"}
            for _ in range(rng.randrange(1, 6))
        ]
    return homes, persons


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS))
def test_all_engines_pay_every_random_household_the_same(seed, day):
    rng = random.Random(seed)
    table = a_county(rng)
    homes, persons = households(rng)
    one_by_one = []
    for home in homes:
        people = [
            {k: v for k, v in p.items() if k != "household_id"}
            for p in persons
            if p["household_id"] == home["household_id"]
        ]
        facts = {k: v for k, v in home.items() if k not in ("household_id", "area")}
        done = api.reckon("dibao", day, home["area"], "", facts, people, table)
        one_by_one.append({"household_id": home["household_id"], **done.results})
    for engine in ("polars", "duckdb"):
        out = api.reckon_frame("dibao", day, pl.DataFrame(persons), pl.DataFrame(homes), table=table, engine=engine)
        assert out.sort("household_id").to_dicts() == one_by_one


def test_random_households_meet_every_door():
    """The generator is worth something only if it reaches all outcomes."""
    rng = random.Random(7)
    met = set()
    for _ in range(12):
        table, (homes, persons) = a_county(rng), households(rng)
        out = api.reckon_frame("dibao", DAYS[-1], pl.DataFrame(persons), pl.DataFrame(homes), ["route"], table)
        met |= set(out["route"])
    assert met == {"none", "household", "single", "taper"}


@pytest.mark.parametrize(("column", "value", "said"), [
    ("wage_month", None, "空值"),
    ("wage_month", 1.5, "整数分"),
    ("wage_month", -1, "应在 0 至"),
    ("relation", "cousin", "不认识的选项"),
])  # fmt: skip
def test_a_frame_with_a_fault_is_refused(column, value, said):
    people = pl.DataFrame([{"household_id": 1, "age": 30, "relation": "self", "wage_month": 100}])
    people = people.with_columns(
        pl.lit(value).alias(column) if value is not None else pl.lit(None, pl.Int64).alias(column)
    )
    homes = pl.DataFrame([{"household_id": 1, "area": "349926"}])
    with pytest.raises(api.FactError, match=said):
        api.reckon_frame("dibao", DAYS[-1], people, homes)


def test_persons_and_households_must_meet():
    people = pl.DataFrame([{"household_id": 1, "age": 30}, {"household_id": 3, "age": 30}])
    homes = pl.DataFrame([{"household_id": 1, "area": "349926"}, {"household_id": 2, "area": "349926"}])
    with pytest.raises(api.FactError, match="没有任何人员"):
        api.reckon_frame("dibao", DAYS[-1], people, homes)
    with pytest.raises(api.FactError, match="没有对应的户"):
        api.reckon_frame("dibao", DAYS[-1], people, homes.head(1))
    with pytest.raises(api.FactError, match="没有对应的户"):
        api.reckon_frame("dibao", DAYS[-1], people.head(1), pl.concat([homes.head(1), homes.head(1)]))


def test_the_largest_household_allowed_neither_wraps_nor_differs():
    facts = api.facts_of("dibao")
    rich = {f.name: f.high if f.type == "int" else next(iter(f.choices)) if f.choices else True for f in facts}
    home = {f.name: rich[f.name] for f in facts if f.level == "household"}
    people = [{f.name: rich[f.name] for f in facts if f.level == "person"}] * 100
    done = api.reckon("dibao", DAYS[-1], "349926", "", home, people)
    out = api.reckon_frame(
        "dibao", DAYS[-1], pl.DataFrame([{"household_id": 1, **p} for p in people]),
        pl.DataFrame([{"household_id": 1, "area": "349926", **home}]),
    )  # fmt: skip
    assert out.drop("household_id").row(0, named=True) == done.results
    with pytest.raises(api.FactError, match="最多 100 人"):
        api.reckon("dibao", DAYS[-1], "349926", "", home, people * 2)


def test_a_missing_required_column_is_named():
    people, homes = pl.DataFrame({"household_id": [1]}), pl.DataFrame({"household_id": [1], "area": ["349926"]})
    with pytest.raises(api.FactError, match="age"):
        api.reckon_frame("dibao", DAYS[-1], people, homes)
