"""Findings are answered by the township, closed or given back by the county: one by one, or many of a list at once.

Whoever answered does not close, and near relatives of a member keep away (民发〔2021〕57号第十一条).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CLOSE_FINDINGS
from anmin.kernel.flow.api import due, working_calendar
from anmin.kernel.means.checking import ANSWER_WITHIN, CheckRefused
from anmin.kernel.means.models import Finding
from anmin.kernel.people.api import Kin

TO_KEEP_AWAY = "您是该家庭成员的近亲属，应当回避（民发〔2021〕57号第十一条），请交由其他人员办理。"
BY_YOU = "这条由您答复，须由另一人办结。"
NOT_ANSWERED = "乡镇还没有答复，不能办结或退回。"
NO_REASON = "退回要写明理由。"


@dataclass(frozen=True)
class Done:
    """What became of findings that were to be closed or given back together: those done, and why each other one was not."""

    done: list[Finding] = field(default_factory=list)
    refused: list[tuple[Finding, str]] = field(default_factory=list)


def answer_finding(finding: Finding, answer: str, *, note: str, who: User, on: date) -> Finding:
    """The township says what is true of a finding. It is answered once, unless the county gives it back."""
    if answer not in (Finding.Answer.TRUE, Finding.Answer.FALSE, Finding.Answer.CHANGED):
        raise CheckRefused("请选择属实、不属实或情况已变化。")
    if not note.strip():
        raise CheckRefused("请写明调查情况，以备复核。")
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.answer:
        raise CheckRefused(f"这条发现已由{finding.answered_by.name}于 {finding.answered_on} 答复。")
    if near_relatives([finding], who, on):
        raise CheckRefused(TO_KEEP_AWAY)
    finding.answer, finding.note = answer, note.strip()
    finding.answered_by, finding.answered_on = who.account, on
    finding.save()
    return finding


def close_finding(finding: Finding, *, who: User, on: date) -> Finding:
    """The county takes the answer as it is. Runs inside `audit.acting`."""
    return _only(close_findings([finding.pk], who=who, on=on))


def return_finding(finding: Finding, *, reason: str, who: User, on: date) -> Finding:
    """The county gives the answer back with a reason; the township has its time anew. Runs inside `audit.acting`."""
    return _only(return_findings([finding.pk], reason=reason, who=who, on=on))


def close_findings(ids: Iterable[int], *, who: User, on: date) -> Done:
    """The county takes many answers as they are. What may not be closed by this user stays, with the reason told."""
    told = _sorted_out(ids, who, on)
    for finding in told.done:
        finding.closed_by, finding.closed_on = who.account, on
    Finding.objects.filter(pk__in=[f.pk for f in told.done]).update(closed_by=who.account, closed_on=on)
    return told


def return_findings(ids: Iterable[int], *, reason: str, who: User, on: date) -> Done:
    """The county gives many answers back for one reason; each township has its time anew. Raises CheckRefused without one."""
    if len(reason.strip()) < 2:
        raise CheckRefused(NO_REASON)
    told = _sorted_out(ids, who, on)
    due_on = due(ANSWER_WITHIN, on, working_calendar()).limit_on
    for finding in told.done:
        said = f"{finding.get_answer_display()}（{finding.answered_by.name}，{finding.answered_on}）：{finding.note}"
        finding.returned = "\n".join(filter(None, [finding.returned, f"{said}；退回：{reason.strip()}"]))
        finding.answer, finding.note, finding.answered_by, finding.answered_on = "", "", None, None
        finding.due_on = due_on
    Finding.objects.bulk_update(
        told.done, ["returned", "answer", "note", "answered_by", "answered_on", "due_on"], batch_size=500
    )
    return told


def why_not(finding: Finding, who: User, kin: set[int]) -> str:
    """Why this user may neither close the finding nor give it back, in words; `kin` are households of near relatives."""
    if finding.closed_on:
        return f"这条发现已于 {finding.closed_on} 办结。"
    if not finding.answer:
        return NOT_ANSWERED
    if finding.answered_by_id == who.account.pk:
        return BY_YOU
    return TO_KEEP_AWAY if finding.household_id in kin else ""


def near_relatives(findings: Iterable[Finding], who: User, on: date) -> set[int]:
    """The households of these findings of which the user is a near relative of a member (回避)."""
    here = Q(person__memberships__household__in={f.household_id for f in findings}, person__memberships__since__lte=on)
    still = Q(person__memberships__until__isnull=True) | Q(person__memberships__until__gt=on)
    return set(
        Kin.objects.filter(here & still, account=who.account).values_list("person__memberships__household", flat=True)
    )


def _sorted_out(ids: Iterable[int], who: User, on: date) -> Done:
    """Those of the user's area that may be closed or given back, locked; and why others may not."""
    rows = Finding.objects.select_for_update(of=("self",)).select_related("answered_by", "person")
    found = list(rows.filter(who.scope(CLOSE_FINDINGS), pk__in=list(ids)).order_by("pk"))
    kin, told = near_relatives(found, who, on), Done()
    for finding in found:
        if reason := why_not(finding, who, kin):
            told.refused.append((finding, reason))
        else:
            told.done.append(finding)
    return told


def _only(told: Done) -> Finding:
    if told.refused:
        raise CheckRefused(told.refused[0][1])
    if not told.done:
        raise CheckRefused("这条核对发现不在您的辖区，不能办结或退回。")
    return told.done[0]
