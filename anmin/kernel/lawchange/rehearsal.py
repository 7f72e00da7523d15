"""A change of numbers tried against every open entitlement before it takes effect. Nothing is written.

Each household is reckoned twice on the facts its amount rests on, by the numbers in force on the day and by those with
the change: what differs is the change's doing alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from anmin.kernel.law import api as law
from anmin.kernel.month.api import frozen, month_from
from anmin.kernel.places.api import area_names, prefix_of

if TYPE_CHECKING:
    import polars as pl

KINDS = {"raised": "增发", "lowered": "减发", "ended": "不再符合条件", "same": "不变"}
SHOWN = 50


@dataclass
class Rehearsal:
    """What a change does from `month` on: a frame of household, area, town, before, after (fen a month) and kind."""

    programme: str
    month: date
    rows: pl.DataFrame
    towns: dict[str, str] = field(default_factory=dict)

    def count(self, kind: str) -> int:
        """Households of a kind."""
        return self.rows.filter(self.rows["kind"] == kind).height

    @property
    def more(self) -> int:
        """Fen a month more (or less) than now."""
        return int((self.rows["after"] - self.rows["before"]).sum())

    def of(self, *kinds: str) -> pl.DataFrame:
        """The rows of these kinds, the largest difference first."""
        import polars as pl

        some = self.rows.filter(pl.col("kind").is_in(list(kinds)))
        return some.with_columns(difference=pl.col("after") - pl.col("before")).sort(
            pl.col("difference").abs(), descending=True
        )

    def by_town(self) -> list[dict[str, Any]]:
        """For each township its name, households of each kind and fen a month before and after."""
        import polars as pl

        counts = [(pl.col("kind") == kind).sum().alias(kind) for kind in KINDS]
        rows = self.rows.group_by("town").agg(*counts, pl.col("before").sum(), pl.col("after").sum()).sort("town")
        return [{**row, "name": self.towns.get(row["town"], row["town"])} for row in rows.to_dicts()]

    def as_data(self) -> dict[str, Any]:
        """What is kept and printed: counts, fen, townships, and the households that would get less."""
        told = {kind: self.count(kind) for kind in KINDS}
        less = self.of("lowered", "ended").select("household", "before", "after", "kind").to_dicts()
        head = {"programme": self.programme, "month": str(self.month), "more": self.more}
        return {**head, **told, "before": int(self.rows["before"].sum()), "towns": self.by_town(), "less": less}


def rehearse(programme: str, area: str, rows: list[dict[str, Any]], since: date) -> Rehearsal:
    """Try dated numbers (fields of `law.Row`) on the open entitlements of an area for the first month from `since` on.

    Raises NumberError where the rows do not fit beside those that are held.
    """
    import polars as pl

    month, tried = month_from(since), law.tried_numbers(rows)
    held = frozen(programme, prefix_of(area), month, month)
    own = held.rows.select("household_id", "home", "area", "amount")
    if own.is_empty():
        columns = {"household": pl.Int64, "area": pl.String, "town": pl.String, "before": pl.Int64, "after": pl.Int64}
        return Rehearsal(programme, month, pl.DataFrame(schema={**columns, "kind": pl.String}))
    old = held.reckon(programme, month, held.rows).results.select("household_id", pl.col("amount").alias("old"))
    new = held.reckon(programme, month, held.rows, tried).results.select("household_id", pl.col("amount").alias("new"))
    after = pl.when(pl.col("new") == pl.col("old")).then("amount").otherwise("new")
    both = own.join(old, on="household_id").join(new, on="household_id").with_columns(after=after)
    kind = (
        pl.when(pl.col("after") == pl.col("amount")).then(pl.lit("same"))
        .when(pl.col("after") == 0).then(pl.lit("ended"))
        .when(pl.col("after") > pl.col("amount")).then(pl.lit("raised"))
        .otherwise(pl.lit("lowered"))
    )  # fmt: skip
    made = both.select(
        pl.col("home").alias("household"), "area", pl.col("area").str.slice(0, 9).alias("town"),
        pl.col("amount").alias("before"), "after", kind.alias("kind"),
    )  # fmt: skip
    towns = made["town"].unique().to_list()
    names = area_names([f"{town}000" for town in towns])
    return Rehearsal(programme, month, made, {town: names.get(f"{town}000", town) for town in towns})
