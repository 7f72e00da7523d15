"""What pages leave to the background worker. A job may be started twice (its worker was killed): each one bears that."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from anmin.kernel.month.api import background
from anmin.kernel.people.api import import_runs
from anmin.kernel.service import service


@app.task(name="web.import_roster", queue="imports")
def import_roster(run: int) -> None:
    """Takes in one roster; when it breaks, whoever started it is told."""
    try:
        import_runs.execute(run, lambda name: service(name).roster)
    except Exception:
        import_runs.failed(run)
        raise


@app.task(name="web.make_month", queue="imports")
def make_month(close: int, account: int) -> None:
    """Checks, reckons and makes the roll of a large county."""
    background.execute(close, account)


@app.periodic(cron="* * * * *")
@app.task(name="web.take_up_stalled", queueing_lock="web.take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Gives jobs whose worker has died to another one."""
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # the same work is waiting already, as the next minute's sealing does
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


@app.periodic(cron="37 19 * * *")  # UTC: at night in China
@app.task(name="web.forget_jobs", queueing_lock="web.forget_jobs")
async def forget_jobs(timestamp: int) -> None:
    """Finished jobs are kept for a week; those that seal every minute would else fill the table."""
    await app.job_manager.delete_old_jobs(nb_hours=7 * 24)


@app.periodic(cron="47 19 * * *")
@app.task(name="web.forget_sessions", queueing_lock="web.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Sessions that have ended are no longer needed: who signed in when stands in the traces."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
