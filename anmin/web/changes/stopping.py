"""停发: proposed from a household or an entitlement with ground and month, decided by another person, told in writing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anmin.kernel.access.declare import CHECK_REVIEWS, DECIDE_REVIEWS, SEE_REVIEWS
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.month.api import (
    Stopping,
    StopRefused,
    all_grounds,
    decide_stop,
    grounds_of,
    in_force,
    may_decide_stop,
    may_note,
    months_to_stop,
    propose_stop,
    return_stop,
    stop_brings,
    stopped_by_hand,
)
from anmin.kernel.people.api import Household
from anmin.kernel.screens.api import register
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import service
from anmin.web.changes.events import noted, stamp
from anmin.web.changes.holding import home_of
from anmin.web.gate import opens
from anmin.web.rows.forms import build
from anmin.web.rows.places import place_names
from anmin.web.rows.story import story
from anmin.web.templatetags.words import month

ASKS = (
    FormField("since", "从哪个月起停发", "choice", hint="最早为次月；当月的待遇照发"),
    FormField("ground", "停发事由", "choice"),
    FormField("found", "查明的情况", "long", hint="凭什么停发、何时查明、依据什么材料；写入告知书"),
)
BACK = (FormField("reason", "退回理由", "long"),)


@dataclass(frozen=True)
class Line:
    """One programme of a household: amount a month (fen), what waits, and the register where it is ended by its own steps."""

    programme: str
    label: str
    amount: int
    waits: Stopping | None
    elsewhere: str = ""
    elsewhere_label: str = ""

    @property
    def may(self) -> bool:
        return self.waits is None and stopped_by_hand(service(self.programme))


def _lines(home: Household, past: list[Stopping], today: date) -> dict[str, Line]:
    waiting = {each.programme: each for each in past if each.state == Stopping.State.WAITING}
    found: dict[str, Line] = {}
    for due in in_force(home, months_to_stop(today)[0]):
        there = service(due.programme).stopped_in
        more = (reverse(f"{there}-list"), register(there).label) if there else ("", "")
        found.setdefault(due.programme, Line(due.programme, due.label, due.amount, waiting.get(due.programme), *more))
    return found


@opens(CHECK_REVIEWS)
@require_http_methods(["GET", "POST"])
def stop_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a household is due from next month on; puts the ending of one programme before whoever decides it."""
    home, today = home_of(request, pk, CHECK_REVIEWS), timezone.localdate()
    rows = Stopping.objects.filter(household=home).select_related("told_by", "decided_by", "change__paper")
    past = list(rows.order_by("-pk")[:20])
    lines = _lines(home, past, today)
    open_ones = [line for line in lines.values() if line.may]
    asked = lines.get(request.POST.get("programme") or request.GET.get("programme", ""))
    line = asked if asked and asked.may else open_ones[0] if len(open_ones) == 1 and asked is None else None
    again = next((each for each in past if str(each.pk) == request.GET.get("again")), None)
    form = _form(line, today, request.POST if request.method == "POST" else None, again) if line else None
    if form is not None and form.is_bound and form.is_valid() and (made := _proposed(request, home, line, form)):
        return redirect("stopping", made.pk)
    context = {
        "home": home, "lines": lines.values(), "line": line, "form": form, "cancel": reverse("household", args=[home.pk]),
        "past": [(each, service(each.programme).label, all_grounds().get(each.ground, "")) for each in past],
    }  # fmt: skip
    return render(request, "changes/stop.html", context, status=422 if form is not None and form.errors else 200)


def _form(line: Line, today: date, sent: Any, again: Stopping | None) -> Form:
    months = {each.isoformat(): month(each) for each in months_to_stop(today)}
    grounds = {name: ground.label for name, ground in grounds_of(line.programme).items()}
    first = {"since": next(iter(months))} | ({"ground": again.ground, "found": again.found} if again else {})
    return build(ASKS, {"since": months, "ground": grounds})(sent, initial=first, auto_id="id_%s", label_suffix="")


