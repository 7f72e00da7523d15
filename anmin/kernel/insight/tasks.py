"""Figures of this month and the last are counted every night, so that the county page is never older than a day."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from anmin.kernel.audit.api import acting
from anmin.kernel.insight.figures import compute


@app.periodic(cron="27 20 * * *")  # UTC: before the working day in China
@app.task(name="insight.compute", queueing_lock="insight.compute")
def compute_figures(timestamp: int) -> None:
    """Counting again what has not changed writes nothing."""
    month = timezone.localdate().replace(day=1)
    with acting("每日计算", reason="计算指标"):
        for each in ((month - timedelta(days=1)).replace(day=1), month):
            compute(each)
