"""Objections: to a public notice by anyone, to a decision by the applicant. Who objected and what, is sealed."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anmin.kernel.access.api import Denied, Statement, User, Viewer, statement
from anmin.kernel.flow.declare import Duty, Phase
from anmin.kernel.flow.models import Case, Notice, Objection
from anmin.kernel.flow.standing import Dossier
from anmin.kernel.people.api import seal, unseal
from anmin.kernel.places.api import within

PUBLIC_PAGE = "公示页网上提交"
TAKE_ROLES = ("R3", "R4", "R6")
ANSWER_ROLES = {Objection.About.NOTICE: ("R4", "R5", "R6"), Objection.About.DECISION: ("R6", "R7")}
A_DAY = 20  # more objections to one notice in a day are no longer taken over the public page


class ObjectionRefused(Exception):
    """An objection cannot be taken or answered now; the text says why and what to do."""


@dataclass(frozen=True)
class Told:
    """An objection as those who handle the case read it."""

    row: Objection
    from_whom: str
    content: str


def file_objection(case: Case, on: date, *, about: str, from_whom: str, channel: str, content: str) -> Objection:
    """Keeps an objection sealed. The doors below check who may."""
    return Objection.objects.create(
        case=case, about=about, received_on=on, from_whom=seal(from_whom), channel=channel, content=seal(content)
    )


def object_to_notice(notice_id: int, on: date, *, from_whom: str, contact: str, content: str) -> Objection:
    """Anyone objects to a running notice over the public page; the township takes it up. Runs inside `acting`."""
    notice = Notice.objects.select_related("case").select_for_update(of=("self",)).filter(pk=notice_id).first()
    if notice is None or notice.ended_on is not None or not notice.opens_on <= on <= notice.closes_on:
        raise ObjectionRefused("这份公示已经结束。仍有意见的，请直接向乡镇或县民政局反映。")
    if len(content.strip()) < 5:
        raise ObjectionRefused("请写明异议内容，至少 5 个字，便于核查。")
    today = notice.case.objections.filter(received_on=on, channel=PUBLIC_PAGE).count()
    if today >= A_DAY:
        raise ObjectionRefused("今天对这份公示的网上异议已经较多，请明天再试，或直接向乡镇反映。")
    who = " ".join(filter(None, (from_whom.strip(), contact.strip())))
    return file_objection(
        notice.case, on, about=Objection.About.NOTICE, from_whom=who, channel=PUBLIC_PAGE, content=content.strip()
    )


def to_take_up(case: Case) -> int:
    """How many objections came in over the public page during the notice that hangs, and wait for someone."""
    known = getattr(case, "objected", None)  # asked along with the case where a page was
    return _untaken().filter(case=case).count() if known is None else known


def hindering(case: Case) -> tuple[str, ...]:
    """Why the notice may not simply end, in words."""
    waiting = to_take_up(case)
    return (f"收到 {waiting} 件对公示的异议还没有处理，请先受理或答复",) if waiting else ()


def objected() -> Coalesce:
    """The same, to be asked along with a query of cases under this name."""
    rows = _untaken().filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk"))
    return Coalesce(Subquery(rows.values("n")), 0)


def _untaken() -> QuerySet[Objection]:
    hanging = Notice.objects.filter(case=OuterRef("case"), ended_on=None, opens_on__lte=OuterRef("received_on"))
    rows = Objection.objects.filter(about=Objection.About.NOTICE, channel=PUBLIC_PAGE, resolved_on=None)
    return rows.filter(Exists(hanging))


def object_to_decision(case_id: int, *, who: User, on: date, from_whom: str, channel: str, content: str) -> Objection:
    """The applicant objects to a decision; the counter takes it in."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if who.role_at(case.area, TAKE_ROLES) is None:
        raise Denied("登记对决定的异议由乡镇受理、乡镇经办或县局经办办理。")
    if case.decided_on is None:
        raise ObjectionRefused("本案还没有作出决定，不能登记对决定的异议。")
    if on < case.decided_on:
        raise ObjectionRefused(f"异议日期 {on} 早于决定日期 {case.decided_on}。")
    if len(content.strip()) < 5:
        raise ObjectionRefused("请写明异议内容，至少 5 个字。")
    about = Objection.About.DECISION
    if case.objections.filter(about=about, resolved_on__isnull=True).exists():
        raise ObjectionRefused("本案已有一件对决定的异议正在处理，请在原异议上办理。")
    return file_objection(case, on, about=about, from_whom=from_whom, channel=channel, content=content.strip())


def cannot_answer(objection: Objection, who: User, at_hand: Dossier) -> str:
    """Why this user cannot answer the objection, "" where they may: never a relative, never who decided."""
    if objection.resolved_on is not None:
        return "这件异议已经答复。"
    if who.role_at(at_hand.case.area, ANSWER_ROLES[Objection.About(objection.about)]) is None:
        return "答复由乡镇经办、乡镇分管领导或县局办理。" if objection.about == "notice" else "对决定的异议由县局答复。"
    if at_hand.is_kin:
        return "您是该家庭成员的近亲属，应当回避。"
    decided = any(s.actor_id == who.account.pk and s.duty == Duty.DECIDE for s in at_hand.steps)
    if objection.about == Objection.About.DECISION and decided:
        return "原决定由您作出，对决定的异议须由其他人员复核答复。"
    return ""


def answer_objection(objection_id: int, *, who: User, on: date, result: str) -> Objection:
    """Records how an objection was settled; everyone who objects gets an answer."""
    objection = Objection.objects.select_related("case").select_for_update(of=("self",)).get(pk=objection_id)
    if why_not := cannot_answer(objection, who, Dossier.load(objection.case, who, on)):
        raise Denied(why_not)
    if len(result.strip()) < 2:
        raise ObjectionRefused("请写明处理结果。")
    if on < objection.received_on:
        raise ObjectionRefused(f"处理日期 {on} 早于收到日期 {objection.received_on}。")
    objection.result, objection.resolved_on, objection.resolved_by = result.strip(), on, who.account
    objection.save()
    return objection


def objections_of(case: Case) -> list[Told]:
    """All objections of a case, opened, the newest first."""
    rows = case.objections.select_related("resolved_by").order_by("-id")
    return [Told(row, unseal(row.from_whom), unseal(row.content)) for row in rows]


def unanswered(who: User) -> list[Objection]:
    """Objections to decisions that this user may have to answer, the oldest first. They lie on closed cases."""
    return _unanswered(who.viewer).things()


@lru_cache(maxsize=200)
def _unanswered(viewer: Viewer) -> Statement:
    areas = viewer.who.areas(*ANSWER_ROLES[Objection.About.DECISION])
    rows = Objection.objects.filter(within(areas, "case__area"), about=Objection.About.DECISION, resolved_on=None)
    return statement(rows.select_related("case__applicant").order_by("received_on", "id")[:20])


def may_object(case: Case, who: User) -> bool:
    """Whether this user may take in an objection to the decision now."""
    decided = case.decided_on is not None and case.phase in (Phase.DECIDED, Phase.CLOSED)
    return decided and who.role_at(case.area, TAKE_ROLES) is not None
