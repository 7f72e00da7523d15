"""What this room does in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.month.cycles import schedule
from anmin.kernel.month.event_models import EventChange
from anmin.kernel.month.event_papers import issue_papers
from anmin.kernel.month.foreseen import foresee
from anmin.kernel.places.api import codes
from anmin.kernel.service import register


@app.periodic(cron="17 21 * * *")  # UTC: before the working day in China; again in the same month it changes nothing
@app.task(name="month.schedule_reviews", queueing_lock="month.schedule_reviews", lock="month.schedule_reviews")
def schedule_reviews(timestamp: int) -> None:
    """Opens the reviews that fall due this month, and those of what time will take away, county by county."""
    today = timezone.localdate()
    for programme in (name for name, kind in register().items() if kind.reviews):
        areas = Entitlement.objects.filter(programme=programme, until__isnull=True).values_list("area", flat=True)
        for county in sorted({codes.at_level(area, "county") for area in areas.distinct()} - {""}):
            with acting("后台任务", reason="到期复核"):
                schedule(programme, county, today.replace(day=1), on=today)
            with acting("后台任务", reason="随时间到期的提前复核"):
                foresee(programme, county, on=today)


@app.periodic(cron="47 20 * * *")  # UTC: so that the papers lie ready in the morning
@app.task(name="month.issue_papers", queueing_lock="month.issue_papers", lock="month.issue_papers")
def issue_missing_papers(timestamp: int) -> None:
    """Makes the papers of changes that a register told of, such as deaths from the crematorium."""
    missing = EventChange.objects.filter(paper__isnull=True).order_by("pk")
    missing = missing.select_related("household__head", "event", "stopping")
    for change in missing.iterator(chunk_size=100):
        with acting("后台任务", reason="出具变动告知书"):
            issue_papers([change], timezone.localdate())
