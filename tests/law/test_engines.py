"""Every engine pays every household the same fen, for every service and on all that was worked by hand."""

import datetime as dt
import importlib.util
import sys

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anmin.kernel.law import api, columns
from anmin.kernel.law.plan import plan
from bench.people import people_for, table_for
from tests.law import toy

ENGINES = [e for e in columns.ENGINES if e != "spark"]
SIZE = 3_000
DAYS = (dt.date(2021, 6, 30), dt.date(2026, 10, 1))


def frames(service, day, laws=None, table=None, seed=7, size=SIZE):
    found = plan(laws or api.book(), service, day)
    numbers = table_for(found, day, table or api.numbers())
    return found, numbers, *people_for(found, day, numbers, size, seed)


def reckoned(service, day, persons, homes, table, engine, keep=(), laws=None):
    rows = api.reckon_frame(service, day, persons, homes, keep, table, engine, laws)
    return rows.sort("household_id")


def services():
    return [name for name in api.book().names() if api.book().law(name).since <= DAYS[-1]]


@pytest.mark.parametrize("service", services())
def test_every_engine_gives_every_household_the_same(service):
    for day in DAYS:
        if api.book().law(service).since > day:
            continue
        found, table, homes, persons = frames(service, day)
        keep = [n.column for n in found.computed() if n.level == "household"]
        first = reckoned(service, day, persons, homes, table, "polars", keep)
        assert first.height == SIZE
        for engine, columns_of in (("duckdb", keep), ("fused", ())):  # the loop of all columns takes long to compile
            other = reckoned(service, day, persons, homes, table, engine, columns_of)
            differing = [c for c in other.columns if not first[c].equals(other[c])]
            assert not differing, f"{engine} {day} {differing}"


@pytest.mark.parametrize("service", services())
def test_columns_give_what_the_functions_give(service):
    day = DAYS[-1]
    _, table, homes, persons = frames(service, day, seed=11, size=150)
    rows = reckoned(service, day, persons, homes, table, "fused")
    people = persons.partition_by("household_id", as_dict=True, include_key=False)
    for row, home in zip(rows.to_dicts(), homes.to_dicts(), strict=True):
        key, area = home.pop("household_id"), home.pop("area")
        done = api.reckon(service, day, area, household=home, persons=people[(key,)].to_dicts(), table=table)
        assert row == {"household_id": key, **done.results}, f"户 {key}"


ROW = st.fixed_dictionaries(
    {
        "area": st.sampled_from(["9999", "999901", "999902"]),
        "lamp": st.sampled_from(["oil", "electric"]),
        "altitude": st.integers(0, 9_000),
        "people": st.lists(
            st.tuples(st.integers(0, 130), st.integers(0, 10_000_000_000), st.booleans()), min_size=1, max_size=7
        ),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROW, min_size=1, max_size=12), st.sampled_from([toy.DAY, dt.date(2033, 6, 1)]))
def test_whatever_is_said_of_a_household_all_engines_agree_with_the_functions(rows, day):
    homes = pl.DataFrame([{"household_id": n, **{k: r[k] for k in ("area", "lamp")}} for n, r in enumerate(rows)])
    persons = pl.DataFrame(
        [
            {"household_id": n, "age": age, "wage_month": wage, "absent": absent}
            for n, r in enumerate(rows)
            for age, wage, absent in r["people"]
        ]
    )
    laws, table = toy.book(), toy.table()
    want = []
    for n, row in enumerate(rows):
        people = [{"age": a, "wage_month": w, "absent": x} for a, w, x in row["people"]]
        done = api.reckon("lamp_oil", day, row["area"], "", {"lamp": row["lamp"]}, people, table, laws=laws)
        want.append({"household_id": n, **done.results})
    for engine in ENGINES:
        assert reckoned("lamp_oil", day, persons, homes, table, engine, (), laws).to_dicts() == want, engine


