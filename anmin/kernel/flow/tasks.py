"""What this room does in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.timing import escalate


@app.periodic(cron="7 22 * * *")  # UTC: before the working day in China
@app.task(name="flow.escalate", queueing_lock="flow.escalate", lock="flow.escalate")
def escalate_overdue(timestamp: int) -> None:
    """Hands overdue clocks up the duty line, once a day."""
    with acting("后台任务", reason="超期督办"):
        escalate(timezone.localdate())