def _proposed(request: HttpRequest, home: Household, line: Line, form: Form) -> Stopping | None:
    said = form.cleaned_data
    since = date.fromisoformat(said["since"])
    try:
        with transaction.atomic():
            made = propose_stop(
                home, line.programme, who=request.who, on=timezone.localdate(), since=since, ground=said["ground"],
                found=said["found"],
            )  # fmt: skip
    except StopRefused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, f"已提出停发{line.label}，由另一位负责人决定；决定之前照常发放。")
    return made


@opens(CHECK_REVIEWS)
def of_entitlement(request: HttpRequest, pk: int) -> HttpResponse:
    """From an entitlement to the page on which its household's benefits are stopped."""
    due = Entitlement.objects.filter(request.who.scope(CHECK_REVIEWS), pk=pk).first()
    if due is None:
        raise Http404
    return redirect(f"{reverse('household-stop', args=[due.household_id])}?programme={due.programme}")


@opens(SEE_REVIEWS)
@require_http_methods(["GET", "POST"])
def stopping_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One ending: what it brings, decided as shown by another person or given back, its paper and its history."""
    who, today = request.who, timezone.localdate()
    rows = Stopping.objects.filter(who.scope(SEE_REVIEWS), pk=pk)
    one = rows.select_related("household__head", "told_by", "decided_by", "change__paper").first()
    if one is None:
        raise Http404
    lines, trouble = _brings(one, today)
    back = build(BACK)(None, label_suffix="")
    if request.method == "POST" and request.POST.get("act") == "note":
        return noted(request, one, "stopping")
    if request.method == "POST":
        who.require(DECIDE_REVIEWS, one.area)
        if request.POST.get("act") == "back":
            back = build(BACK)(request.POST, label_suffix="")
            trouble = _given_back(request, one, back) if back.is_valid() else ""
        else:
            trouble = _decided(request, one, lines)
        if not trouble and not back.errors:
            return redirect("stopping", pk)
    change = getattr(one, "change", None)
    context = {
        "one": one, "home": one.household, "label": service(one.programme).label, "lines": lines, "seen": stamp(lines),
        "ground": grounds_of(one.programme).get(one.ground), "why_not": may_decide_stop(one, who, today), "back": back,
        "trouble": trouble, "paper": getattr(change, "paper", None), "change": change,
        "came_back": may_note(one, who), "again": _again(one), "story": story(Stopping, pk, register("stoppings")),
        "place": place_names({one.area}).get(one.area, one.area), "waits": one.state == Stopping.State.WAITING,
    }  # fmt: skip
    bad = request.method == "POST" and (trouble or back.errors)
    return render(request, "changes/stopping.html", context, status=422 if bad else 200)


def _again(one: Stopping) -> str:
    return f"{reverse('household-stop', args=[one.household_id])}?programme={one.programme}&again={one.pk}"


def _brings(one: Stopping, today: date) -> tuple[list[str], str]:
    if one.state != Stopping.State.WAITING:
        return [], ""
    try:
        return stop_brings(one, today), ""
    except StopRefused as refused:
        return [], str(refused)


def _attempt(act: Callable[[], Any]) -> str:
    try:
        with transaction.atomic():
            act()
    except StopRefused as refused:
        return str(refused)
    return ""


def _decided(request: HttpRequest, one: Stopping, lines: list[str]) -> str:
    if request.POST.get("seen") != stamp(lines):
        return "后果与刚才所列不同，请看过现在所列的再决定。"
    if trouble := _attempt(lambda: decide_stop(one.pk, who=request.who, on=timezone.localdate())):
        return trouble
    messages.success(request, "已决定停发，告知书已出具。")
    return ""


def _given_back(request: HttpRequest, one: Stopping, back: Form) -> str:
    reason = back.cleaned_data["reason"]
    trouble = _attempt(lambda: return_stop(one.pk, who=request.who, on=timezone.localdate(), reason=reason))
    if not trouble:
        messages.success(request, f"已退回给{one.told_by.name}；待遇照常发放。")
    return trouble