@pytest.mark.parametrize("engine", ENGINES)
def test_order_and_kind_of_the_key_do_not_matter(engine):
    _, table, homes, persons = frames("lamp_oil", toy.DAY, toy.book(), toy.table(), size=500)
    straight = reckoned("lamp_oil", toy.DAY, persons, homes, table, engine, (), toy.book())
    written = pl.col("household_id").cast(pl.String)
    mixed = reckoned(
        "lamp_oil", toy.DAY, persons.sample(fraction=1, shuffle=True, seed=1).with_columns(written),
        homes.sample(fraction=1, shuffle=True, seed=2).with_columns(written), table, engine, (), toy.book(),
    )  # fmt: skip
    assert mixed.with_columns(pl.col("household_id").cast(pl.Int64)).sort("household_id").equals(straight)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda h, p: (h, p.with_columns(wage_month=pl.when(p["household_id"] == 3).then(-5).otherwise("wage_month"))),
         r"wage_month（工资）.*例如 -5；应在 0 至.*household_id：3"),
        (lambda h, p: (h, p.with_columns(age=pl.when(p["household_id"] == 7).then(None).otherwise("age"))),
         r"age（周岁年龄）.*空值.*household_id：7"),
        (lambda h, p: (h.with_columns(lamp=pl.when(h["household_id"] == 2).then(pl.lit("gas")).otherwise("lamp")), p),
         r"lamp（灯具）.*选项应为 oil、electric.*household_id：2"),
        (lambda h, p: (h, p.filter(p["household_id"] != 5)), r"1 户没有任何人员，例如 \[5\]"),
        (lambda h, p: (h.filter(h["household_id"] != 5), p), r"没有对应的户.*\[5\]"),
        (lambda h, p: (pl.concat([h, h.filter(h["household_id"] == 4)]), p), r"重复.*\[4\]"),
        (lambda h, p: (h, p.with_columns(p["wage_month"].cast(pl.Float64))), "应是整数"),
        (lambda h, p: (h, p.drop("age")), r"缺少列：age（周岁年龄）"),
    ],
)  # fmt: skip
def test_bad_rows_are_refused_and_named_by_every_engine(engine, change, said):
    _, table, homes, persons = frames("lamp_oil", toy.DAY, toy.book(), toy.table(), size=20)
    homes, persons = change(homes, persons)
    with pytest.raises(api.FactError, match=said):
        api.reckon_frame("lamp_oil", toy.DAY, persons, homes, (), table, engine, toy.book())


def test_other_amounts_need_no_new_compiling():
    from anmin.kernel.law import fused

    _, table, homes, persons = frames("lamp_oil", toy.DAY, toy.book(), toy.table(), size=50)
    laws, made = toy.book(), []
    keep = fused._module
    fused._module = lambda text: (made.append(text) if "def loop" in text else None) or keep(text)
    try:
        for rate in (1_155, 1_999):
            other = api.NumberTable([toy.number("rate", rate, since="2031-12-01")], table)
            api.reckon_frame("lamp_oil", toy.DAY, persons, homes, (), other, "fused", laws)
    finally:
        fused._module = keep
    assert len(made) == 2 and made[0] == made[1]


def test_where_nothing_can_be_kept_the_loop_is_compiled_for_this_process_alone(monkeypatch, tmp_path):
    from anmin.kernel.law import fused

    (tmp_path / "file").write_text("")
    monkeypatch.setattr(fused, "CACHE", tmp_path / "file" / "fused")
    for name in [n for n in sys.modules if n.startswith("anmin_fused_")]:
        monkeypatch.delitem(sys.modules, name)
    _, table, homes, persons = frames("lamp_oil", toy.DAY, toy.book(), toy.table(), size=20)
    want = reckoned("lamp_oil", toy.DAY, persons, homes, table, "polars", (), toy.book())
    assert reckoned("lamp_oil", toy.DAY, persons, homes, table, "fused", (), toy.book()).equals(want)


def test_an_engine_that_is_not_there_is_said(monkeypatch):
    with pytest.raises(api.LawError, match="没有叫「abacus」的引擎；可用：polars、duckdb、fused、spark"):
        api.reckon_frame("lamp_oil", toy.DAY, None, None, engine="abacus", laws=toy.book(), table=toy.table())
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None)
    from anmin.kernel.law import fused

    with pytest.raises(api.LawError, match=r"anmin\[fused\]"):
        fused._module("print()")
