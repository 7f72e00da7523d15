"""Households of a roster that are whole and right: as frames, and as the mappings that the register takes in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from anmin.kernel.people.declare import born_on, sex
from anmin.kernel.sheets.declare import CellError, Reading

from .roster_cells import certificate_kind, certificate_number, vehicle_count
from .roster_facts import HOME_FACTS, PERSON_FACTS, facts_of

if TYPE_CHECKING:
    import polars as pl


_HEALTHY = "^(无|没有?|否|未|非|健康|正常|良好)"


@dataclass(slots=True)
class Roster:
    """What a roster yielded.

    `households` (one row each) and `persons` (head first) are joined by `_household` and hold only whole households
    without any error. `errors` name every row that was held back; `warnings` hold nothing back.
    """

    households: pl.DataFrame
    persons: pl.DataFrame
    errors: list[CellError] = field(default_factory=list)
    warnings: list[CellError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def batch(self) -> Iterator[dict[str, Any]]:
        """One mapping per household with the fields of `people.api.HouseholdIn`; `persons` with those of `PersonIn`."""
        people = self.persons.iter_rows(named=True)
        for home in self.households.iter_rows(named=True):
            yield {
                "area": home["_area"],
                "urban_rural": home["urban_rural"],
                "address": home["address"] or "",
                "bank_name": home["bank_name"] or "",
                "bank_account": home["bank_account"] or "",
                "payee_name": home["payee_name"] or "",
                "facts": {name: home[name] for name in HOME_FACTS if home[name] is not None},
                "persons": tuple(_person(next(people)) for _ in range(home["_persons"])),
            }


def _person(row: dict[str, Any]) -> dict[str, Any]:
    grade = row["disability_grade"]
    return {
        "name": row["name"],
        "id_number": row["identity"],
        "sex": row["sex"],
        "born_on": row["born_on"],
        "relation": row["relation"],
        "ethnicity": row["ethnicity"],
        "phone": row["phone"] or "",
        "disability": (row["disability_kind"], grade) if grade else None,
        "illness": row["illness"] or "",
        "student": row["student"] or "",
        "facts": {name: row[name] for name in PERSON_FACTS if row[name] is not None},
    }


def whole_households(
    frame: pl.DataFrame, reading: Reading, periods: Mapping[str, str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Households without error as two frames: homes, and persons with the head first."""
    import polars as pl

    frame = frame.with_columns(pl.col("_row").min().over("_household").alias("_first"))
    frame = frame.sort("_first", "_household", ~pl.col("_is_head"), maintain_order=True)
    persons = frame.select(
        "_household", "_row", "name", "identity", sex(pl.col("identity")).alias("sex"),
        born_on(pl.col("identity")).alias("born_on"),
        pl.when("_is_head").then(pl.lit("02")).otherwise("relation").alias("relation"),
        pl.col("ethnicity").fill_null("01"), "phone", *_conditions(), *facts_of(reading, periods),
    )  # fmt: skip
    kept = (
        "head_name", "_head", "_area", "household_number", "town", "village", "address", "size", "insured", "category",
        "amount", "bank_name", "bank_account", "payee_name", "remark", *HOME_FACTS,
    )  # fmt: skip
    homes = (
        frame.with_columns(
            pl.col("savings").alias("financial_assets"), vehicle_count(pl.col("vehicles")).alias("vehicles")
        )
        .group_by("_household", maintain_order=True)
        .agg(
            pl.col("_standard").first().alias("urban_rural"),
            pl.len().alias("_persons"),
            *(pl.col(name).drop_nulls().first() for name in kept),
        )
    )
    return homes.rename({"_head": "head_identity"}), persons


def _conditions() -> list[pl.Expr]:
    """Disability by certificate before what is written beside it; an illness said by any of three columns; schooling."""
    import polars as pl

    kind = pl.coalesce(certificate_kind(), pl.col("disability_kind"))
    grade = pl.coalesce(certificate_number().str.slice(19, 1), pl.col("disability_grade")).cast(pl.Int64)
    disabled = (kind != "none") & (grade > 0)
    named = pl.when(~pl.col("illness").str.contains(_HEALTHY)).then("illness")
    in_health = (pl.col("health").str.contains("重病|大病") & ~pl.col("health").str.contains(_HEALTHY)).fill_null(False)
    sick = pl.coalesce(pl.col("seriously_ill"), named.is_not_null()) | in_health
    return [
        pl.when(disabled).then(kind).alias("disability_kind"),
        pl.when(disabled).then(grade).alias("disability_grade"),
        pl.when(sick).then(named.fill_null("重病")).alias("illness"),
        pl.when(pl.col("study") != "none").then("study").alias("student"),
    ]
