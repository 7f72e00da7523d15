"""Whose turn it is on a case: kept with the case, so that a work list is one look-up however many services there are."""

from collections import defaultdict

from anmin.kernel.flow.declare import RECKON, Duty, Flow, Form, Standing
from anmin.kernel.flow.models import Case, CaseClock, Record
from anmin.kernel.service import register, service

RECKONERS = ("R4", "R3", "R6")
PORTION = 2_000


def settle(case: Case, filed: set[str], running: set[str], standing: Standing | None = None) -> None:
    """Notes on the case for which roles it waits now: to move, to fill in a form, to reckon. The caller saves.

    `filed` are the forms that lie in it, `running` the clocks that run. What only some cases need is waited for where
    `standing` says so.
    """
    case.awaits = sorted({*_awaits(case, filed, running), *(_occasional(case, standing) if standing else ())})


def _occasional(case: Case, standing: Standing | None) -> set[str]:
    """The roles of forms that not every case needs and a primary move waits for: of all of them without `standing`."""
    if case.closed_on is not None:
        return set()
    flow = service(case.service).flow_of(case.flow_since)
    forms = {f"record:{form.name}": form for form in flow.forms if case.state in form.states}
    needs = {flow.need(n) for m in flow.moves if m.primary and case.state in m.sources for n in m.needs}
    wanted = [n for n in needs if not n.always and n.met_by in forms and (standing is None or n.missing(standing))]
    return {forms[n.met_by].roles[0] for n in wanted}


def settle_all() -> int:
    """Settles every open case again, for flows may have changed with the program; returns how many changed."""
    here = Case.objects.filter(closed_on__isnull=True, service__in=register())
    changed, last = 0, 0
    while cases := list(here.filter(pk__gt=last).order_by("pk")[:PORTION]):
        last, filed, running = cases[-1].pk, defaultdict(set), defaultdict(set)
        for pk, form in Record.objects.filter(case__in=cases).values_list("case", "form"):
            filed[pk].add(form)
        for pk, name in CaseClock.objects.filter(case__in=cases, stopped_on=None).values_list("case", "name"):
            running[pk].add(name)
        told = [
            (
                case,
                sorted({*_awaits(case, filed[case.pk], running[case.pk]), *(_occasional(case, None) & {*case.awaits})}),
            )
            for case in cases
        ]
        other = [case for case, roles in told if case.awaits != roles]
        for case, roles in told:
            case.awaits = roles
        changed += len(other)
        Case.objects.bulk_update(other, ["awaits"])
    return changed


def _awaits(case: Case, filed: set[str], running: set[str]) -> list[str]:
    if case.closed_on is not None:
        return []
    flow = service(case.service).flow_of(case.flow_since)
    roles = {role for move in flow.moves if move.primary and case.state in move.sources for role in move.roles}
    roles |= {
        form.roles[0] for form in _wanted(flow, case.state) if form.name not in filed and _asked(flow, form, running)
    }
    if not case.reckoning and case.state in _to_reckon(flow):
        roles.add(RECKONERS[0])
    return sorted(roles)


def _wanted(flow: Flow, state: str) -> set[Form]:
    """Forms that a primary move out of this state needs, and that are filled in here."""
    forms = {f"record:{form.name}": form for form in flow.forms}
    needs = [flow.need(n) for m in flow.moves if m.primary and state in m.sources for n in m.needs]
    return {forms[n.met_by] for n in needs if n.always and n.met_by in forms and state in forms[n.met_by].states}


def _asked(flow: Flow, form: Form, running: set[str]) -> bool:
    """What answers a request waits for the request."""
    requests = {
        clock.name
        for clock in flow.clocks
        if f"record:{form.name}" in clock.stops and clock.starts.startswith("record:")
    }
    return requests <= running


def _to_reckon(flow: Flow) -> set[str]:
    """States from which nobody can move on without a reckoning."""
    moves = [m for m in flow.moves if m.primary and m.duty is not Duty.DECIDE and not m.notice.startswith("end")]
    return {s for m in moves for s in m.sources if any(flow.need(n).met_by == RECKON for n in m.needs)}
