"""After a life event: what it brought about and the papers that tell the household; events that wait for a second person."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anmin.kernel.access.declare import CONFIRM_EVENTS, SEE_PEOPLE, SEE_REVIEWS
from anmin.kernel.month.api import (
    EventChange,
    EventPaper,
    EventProposal,
    bound,
    confirm_event,
    issue_papers,
    may_confirm,
    may_note,
    open_event_paper,
    return_event,
    seen_again,
)
from anmin.kernel.people.api import EVENT_KINDS, EventRefused, LifeEvent
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import register as services
from anmin.web.changes.events import noted, stamp
from anmin.web.changes.reviewing import TYPES
from anmin.web.gate import opens
from anmin.web.rows.forms import build
from anmin.web.rows.places import place_names

BACK = (FormField("reason", "退回理由", "long"),)
MONTH = (FormField("month", "登记月份", "date", hint="取所填日期所在的月份"),)
MOST = 200  # papers bound into one file
AT_ONCE = 60  # made while someone waits; the rest are made at night


@opens(SEE_PEOPLE)
@require_safe
def event_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened, what it brought about, and the papers made of it."""
    rows = LifeEvent.objects.filter(request.who.scope(SEE_PEOPLE, "household__area"), pk=pk)
    event = rows.select_related("household__head", "person").first()
    if event is None:
        raise Http404
    context = {
        "event": event, "kind": EVENT_KINDS[event.kind], "home": event.household,
        "changes": _drawn(EventChange.objects.filter(event=event)) if request.who.may(SEE_REVIEWS) else [],
    }  # fmt: skip
    return render(request, "changes/told.html", context)


def _drawn(rows: Any) -> list[dict]:
    labels = {name: kind.label for name, kind in services().items()}
    return [
        {"row": row, "programme": labels.get(row.programme, row.programme), "paper": getattr(row, "paper", None)}
        for row in rows.select_related("paper", "household__head").order_by("pk")
    ]


def _change(request: HttpRequest, pk: int) -> EventChange:
    rows = EventChange.objects.filter(request.who.scope(SEE_REVIEWS), pk=pk)
    change = rows.select_related("household__head", "event__person", "case", "stopping", "paper").first()
    if change is None:
        raise Http404
    return change


@opens(SEE_REVIEWS)
@require_safe
def change_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: before, after, why, from when, and its paper."""
    change = _change(request, pk)
    context = {
        "event": change.event, "kind": EVENT_KINDS[change.event.kind] if change.event else None,
        "change": change, "home": change.household, "changes": _drawn(EventChange.objects.filter(pk=pk)),
        "place": place_names({change.area}).get(change.area, ""),
    }  # fmt: skip
    return render(request, "changes/told.html", context)


@opens(SEE_REVIEWS)
@require_POST
def issue_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes the paper of a change that has none, such as a death which a register told of."""
    change = _change(request, pk)
    made = issue_papers([change], timezone.localdate())
    messages.success(request, f"已出具{made[0].number}。" if made else "已经出具过。")
    return redirect("event-change", pk)


@opens(SEE_REVIEWS)
@require_safe
def paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """An issued paper; giving it out is recorded."""
    row = getattr(_change(request, pk), "paper", None)
    if row is None or form not in TYPES:
        raise Http404
    return _file(open_event_paper(row, form, who=request.who), f"{row.title}-{row.number}.{form}", TYPES[form])


