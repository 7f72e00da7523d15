"""What someone must do, by deadline."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import SEE_CASES
from anmin.kernel.flow.models import Case, Objection
from anmin.kernel.people.api import find_persons
from anmin.kernel.places.api import within


@dataclass(frozen=True)
class Load:
    """How much presses on a user today, and what waits for others."""

    overdue: int
    today: int
    week: int
    waiting: int


def actionable(who: User) -> Q:
    """Open cases in the user's areas that wait for one of their roles (see `turns`), or where an objection came in by
    itself and waits to be taken up."""
    condition = Q(pk__in=[])
    for area in sorted(set(who.areas())):
        roles = sorted({post.role for post in who.posts if post.area == area})
        condition |= Q(awaits__overlap=roles) & within([area])
    if waiting := within(who.areas("R3", "R4")):
        objected = Objection.objects.filter(case=OuterRef("pk"), about=Objection.About.NOTICE, resolved_on=None)
        condition |= waiting & Exists(objected)
    return condition & Q(closed_on__isnull=True)


def my_cases(who: User) -> QuerySet[Case]:
    """Cases that wait for this user, the most urgent first."""
    return Case.objects.filter(actionable(who)).select_related("applicant", "officer").order_by("due_on", "id")


def my_load(who: User, today: date) -> Load:
    """Counts for the desk's first line, in two queries."""
    mine = Case.objects.filter(actionable(who)).aggregate(
        overdue=Count("id", filter=Q(due_on__lt=today)),
        today=Count("id", filter=Q(due_on=today)),
        week=Count("id", filter=Q(due_on__gt=today, due_on__lte=today + timedelta(days=7))),
    )
    return Load(waiting=waiting_for_others(who).count(), **mine)


def waiting_for_others(who: User) -> QuerySet[Case]:
    """Open cases that this user answers for and someone else must move."""
    rows = Case.objects.filter(officer=who.account, closed_on__isnull=True).exclude(actionable(who))
    return rows.select_related("applicant", "officer").order_by("due_on", "id")


def find_cases(text: str, who: User, limit: int = 50) -> list[Case]:
    """Cases inside the user's area by case number, or by their applicant's name, pinyin or end of identity number."""
    rows = Case.objects.filter(who.scope(SEE_CASES)).select_related("applicant", "officer")
    if "-" in text:
        return list(rows.filter(number__contains=text.strip().upper()).order_by("-id")[:limit])
    people = [person.pk for person in find_persons(text, who.scope(SEE_CASES))]
    return list(rows.filter(applicant__in=people).order_by("-id")[:limit])
