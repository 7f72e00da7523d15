"""What this room does in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from anmin.kernel.audit.api import acting
from anmin.kernel.people.import_runs import forget_old


@app.periodic(cron="17 19 * * *")  # UTC: before the working day in China
@app.task(name="people.forget_files", queueing_lock="people.forget_files")
def forget_files(timestamp: int) -> None:
    """Empties uploads that are older than a week."""
    with acting("后台任务", reason="上传满七天"):
        forget_old(timezone.now())
