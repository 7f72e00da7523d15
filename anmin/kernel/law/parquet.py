"""Parquet in, Parquet out, however many households: part by part, so that memory does not grow with the population.

Files sorted by household_id are read range by range (their row groups tell which to open). Others are first laid out
in buckets by household beside the result. Any engine reckons a part; what it refuses names the rows, and then nothing
is written.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from anmin.kernel.law.declare import Fact
from anmin.kernel.law.door import AREA, ID, WORDS
from anmin.kernel.law.errors import FactError
from anmin.kernel.law.intake import TAGS, nearest
from anmin.kernel.law.numbers import NumberTable
from anmin.kernel.law.plan import Plan

if TYPE_CHECKING:
    import polars as pl

PART = 1_000_000  # households of a part: some 300 MB with their persons
BESIDE = {"county", *TAGS}  # columns that may stand beside facts and are not read
Part = tuple["pl.LazyFrame", "pl.LazyFrame"]


@dataclass(frozen=True)
class Done:
    """What a run wrote: rows, parts, and whether the files lay in the order of their households."""

    households: int
    parts: int
    sorted: bool


def reckon_parquet(
    plan: Plan, on: dt.date, households: Path, persons: Path, out: Path, table: NumberTable,
    keep: Iterable[str] = (), engine: str = "polars", part: int = PART,
) -> Done:  # fmt: skip
    """Reckon the households of a Parquet file (or folder of files) with their persons; `out` is written whole or not.

    Columns are those of `columns.reckon_frame`; a column that is no fact of any service read is refused, since a
    misspelt one would be taken for its default. `out` has household_id and the columns of `keep` (or the results);
    its metadata name service, day and the fingerprint of the rules. Spark writes a folder, partitioned by county.
    """
    homes, people = _scan(households, plan, "household"), _scan(persons, plan, "person")
    if engine == "spark":
        from anmin.kernel.law import spark

        return Done(spark.reckon_parquet(plan, on, households, persons, out, table, keep), 1, False)
    count = {"households": 0, "parts": 0}
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as half:
        with _parts(homes, people, part, Path(half)) as (parts, ordered):
            rows = _reckoned(parts, plan, on, table, list(keep), engine, count)
            _write(
                rows, Path(half) / "out", {"service": plan.service.name, "date": str(on), "rules": plan.fingerprint()}
            )
        shutil.move(Path(half) / "out", out)
    return Done(count["households"], count["parts"], ordered)


def _scan(path: Path, plan: Plan, level: str) -> pl.LazyFrame:
    """The file with the key and the facts of this level; anything unknown is refused."""
    import polars as pl

    if not path.exists():
        raise FactError(f"找不到{WORDS[level]}表 {path}；请给出 Parquet 文件或其文件夹。")
    try:
        frame = pl.scan_parquet(path)
        names = frame.collect_schema().names()
    except pl.exceptions.PolarsError as error:
        raise FactError(f"{path} 不是可读的 Parquet 文件：{error}") from None
    return frame.select(columns_read(path, names, plan, level))


def columns_read(path: Path, names: list[str], plan: Plan, level: str) -> list[str]:
    """The columns of a file that are the key, the area or facts of this level; one that is none of any is refused."""
    always = [ID] if level == "person" else [ID, AREA]
    absent = [c for c in always if c not in names]
    if absent:
        raise FactError(f"{WORDS[level]}表 {path} 缺少列：{'、'.join(absent)}。")
    read = []
    for name in names:
        fact = plan.asked.get(name)
        if fact and fact.level == level:
            read.append(name)
        elif fact and not (level == "person" and name == "urban_rural"):
            raise FactError(
                f"{path}：列 {name}（{fact.label}）是{WORDS[fact.level]}的事实，请移到{WORDS[fact.level]}表。"
            )
        elif not fact and name not in {ID, AREA, *BESIDE} and not name.startswith("_"):
            raise FactError(_unknown(path, name, plan.asked))
    return [*always, *read]


def _unknown(path: Path, name: str, asked: Mapping[str, Fact]) -> str:
    hint = nearest(name, asked)
    return f"{path}：不认识列 {name}{hint} 不参加测算的列请以 _ 开头或去掉。"


@contextmanager
def _parts(homes: pl.LazyFrame, people: pl.LazyFrame, part: int, half: Path) -> Iterator[tuple[Iterator[Part], bool]]:
    """The parts, and whether they are ranges of sorted files; buckets are removed afterwards."""
    import polars as pl

    kinds = homes.collect_schema()[ID], people.collect_schema()[ID]
    if kinds[0] != kinds[1]:
        raise FactError(f"两个表的 household_id 类型不同：{kinds[0]} 与 {kinds[1]}；请统一。")
    ids, theirs = (frame.select(ID).collect(engine="streaming")[ID] for frame in (homes, people))
    if ids.null_count() or theirs.null_count():
        raise FactError(
            f"household_id 有空值：家庭表 {ids.null_count()} 个，人员表 {theirs.null_count()} 个；请补齐后再算。"
        )
    if len(ids) <= part:
        yield iter([(homes, people)]), False
        return
    if ids.is_sorted() and theirs.is_sorted():
        first = ids.gather_every(part)[1:]
        yield _ranges((homes, _cuts(ids, first)), (people, _cuts(theirs, first))), True
        return
    buckets = -(-len(ids) // part)
    del ids, theirs
    for frame, name in ((homes, "homes"), (people, "people")):
        to = pl.PartitionBy(half / name, key=(pl.col(ID).hash() % buckets).alias("_bucket"), include_key=False)
        frame.sink_parquet(to, compression="lz4", mkdir=True, engine="streaming")
    yield _buckets(homes, people, buckets, half), False


def _cuts(ids: pl.Series, first: pl.Series) -> list[int]:
    """Rows at which the parts begin and end: a household stays in one part."""
    return [0, *ids.search_sorted(first, side="left").to_list(), len(ids)]


def _ranges(*sides: tuple[pl.LazyFrame, list[int]]) -> Iterator[Part]:
    """The rows of each part; a file's row groups tell which of them to open."""
    (homes, home_cuts), (people, people_cuts) = sides
    for (a, b), (c, d) in zip(pairwise(home_cuts), pairwise(people_cuts), strict=True):
        yield homes.slice(a, b - a), people.slice(c, d - c)


