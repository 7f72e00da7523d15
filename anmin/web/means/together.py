"""成批办结: many answers read on one page, closed at once, or given back for one reason."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CLOSE_FINDINGS
from anmin.kernel.means.api import (
    CheckRefused,
    Done,
    Finding,
    close_findings,
    near_relatives,
    return_findings,
    why_not,
)
from anmin.kernel.screens.declare import Register
from anmin.web.desk.sift import drawn_sift
from anmin.web.gate import opens
from anmin.web.registers.means import FINDINGS, facts, sources, what_it_says
from anmin.web.rows.places import place_names
from anmin.web.rows.query import select
from anmin.web.rows.wanted import read

MOST = 100
SHOWN: Register = replace(
    FINDINGS,
    label="待办结的核对发现",
    where=(("step", Finding.Step.ANSWERED),),
    filters=tuple(each for each in FINDINGS.filters if each.name not in ("step", "late")),
    columns=(),
)


@dataclass(frozen=True)
class Line:
    """An answered finding as it is read before it is closed; `why_not` says why this user may not."""

    finding: Finding
    place: str
    source: str
    said: str
    late: bool
    why_not: str


@opens(CLOSE_FINDINGS)
@require_http_methods(["GET", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """Answered findings with all that each says; those ticked are closed or given back."""
    who, today = request.who, timezone.localdate()
    ticked, reason, wrong = [], "", ""
    if request.method == "POST":
        ticked = [int(pk) for pk in request.POST.getlist("finding") if pk.isdigit() and len(pk) < 19][:MOST]
        reason = request.POST.get("reason", "")
        if not (wrong := _done(request, ticked, reason, today)):
            return redirect(f"{reverse('findings-together')}?{request.GET.urlencode()}")
    wanted = read(SHOWN, request.GET, who)
    rows = select(wanted, who).select_related("person", "household", "answered_by").order_by("area", "household", "pk")
    found = list(rows[: MOST + 1])
    context = {
        "sift": drawn_sift(wanted, who), "wanted": wanted, "lines": lines(found[:MOST], who, today), "more": len(found) > MOST,
        "most": MOST, "ticked": set(ticked), "reason": reason, "wrong": wrong,
    }  # fmt: skip
    return render(request, "means/together.html", context, status=422 if wrong else 200)


def lines(found: list[Finding], who: User, today: date) -> list[Line]:
    """Each finding in words, in a handful of queries."""
    kin, places = near_relatives(found, who, today), place_names({each.area for each in found})
    named, labels = sources(), facts()
    return [
        Line(
            each, places.get(each.area, each.area), named.get(each.source, each.source),
            _said(each, labels.get(each.fact, "")), each.answered_on > each.due_on, why_not(each, who, kin),
        )
        for each in found
    ]  # fmt: skip


def _said(finding: Finding, label: str) -> str:
    """What the source knows against what was declared."""
    if finding.found_on:
        return str(finding.found_on)
    if finding.found is None:
        return ""
    declared = what_it_says(finding.declared or 0, finding.fact)
    return f"{label}：申报 {declared}，核对 {what_it_says(finding.found, finding.fact)}"


def _done(request: HttpRequest, ticked: list[int], reason: str, today: date) -> str:
    """Closes or gives back what was ticked and says so; in words what is missing, "" where nothing is."""
    if not ticked:
        return "还没有选中任何一条，请先勾选。"
    back = request.POST.get("act") == "return"
    try:
        if back:
            told = return_findings(ticked, reason=reason, who=request.who, on=today)
        else:
            told = close_findings(ticked, who=request.who, on=today)
    except CheckRefused as refused:
        return str(refused)
    _say(request, told, len(ticked), "已退回乡镇重新核实" if back else "已办结")
    return ""


def _say(request: HttpRequest, told: Done, asked: int, word: str) -> None:
    if told.done:
        messages.success(request, f"{word} {len(told.done)} 条。")
    for reason, count in Counter(reason for _, reason in told.refused).items():
        messages.warning(request, f"{count} 条没有办：{reason}")
    if gone := asked - len(told.done) - len(told.refused):
        messages.warning(request, f"{gone} 条已不在您的辖区，没有办。")
