"""停发 by hand, of every programme that pays by entitlements: proposed by one, decided by another, told in writing.

What life events, reviews and other benefits end is ended there; here stands what only a person can say, such as a wish
to leave or an adoption. Nothing stops before the month after the decision (次月起), however late it is taken.
"""

from datetime import date

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CHECK_REVIEWS, DECIDE_REVIEWS
from anmin.kernel.flow.api import next_month
from anmin.kernel.funds.api import Ending, end
from anmin.kernel.law.api import yuan
from anmin.kernel.month import tapers
from anmin.kernel.month.declare import GROUNDS, Ground
from anmin.kernel.month.event_models import EventChange, Stopping
from anmin.kernel.month.event_papers import issue_papers
from anmin.kernel.month.given_back import proposed_again
from anmin.kernel.month.on_events import Due, in_force, overpaid
from anmin.kernel.month.reviews import TO_KEEP_AWAY, keep_away
from anmin.kernel.people.api import Household
from anmin.kernel.service import Service, register, service

State = Stopping.State
AHEAD = 6  # months that may be chosen


class StopRefused(Exception):
    """An entitlement cannot be stopped so. The text says what, why, and what to do."""


def stopped_by_hand(kind: Service) -> bool:
    """Whether the service pays month by month to whom it decided, and has no steps of its own by which that ends."""
    return bool(kind.pays) and not kind.once and kind.derived is None and not kind.stopped_in


def grounds_of(programme: str) -> dict[str, Ground]:
    """The grounds by which a programme may be ended by hand: its own first."""
    return {ground.name: ground for ground in (*service(programme).stops, *GROUNDS)}


def all_grounds() -> dict[str, str]:
    """Every ground of every service with its label."""
    return {g.name: g.label for kind in register().values() for g in (*kind.stops, *GROUNDS)}


def months_to_stop(on: date) -> list[date]:
    """The months from which an ending proposed on a day may begin."""
    months = [next_month(on)]
    while len(months) < AHEAD:
        months.append(next_month(months[-1]))
    return months


def propose_stop(
    home: Household, programme: str, *, who: User, on: date, since: date, ground: str, found: str
) -> Stopping:
    """Puts an ending before who decides it; nothing has changed yet. Raises StopRefused. Runs inside `audit.acting`."""
    kind = service(programme)
    if not who.may(CHECK_REVIEWS, home.area):
        raise StopRefused("停发由乡镇经办或县局经办提出。")
    if not stopped_by_hand(kind):
        raise StopRefused(f"{kind.label}不在这里停发，请按该项目自己的办法办理。")
    if ground not in grounds_of(programme):
        raise StopRefused(f"{kind.label}没有这一停发事由，请从所列事由中选择。")
    if len(found.strip()) < 5:
        raise StopRefused("请写明查明的情况（凭什么停发、何时查明、依据什么材料），至少 5 个字。")
    if since not in months_to_stop(on):
        raise StopRefused(f"停发从次月起，请在 {AHEAD} 个月以内选择；当月的待遇照发。")
    if Stopping.objects.filter(household=home, programme=programme, state=State.WAITING).exists():
        raise StopRefused(f"{kind.label}的停发已经提出，正等待决定。")
    stopping = Stopping(
        household=home, area=home.area, programme=programme, since=since, ground=ground, found=found.strip(),
        told_by=who.account, told_on=on,
    )  # fmt: skip
    if keep_away(stopping, who, on):
        raise StopRefused(TO_KEEP_AWAY)
    _spans(stopping, since)
    stopping.save()
    proposed_again(stopping, on, household=home, programme=programme)
    return stopping


def may_decide_stop(stopping: Stopping, who: User, on: date) -> str:
    """Why this user cannot decide or return it, in words; "" where they may."""
    if stopping.state != State.WAITING:
        return "这件停发已经办结。"
    if not who.may(DECIDE_REVIEWS, stopping.area):
        return "停发由县局分管领导决定。"
    if stopping.told_by_id == who.account.pk:
        return "这件停发由您提出，须由另一位负责人决定（审批分离）。"
    return TO_KEEP_AWAY if keep_away(stopping, who, on) else ""


def starts_from(stopping: Stopping, on: date) -> date:
    """The first month that is not paid if it is decided on a day: never one that has begun."""
    return max(stopping.since, next_month(on))


def stop_brings(stopping: Stopping, on: date) -> list[str]:
    """What a decision on this day would do, in sentences. Raises StopRefused where nothing is in force any more."""
    since = starts_from(stopping, on)
    spans = _spans(stopping, since)
    first = spans[0]
    lines = [
        f"{first.label}：自{since.year}年{since.month}月起停发每月 {yuan(first.amount)} 元（{first.persons} 人）。",
        *(line for due in spans for line in overpaid(stopping.household, due, 0)),
    ]
    if since != stopping.since:
        lines.append(f"提出时拟自{stopping.since.year}年{stopping.since.month}月起停发，决定已晚，顺延到决定的次月。")
    return [*lines, "出具停发告知书，告知理由、月份和救济途径。"]


def decide_stop(stopping_id: int, *, who: User, on: date) -> Stopping:
    """Ends the entitlement and makes the paper that tells the household. Raises StopRefused. Runs inside `audit.acting`."""
    stopping = _locked(stopping_id, who, on)
    home, programme, since = stopping.household, stopping.programme, starts_from(stopping, on)
    first = _spans(stopping, since)[0]
    ground = grounds_of(programme)[stopping.ground]
    end([Ending(home.pk, programme, since, f"停发（{ground.label}）：{stopping.found}")])
    tapers.stop(home, programme, since=since, reason="停发")
    change = EventChange.objects.create(
        stopping=stopping, household=home, area=home.area, programme=programme, kind=EventChange.Kind.STOP, since=since,
        amount_before=first.amount, amount_after=0, persons_before=first.persons, persons_after=0,
        reason=f"{ground.words}：{stopping.found}", basis={"results": first.results},
    )  # fmt: skip
    stopping.state, stopping.decided_by, stopping.decided_on = State.DECIDED, who.account, on
    stopping.stops_from = since
    stopping.save()
    issue_papers([change], on)
    return stopping


def return_stop(stopping_id: int, *, who: User, on: date, reason: str) -> Stopping:
    """Gives it back to whoever proposed it; the entitlement goes on. Raises StopRefused. Runs inside `audit.acting`."""
    stopping = _locked(stopping_id, who, on)
    if len(reason.strip()) < 2:
        raise StopRefused("退回要写明理由。")
    stopping.state, stopping.decided_by, stopping.decided_on = State.RETURNED, who.account, on
    stopping.reason = reason.strip()
    stopping.save()
    return stopping


def _spans(stopping: Stopping, since: date) -> list[Due]:
    spans = [due for due in in_force(stopping.household, since) if due.programme == stopping.programme]
    if not spans:
        raise StopRefused(
            f"{service(stopping.programme).label}自{since.year}年{since.month}月起已没有待遇，不用再停发。"
        )
    return spans


def _locked(stopping_id: int, who: User, on: date) -> Stopping:
    rows = Stopping.objects.select_for_update(of=("self",)).select_related("household__head")
    stopping = rows.get(pk=stopping_id)
    if why_not := may_decide_stop(stopping, who, on):
        raise StopRefused(why_not)
    return stopping
