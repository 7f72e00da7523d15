"""What someone must do, by deadline."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from anmin.kernel.access.api import GIVEN, Statement, User, Viewer, statement
from anmin.kernel.access.declare import SEE_CASES
from anmin.kernel.flow.models import Case, Objection
from anmin.kernel.people.api import Person, find_persons
from anmin.kernel.places.api import within

MOST, FOUND = 100, 50  # lines of a work list, cases found


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


def my_cases(who: User, span: str = "", today: date | None = None) -> QuerySet[Case]:
    """Cases that wait for this user, the most urgent first; of one span of the day `today` only, where it is named.
    `waiting` are those that the user answers for and someone else must move."""
    return _cases(who, span, today, who.account.pk)


def _cases(who: User, span: str, today: date | None, account: int) -> QuerySet[Case]:
    rows = _waiting(who, account) if span == "waiting" else Case.objects.filter(actionable(who))
    if today and span in (due := spans(today)):
        rows = rows.filter(due[span])
    return rows.select_related("applicant", "officer").order_by("due_on", "id")


def spans(today: date) -> dict[str, Q]:
    """The parts of a day's work by when they are due."""
    week = Q(due_on__gt=today, due_on__lte=today + timedelta(days=7))
    return {"overdue": Q(due_on__lt=today), "today": Q(due_on=today), "week": week}


def my_load(who: User, today: date) -> Load:
    """Counts for the desk's first line, in two queries."""
    pressing, waiting = _load(who.viewer, today)
    overdue, due_today, week = next(iter(pressing.rows()), (0, 0, 0))[-3:]
    return Load(overdue, due_today, week, waiting.count(who.account.pk))


def my_work(who: User, span: str, today: date) -> list[Case]:
    """The first of `my_cases`; one more than `MOST` where there are more."""
    return _work(who.viewer, span, today).things(who.account.pk)


@lru_cache(maxsize=200)
def _load(viewer: Viewer, today: date) -> tuple[Statement, Statement]:
    counts = {name: Count("id", filter=condition) for name, condition in spans(today).items()}
    rows = Case.objects.filter(actionable(viewer.who)).order_by().values(_all=Value(1)).annotate(**counts)
    return statement(rows.values_list(*counts)), statement(_waiting(viewer.who, GIVEN).values_list("pk"))


@lru_cache(maxsize=1_000)
def _work(viewer: Viewer, span: str, today: date) -> Statement:
    return statement(_cases(viewer.who, span, today, GIVEN)[: MOST + 1])


def _waiting(who: User, account: int) -> QuerySet[Case]:
    """Open cases that an account answers for and someone else must move."""
    return Case.objects.filter(officer=account, closed_on__isnull=True).exclude(actionable(who))


def find_cases(text: str, who: User, persons: list[Person] | None = None) -> list[Case]:
    """Cases inside the user's area by case number, or by their applicant's name, pinyin or end of identity number.

    `persons` are those found by `text` where the user sees cases, if that was asked already.
    """
    rows = Case.objects.filter(who.scope(SEE_CASES)).select_related("applicant", "officer")
    if "-" in text:
        return list(rows.filter(number__contains=text.strip().upper()).order_by("-id")[:FOUND])
    found = find_persons(text, who.scope(SEE_CASES)) if persons is None else persons
    with connection.cursor() as cursor:  # of fifty persons few ever applied
        cursor.execute("SELECT id FROM flow_case WHERE applicant_id = ANY(%s)", [[person.pk for person in found]])
        theirs = [pk for (pk,) in cursor.fetchall()]
    return list(rows.filter(pk__in=theirs).order_by("-id")[:FOUND]) if theirs else []
