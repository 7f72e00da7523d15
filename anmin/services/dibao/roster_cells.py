"""Cells of a roster that say more than one thing: a disability certificate's number, vehicles counted or only told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_KIND_DIGITS = {
    "1": "visual", "2": "hearing", "3": "speech", "4": "limb", "5": "intellectual", "6": "mental", "7": "multiple",
}  # fmt: skip


def certificate_number() -> pl.Expr:
    """The 20 places of a disability certificate (a re-issue's B1 is cut off); null when it has another form."""
    import polars as pl

    tidy = pl.col("disability_number").str.replace_all(r"\s", "").str.to_uppercase()
    return tidy.str.extract(r"^([0-9]{17}[0-9X][1-7][1-4])(?:B[0-9])?$", 1)


def certificate_kind() -> pl.Expr:
    """The disability category by the 19th place."""
    import polars as pl

    digit = certificate_number().str.slice(18, 1)
    return digit.replace_strict(list(_KIND_DIGITS), list(_KIND_DIGITS.values()), default=None, return_dtype=pl.String)


def vehicle_count(written: pl.Expr) -> pl.Expr:
    """A number, or 有 and 无; null where neither can be read."""
    import polars as pl

    text = written.str.normalize("NFKC").str.replace_all(r"\s|辆|台", "")
    yes_or_no = {"有": 1, "是": 1, "无": 0, "没有": 0, "否": 0}
    told = text.replace_strict(list(yes_or_no), list(yes_or_no.values()), default=None, return_dtype=pl.Int64)
    return pl.coalesce(told, text.str.extract(r"^(\d{1,2})$", 1).cast(pl.Int64))
