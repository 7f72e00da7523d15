"""Spark in local mode, its rows compared with those of Polars; where PySpark or Java is not there, that is said."""

import datetime as dt
import warnings

import polars as pl
import pytest

from anmin.kernel.law import api, spark
from bench.people import people_for, table_for
from tests.law import toy


def test_what_is_lacking_is_said_with_what_to_do(monkeypatch):
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    with pytest.raises(api.LawError, match=r"PySpark 没有安装.*anmin\[spark\].*--engine polars"):
        spark.session()
    monkeypatch.setattr(spark, "find_spec", lambda name: object())
    monkeypatch.setattr(spark.shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(api.LawError, match="没有找到 Java；请安装 Java 17"):
        spark.session()


@pytest.mark.needs("spark")
def test_spark_gives_row_by_row_what_polars_gives(tmp_path, monkeypatch):
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    warnings.simplefilter("ignore")  # PySpark's own
    for service, day in (("lamp_oil", toy.DAY), ("dibao", dt.date(2026, 10, 1))):
        laws, table = (toy.book(), toy.table()) if service == "lamp_oil" else (api.book(), api.numbers())
        found = api.plan_of(laws, service, day)
        table = table_for(found, day, table)
        homes, persons = people_for(found, day, table, 600)
        if service == "dibao":
            other = pl.when(homes["household_id"] % 2 == 0).then(pl.lit("349927100201")).otherwise("area").alias("area")
            homes = homes.with_columns(other)  # two counties
            table = api.NumberTable([_moved(row) for row in table.rows() if row.area == "349926"], table)
        want = api.reckon_frame(service, day, persons, homes, table=table, laws=laws).sort("household_id")
        got = api.reckon_frame(service, day, persons, homes, table=table, laws=laws, engine="spark")
        assert got.sort("household_id").equals(want)
        homes.write_parquet(tmp_path / "h.parquet")
        persons.write_parquet(tmp_path / "p.parquet")
        done = api.reckon_parquet(
            service, day, tmp_path / "h.parquet", tmp_path / "p.parquet", tmp_path / service, table=table,
            engine="spark", laws=laws,
        )  # fmt: skip
        folders = {path.name for path in (tmp_path / service).glob("county=*")}
        assert done.households == 600 and folders == {f"county={a}" for a in homes["area"].str.slice(0, 6).unique()}
        rows = pl.read_parquet(tmp_path / service / "**/*.parquet", hive_partitioning=False)
        assert rows.sort("household_id").select(want.columns).equals(want)


def _moved(row):
    return api.Row.of({name: getattr(row, name) for name in row.__dataclass_fields__} | {"area": "349927"})
