"""A roster's income columns as facts of the 低保 rules: monthly amounts stay monthly, yearly ones yearly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from anmin.kernel.sheets.declare import Reading, period_in

if TYPE_CHECKING:
    import polars as pl

# column → fact of a monthly amount, fact of a yearly amount ("" where the rules know only the month)
INCOMES = {
    "wage": ("wage_month", "wage_year"),
    "business": ("business_net_month", "business_revenue_year"),  # net of cost already: no cost beside it
    "property": ("property_income_month", "property_income_year"),
    "transfer": ("transfer_month", "transfer_year"),
    "other_income": ("transfer_month", "transfer_year"),
    "support": ("support_received_month", "transfer_year"),
    "pension": ("pension_month", ""),
    "base_pension": ("base_pension_month", ""),
}
PERSON_FACTS = (
    "wage_month", "wage_year", "business_net_month", "business_revenue_year", "property_income_month",
    "property_income_year", "transfer_month", "transfer_year", "support_received_month", "pension_month",
    "base_pension_month", "rigid_cost_year", "labour_capacity",
)  # fmt: skip
HOME_FACTS = ("financial_assets", "vehicles", "houses")
MONTHS_A_YEAR = 12


def period_of(reading: Reading, column: str, periods: Mapping[str, str]) -> str:
    """month or year: what the clerk said, else what the heading says, else the declared usual."""
    return periods.get(column) or reading.period(column) or "month"


def unclear_periods(reading: Reading, periods: Mapping[str, str]) -> list[str]:
    """Notices of money columns whose heading does not say whether they hold a month's or a year's amount."""
    return [
        f"{found.letter} 列“{found.header}”没有写明按月还是按年，暂按月计；如是全年合计，请改选“按年”"
        for found in reading.header.found
        if found.copy == 0 and found.column.name in (*INCOMES, "household_income")
        if not period_in(found.header) and found.column.name not in periods
    ]


def facts_of(reading: Reading, periods: Mapping[str, str]) -> list[pl.Expr]:
    """One expression per fact of `PERSON_FACTS`; null where the roster says nothing."""
    import polars as pl

    parts: dict[str, list[pl.Expr]] = {}
    for column, (by_month, by_year) in INCOMES.items():
        yearly = period_of(reading, column, periods) == "year"
        amount = pl.col(column)
        if yearly and not by_year:
            # A pension paid by the month comes out even; else a fraction of a fen is dropped in the household's favour.
            parts.setdefault(by_month, []).append(amount // MONTHS_A_YEAR)
        else:
            parts.setdefault(by_year if yearly else by_month, []).append(amount)
    total = _undivided(reading, periods)
    if total is not None:
        parts.setdefault(total[0], []).append(total[1])
    cost = pl.col("medical_cost") * (1 if period_of(reading, "medical_cost", periods) == "year" else MONTHS_A_YEAR)
    facts = {name: _sum(exprs) for name, exprs in parts.items()}
    facts |= {"rigid_cost_year": cost, "labour_capacity": pl.col("labour")}
    return [facts.get(name, pl.lit(None, pl.Int64)).alias(name) for name in PERSON_FACTS]


def _sum(parts: list[pl.Expr]) -> pl.Expr:
    import polars as pl

    said = pl.any_horizontal(part.is_not_null() for part in parts)
    return pl.when(said).then(pl.sum_horizontal(parts))


def _undivided(reading: Reading, periods: Mapping[str, str]) -> tuple[str, pl.Expr] | None:
    """A household's total without its parts is the head's, as other income: the sum is right, its kinds are unknown."""
    import polars as pl

    if reading.header.of("household_income") is None:
        return None
    itemised = pl.any_horizontal(pl.col(column).is_not_null() for column in INCOMES).any().over("_household")
    total = pl.col("household_income").drop_nulls().first().over("_household")
    fact = "transfer_year" if period_of(reading, "household_income", periods) == "year" else "transfer_month"
    return fact, pl.when(pl.col("_is_head") & ~itemised).then(total)
