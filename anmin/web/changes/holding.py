"""Payments of a household kept back and paid again, each with its reason; and public labour where it is kept."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from anmin.kernel.access.declare import CHECK_REVIEWS, HOLD_PAYMENTS, SEE_PEOPLE, Permission
from anmin.kernel.flow.api import next_month
from anmin.kernel.funds.api import Hold, MoneyRefused, hold, release
from anmin.kernel.month.api import ReviewRefused, in_force, kept_for, labour_of, note_labour
from anmin.kernel.people.api import Household, members_on
from anmin.kernel.screens.declare import FormField
from anmin.web.gate import opens
from anmin.web.rows.forms import build

SINCE = FormField("since", "从哪个月起", "choice")
REASON = FormField("reason", "原因", "long", hint="月报和名册上会写明")
PAY_BACK = FormField("pay_back", "补发缓发的月份", "bool", hint="不勾选的, 缓发的月份不再补发")
LABOUR = (
    FormField("person", "人员", "choice"),
    FormField("on", "日期", "date"),
    FormField("work", "内容"),
    FormField("hours", "小时", "number", required=False),
    FormField("refused_for", "未参加的原因", required=False),
)


def _home(request: HttpRequest, pk: int, permission: Permission) -> Household:
    home = Household.objects.filter(request.who.scope(permission), pk=pk).select_related("head").first()
    if home is None:
        raise Http404
    return home


def _months(today: date) -> dict[str, str]:
    this = today.replace(day=1)
    return {this.isoformat(): f"本月 {this:%Y-%m}", next_month(this).isoformat(): f"下月 {next_month(this):%Y-%m}"}


@opens(HOLD_PAYMENTS)
def hold_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps back what a household is due, or pays it again."""
    home, today = _home(request, pk, HOLD_PAYMENTS), timezone.localdate()
    dues = in_force(home, today.replace(day=1))
    held = Hold.objects.filter(household=home, until__isnull=True).first()
    programmes = {each.programme: each.label for each in dues}
    fields = (SINCE, REASON, PAY_BACK) if held else (FormField("programme", "项目", "choice"), SINCE, REASON)
    form = build(fields, {"programme": programmes, "since": _months(today)})(
        request.POST or None, auto_id="id_%s", label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        since, reason = date.fromisoformat(said["since"]), said["reason"].strip()
        try:
            with transaction.atomic():
                if held:
                    release(home, held.programme, since=since, reason=reason, pay_back=said["pay_back"])
                else:
                    hold(home, said["programme"], since=since, reason=reason)
        except MoneyRefused as refused:
            form.add_error(None, str(refused))
        else:
            done = "恢复发放" if held else "缓发"
            messages.success(request, f"自 {since:%Y-%m} 起{done}: {reason}")
            # Who pays may keep payments back, but not open the household.
            return redirect("household" if request.who.may(SEE_PEOPLE, home.area) else "household-hold", pk)
    heading = f"恢复发放(自 {held.since:%Y-%m} 起缓发: {held.reason})" if held else "缓发"
    context = {"form": form, "home": home, "heading": heading, "button": "恢复发放" if held else "缓发"}
    return render(request, "changes/plain.html", context, status=422 if form.errors else 200)


@opens(CHECK_REVIEWS)
def labour_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Public labour of a household: what was noted, and a line more."""
    home, today = _home(request, pk, CHECK_REVIEWS), timezone.localdate()
    programme = next((d.programme for d in in_force(home, today) if kept_for(home, d.programme, today)), None)
    if programme is None:
        raise Http404
    people = {str(m.person_id): m.person for m in members_on(home, today)}
    choices = {key: person.name for key, person in people.items()}
    form = build(LABOUR, {"person": choices})(request.POST or None, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                note_labour(
                    home, people[said["person"]], programme, who=request.who, on=said["on"], work=said["work"],
                    hours=said["hours"] or 0, refused_for=said["refused_for"],
                )  # fmt: skip
        except ReviewRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已登记。")
            return redirect("household-labour", pk)
    context = {"form": form, "home": home, "heading": "公益劳动", "button": "登记", "labour": labour_of(home)[:50]}
    return render(request, "changes/plain.html", context, status=422 if form.errors else 200)
