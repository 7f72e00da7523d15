"""A month of a programme that follows others (价格临时补贴): first only reckoned and shown, then made due."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from anmin.kernel.access.declare import MAKE_ROLL
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds.api import MoneyRefused, county_of, month_before
from anmin.kernel.law.api import LawError, book, show_value, stored_numbers
from anmin.kernel.month.api import Followed, follow
from anmin.kernel.service import Service, register
from anmin.web.gate import opens

MONTHS = 6


@opens(MAKE_ROLL)
@require_safe
def follow_home(request: HttpRequest) -> HttpResponse:
    """Leads to the first programme that follows others."""
    for name, kind in register().items():
        if kind.derived is not None:
            return redirect("follow", programme=name)
    raise Http404


@opens(MAKE_ROLL)
@require_http_methods(["GET", "POST"])
def follow_page(request: HttpRequest, programme: str) -> HttpResponse:
    """Chooses a month and shows what it would bring; POST makes it due in the month after."""
    kind = register().get(programme)
    if kind is None or kind.derived is None:
        raise Http404
    county = county_of(next(iter(request.who.areas(*MAKE_ROLL.roles))))
    months = _months(timezone.localdate().replace(day=1))
    month = _chosen(request, months)
    pay = _next(month)
    tried, refused = None, ""
    try:
        if request.method == "POST":
            done = follow(programme, month, pay, county, who=request.who)
            messages.success(request, _said(done, kind))
            return redirect(f"{reverse('follow', args=[programme])}?month={month:%Y-%m}")
        tried = follow(programme, month, pay, county, who=request.who, try_only=True)
    except (MoneyRefused, LawError) as error:
        refused = str(error)
    context = {
        "kind": kind, "month": month, "pay": pay, "tried": tried, "refused": refused,
        "screens": [screen for screen in kind.screens if request.who.may(screen.permission)],
        "months": [(f"{m:%Y-%m}", f"{m.year}年{m.month}月") for m in months], "numbers": _numbers(programme, month, county),
    }  # fmt: skip
    return render(request, "funds/follow.html", context)


def _months(this: date) -> list[date]:
    months = [month_before(this)]
    while len(months) < MONTHS:
        months.append(month_before(months[-1]))
    return months


def _chosen(request: HttpRequest, months: list[date]) -> date:
    said = (request.POST if request.method == "POST" else request.GET).get("month", "")
    return next((m for m in months if f"{m:%Y-%m}" == said), months[0])


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _numbers(programme: str, month: date, county: str) -> list[tuple[str, str, str]]:
    """The programme's own numbers of the month in words, each with its document."""
    table, found = stored_numbers(), []
    for column, (definition, _, label) in book().law(programme).columns().items():
        row = table.find(f"{programme}.{column}", month, county[:6])
        value = show_value(row.value, definition.unit, definition.choices) if row else "还没有登记"
        found.append((label, value, row.source if row else ""))
    return found


def _said(done: Followed, kind: Service) -> str:
    return (
        f"{kind.label}{chinese_month(done.month)}：应发 {done.households} 户 {done.persons} 人；新写入 {done.written} 户，"
        f"撤回 {done.revoked} 户。请在{chinese_month(done.pay_month)}办理月结。"
    )
