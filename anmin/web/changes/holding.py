"""缓发与恢复: payments of a household kept back and paid again, by programme, each with its reason."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anmin.kernel.access.declare import HOLD_PAYMENTS, SEE_PEOPLE, Permission
from anmin.kernel.flow.api import next_month
from anmin.kernel.funds.api import Hold, MoneyRefused, hold, release
from anmin.kernel.month.api import in_force
from anmin.kernel.people.api import Household
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import service
from anmin.web.gate import opens
from anmin.web.rows.forms import build
from anmin.web.templatetags.words import month

SINCE = FormField("since", "从哪个月起", "choice")
REASON = FormField("reason", "原因", "long", hint="月报和名册上会写明")
PAY_BACK = FormField("pay_back", "补发缓发的月份", "bool", hint="不勾选的，缓发的月份不再补发")
FIND = (FormField("number", "家庭编号", hint="发放明细、在保待遇和停发名单里都有"),)


@dataclass(frozen=True)
class Line:
    """One programme of a household: its amount a month in fen (None where nothing is in force), and what is held."""

    programme: str
    label: str
    amount: int | None
    held: Hold | None


def home_of(request: HttpRequest, pk: int, permission: Permission) -> Household:
    """The household, inside the user's area; else 404."""
    home = Household.objects.filter(request.who.scope(permission), pk=pk).select_related("head").first()
    if home is None:
        raise Http404
    return home


def _months(today: date) -> dict[str, str]:
    this = today.replace(day=1)
    return {
        this.isoformat(): f"本月（{month(this)}）",
        next_month(this).isoformat(): f"下月（{month(next_month(this))}）",
    }


def _lines(home: Household, today: date) -> dict[str, Line]:
    held = {each.programme: each for each in Hold.objects.filter(household=home, until__isnull=True)}
    found: dict[str, Line] = {}
    for due in in_force(home, today.replace(day=1)):
        found.setdefault(due.programme, Line(due.programme, due.label, due.amount, held.get(due.programme)))
    for name, each in held.items():
        found.setdefault(name, Line(name, service(name).label, None, each))
    return found


@opens(HOLD_PAYMENTS)
@require_http_methods(["GET", "POST"])
def hold_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a household is due, programme by programme; keeps one back, or pays it again."""
    home, today = home_of(request, pk, HOLD_PAYMENTS), timezone.localdate()
    lines = _lines(home, today)
    asked = request.POST.get("programme") or request.GET.get("programme", "")
    line = lines.get(asked) or (next(iter(lines.values())) if len(lines) == 1 else None)
    form = None
    if line is not None:
        fields = (SINCE, REASON, PAY_BACK) if line.held else (SINCE, REASON)
        sent = request.POST if request.method == "POST" else None
        form = build(fields, {"since": _months(today)})(sent, auto_id="id_%s", label_suffix="")
        if sent is not None and form.is_valid() and _done(request, home, line, form):
            return redirect("household-hold", pk)
    past = Hold.objects.filter(household=home, until__isnull=False).order_by("-since")[:20]
    sees_home = request.who.may(SEE_PEOPLE, home.area)
    context = {
        "home": home, "lines": lines.values(), "line": line, "form": form, "sees_home": sees_home,
        "cancel": reverse("household", args=[home.pk]) if sees_home else reverse("holds-list"),
        "past": [(each, service(each.programme).label) for each in past],
    }  # fmt: skip
    return render(request, "changes/hold.html", context, status=422 if form is not None and form.errors else 200)


def _done(request: HttpRequest, home: Household, line: Line, form: Form) -> bool:
    said = form.cleaned_data
    since, reason = date.fromisoformat(said["since"]), said["reason"].strip()
    # A page that was open in another window must not do the opposite of what its button said.
    if request.POST.get("act") != ("release" if line.held else "hold"):
        form.add_error(None, "这一项刚被别人缓发或恢复，请看过现在的状态再办。")
        return False
    try:
        with transaction.atomic():
            if line.held:
                release(home, line.programme, since=since, reason=reason, pay_back=said["pay_back"])
            else:
                hold(home, line.programme, since=since, reason=reason)
    except MoneyRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"{line.label}自{month(since)}起{'恢复发放' if line.held else '缓发'}：{reason}")
    return True


@opens(HOLD_PAYMENTS)
@require_http_methods(["GET", "POST"])
def new_page(request: HttpRequest) -> HttpResponse:
    """From a household's number to its payments; who pays need not be able to open the household itself."""
    form = build(FIND)(request.POST or None, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        rows = Household.objects.filter(request.who.scope(HOLD_PAYMENTS), number=form.cleaned_data["number"].strip())
        if home := rows.first():
            return redirect("household-hold", home.pk)
        form.add_error("number", "辖区内没有这个编号的家庭，请核对后再填。")
    context = {"form": form, "heading": "缓发或恢复一户", "button": "下一步", "back": ("holds-list", "缓发")}
    return render(request, "changes/plain.html", context, status=422 if form.errors else 200)


@opens(HOLD_PAYMENTS)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """From a line of the register to the household's payments."""
    held = Hold.objects.filter(request.who.scope(HOLD_PAYMENTS, "household__area"), pk=pk).first()
    if held is None:
        raise Http404
    return redirect("household-hold", held.household_id)
