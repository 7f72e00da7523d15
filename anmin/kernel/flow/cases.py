"""The life of a case: received, moved along its table, decided. Every write runs inside `audit.acting`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from anmin.kernel.access.api import Account, Denied, User, holders
from anmin.kernel.access.declare import OPEN_CASES, ROLES
from anmin.kernel.flow import guards, notices, objections, papers_issued, supplements, timing
from anmin.kernel.flow.answers import faults_in, in_words
from anmin.kernel.flow.declare import RECEIVE, Duty, Flow, Move, Phase
from anmin.kernel.flow.models import Case, Channel, Step, Supplement
from anmin.kernel.flow.standing import Dossier
from anmin.kernel.flow.turns import settle
from anmin.kernel.people.api import Household, Kin, Person, members_on
from anmin.kernel.service import Service, service

Consequence = Callable[[Case, Move, User, date], None]
TO_KEEP_AWAY = "您是该家庭成员的近亲属，应当回避（民发〔2021〕57号第十一条），请交由其他人员办理。"
MOVED = ("state", "phase", "accepted_on", "outcome", "decided_on", "closed_on", "due_on", "awaits")
_consequences: dict[str, Consequence] = {}


class MoveRefused(Exception):
    """A move cannot be made now. `missing` lists what is not at hand, each in words."""

    def __init__(self, message: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True)
class Offer:
    """A move that this user may make from here, and what it still needs: needs' names ("" of other rooms) and words."""

    move: Move
    lacks: tuple[tuple[str, str], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.lacks)


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
    kin_stated: str = "",
) -> Case:
    """Receives a request at the one door. A township clerk never decides here whether it is accepted.

    `kin_stated` is what the applicant declared of near relatives among officials or the village committee: such a case
    is marked, even where the relative has no account here. Raises Denied, or MoveRefused where the household already
    has an open case of this service.
    """
    who.require(OPEN_CASES, household.area)
    kind, day = service(name), law_day or on
    flow, household = _flow_for(kind, day, on), Household.objects.select_for_update().get(pk=household.pk)
    kin = _may_apply(kind, household, applicant, who, on)
    case = Case.objects.create(
        number=_number(kind, household.area[:6], on),
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
        officer=_officer(household.area, on, kin, who),
        near_kin=bool(kin or kin_stated),
    )
    _begin(case, flow, who, {"kin": kin_stated} if kin_stated else {})
    return case


def _begin(case: Case, flow: Flow, who: User, told: dict) -> None:
    """The first step and the first clocks."""
    role, on = who.role_at(case.area, OPEN_CASES.roles), case.received_on
    came = f"{Channel(case.channel).label} {case.brought_by}".strip()
    log_step(case, RECEIVE, "接件", "", role, Duty.NONE, who, on, came, told)
    settle(case, set(), timing.apply_move(case, flow, RECEIVE, case.state, on))
    case.save()


def _number(kind: Service, county: str, on: date) -> str:
    return f"{county}-{kind.code}-{on.year}-{next_number(kind.code, county, on.year):05d}"


def _flow_for(kind: Service, day: date, on: date) -> Flow:
    if day > on:
        raise MoveRefused(f"适用规定的日期 {day} 晚于接件日期 {on}。")
    try:
        return kind.flow_on(day)
    except LookupError as error:
        raise MoveRefused(str(error)) from error


def _may_apply(kind: Service, household: Household, applicant: Person, who: User, on: date) -> set[int]:
    """Refuses what cannot be received; returns the accounts of near relatives."""
    people = [m.person_id for m in members_on(household, on)]
    kin = set(Kin.objects.filter(person__in=people).values_list("account_id", flat=True))
    if who.account.pk in kin:
        raise Denied(TO_KEEP_AWAY)
    if Case.objects.filter(household=household, service=kind.name, closed_on__isnull=True).exists():
        raise MoveRefused(f"该家庭已有一件在办的{kind.label}申请，请在原案件上办理，不要重复登记。")
    if household.until is not None:
        raise MoveRefused(f"家庭 {household.number} 已于 {household.until} 销户，请先登记新的家庭。")
    if applicant.pk not in people:
        raise MoveRefused(f"{applicant.name}不是该家庭现在的成员，不能作申请人。")
    return kin


def _officer(area: str, on: date, kin: set[int], who: User) -> Account:
    """The township officer who answers for the area and is no relative; else whoever received the request."""
    return next((each for each in holders("R4", area, on) if each.pk not in kin), who.account)


def flow_of(case: Case) -> Flow:
    """The version of the flow that this case keeps."""
    return service(case.service).flow_of(case.flow_since)


def offers(case: Case, who: User, today: date, dossier: Dossier | None = None) -> list[Offer]:
    """The moves open to this user, each with what it still needs. Nothing is offered to a near relative."""
    at_hand = dossier or Dossier.load(case, who, today)
    if at_hand.is_kin:
        return []
    flow = flow_of(case)
    result = []
    for move in flow.moves_from(case.state):
        if who.role_at(case.area, move.roles) is None or (move.duty is Duty.DECIDE and at_hand.has_worked):
            continue
        said = [(name, flow.need(name).missing(at_hand.standing)) for name in move.needs]
        said += [("", text) for text in _against(case, move, today)]
        result.append(Offer(move, tuple((name, text) for name, text in said if text)))
    return result


def _against(case: Case, move: Move, on: date) -> tuple[str, ...]:
    """What other rooms say against granting the case; an objection over the public page that nobody took up."""
    said = guards.objections(case, on) if move.outcome == "granted" else ()
    return (*said, *objections.hindering(case)) if move.notice == "end" else said


