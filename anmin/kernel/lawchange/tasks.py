"""What this room does in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from anmin.kernel.audit.api import acting
from anmin.kernel.lawchange.changing import hand_over_due


@app.periodic(cron="7 21 * * *")  # UTC: before the working day in China
@app.task(name="lawchange.hand_over", queueing_lock="lawchange.hand_over", lock="lawchange.hand_over")
def hand_over(timestamp: int) -> None:
    """Hands the households that a coming change would lower to officers, once, in the month before it holds."""
    with acting("后台任务", reason="标准调整生效前转交复核"):
        hand_over_due(timezone.localdate())
