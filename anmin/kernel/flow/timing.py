"""Clocks of a case: started, stopped, suspended by its moves; and what they would be from a given day."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache

from anmin.kernel.access.api import GIVEN, Account, Statement, holders, statement
from anmin.kernel.flow.calendar import DAY, Calendar
from anmin.kernel.flow.clocks import Clock as Running
from anmin.kernel.flow.clocks import ClockBar, Due, Period, Suspension, due
from anmin.kernel.flow.days import working_calendar
from anmin.kernel.flow.declare import RECEIVE, Clock, Flow
from anmin.kernel.flow.models import Case, CaseClock
from anmin.kernel.law.api import stored_numbers


def period_of(clock: Clock, *, extended: bool = False) -> Period:
    """The legal length; the longer one where a lawful reason for it was recorded."""
    return Period.parse(clock.extended if extended and clock.extended else clock.length)


def length_at(case: Case, clock: Clock, on: date) -> str:
    """The length as the case's place sets it on the day."""
    row = stored_numbers().find(f"{case.service}.{clock.number}", on, case.area) if clock.number else None
    if row is None:
        return clock.length
    if isinstance(row.value, str):  # a choice such as wd7: the area also says which days count
        return f"{row.value.lstrip('cdw')} {row.value.rstrip('0123456789').upper()}"
    return f"{row.value} {Period.parse(clock.length).unit}"


def notice_length(case: Case, flow: Flow, move: str, on: date) -> str:
    """How long the notice that a move opens must hang at the case's place; "" where no clock says it."""
    return next((length_at(case, c, on) for c in flow.clocks if c.starts == move and c.minimum), "")


def apply_move(case: Case, flow: Flow, move: str, state: str, on: date) -> set[str]:
    """Stops, suspends, resumes and starts clocks as the table says, and notes the soonest limit on the case.

    Returns the names of the clocks that run now.
    """
    calendar = cache(working_calendar)  # asked for at the first clock that changes, if there is one
    running = {row.name: row for row in _running(case)}
    for clock in flow.clocks:
        row = running.get(clock.name)
        if row and move in clock.stops:
            _resume(row, on)
            _settle(row, clock, calendar(), on)
            row.stopped_on = on
            row.save()
            del running[clock.name]
        elif row:
            _suspend_or_resume(row, clock, calendar, state, on)
    for clock in flow.clocks:
        if move in clock.begun_by and clock.name not in running:
            running[clock.name] = start(case, clock, calendar(), on)
    note_due(case, running.values())
    return set(running)


def _running(case: Case) -> list[CaseClock]:
    rows = _clocks_that_run().things(case.pk)
    for row in rows:
        row.case = case
    return rows


@cache
def _clocks_that_run() -> Statement:
    return statement(CaseClock.objects.filter(case=GIVEN, stopped_on__isnull=True))


def running_of(case: Case) -> set[str]:
    """The names of the clocks that run."""
    return {row.name for row in _running(case)}


def start(case: Case, clock: Clock, calendar: Calendar, on: date) -> CaseClock:
    """Starts one clock; the day of the event itself is not counted (民法典第二百零一条)."""
    length = length_at(case, clock, on)
    ends = due(Period.parse(length), on, calendar)
    return CaseClock.objects.create(
        case=case,
        name=clock.name,
        label=clock.label,
        length=length,
        cite=clock.cite,
        starts_on=on,
        target_on=ends.target_on,
        due_on=_to_act_by(clock, ends, calendar),
        provisional=ends.provisional,
    )


def _to_act_by(clock: Clock, ends: Due, calendar: Calendar) -> date:
    return calendar.next_working(ends.target_on + DAY) if clock.minimum else ends.limit_on


def stop_all(case: Case, on: date) -> None:
    """A closed case has no running clock."""
    case.clocks.filter(stopped_on__isnull=True).update(stopped_on=on, suspended_from=None)
    case.due_on = None


def can_extend(case: Case, clock: Clock) -> bool:
    """A clock that runs, and has its ordinary length still: the law allows one extension."""
    row = case.clocks.filter(name=clock.name, stopped_on__isnull=True).first()
    return row is not None and row.length != clock.extended


def extend(case: Case, clock: Clock, reason: str) -> None:
    """Gives a running clock its longer legal length, for a reason that the rule names."""
    row = case.clocks.get(name=clock.name, stopped_on__isnull=True)
    row.length = f"{clock.extended}"
    row.label = f"{clock.label}（延长：{reason}）"
    _settle(row, clock, working_calendar(), row.starts_on)
    row.save()
    note_due(case, _running(case))


