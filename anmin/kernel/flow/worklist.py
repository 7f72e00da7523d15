"""What someone must do, by deadline."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import SEE_CASES
from anmin.kernel.flow.declare import RECKON, Duty, Flow, Form
from anmin.kernel.flow.filing import RECKONERS
from anmin.kernel.flow.models import Case, CaseClock, Objection, Record
from anmin.kernel.people.api import find_persons
from anmin.kernel.places.api import within
from anmin.kernel.service import register


@dataclass(frozen=True)
class Load:
    """How much presses on a user today, and what waits for others."""

    overdue: int
    today: int
    week: int
    waiting: int


def actionable(who: User) -> Q:
    """Open cases in the user's areas that wait for one of their roles: to move, to fill in a form, to take up an
    objection that came in by itself."""
    condition = Q(pk__in=[])
    for service in register().values():
        for flow in service.flows:
            mine = Q(service=service.name, flow_since=flow.since)
            for role in who.roles:
                turn = _turn_of(role, flow)
                if turn is not None:
                    condition |= mine & turn & within(who.areas(role))
    if waiting := within(who.areas("R3", "R4")):
        objected = Objection.objects.filter(case=OuterRef("pk"), about=Objection.About.NOTICE, resolved_on=None)
        condition |= waiting & Exists(objected)
    return condition & Q(closed_on__isnull=True)


def _turn_of(role: str, flow: Flow) -> Q | None:
    """In which states of a flow it is this role's turn; None where never."""
    states = {s for m in flow.moves if role in m.roles and m.primary for s in m.sources}
    turn = Q(state__in=states) if states else None
    for form, state in _awaited(flow):
        if form.roles[0] == role:
            here = Q(state=state) & ~Exists(Record.objects.filter(case=OuterRef("pk"), form=form.name))
            for clock in flow.clocks:  # what answers a request waits for the request
                if f"record:{form.name}" in clock.stops and clock.starts.startswith("record:"):
                    asked = CaseClock.objects.filter(case=OuterRef("pk"), name=clock.name, stopped_on=None)
                    here &= Exists(asked)
            turn = here if turn is None else turn | here
    if role == RECKONERS[0] and (states := _to_reckon(flow)):
        unreckoned = Q(state__in=states, reckoning={})
        turn = unreckoned if turn is None else turn | unreckoned
    return turn


def _to_reckon(flow: Flow) -> set[str]:
    """States from which nobody can move on without a reckoning."""
    moves = [m for m in flow.moves if m.primary and m.duty is not Duty.DECIDE and not m.notice.startswith("end")]
    return {s for m in moves for s in m.sources if any(flow.need(n).met_by == RECKON for n in m.needs)}


def _awaited(flow: Flow) -> set[tuple[Form, str]]:
    """Forms that a primary move needs, with the states in which they are filled in."""
    forms = {f"record:{f.name}": f for f in flow.forms}
    return {
        (forms[need.met_by], state)
        for move in flow.moves
        if move.primary
        for need in map(flow.need, move.needs)
        if need.met_by in forms
        for state in move.sources
        if state in forms[need.met_by].states and need.always
    }


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
