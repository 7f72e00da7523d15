"""Frames of a check: what the sources know beside what was declared, and what the rules make of either."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from anmin.kernel.law import api as law
from anmin.kernel.means.declare import SOURCES, Source
from anmin.kernel.means.loading import KEY
from anmin.kernel.means.models import SourceLoad
from anmin.kernel.service import service

if TYPE_CHECKING:
    import polars as pl

FOUND, FOUND_ON, DIFFERS = "found", "found_on", "differs"


def differences(
    source: Source, load: SourceLoad, known: pl.DataFrame, signed: pl.DataFrame, homes: pl.DataFrame,
    defaults: dict[str, Any],
) -> pl.DataFrame:  # fmt: skip
    """Persons (or households) for whom the source knows more than was declared."""
    import polars as pl

    folded = fold_rows(source, load, known, signed, homes, defaults)
    return folded.filter(pl.col(DIFFERS)).drop(DIFFERS)


def fold_rows(
    source: Source, load: SourceLoad, known: pl.DataFrame, signed: pl.DataFrame, homes: pl.DataFrame,
    defaults: dict[str, Any],
) -> pl.DataFrame:  # fmt: skip
    """What the source knows of each person (or household) who signed, beside what was declared; `differs` says where more."""
    import polars as pl

    rows = known.join(signed.select(KEY, "person_id", "household_id"), on=KEY, how="inner")
    fold = {
        "count": pl.len().cast(pl.Int64).alias(FOUND),
        "sum": pl.col(source.value).sum().cast(pl.Int64).alias(FOUND) if source.value else None,
        "latest": pl.col(source.value).max().alias(FOUND_ON) if source.value else None,
    }[source.fold]
    by = ["person_id", "household_id"] if source.level == "person" else ["household_id"]
    named = [] if source.level == "person" else [pl.col("person_id").first()]
    folded = rows.group_by(by, maintain_order=True).agg(fold, *named)
    told = signed if source.level == "person" else homes
    more = pl.lit(True)
    if source.fact:
        told = with_fact(told, source.fact, defaults)
        declared = told.select(
            "person_id" if source.level == "person" else "household_id", pl.col(source.fact).alias("declared")
        )
        folded = folded.join(declared, on=declared.columns[0], how="left")
        more = pl.col(FOUND) * 10_000 > pl.col("declared").fill_null(0) * (10_000 + source.tolerance_bp)
    return folded.with_columns(
        pl.lit(source.name).alias("source"), pl.lit(source.fact).alias("fact"), pl.lit(load.pk).alias("load"),
        more.alias(DIFFERS),
    )  # fmt: skip


def effects(
    name: str, people: pl.DataFrame, homes: pl.DataFrame, found: list[pl.DataFrame], on: date, table: law.NumberTable
) -> pl.DataFrame:
    """Amount a month as declared, and as it would be if everything found were true."""
    import polars as pl

    touched = pl.concat([f.select("household_id") for f in found]).unique()
    people, homes = people.join(touched, on="household_id"), homes.join(touched, on="household_id")
    before = reckoned(name, people, homes, on, table).select("household_id", amount_before="amount")
    defaults = {fact.name: fact.default for fact in law.facts_of(name)}
    for rows in found:
        people, homes = as_found(SOURCES[rows["source"][0]], rows, people, homes, defaults)
    alive = homes.join(people.select("household_id").unique(), on="household_id")
    after = reckoned(name, people, alive, on, table).select("household_id", amount_after="amount")
    return before.join(after, on="household_id", how="left").with_columns(
        pl.when(pl.col("amount_before").is_not_null()).then(pl.col("amount_after").fill_null(0)).alias("amount_after")
    )


def as_found(
    source: Source, rows: pl.DataFrame, people: pl.DataFrame, homes: pl.DataFrame, defaults: dict[str, Any]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    import polars as pl

    if source.ends:
        return people.join(rows, on="person_id", how="anti"), homes
    if not source.fact:
        return people, homes
    key, frame = ("person_id", people) if source.level == "person" else ("household_id", homes)
    changed = with_fact(frame, source.fact, defaults).join(rows.select(key, FOUND), on=key, how="left").with_columns(
        pl.coalesce(FOUND, source.fact).alias(source.fact)
    ).drop(FOUND)  # fmt: skip
    return (changed, homes) if source.level == "person" else (people, changed)


def with_fact(frame: pl.DataFrame, fact: str, defaults: dict[str, Any]) -> pl.DataFrame:
    """The frame with a column for `fact`: where it is absent everyone declared what the service takes for usual."""
    import polars as pl

    usual = pl.lit(defaults.get(fact) or 0, pl.Int64)
    return frame if fact in frame.columns else frame.with_columns(usual.alias(fact))


def reckoned(name: str, people: pl.DataFrame, homes: pl.DataFrame, on: date, table: law.NumberTable) -> pl.DataFrame:
    """What the rules say of each household: `amount` in fen a month (None where the service pays none) and `eligible`."""
    import polars as pl

    pays, outcome = service(name).pays, law.book().law(name).outcome
    empty = {"household_id": pl.Int64, "amount": pl.Int64, "eligible": pl.Boolean}
    if not homes.height:
        return pl.DataFrame(schema=empty)
    told = law.reckon_frame(name, on, people, homes, table=table, keep=[n for n in (pays, outcome) if n])
    amount = pl.col(pays) if pays else pl.lit(None, pl.Int64)
    return told.select(
        "household_id", amount.alias("amount"), (pl.col(outcome) if outcome else amount > 0).alias("eligible")
    )
