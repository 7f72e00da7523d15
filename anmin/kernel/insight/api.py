"""The door of the insight room: indicators, their figures by month and place, the rows behind them."""

from anmin.kernel.insight.declare import CLASSES, Indicator
from anmin.kernel.insight.figures import (
    Shown,
    by_town,
    compute,
    conditions,
    figures,
    indicators,
    next_month,
    rows_of,
    series,
)
from anmin.kernel.insight.models import Computed, Figure

__all__ = [
    "CLASSES",
    "Computed",
    "Figure",
    "Indicator",
    "Shown",
    "by_town",
    "compute",
    "conditions",
    "figures",
    "indicators",
    "next_month",
    "rows_of",
    "series",
]