def is_kin(case: Case, who: User, on: date) -> bool:
    """Whether the user must keep away from this case (回避)."""
    people = [m.person_id for m in members_on(case.household, on)]
    return Kin.objects.filter(account=who.account, person__in=people).exists()


def make_move(case_id: int, name: str, *, who: User, on: date, reason: str = "", answers: dict | None = None) -> Case:
    """Makes one move, whole or not at all. Raises MoveRefused (with what is missing) or Denied."""
    case = case_to_change(case_id)
    kind, flow = service(case.service), flow_of(case)
    answers = answers or {}
    move, at_hand = _allowed(case, flow, name, who, on, reason, answers)
    role = who.role_at(case.area, move.roles)
    source = case.state
    told = {} if move.notice == "dispute" else answers  # who objected, and what they said, is kept sealed elsewhere
    log_step(case, move.name, move.label, source, role, move.duty, who, on, reason, told, target=move.target or source)
    _enter(case, flow, move, on)
    running = timing.apply_move(case, flow, move.name, case.state, on)
    if move.extends:
        clock = next(c for c in flow.clocks if c.name == move.extends)
        timing.extend(case, clock, in_words(move.asks, answers).get("cause", reason))
    if case.phase == Phase.CLOSED:
        timing.stop_all(case, on)
    settle(case, at_hand.forms, running, at_hand.after(move))
    if move.name == "ask_supplement":
        supplements.ask(case, answers, on)
    case.save(update_fields=MOVED)
    _follow(at_hand, kind, move, who, on, reason, answers)
    return case


def case_to_change(pk: int) -> Case:
    """The case, locked, with its household and applicant."""
    return Case.objects.select_for_update(of=("self",)).select_related("household", "applicant").get(pk=pk)


def _allowed(
    case: Case, flow: Flow, name: str, who: User, on: date, reason: str, answers: dict
) -> tuple[Move, Dossier]:  # fmt: skip
    """The move, if this user may make it now, and what is at hand in the case."""
    try:
        move = flow.move(name)
    except StopIteration:
        raise MoveRefused(f"这一业务没有“{name}”这个动作。") from None
    if case.state not in move.sources:
        state = flow.state(case.state).label
        raise MoveRefused(f"案件现在是“{state}”，不能“{move.label}”；可能刚被别人办理过，请刷新页面。")
    if who.role_at(case.area, move.roles) is None:
        raise Denied(f"“{move.label}”由{'、'.join(_role_labels(move))}办理，您在本辖区没有这个岗位。")
    at_hand = Dossier.load(case, who, on)
    if at_hand.is_kin:
        raise Denied(TO_KEEP_AWAY)
    if move.duty is Duty.DECIDE and at_hand.has_worked:
        raise Denied("审核与决定不能是同一人：您办理或审核过本案，请由另一位负责人决定。")
    require_later(case, at_hand, on)
    missing = tuple(filter(None, (flow.need(n).missing(at_hand.standing) for n in move.needs)))
    missing += faults_in(move.asks, {**answers, "reason": reason}, on) + _against(case, move, on)
    missing += supplements.too_early(case, answers, on)
    if move.extends and not timing.can_extend(case, next(c for c in flow.clocks if c.name == move.extends)):
        missing += ("办理期限已经延长过，或现在没有在计时，不能再延长",)
    if missing:
        raise MoveRefused(f"还不能“{move.label}”：{'；'.join(missing)}。", missing)
    return move, at_hand


def require_later(case: Case, at_hand: Dossier, on: date) -> None:
    """What happens to a case happens in order. Raises MoveRefused."""
    last = at_hand.steps[-1] if at_hand.steps else None
    if on < case.received_on:
        raise MoveRefused(f"办理日期 {on} 早于接件日期 {case.received_on}。")
    if last and on < last.on:
        raise MoveRefused(f"办理日期 {on} 早于上一步“{last.label}”的日期 {last.on}。")


def _role_labels(move: Move) -> list[str]:
    return [ROLES[role] for role in move.roles]


def log_step(
    case: Case, move: str, label: str, source: str, role: str | None, duty: Duty, who: User, on: date, reason: str,
    answers: dict, *, target: str = "",
) -> None:  # fmt: skip
    """Adds to the steps of a case; the database refuses a decision by someone who worked on it."""
    Step.objects.create(
        case=case, move=move, label=label, source=source, target=target or case.state, role=role or "R10", duty=duty,
        actor=who.account, on=on, reason=reason, answers=answers,
    )  # fmt: skip


def _enter(case: Case, flow: Flow, move: Move, on: date) -> None:
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


def _follow(at_hand: Dossier, kind: Service, move: Move, who: User, on: date, reason: str, answers: dict) -> None:
    """What a move brings with it, in its own transaction."""
    case = at_hand.case
    if case.phase == Phase.RUNNING and at_hand.supplement_open:
        Supplement.objects.filter(case=case, answered_on__isnull=True).update(answered_on=on)
    if move.notice:
        notices.follow(case, move.notice, on, answers, timing.notice_length(case, flow_of(case), move.name, on))
    elif move.target and any(notice.ended_on is None for notice in at_hand.notices):
        notices.break_off(case, on, move.label)
    for name in move.consequences:
        try:
            (kind.does.get(name) or _consequences[name])(case, move, who, on)
        except ValueError as error:  # a service's own register says in words why not
            raise MoveRefused(str(error)) from error
    if move.outcome == "granted":
        guards.follow(case, who, on)
    if move.paper:
        papers_issued.issue(case, kind, move.paper, on, reason=reason, answers=answers)
