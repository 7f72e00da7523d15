"""A roster's income columns as facts of the 低保 rules: monthly amounts stay monthly, yearly ones yearly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from anmin.kernel.sheets.declare import PER_HEAD, Reading, period_in

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
TOTALS = ("income", "household_income")  # of a person, of a household; counted where no part of them is told
MONTHS_A_YEAR = 12


def period_of(reading: Reading, column: str, periods: Mapping[str, str]) -> str:
    """month or year: what the clerk said, else what the heading says, else the declared usual."""
    return periods.get(column) or reading.period(column) or "month"


def unclear_periods(reading: Reading, periods: Mapping[str, str]) -> list[str]:
    """Notices of money columns whose heading does not say whether they hold a month's or a year's amount."""
    return [
        f"{found.letter} 列“{found.header}”没有写明按月还是按年，暂按月计；如是全年合计，请改选“按年”"
        for found in reading.header.found
        if found.copy == 0 and found.column.name in (*INCOMES, *TOTALS)
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
    for fact, amount in _undivided(reading, periods):
        parts.setdefault(fact, []).append(amount)
    cost = pl.col("medical_cost") * (1 if period_of(reading, "medical_cost", periods) == "year" else MONTHS_A_YEAR)
    facts = {name: _sum(exprs) for name, exprs in parts.items()}
    facts |= {"rigid_cost_year": cost, "labour_capacity": pl.col("labour")}
    return [facts.get(name, pl.lit(None, pl.Int64)).alias(name) for name in PERSON_FACTS]


def _sum(parts: list[pl.Expr]) -> pl.Expr:
    import polars as pl

    said = pl.any_horizontal(part.is_not_null() for part in parts)
    return pl.when(said).then(pl.sum_horizontal(parts))


def _undivided(reading: Reading, periods: Mapping[str, str]) -> list[tuple[str, pl.Expr]]:
    """Totals without their parts count as other income, a household's as its head's: the sum is right, its kinds are unknown."""
    import polars as pl

    parts = pl.any_horizontal(pl.col(column).is_not_null() for column in INCOMES)
    told = parts | pl.col("income").is_not_null()
    own = pl.when(~parts).then(pl.col("income"))
    households = pl.col("household_income").drop_nulls().first().over("_household")
    whole = pl.when(pl.col("_is_head") & ~told.any().over("_household")).then(households)
    found = []
    for column, amount in (("income", own), ("household_income", whole)):
        if reading.header.of(column) is not None:
            yearly = period_of(reading, column, periods) == "year"
            found.append(("transfer_year" if yearly else "transfer_month", amount))
    return found


def unread_incomes(reading: Reading) -> list[str]:
    """Notices of income that stands in no column: what is not read is counted as nothing."""
    present = {found.column.name for found in reading.header.found}
    none = (
        [] if present & {*INCOMES, *TOTALS} else ["名册没有收入的列，各户收入都按 0 计算；有收入的请补充收入列后再导入"]
    )
    return none + [
        f"{place} 列“{heading}”像是收入，没有读取，收入会少算；"
        + ("人均数不能代替各人收入或家庭总收入" if PER_HEAD in heading else "请对应到某一项收入，或确认不计入")
        for place, heading in reading.header.unknown
        if "收入" in heading
    ]
