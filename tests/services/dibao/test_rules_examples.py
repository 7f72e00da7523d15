"""Every worked household, on every engine."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from anmin.kernel.law import api, files, intake
from anmin.kernel.law.numbers import NumberTable, Row

FOLDER = Path(api.__file__).parents[2] / "services/dibao/examples"
FILES = sorted(FOLDER.glob("*/*.yaml"))


def read(path):
    example = files.read_yaml(path)
    day = dt.date.fromisoformat(path.parent.name)
    table = api.given_numbers("dibao", example["params"]) if example.get("params") else api.numbers()
    return example, day, table


def expected(example):
    """Household expectations in the columns' own units."""
    nodes = api.plan_of(api.book(), "dibao", dt.date(2024, 1, 1)).nodes
    return {
        name: intake.written(value, nodes[name].unit) for name, value in example["expect"].items() if name != "persons"
    }


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_worked_household_comes_out_as_reckoned_by_hand(path):
    example, day, table = read(path)
    home, people = api.household_facts("dibao", example["facts"], example["area"])
    done = api.reckon_checked("dibao", day, example["area"], "", home, people, table)
    found = done.values
    assert {name: found[name] for name in expected(example)} == expected(example)
    nodes = done.plan.nodes
    for place, person in enumerate(example["expect"].get("persons", ())):
        wanted = {name: intake.written(value, nodes[name].unit) for name, value in person.items()}
        assert {name: done.person_results[place][name] for name in wanted} == wanted
    said = "".join(reason["text"] for reason in done.reasons)
    assert all(part in said for part in example.get("refusal", ())), said
    assert bool(said) == (not found["eligible"])
    told = "".join(note["text"] for note in done.notes)
    assert all(part in told for part in example.get("notes", ())), told


def placed(path, area):
    """A worked household moved to a village of its own, which holds all the numbers it was reckoned with."""
    example, day, table = read(path)
    home, people = api.household_facts("dibao", example["facts"], example["area"])
    done = api.reckon_checked("dibao", day, example["area"], "", home, people, table)
    columns = api.book().law("dibao").columns()
    rows = [
        Row(columns[name][0].key, area, "", columns[name][1], value, "", "算例", "", dt.date.min)
        for name, value in done.numbers.items()
    ]
    homes = {"household_id": int(area), "area": area, **home}
    return (
        day,
        homes,
        [{"household_id": int(area), **p} for p in people],
        rows,
        (path.stem, expected(example), done.values),
    )


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_every_worked_household_comes_out_alike_in_columns(engine):
    days = {}
    for number, path in enumerate(FILES):
        day, *rest = placed(path, f"98{number:010}")
        days.setdefault(day, []).append(rest)
    wrong = []
    for day, examples in days.items():
        homes, people, rows, answers = zip(*examples, strict=True)
        out = api.reckon_frame(
            "dibao", day, pl.DataFrame([p for some in people for p in some]), pl.DataFrame(homes),
            table=NumberTable([row for some in rows for row in some]), engine=engine,
        ).sort("household_id")  # fmt: skip
        for found, (name, wanted, scalar) in zip(out.to_dicts(), answers, strict=True):
            full = {**{k: scalar[k] for k in found if k in scalar}, **wanted}
            found = {k: found.get(k) for k in full}
            wrong += [(name, found, full)] if found != full else []
    assert not wrong


def test_every_worked_household_names_its_source():
    for path in FILES:
        example = files.read_yaml(path)
        assert len(example["name"]) > 5 and len(example["source"]) > 8, path


def test_there_are_at_least_forty_and_both_regimes_are_covered():
    days = [path.parent.name for path in FILES]
    assert len(FILES) >= 40
    assert any(day < "2021-07-01" for day in days) and any(day >= "2022-10-20" for day in days)
