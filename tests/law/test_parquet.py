"""Whole populations from Parquet to Parquet, in parts, with every engine."""

import datetime as dt
import json

import polars as pl
import pytest
from click.testing import CliRunner

from anmin.kernel.law import api, columns
from anmin.ops.cli import main
from bench.people import people_for, table_for
from tests.law import toy

ENGINES = [e for e in columns.ENGINES if e != "spark"]


@pytest.fixture
def lamps(tmp_path):
    """The toy's population in two files, and what whole frames give."""
    found = api.plan_of(toy.book(), "lamp_oil", toy.DAY)
    homes, persons = people_for(found, toy.DAY, toy.table(), 2_000)
    homes.write_parquet(tmp_path / "homes.parquet", row_group_size=300)
    persons.write_parquet(tmp_path / "persons.parquet", row_group_size=500)
    want = api.reckon_frame("lamp_oil", toy.DAY, persons, homes, table=toy.table(), laws=toy.book())
    return tmp_path, want.sort("household_id")


def run(folder, engine="polars", part=300, **more):
    return api.reckon_parquet(
        "lamp_oil", toy.DAY, folder / "homes.parquet", folder / "persons.parquet", folder / "out.parquet",
        table=toy.table(), engine=engine, part=part, laws=toy.book(), **more,
    )  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_parts_of_sorted_files_give_what_whole_frames_give(lamps, engine):
    folder, want = lamps
    done = run(folder, engine)
    assert (done.households, done.parts, done.sorted) == (2_000, 7, True)
    assert pl.read_parquet(folder / "out.parquet").sort("household_id").equals(want)
    about = pl.read_parquet_metadata(folder / "out.parquet")
    assert about["anmin.service"] == "lamp_oil" and about["anmin.date"] == str(toy.DAY)
    assert about["anmin.rules"] == api.plan_of(toy.book(), "lamp_oil", toy.DAY).fingerprint()


def test_files_in_any_order_are_laid_out_in_buckets_first(lamps):
    folder, want = lamps
    for name in ("homes", "persons"):
        frame = pl.read_parquet(folder / f"{name}.parquet")
        frame.sample(fraction=1, shuffle=True, seed=5).write_parquet(folder / f"{name}.parquet")
    assert not run(folder).sorted
    assert pl.read_parquet(folder / "out.parquet").sort("household_id").equals(want)
    assert sorted(p.name for p in folder.iterdir()) == ["homes.parquet", "out.parquet", "persons.parquet"]


def test_keys_may_be_text_and_a_household_that_is_there_twice_is_named_even_at_the_edge_of_a_part(lamps):
    folder, want = lamps
    written = pl.col("household_id").cast(pl.String).str.zfill(6)
    for name in ("homes", "persons"):
        pl.read_parquet(folder / f"{name}.parquet").with_columns(written).write_parquet(folder / f"{name}.parquet")
    assert run(folder).sorted
    rows = pl.read_parquet(folder / "out.parquet").with_columns(pl.col("household_id").cast(pl.Int64))
    assert rows.sort("household_id").equals(want)
    homes = pl.read_parquet(folder / "homes.parquet")
    pl.concat([homes.head(300), homes.slice(299)]).write_parquet(folder / "homes.parquet")
    with pytest.raises(api.FactError, match=r"重复的户例如 \['000299'\]"):
        run(folder)


def test_a_fault_in_a_late_part_names_its_row_and_leaves_no_file(lamps):
    folder, _ = lamps
    persons = pl.read_parquet(folder / "persons.parquet")
    bad = pl.when(pl.col("household_id") == 1_777).then(-1).otherwise("wage_month").alias("wage_month")
    persons.with_columns(bad).write_parquet(folder / "persons.parquet")
    with pytest.raises(api.FactError, match=r"wage_month.*household_id：1777"):
        run(folder)
    persons.filter(pl.col("household_id") != 1_999).write_parquet(folder / "persons.parquet")
    with pytest.raises(api.FactError, match=r"没有任何人员，例如 \[1999\]"):
        run(folder)
    loose = persons.head(1).with_columns(household_id=pl.lit(9_999_999, pl.Int64))
    pl.concat([persons, loose]).write_parquet(folder / "persons.parquet")
    with pytest.raises(api.FactError, match=r"没有户的人员.*\[9999999\]"):
        run(folder)
    assert sorted(p.name for p in folder.iterdir()) == ["homes.parquet", "persons.parquet"]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("persons", lambda f: f.rename({"wage_month": "wage_mnth"}), "不认识列 wage_mnth，是不是「wage_month」"),
        ("persons", lambda f: f.with_columns(altitude=pl.lit(1)), r"列 altitude（住处高度）是家庭的事实"),
        ("homes", lambda f: f.with_columns(wage_month=pl.lit(1)), r"列 wage_month（工资）是人员的事实"),
        ("homes", lambda f: f.drop("area"), "缺少列：area"),
        ("homes", lambda f: f.with_columns(pl.col("household_id").cast(pl.String)), "household_id 类型不同"),
        ("persons", lambda f: f.with_columns(pl.lit(None, pl.Int64).alias("household_id")), "household_id.*空值"),
    ],
)
def test_columns_that_do_not_fit_are_refused_before_anything_is_reckoned(lamps, name, change, said):
    folder, _ = lamps
    change(pl.read_parquet(folder / f"{name}.parquet")).write_parquet(folder / f"{name}.parquet")
    with pytest.raises(api.FactError, match=said):
        run(folder)


def call(*words):
    result = CliRunner().invoke(main, ["law", "run", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_runs_a_real_service_and_says_what_it_did(tmp_path):
    day = dt.date(2026, 10, 1)
    found = api.plan_of(api.book(), "dibao", day)
    homes, persons = people_for(found, day, table_for(found, day, api.numbers()), 400)
    homes.write_parquet(tmp_path / "h.parquet")
    persons.write_parquet(tmp_path / "p.parquet")
    words = ["dibao", "--date", day, "--households", tmp_path / "h.parquet", "--persons", tmp_path / "p.parquet"]
    words += ["--out", tmp_path / "o.parquet", "--keep", "eligible", "--keep", "amount_month"]
    code, out, _ = call(*words, "--part", 100, "--json")
    told = json.loads(out)
    assert code == 0 and (told["households"], told["parts"]) == (400, 4)
    assert told["rules"] == api.rule_set_hash("dibao", day)
    rows = pl.read_parquet(tmp_path / "o.parquet")
    assert rows.columns == ["household_id", "eligible", "amount_month"] and rows["amount_month"].max() > 0
    code, out, _ = call(*words, "--engine", "fused")
    assert code == 0 and "400 户，1 批" in out
    assert pl.read_parquet(tmp_path / "o.parquet").sort("household_id").equals(rows.sort("household_id"))


def test_the_command_says_what_is_wrong_in_one_line(tmp_path):
    words = ["dibao", "--date", "2026-10-01", "--households", tmp_path / "no.parquet", "--persons", tmp_path / "no"]
    code, _, err = call(*words, "--out", tmp_path / "o.parquet")
    assert code == 2 and err.startswith("错误：找不到家庭表") and "Traceback" not in err
    (tmp_path / "no.parquet").write_text("这不是 Parquet")
    code, _, err = call(*words, "--out", tmp_path / "o.parquet")
    assert code == 2 and "不是可读的 Parquet 文件" in err
