"""我的工作: what waits for me, the most urgent first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import GIVEN, Statement, User, Viewer, statement
from anmin.kernel.access.declare import CHECK_REVIEWS, CONFIRM_NUMBERS, DRAFT_NUMBERS, EXPORT, SEE_CASES, SIGNED_IN
from anmin.kernel.flow.api import Case, my_load, my_work, unanswered
from anmin.kernel.lawchange.api import arrivals
from anmin.kernel.month.api import tapers_ending
from anmin.kernel.screens.api import register, registers
from anmin.kernel.screens.declare import Register, Waiting
from anmin.kernel.service import service
from anmin.web.gate import opens
from anmin.web.rows.cells import card_address
from anmin.web.rows.places import place_names
from anmin.web.rows.query import visible

MOST = 100
SPANS = (("", "全部"), ("overdue", "逾期"), ("today", "今天必须办"), ("week", "本周到期"), ("waiting", "等待他人"))


@dataclass(frozen=True)
class Task:
    """One line of the work list. `tone` and `urgency` say the same, by colour and in words."""

    href: str
    tone: str
    icon: str
    urgency: str
    service: str
    step: str
    applicant: str
    place: str
    officer: str
    number: str
    due_on: date | None


@opens(SIGNED_IN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The desk's first page; a system keeper does no business and begins with the accounts."""
    who, today = request.who, timezone.localdate()
    if who.account.is_keeper and not who.posts:
        return redirect("accounts-list")
    waits = waiting(who, today)
    if not who.may(SEE_CASES):
        return render(request, "desk/home.html", {"today": today, "spans": [], "waits": waits})
    span = request.GET.get("when", "")
    rows = my_work(who, span if span in dict(SPANS) else "", today)
    load = my_load(who, today)
    figures = {"": None, "overdue": load.overdue, "today": load.today, "week": load.week, "waiting": load.waiting}
    context = {
        "today": today,
        "tasks": tasks(rows[:MOST], today),
        "more": len(rows) > MOST,
        "spans": [(name, label, figures[name], name == span) for name, label in SPANS],
        "span": span,
        "may_export": who.may(EXPORT),
        "objections": unanswered(who),
        "waits": waits,
    }
    return render(request, "desk/home.html", context)


def coming_rules(who: User, today: date) -> int:
    """Rule versions of the user's county that wait to be rehearsed or acknowledged."""
    if not (who.may(DRAFT_NUMBERS) or who.may(CONFIRM_NUMBERS)):
        return 0
    counties = {area[:6] for area in who.areas(*DRAFT_NUMBERS.roles, *CONFIRM_NUMBERS.roles)}
    return sum(each.waits for county in counties for each in arrivals(f"{county:0<12}", today))


@dataclass(frozen=True)
class Wait:
    """What else waits: how many (no more than `MOST` are counted), where they are listed, the earliest term and how many
    are past it."""

    label: str
    count: str
    href: str
    due_on: date | None = None
    late: int = 0


def waiting(who: User, today: date) -> list[Wait]:
    """What else waits for this user: rows of registers, and tapers about to end."""
    waits, asked = _asked(who.viewer)
    days: dict[int, list[date | None]] = defaultdict(list)
    for place, due_on in asked.rows(who.account.pk):
        days[place].append(due_on)
    found = [
        _wait(one, f"{reverse(f'{each.name}-list')}?{one.query}", days[place], today)
        for place, (each, one) in enumerate(waits)
        if days[place]
    ]
    if who.may(CHECK_REVIEWS) and (soon := tapers_ending(who, CHECK_REVIEWS, today)):
        found.append(Wait("渐退两周内期满", str(len(soon)), reverse("tapers-running")))
    if count := coming_rules(who, today):
        found.append(Wait("规则新版本待预演或确认", str(count), reverse("lawchanges")))
    return found


def _wait(one: Waiting, href: str, days: list[date | None], today: date) -> Wait:
    known = [day for day in days if day]
    count = str(len(days)) if len(days) < MOST else f"{MOST} 以上"
    return Wait(one.label, count, href, min(known, default=None), sum(day < today for day in known))


@lru_cache(maxsize=200)
def _asked(viewer: Viewer) -> tuple[tuple[tuple[Register, Waiting], ...], Statement]:
    """What may wait, and one question for all of it, which counts no further than a list shows."""
    who = viewer.who
    waits = tuple(
        (each, one)
        for each in registers().values()
        for one in each.waits
        if who.may(one.permission) and who.may(each.permission)
    )
    rows = [
        visible(each, who).filter(_within(one, each, who), **dict(one.where), **({one.mine: GIVEN} if one.mine else {}))
        .annotate(_which=Value(place), _due=F(one.due) if one.due else Cast(Value(None), DateField()))
        .order_by(*("_due",) if one.due else ()).values_list("_which", "_due")[:MOST]
        for place, (each, one) in enumerate(waits)
    ]  # fmt: skip
    return waits, statement(rows[0].union(*rows[1:], all=True) if rows else Case.objects.none().values_list("pk"))


def _within(one: Waiting, each: Register, who: User) -> Q:
    """The user's own places; everything where the rows belong to no place."""
    return who.scope(one.permission, each.area) if each.area else Q()


def tasks(cases: list[Case], today: date) -> list[Task]:
    """Cases as lines of the work list; names of places in one query."""
    places = place_names({case.area for case in cases})
    cards = register("cases")
    return [
        Task(
            card_address(cards, case.pk),
            *urgency(case.due_on, today),
            service(case.service).label,
            service(case.service).flow_of(case.flow_since).state(case.state).label,
            case.applicant.name,
            places.get(case.area, case.area),
            case.officer.name,
            case.number,
            case.due_on,
        )
        for case in cases
    ]


def urgency(due_on: date | None, today: date) -> tuple[str, str, str]:
    """Tone, icon and words for a limit."""
    if due_on is None:
        return "quiet", "dash-circle", "无时限"
    days = (due_on - today).days
    if days < 0:
        return "bad", "exclamation-circle-fill", f"逾期{-days}天"
    if days == 0:
        return "due", "clock-fill", "今天"
    if days <= 2:
        return "due", "clock", f"剩{days}天"
    return "quiet", "circle", f"剩{days}天"