@opens(SEE_REVIEWS)
def print_papers(request: HttpRequest) -> HttpResponse:
    """All papers of what changed in a month as one PDF; those still missing are made first."""
    today = timezone.localdate()
    form = build(MONTH)(request.POST or None, initial={"month": today.replace(day=1)}, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        month = form.cleaned_data["month"]
        rows = EventChange.objects.filter(
            request.who.scope(SEE_REVIEWS), made_on__year=month.year, made_on__month=month.month
        )
        rows = list(rows.select_related("household__head", "event", "stopping", "paper").order_by("area", "pk")[:MOST])
        issue_papers([row for row in rows if getattr(row, "paper", None) is None][:AT_ONCE], today)
        papers = list(EventPaper.objects.filter(change__in=rows).order_by("change__area", "change__pk"))
        if papers:
            return _file(bound(papers, who=request.who), f"变动告知书-{month:%Y-%m}.pdf", TYPES["pdf"])
        form.add_error("month", f"{month:%Y年%m月}没有登记需要告知的变动。")
    context = {
        "form": form, "heading": "批量打印告知书", "button": "合并为一个 PDF",
        "back": ("event-changes-list", "变动告知"),
        "method": f"这个月登记的变动，每条一份，一次最多合并 {MOST} 份；还没有出具的当场出具 {AT_ONCE} 份，其余每晚自动出具。",
    }  # fmt: skip
    return render(request, "changes/plain.html", context, status=422 if form.errors else 200)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@opens(SEE_REVIEWS)
def proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An event that waits: what it would bring about, confirmed as shown by another person, or given back."""
    who, today = request.who, timezone.localdate()
    rows = EventProposal.objects.filter(who.scope(SEE_REVIEWS), pk=pk)
    waits = rows.select_related("household__head", "person", "told_by", "decided_by").first()
    if waits is None:
        raise Http404
    lines, back, trouble = list(waits.lines), build(BACK)(None, label_suffix=""), ""
    if request.method == "POST" and request.POST.get("act") == "note":
        return noted(request, waits, "event-proposal")
    if request.method == "POST":
        who.require(CONFIRM_EVENTS, waits.area)
        if request.POST.get("act") == "back":
            back = build(BACK)(request.POST, label_suffix="")
            if back.is_valid() and not (trouble := _given_back(request, waits, back.cleaned_data["reason"])):
                return redirect("event-proposals-list")
        else:
            done, lines, trouble = _confirmed(request, waits)
            if done:
                return redirect("life-event", done)
    context = {
        "waits": waits, "home": waits.household, "kind": EVENT_KINDS[waits.kind], "lines": lines, "seen": stamp(lines),
        "why_not": may_confirm(waits, who), "back": back, "trouble": trouble, "today": today,
        "place": place_names({waits.area}).get(waits.area, waits.area),
        "came_back": may_note(waits, who), "again": reverse("household-change", args=[waits.household_id]),
    }  # fmt: skip
    return render(request, "changes/proposal.html", context, status=422 if trouble or back.errors else 200)


def _given_back(request: HttpRequest, waits: EventProposal, reason: str) -> str:
    try:
        return_event(waits.pk, who=request.who, on=timezone.localdate(), reason=reason)
    except EventRefused as refused:
        return str(refused)
    messages.success(request, f"已退回给{waits.told_by.name}：{reason}")
    return ""


def _confirmed(request: HttpRequest, waits: EventProposal) -> tuple[int, list[str], str]:
    """The key of the event that happened; or nought, the consequences as they are now, and why not."""
    shown = list(waits.lines)
    try:
        if request.POST.get("seen") != stamp(shown):  # the page already showed what differs from what was told
            shown = seen_again(waits)
        if request.POST.get("seen") != stamp(shown):
            return 0, shown, "后果与刚才所列不同，请重新看过后再确认。"
        with transaction.atomic():
            told = confirm_event(waits.pk, who=request.who, on=timezone.localdate(), lines=shown)
            issue_papers(told.changes, timezone.localdate())
    except EventRefused as refused:
        return 0, _now(waits, shown), str(refused)
    messages.success(request, f"已确认，{EVENT_KINDS[waits.kind].label}生效。")
    return told.event.pk, [], ""


def _now(waits: EventProposal, otherwise: list[str]) -> list[str]:
    try:
        return seen_again(waits)
    except EventRefused:
        return otherwise