def note_due(case: Case, running: Iterable[CaseClock]) -> None:
    """The soonest limit of the case's running clocks; suspended ones do not press."""
    case.due_on = min((row.due_on for row in running if row.suspended_from is None), default=None)


def _suspend_or_resume(row: CaseClock, clock: Clock, calendar: Callable[[], Calendar], state: str, on: date) -> None:
    stands = state in clock.suspended_in
    if stands and row.suspended_from is None:
        row.suspended_from = on
    elif not stands and row.suspended_from is not None:
        _resume(row, on)
        _settle(row, clock, calendar(), on)
    else:
        return
    row.save()


def _resume(row: CaseClock, on: date) -> None:
    if row.suspended_from is not None:
        row.suspensions = [*row.suspensions, [row.suspended_from.isoformat(), on.isoformat()]]
        row.suspended_from = None


def _settle(row: CaseClock, clock: Clock, calendar: Calendar, on: date) -> None:
    ends = as_running(row, calendar).due(max(on, row.starts_on))
    row.target_on, row.due_on, row.provisional = ends.target_on, _to_act_by(clock, ends, calendar), ends.provisional


def as_running(row: CaseClock, calendar: Calendar | None = None) -> Running:
    """A stored clock as one that can be asked how much is used."""
    stops = [Suspension("stand", date.fromisoformat(a), date.fromisoformat(b)) for a, b in row.suspensions]
    if row.suspended_from:
        stops.append(Suspension("stand", row.suspended_from))
    return Running(
        Period.parse(row.length),
        row.starts_on,
        calendar or working_calendar(),
        tuple(stops),
        ("stand",),
        row.stopped_on,
    )


def bars(case: Case, today: date) -> list[tuple[CaseClock, ClockBar]]:
    """Every clock of a case with what its bar shows today, in the order in which they started."""
    calendar = working_calendar()
    return [(row, _bar(row, calendar, today)) for row in case.clocks.order_by("starts_on", "id")]


def _bar(row: CaseClock, calendar: Calendar, today: date) -> ClockBar:
    bar = as_running(row, calendar).bar(today)
    if bar.state == "overdue" and today <= row.due_on:  # a minimum that has passed: now it is time to act
        return replace(bar, state="due_soon")
    if bar.state == "done_late" and row.stopped_on and row.stopped_on <= row.due_on:
        return replace(bar, state="done")
    return bar


@dataclass(frozen=True)
class Forecast:
    """One due date of a case that starts on a given day, if each step takes all the time it has."""

    name: str
    label: str
    length: str
    starts_from: str
    starts_on: date
    target_on: date
    due_on: date
    provisional: bool
    cite: str

    def as_json(self) -> dict:
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(self).items()}


def forecast(flow: Flow, start_on: date, calendar: Calendar, events: dict[str, date] | None = None) -> list[Forecast]:
    """All due dates of a case that is received and accepted on `start_on`.

    A clock that begins with a later move is reckoned from that move's day in `events`, else from the due date of
    the clock it comes `after`: the latest lawful course.
    """
    labels = (
        {RECEIVE: "接件"}
        | {f"record:{form.name}": form.label for form in flow.forms}
        | {move.name: move.label for move in flow.moves}
    )
    known: dict[str, date] = {}
    result = []
    for clock in flow.clocks:
        happened = min((day for move, day in (events or {}).items() if move in clock.begun_by), default=None)
        begins = happened or known.get(clock.after) or start_on
        ends = due(period_of(clock), begins, calendar)
        known[clock.name] = ends.limit_on
        result.append(
            Forecast(clock.name, clock.label, clock.length, labels[clock.starts], begins, ends.target_on, ends.limit_on,
                     ends.provisional, clock.cite)
        )  # fmt: skip
    return result


def escalate(today: date) -> int:
    """Hands overdue clocks up the duty line: the township's leader, then the county's officer. Runs inside `acting`."""
    handed = 0
    for row in CaseClock.objects.filter(
        stopped_on__isnull=True, suspended_from__isnull=True, due_on__lt=today
    ).select_related("case"):
        line = _duty_line(row.case)
        place = line.index(row.escalated_to) + 1 if row.escalated_to in line else 0
        overdue = (today - row.due_on).days
        wanted = min(overdue // 5, len(line) - 1)
        if line and place <= wanted and line[wanted] != row.escalated_to:
            row.escalated_to = line[wanted]
            row.save(update_fields=["escalated_to"])
            handed += 1
    return handed


def _duty_line(case: Case) -> list[Account]:
    line = [next(iter(holders(role, case.area)), None) for role in ("R5", "R6", "R7")]
    return [account for account in line if account and account.pk != case.officer_id]
