"""The rules' expressions on Spark (optional extra `spark`, with Java): for where a nation's data already lie.

Both tables are partitioned by county before anything else, so that joins and folds stay within a county's partition.
`SPARK_MASTER` names the cluster; without it Spark runs on this machine.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from anmin.kernel.law.columns import Frames
from anmin.kernel.law.door import AREA, COUNT, ID
from anmin.kernel.law.errors import FactError, LawError
from anmin.kernel.law.numbers import NumberTable
from anmin.kernel.law.parquet import columns_read
from anmin.kernel.law.plan import Plan

COUNTY = "county"
QUIET = {"spark.ui.enabled": "false", "spark.sql.requireAllClusterKeysForCoPartition": "false"}


def missing() -> str:
    """What Spark lacks to run here, or ""."""
    if find_spec("pyspark") is None:
        return 'PySpark 没有安装；请运行 pip install "anmin[spark]"'
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return "没有找到 Java；请安装 Java 17（例如 apt-get install default-jre-headless）"
    return ""


def session() -> Any:
    """The Spark session of this process, begun when first asked for."""
    if lacking := missing():
        raise LawError(f"引擎 spark 不能用：{lacking}，或改用 --engine polars。")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("anmin").master(os.environ.get("SPARK_MASTER", "local[*]"))
    for name, value in QUIET.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    return found


class Spark(Frames):
    """One run of a plan over two Spark frames (or Polars frames, which are handed over)."""

    def lazy(self, frame: Any) -> nw.LazyFrame:
        """A Spark frame as it is; any other through Arrow."""
        if hasattr(frame, "collect") and hasattr(frame, "collect_schema"):
            frame = frame.collect()
        if hasattr(frame, "to_arrow"):
            frame = session().createDataFrame(frame.to_arrow())
        return nw.from_native(frame).lazy()


def reckon_parquet(
    plan: Plan, on: date, households: Path, persons: Path, out: Path, table: NumberTable, keep: Iterable[str] = ()
) -> int:
    """Reckon Parquet files into a folder of Parquet partitioned by county; the number of households.

    Persons without a column `county` take it from their household, which costs one exchange more.
    """
    from pyspark.sql import functions as f

    homes = _read(households, plan, "household").withColumn(COUNTY, f.substring(f.col(AREA).cast("string"), 1, 6))
    people = _read(persons, plan, "person")
    if COUNTY not in people.columns:
        people = people.join(homes.select(ID, COUNTY), on=ID, how="left").fillna("", subset=[COUNTY])
    run = Spark(plan, on, table)
    run.keys, keep = [COUNTY, ID], run.wanted(keep)
    people, homes = people.repartition(COUNTY), homes.repartition(COUNTY)
    made = run.planned(nw.from_native(people), nw.from_native(homes), keep).to_native().cache()
    count = _attached(made, people)
    _shown(run, made, keep).write.mode("overwrite").partitionBy(COUNTY).parquet(str(out))
    made.unpersist()
    return count


def _read(path: Path, plan: Plan, level: str) -> Any:
    frame = session().read.parquet(str(path))
    read = columns_read(path, frame.columns, plan, level)
    beside = [COUNTY] if COUNTY in frame.columns and level == "person" else []
    from pyspark.sql import functions as f

    return frame.select(*read, *[f.col(c).cast("string").alias(c) for c in beside])


def _attached(made: Any, people: Any) -> int:
    """As `Door.attached`, asked of the cluster."""
    from pyspark.sql import functions as f

    empty = f.sum(f.col(COUNT).isNull().cast("long"))
    found = made.agg(f.count(f.lit(1)), f.countDistinct(ID), empty, f.sum(COUNT)).first()
    households, different, lonely, attached = found
    persons = people.count()
    if lonely:
        some = [row[0] for row in made.filter(f.col(COUNT).isNull()).select(ID).limit(5).collect()]
        raise FactError(f"有 {lonely} 户没有任何人员，例如 {some}；请补齐人员或去掉这些户。")
    if attached != persons or different != households:
        raise FactError(
            f"人员表有 {persons} 人，接到家庭上的有 {attached} 人，家庭表 {households} 行、{different} 户："
            "有人没有对应的户，或家庭表的 household_id 重复。"
        )
    return households


def _shown(run: Spark, made: Any, keep: list[str]) -> Any:
    """Key and wanted columns with choices by their codes."""
    from pyspark.sql import functions as f

    given = [f.col(COUNTY), f.col(ID)]
    for column in keep:
        kind = run.plan.nodes[column].kind
        value = f.lit(run.known[column]) if column in run.known else f.col(column)
        if kind.type == "choice":
            value = f.element_at(f.array(*[f.lit(c) for c in kind.choices]), (value + 1).cast("int"))
        elif kind.type == "number":
            value = value.cast("long")
        given.append(value.alias(column))
    return made.select(*given)
