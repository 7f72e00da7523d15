"""The life of a case: received, moved along its table, decided. Every write runs inside `audit.acting`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from anmin.kernel.access.api import Account, Denied, User, holders
from anmin.kernel.access.declare import OPEN_CASES, ROLES
from anmin.kernel.flow import notices, papers_issued, timing
from anmin.kernel.flow.declare import RECEIVE, Duty, Flow, Form, Move, Phase
from anmin.kernel.flow.models import Case, Channel, Record, Step, Supplement
from anmin.kernel.flow.reckon import reckon_case
from anmin.kernel.flow.standing import standing_of, store_record
from anmin.kernel.people.api import Household, Kin, Person, members_on
from anmin.kernel.service import Service, service

Consequence = Callable[[Case, Move, User, date], None]
RECKONERS = ("R4", "R3", "R6")
_consequences: dict[str, Consequence] = {}


class MoveRefused(Exception):
    """A move cannot be made now. `missing` lists what is not at hand, each in words."""

    def __init__(self, message: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True)
class Offer:
    """A move that this user may make from here, and what it still needs."""

    move: Move
    missing: tuple[str, ...]


def consequence(name: str) -> Callable[[Consequence], Consequence]:
    """Registers what happens, in the same transaction, when a move names `name`."""

    def add(handler: Consequence) -> Consequence:
        _consequences[name] = handler
        return handler

    return add


def next_number(kind: str, area: str, year: int) -> int:
    """The next number of a kind, without gaps inside a committed year."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO flow_counter (kind, area, year, last) VALUES (%s, %s, %s, 1)
               ON CONFLICT (kind, area, year) DO UPDATE SET last = flow_counter.last + 1 RETURNING last""",
            [kind, area, year],
        )
        return cursor.fetchone()[0]


def open_case(
    name: str,
    household: Household,
    applicant: Person,
    *,
    who: User,
    on: date,
    channel: str = Channel.DESK,
    brought_by: str = "",
    law_day: date | None = None,
) -> Case:
    """Receives a request at the one door. A township clerk never decides here whether it is accepted.

    Raises Denied, or MoveRefused where the household already has an open case of this service.
    """
    who.require(OPEN_CASES, household.area)
    kind, day = service(name), law_day or on
    flow = kind.flow_on(day)
    if Case.objects.filter(household=household, service=name, closed_on__isnull=True).exists():
        raise MoveRefused(f"该家庭已有一件在办的{kind.label}申请, 请在原案件上办理, 不要重复登记。")
    officer = next(iter(holders("R4", household.area, on)), None) or who.account
    county = household.area[:6]
    case = Case.objects.create(
        number=f"{county}-{kind.code}-{on.year}-{next_number(kind.code, county, on.year):05d}",
        service=name,
        household=household,
        applicant=applicant,
        area=household.area,
        channel=channel,
        brought_by=brought_by,
        state=flow.first.name,
        phase=flow.first.phase,
        flow_since=flow.since,
        law_day=day,
        received_on=on,
        officer=officer,
        near_kin=_near_kin(household, on),
    )
    role = who.role_at(case.area, OPEN_CASES.roles)
    _log(case, RECEIVE, "接件", "", role, Duty.NONE, who, on, f"{Channel(channel).label} {brought_by}".strip(), {})
    timing.apply_move(case, flow, RECEIVE, case.state, on)
    case.save()
    return case


def _near_kin(household: Household, on: date) -> bool:
    return Kin.objects.filter(person__in=[m.person_id for m in members_on(household, on)]).exists()


def flow_of(case: Case) -> Flow:
    """The version of the flow that this case keeps."""
    return service(case.service).flow_of(case.flow_since)


def offers(case: Case, who: User, today: date) -> list[Offer]:
    """The moves open to this user, each with what it still needs. Nothing is offered to a near relative."""
    if is_kin(case, who, today):
        return []
    flow, standing = flow_of(case), standing_of(case, today)
    decided_before = _has_worked_on(case, who)
    result = []
    for move in flow.moves_from(case.state):
        if who.role_at(case.area, move.roles) is None or (move.duty is Duty.DECIDE and decided_before):
            continue
        missing = tuple(filter(None, (flow.need(n).missing(standing) for n in move.needs)))
        result.append(Offer(move, missing))
    return result


def is_kin(case: Case, who: User, on: date) -> bool:
    """Whether the user must keep away from this case (回避)."""
    people = [m.person_id for m in members_on(case.household, on)]
    return Kin.objects.filter(account=who.account, person__in=people).exists()


def _has_worked_on(case: Case, who: User) -> bool:
    return case.steps.filter(actor=who.account, duty__in=[Duty.HANDLE, Duty.CHECK]).exists()


def make_move(case_id: int, name: str, *, who: User, on: date, reason: str = "", answers: dict | None = None) -> Case:
    """Makes one move, whole or not at all. Raises MoveRefused (with what is missing) or Denied."""
    case = Case.objects.select_for_update().get(pk=case_id)
    kind, flow = service(case.service), flow_of(case)
    answers = answers or {}
    move = _allowed(case, flow, name, who, on, reason, answers)
    role = who.role_at(case.area, move.roles)
    source = case.state
    _log(case, move.name, move.label, source, role, move.duty, who, on, reason, answers, target=move.target or source)
    _enter(case, flow, move, on, who)
    timing.apply_move(case, flow, move.name, case.state, on)
    if move.extends:
        timing.extend(case, next(c for c in flow.clocks if c.name == move.extends), answers.get("cause", reason))
    if case.phase == Phase.CLOSED:
        timing.stop_all(case, on)
    case.save()
    _follow(case, kind, move, who, on, reason, answers)
    return case


def _allowed(case: Case, flow: Flow, name: str, who: User, on: date, reason: str, answers: dict) -> Move:
    try:
        move = flow.move(name)
    except StopIteration:
        raise MoveRefused(f"这一业务没有“{name}”这个动作。") from None
    if case.state not in move.sources:
        state = flow.state(case.state).label
        raise MoveRefused(f"案件现在是“{state}”, 不能“{move.label}”; 可能刚被别人办理过, 请刷新页面。")
    if who.role_at(case.area, move.roles) is None:
        raise Denied(f"“{move.label}”由{'、'.join(_role_labels(move))}办理, 您在本辖区没有这个岗位。")
    if is_kin(case, who, on):
        raise Denied("您是该家庭成员的近亲属, 应当回避(民发〔2021〕57号第十一条), 请交由其他人员办理。")
    if move.duty is Duty.DECIDE and _has_worked_on(case, who):
        raise Denied("审核与决定不能是同一人: 您办理或审核过本案, 请由另一位负责人决定。")
    if on < case.received_on:
        raise MoveRefused(f"办理日期 {on} 早于接件日期 {case.received_on}。")
    standing = standing_of(case, on)
    missing = tuple(filter(None, (flow.need(n).missing(standing) for n in move.needs)))
    missing += tuple(f"请填写“{f.label}”" for f in move.asks if f.required and not _given(f.name, answers, reason))
    if missing:
        raise MoveRefused(f"还不能“{move.label}”: {'; '.join(missing)}。", missing)
    return move


def _given(name: str, answers: dict, reason: str) -> bool:
    return bool(reason.strip()) if name == "reason" else answers.get(name) not in (None, "", [])


def _role_labels(move: Move) -> list[str]:
    return [ROLES[role] for role in move.roles]


def _log(
    case: Case, move: str, label: str, source: str, role: str | None, duty: Duty, who: User, on: date, reason: str,
    answers: dict, *, target: str = "",
) -> None:  # fmt: skip
    Step.objects.create(
        case=case, move=move, label=label, source=source, target=target or case.state, role=role or "R10", duty=duty,
        actor=who.account, on=on, reason=reason, answers=answers,
    )  # fmt: skip


def _enter(case: Case, flow: Flow, move: Move, on: date, who: User) -> None:
    state = flow.state(move.target or case.state)
    case.state, case.phase = state.name, state.phase
    if state.phase is Phase.RUNNING and case.accepted_on is None:
        case.accepted_on = on
    if move.outcome:
        case.outcome = move.outcome
    if move.outcome in ("granted", "refused"):
        case.decided_on = on
    if state.phase is Phase.CLOSED:
        case.closed_on = on


def _follow(case: Case, kind: Service, move: Move, who: User, on: date, reason: str, answers: dict) -> None:
    """What a move brings with it, in its own transaction."""
    if move.name == "ask_supplement":
        Supplement.objects.create(
            case=case, items=answers["items"], asked_on=on, due_on=date.fromisoformat(answers["due_on"])
        )
    if move.name == "supplemented":
        Supplement.objects.filter(case=case).update(answered_on=on)
    if move.notice:
        notices.follow(case, move.notice, on, answers)
        case.save()
    for name in move.consequences:
        _consequences[name](case, move, who, on)
    if move.paper:
        papers_issued.issue(case, kind, move.paper, on, reason=reason, answers=answers)


def forms_for(case: Case, who: User, today: date) -> list[Form]:
    """The forms this user may fill in on the case now."""
    if is_kin(case, who, today):
        return []
    return [f for f in flow_of(case).forms if case.state in f.states and who.role_at(case.area, f.roles)]


def file_record(
    case_id: int, name: str, answers: dict, *, who: User, on: date, second_by: Account | None = None
) -> Record:
    """Files one form, checked against its declaration. Raises MoveRefused with what is missing, or Denied."""
    case = Case.objects.select_for_update().get(pk=case_id)
    flow = flow_of(case)
    form = flow.form(name)
    if form not in forms_for(case, who, on):
        raise Denied(f"现在不能填写“{form.label}”: 案件状态、您的岗位或回避规定不允许。")
    missing = tuple(f"请填写“{f.label}”" for f in form.fields if f.required and answers.get(f.name) in (None, "", []))
    if form.signers > 1 and second_by is None:
        missing += (f"“{form.label}”须两人共同办理({form.cite}), 请选择第二名调查人员",)
    if second_by and second_by.pk == who.account.pk:
        missing += ("第二名调查人员不能是本人",)
    if on < case.received_on:
        missing += (f"办理日期 {on} 早于接件日期 {case.received_on}",)
    if missing:
        raise MoveRefused(f"“{form.label}”没有填完: {'; '.join(missing)}。", missing)
    known = {f.name for f in form.fields}
    record = store_record(
        case, name, {k: v for k, v in answers.items() if k in known}, by=who.account, second_by=second_by, on=on
    )
    role = who.role_at(case.area, form.roles)
    _log(case, f"record:{name}", form.label, case.state, role, Duty.HANDLE, who, on, "", {})
    timing.apply_move(case, flow, f"record:{name}", case.state, on)
    case.save()
    return record


def reckon(case_id: int, *, who: User, on: date) -> Case:
    """Reckons the case with the facts of `on` and freezes them. Whoever handles the case may do so again until it is noticed."""
    case = Case.objects.select_for_update().get(pk=case_id)
    role = who.role_at(case.area, RECKONERS)
    if role is None or case.phase not in (Phase.RECEIVED, Phase.RUNNING):
        raise Denied("只有办理中的案件、由乡镇经办或县局经办测算。")
    if is_kin(case, who, on):
        raise Denied("您是该家庭成员的近亲属, 应当回避, 请交由其他人员办理。")
    reckon_case(case, on)
    _log(case, "reckon", "测算", case.state, role, Duty.HANDLE, who, on, "", {"amount_month": case.amount_month})
    case.save()
    return case
