"""The month's pages: where it is begun, the roll with all that hangs on it, its files."""

from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import MAKE_ROLL, REVIEW_ROLL, SEE_BUDGETS, SEE_FUNDS
from anmin.kernel.audit.api import record
from anmin.kernel.funds.api import (
    FORMS,
    Batch,
    MoneyRefused,
    Remittance,
    Roll,
    county_of,
    file_bytes,
    month_before,
    not_yet,
)
from anmin.kernel.law.api import LawError
from anmin.kernel.month.api import Close, background, paying, prepare, report_bytes, steps_of
from anmin.kernel.service import service
from anmin.web.funds.drawn import drawn
from anmin.web.gate import opens
from anmin.web.tasks import make_month

TYPES = {
    "csv": "text/csv; charset=utf-8", "gb.csv": "text/csv; charset=gb18030", "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@opens(MAKE_ROLL)
def begin(request: HttpRequest) -> HttpResponse:
    """Chooses programme and month; small counties are made at once, large ones in the background."""
    county = county_of(next(iter(request.who.areas(*MAKE_ROLL.roles))))
    if request.method == "POST":
        return _begin(request, county)
    today = timezone.localdate().replace(day=1)
    months = [_later(today, 1), today, month_before(today)]
    context = {
        "programmes": [service(name) for name in paying()],
        "months": [(f"{month:%Y-%m}", f"{month.year}年{month.month}月") for month in months],
        "usual": f"{today:%Y-%m}",
        "closes": _before(county),
    }
    return render(request, "funds/begin.html", context)


def _before(county: str) -> list[tuple[Close, str, int | None]]:
    """The last closes with their label and roll."""
    rolls = {(r.programme, r.month): r.pk for r in Roll.objects.filter(area=county).order_by("-month")[:36]}
    closes = Close.objects.filter(area=county).order_by("-month")[:12]
    return [(close, service(close.programme).label, rolls.get((close.programme, close.month))) for close in closes]


def _later(month: date, count: int) -> date:
    months = month.year * 12 + month.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _begin(request: HttpRequest, county: str) -> HttpResponse:
    programme = request.POST.get("programme", "")
    try:
        month = date.fromisoformat(request.POST.get("month", "") + "-01")
    except ValueError as error:
        raise Http404 from error
    if programme not in paying():
        raise Http404
    return make_now_or_later(request, programme, month, county)


def make_now_or_later(request: HttpRequest, programme: str, month: date, county: str) -> HttpResponse:
    """Makes the month while the clerk waits, or hands it to the worker and shows how long it has been at it."""
    try:
        not_yet(month, timezone.localdate())
        if background.is_small(programme, county):
            roll = prepare(programme, month, county, who=request.who, on=timezone.localdate())
            return redirect("roll", roll.pk)
        close = background.ask(programme, month, county, who=request.who)
    except (MoneyRefused, LawError) as error:
        messages.error(request, str(error))
        return redirect("month-begin")
    make_month.defer(close=close.pk, account=request.user.pk)
    return redirect("month-progress", close.pk)


@opens(MAKE_ROLL)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How the background work stands; asked again every two seconds, then the roll."""
    close = get_object_or_404(Close.objects.filter(request.who.scope(MAKE_ROLL)), pk=pk)
    if close.doing:
        context = {"close": close, "label": service(close.programme).label}
        context["seconds"] = int((timezone.now() - close.asked_at).total_seconds())
        return render(request, "funds/bar.html" if request.htmx else "funds/running.html", context)
    if close.trouble:
        messages.error(request, close.trouble)
        target = reverse("month-begin")
    else:
        roll = Roll.objects.filter(programme=close.programme, month=close.month, area=close.area).first()
        target = reverse("roll", args=[roll.pk]) if roll else reverse("month-begin")
    return HttpResponse(headers={"HX-Redirect": target}) if request.htmx else redirect(target)


def roll_of(who: User, pk: int) -> Roll:
    """The roll, for those whose post covers its county: its sums are the county's."""
    rolls = Roll.objects.select_related("made_by", "reviewed_by", "approved_by")
    return get_object_or_404(rolls.filter(who.scope(SEE_FUNDS)), pk=pk)


@opens(SEE_FUNDS)
@require_safe
def roll_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A month: what moved, who signed, how roll, bank and books agree, and what comes next."""
    roll = roll_of(request.who, pk)
    return render(request, "funds/roll.html", drawn(roll, request.who))


@opens(SEE_BUDGETS)
@require_safe
def of_remittance(request: HttpRequest, pk: int) -> HttpResponse:
    """From a line at the bank to the month in which it is paid, and is sent again."""
    rows = Remittance.objects.filter(request.who.scope(SEE_BUDGETS, "payment__area"), pk=pk)
    roll = rows.values_list("batch__roll", flat=True).first()
    if roll is None:
        raise Http404
    return redirect("roll", roll)


@opens(SEE_FUNDS)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The month's report; the look is recorded."""
    roll = roll_of(request.who, pk)
    record("export", "funds_roll", roll.pk, actor=request.who.actor, reason="月报", month=str(roll.month))
    name = f"{roll.month:%Y-%m} {service(roll.programme).label}月报.xlsx"
    return _file(report_bytes(roll, steps_of(roll)), "xlsx", name)


@opens(REVIEW_ROLL)
@require_safe
def bank_file(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """A bank file in plain text, for those who send it; every download is recorded."""
    batch = get_object_or_404(Batch.objects.select_related("roll"), number=number)
    if form not in FORMS:
        raise Http404
    request.who.require(REVIEW_ROLL, batch.roll.area)
    content = file_bytes(batch, form)
    record(
        "export", "funds_batch", number, actor=request.who.actor, reason="下载银行文件", form=form, lines=batch.lines
    )
    return _file(content, form, f"{number}.{form}")


def _file(content: bytes, form: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
