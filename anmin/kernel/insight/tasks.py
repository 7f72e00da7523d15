"""Figures of this month and the last are counted every night, so that the county page is never older than a day.

What is entered late for earlier months (a death of July told in October) is counted once a week.
"""

from datetime import date, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from anmin.kernel.audit.api import acting
from anmin.kernel.insight.figures import compute

YEAR = 13  # months back, so that the same month a year ago can be compared


def months_back(day: date, count: int) -> list[date]:
    """The first days of so many months up to that of `day`, the newest first.

    >>> [str(month) for month in months_back(date(2026, 1, 31), 2)]
    ['2026-01-01', '2025-12-01']
    """
    months = [day.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


@app.periodic(cron="27 20 * * *")  # UTC: before the working day in China
@app.task(name="insight.compute", queueing_lock="insight.compute")
def compute_figures(timestamp: int) -> None:
    """Counting again what has not changed writes nothing."""
    with acting("每日计算", reason="计算指标"):
        for month in months_back(timezone.localdate(), 2)[::-1]:
            compute(month)


@app.periodic(cron="57 18 * * 6")  # UTC: in the night to Sunday in China
@app.task(name="insight.compute_year", queueing_lock="insight.compute_year")
def compute_year(timestamp: int) -> None:
    """The months before, each in a transaction of its own."""
    for month in months_back(timezone.localdate(), YEAR)[2:]:
        with acting("每周计算", reason=f"重算 {month:%Y-%m} 指标"):
            compute(month)
