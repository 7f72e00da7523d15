"""The door of the insight room: indicators, their figures by month and place, the rows behind them."""

from anmin.kernel.insight.declare import CLASSES, Indicator
from anmin.kernel.insight.figures import (
    Shown,
    by_town,
    compute,
    computed,
    conditions,
    figures,
    indicators,
    next_month,
    rows_of,
    series,
)
from anmin.kernel.insight.models import Figure
from anmin.kernel.insight.officers import Line, by_officer, officer_indicators
from anmin.kernel.insight.years import by_year, yearly_indicators

__all__ = [
    "CLASSES",
    "Figure",
    "Indicator",
    "Line",
    "Shown",
    "by_officer",
    "by_town",
    "by_year",
    "compute",
    "computed",
    "conditions",
    "figures",
    "indicators",
    "next_month",
    "officer_indicators",
    "rows_of",
    "series",
    "yearly_indicators",
]
