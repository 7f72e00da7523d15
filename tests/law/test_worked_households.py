"""Every household worked by hand comes out the same on every engine as by calling the rules one by one."""

import datetime as dt
import json
import types
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

from anmin import services
from anmin.kernel.law import api, fused

HOME = Path(services.__file__).parent
SERVICES = sorted({path.parents[2].name for path in HOME.glob("*/examples/*/*.yaml")} & set(api.book().names()))


def groups(service):
    """Examples of one day and the same numbers together: (day, table, own numbers?, rows of area, facts, outcome)."""
    found = defaultdict(list)
    for path in sorted((HOME / service / "examples").glob("*/*.yaml")):
        example = api.read_yaml(path)
        key = path.parent.name, json.dumps(example.get("params"), sort_keys=True)
        found[key].append((path.stem, example))
    for (day, params), examples in found.items():
        on, given = dt.date.fromisoformat(day), json.loads(params)
        table = api.given_numbers(service, given) if given else api.numbers()
        yield on, table, bool(given), [_reckoned(service, on, table, *each) for each in examples]


def _reckoned(service, on, table, name, example):
    home, people = api.household_facts(service, example["facts"], example["area"])
    done = api.reckon_checked(service, on, example["area"], "", home, people, table)
    return name, example["area"], home, [{k: v for k, v in p.items() if k != "name"} for p in people], done.results


def frames(service, rows):
    asked = {f.name: f for f in api.facts_of(service)}
    kind = {"int": pl.Int64, "bool": pl.Boolean, "choice": pl.String}
    homes = [{"household_id": name, "area": area, **home} for name, area, home, _, _ in rows]
    persons = [{"household_id": name, **one} for name, _, _, people, _ in rows for one in people]
    schema = {n: kind[f.type] for n, f in asked.items()}
    return tuple(
        pl.DataFrame(each, schema_overrides={n: schema[n] for n in each[0] if n in schema}, infer_schema_length=None)
        for each in (persons, homes)
    )


def uncompiled(text):
    """The loop as written, run by Python: the hundreds of sets of numbers here would take minutes to compile."""
    module = types.ModuleType("loop")
    told = text.replace("from numba import int64, njit", "int64 = int").replace("from numba import njit", "")
    lines = [line for line in told.splitlines() if not line.startswith("@njit")]
    exec("\n".join(lines), vars(module))
    return module


@pytest.mark.parametrize("service", SERVICES)
def test_worked_households_come_out_alike_on_every_engine(service, monkeypatch):
    monkeypatch.setattr(fused, "_module", uncompiled)
    tried = 0
    for on, table, own, rows in groups(service):
        persons, homes = frames(service, rows)
        for engine in ("polars", "fused") if own else ("polars", "fused", "duckdb"):
            out = api.reckon_frame(service, on, persons, homes, (), table, engine)
            got = {row.pop("household_id"): row for row in out.to_dicts()}
            for name, _, _, _, want in rows:
                assert got[name] == want, f"{engine} {on} {name}"
        tried += len(rows)
    assert tried >= 3
