"""A change of numbers or rules tried against every open entitlement before it takes effect. Nothing is written.

Each household is reckoned twice on the facts its amount rests on, by the law before the change and by the law with it:
what differs is the change's doing alone. Households that are known but not paid are reckoned twice on what is known of
them, so that it is told who could apply anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from anmin.kernel.law import api as law
from anmin.kernel.lawchange.versions import locked_until
from anmin.kernel.month.api import Frozen, Reckoned, frozen, month_from, reckon_known
from anmin.kernel.people.api import Household, known_of
from anmin.kernel.places.api import area_names, prefix_of
from anmin.kernel.service import service

if TYPE_CHECKING:
    import polars as pl

KINDS = {"raised": "增发", "lowered": "减发", "ended": "不再符合条件", "same": "不变", "entered": "可能新符合"}
LISTED = 200  # of those who could apply anew, as they are kept


@dataclass(frozen=True)
class Side:
    """The law of a day, with other numbers than those held where a table is given."""

    day: date
    table: law.NumberTable | None = None


@dataclass
class Rehearsal:
    """What a change does from `month` on: a frame of household, area, town, before, after (fen a month) and kind.

    Those of kind "entered" are not paid; `after` is what they would get if they applied. `locked` tells of each month
    that is locked already: households and fen that are still owed for it, and that were paid over what is due now.
    """

    programme: str
    month: date
    rows: pl.DataFrame
    towns: dict[str, str] = field(default_factory=dict)
    locked: list[dict[str, Any]] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """Households of a kind."""
        return self.rows.filter(self.rows["kind"] == kind).height

    @property
    def open(self) -> pl.DataFrame:
        """The rows of those in payment."""
        return self.rows.filter(self.rows["kind"] != "entered")

    @property
    def more(self) -> int:
        """Fen a month more (or less) than now for those in payment."""
        return int((self.open["after"] - self.open["before"]).sum())

    @property
    def entering(self) -> int:
        """Fen a month that those who could enter would get if all of them applied."""
        return int(self.of("entered")["after"].sum())

    def of(self, *kinds: str) -> pl.DataFrame:
        """The rows of these kinds, the largest difference first."""
        import polars as pl

        some = self.rows.filter(pl.col("kind").is_in(list(kinds)))
        return some.with_columns(difference=pl.col("after") - pl.col("before")).sort(
            pl.col("difference").abs(), "household", descending=[True, False]
        )

    def by_town(self) -> list[dict[str, Any]]:
        """For each township its name, households of each kind and fen a month before and after."""
        import polars as pl

        counts = [(pl.col("kind") == kind).sum().alias(kind) for kind in KINDS]
        paid = pl.col("kind") != "entered"
        sums = [pl.col(name).filter(paid).sum() for name in ("before", "after")]
        rows = self.rows.group_by("town").agg(*counts, *sums).sort("town")
        return [{**row, "name": self.towns.get(row["town"], row["town"])} for row in rows.to_dicts()]

    def as_data(self) -> dict[str, Any]:
        """What is kept and printed: counts, fen, townships, who would get less, the first of those who could apply."""
        told = {kind: self.count(kind) for kind in KINDS} | {"entering": self.entering}
        kept = ("household", "before", "after", "kind")
        less = self.of("lowered", "ended").select(kept).to_dicts()
        enter = self.of("entered").head(LISTED).select(kept).to_dicts()
        head = {"programme": self.programme, "month": str(self.month), "more": self.more}
        sums = {"before": int(self.open["before"].sum()), "towns": self.by_town()}
        return {**head, **told, **sums, "less": less, "enter": enter, "locked": self.locked}


def rehearse(programme: str, area: str, rows: list[dict[str, Any]], since: date) -> Rehearsal:
    """Try dated numbers (fields of `law.Row`) on the open entitlements of an area for the first month from `since` on.

    Raises NumberError where the rows do not fit beside those that are held.
    """
    month, tried = month_from(since), law.tried_numbers(rows)
    done = compare(programme, area, month, Side(month), Side(month, tried))
    done.locked = _of_locked(programme, area, month, lambda each: (Side(each), Side(each, tried)))
    return done


def rehearse_rules(programme: str, area: str, since: date) -> Rehearsal:
    """Try the rules (and numbers) that begin on `since` against those of the day before. Raises LawError."""
    month, before = month_from(since), Side(since - timedelta(days=1))
    done = compare(programme, area, month, before, Side(month))
    done.locked = _of_locked(programme, area, month, lambda each: (before if each == month else None, Side(each)))
    return done


def _of_locked(
    programme: str, area: str, month: date, sides: Callable[[date], tuple[Side | None, Side]]
) -> list[dict[str, Any]]:
    """What is still owed for each locked month from `month` on, and what was paid too much."""
    import polars as pl

    told, last = [], locked_until(area).get(programme)
    while last and month <= last:
        held = frozen(programme, prefix_of(area), month, month)
        rows = _paid(held, programme, *sides(month)).with_columns(more=pl.col("after") - pl.col("before"))
        up, down = rows.filter(pl.col("more") > 0), rows.filter(pl.col("more") < 0)
        told.append({
            "month": str(month), "owed": up.height, "owed_fen": int(up["more"].sum()), "over": down.height,
            "over_fen": -int(down["more"].sum()),
        })  # fmt: skip
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return told


def compare(programme: str, area: str, month: date, old: Side, new: Side) -> Rehearsal:
    """Everyone in payment in `month`, and everyone known who is not, by one law and by the other."""
    import polars as pl

    prefix = prefix_of(area)
    held = frozen(programme, prefix, month, month)
    made = _paid(held, programme, old, new)
    if not service(programme).derived:  # who follows other programmes does not apply
        made = pl.concat([made, _not_paid(programme, prefix, month, set(held.rows["home"]), old, new)])
    towns = made["town"].unique().to_list()
    names = area_names([f"{town}000" for town in towns])
    return Rehearsal(programme, month, made, {town: names.get(f"{town}000", town) for town in towns})


def _paid(held: Frozen, programme: str, old: Side | None, new: Side) -> pl.DataFrame:
    """Those in payment: what they are paid, and what they would be; without `old` by the new law alone."""
    import polars as pl

    own = held.rows.select("household_id", "home", "area", pl.col("amount").alias("paid"))
    if own.is_empty():
        return _rows(own.with_columns(before=pl.lit(0), after=pl.lit(0), kind=pl.lit("")), "home")
    was = _amounts(held.reckon(programme, old.day, held.rows, old.table), "was") if old else None
    both = own.join(_amounts(held.reckon(programme, new.day, held.rows, new.table), "now"), on="household_id")
    both = both.join(was, on="household_id") if was is not None else both.with_columns(was=pl.lit(None, dtype=pl.Int64))
    same = (pl.col("now") == pl.col("was")).fill_null(False)
    both = both.with_columns(before="paid", after=pl.when(same).then("paid").otherwise("now"))
    kind = (
        pl.when(pl.col("after") == pl.col("paid")).then(pl.lit("same"))
        .when(pl.col("after") == 0).then(pl.lit("ended"))
        .when(pl.col("after") > pl.col("paid")).then(pl.lit("raised"))
        .otherwise(pl.lit("lowered"))
    )  # fmt: skip
    return _rows(both.with_columns(kind=kind), "home")


def _not_paid(programme: str, prefix: str, month: date, paid: set[int], old: Side, new: Side) -> pl.DataFrame:
    """Known households that the one law refuses and the other does not."""
    import polars as pl

    here = Household.objects.filter(area__startswith=prefix, until__isnull=True, declarations__isnull=False)
    ids = sorted(set(here.values_list("pk", flat=True)) - paid)
    known = known_of(ids, month)
    was, now = (reckon_known(programme, side.day, known, side.table) for side in (old, new))
    both = _amounts(was, "before").join(_amounts(now, "after"), on="household_id")
    entered = both.filter((pl.col("before") == 0) & (pl.col("after") > 0)).with_columns(kind=pl.lit("entered"))
    return _rows(entered.join(known.households.select("household_id", "area"), on="household_id"), "household_id")


def _amounts(reckoned: Reckoned, name: str) -> pl.DataFrame:
    import polars as pl

    return reckoned.results.select("household_id", pl.col("amount").alias(name))


def _rows(frame: pl.DataFrame, home: str) -> pl.DataFrame:
    import polars as pl

    integers = [pl.col(name).cast(pl.Int64) for name in ("before", "after")]
    return frame.select(
        pl.col(home).alias("household"), "area", pl.col("area").str.slice(0, 9).alias("town"), *integers, "kind"
    )