def _buckets(homes: pl.LazyFrame, people: pl.LazyFrame, buckets: int, half: Path) -> Iterator[Part]:
    import polars as pl

    for place in range(buckets):
        pair = []
        for frame, name in ((homes, "homes"), (people, "people")):
            files = sorted((half / name / f"_bucket={place}").glob("*.parquet"))
            pair.append(pl.scan_parquet(files, hive_partitioning=False) if files else frame.head(0))
        yield pair[0], pair[1]


def _reckoned(
    parts: Iterator[Part], plan: Plan, on: dt.date, table: NumberTable, keep: list[str], engine: str, count: dict[str, int]
) -> Iterator[pl.DataFrame]:  # fmt: skip
    from anmin.kernel.law.columns import reckon_frame

    for homes, people in parts:
        rows = homes.collect(engine="streaming"), people.collect(engine="streaming")
        if rows[0].is_empty() and rows[1].is_empty() and count["parts"]:
            continue
        out = reckon_frame(plan, on, rows[1], rows[0], table, keep, engine)
        count["households"] += out.height
        count["parts"] += 1
        yield out


def _write(rows: Iterator[pl.DataFrame], to: Path, about: dict[str, str]) -> None:
    """One Parquet file from frames that come one after another."""
    from itertools import chain

    from polars.io.plugins import register_io_source

    first = next(rows)
    failed: list[Exception] = []

    def source(*_: object) -> Iterator[pl.DataFrame]:
        try:
            yield from chain([first], rows)
        except Exception as error:  # carried across the engine, which would wrap it
            failed.append(error)

    told = {f"anmin.{name}": value for name, value in about.items()}
    register_io_source(source, schema=first.schema).sink_parquet(to, metadata=told, engine="streaming")
    if failed:
        raise failed[0]
