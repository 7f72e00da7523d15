"""One claim: what was overpaid and why, what came back, and what was given up; each is booked at once."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import APPROVE_ROLL, MAKE_ROLL, SEE_FUNDS, SEE_PEOPLE
from anmin.kernel.funds.api import Entry, MoneyRefused, Recovery, repay, waive
from anmin.kernel.month.api import yuan
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import service
from anmin.web.gate import opens
from anmin.web.rows.forms import build

REPAY = (
    FormField("amount", "退回金额", "money"),
    FormField("on", "到账日期", "date"),
    FormField("proof", "缴款凭证号", hint="财政专户收款凭证或银行回单号"),
)
WAIVE = (FormField("reason", "核销依据", "long", hint="例：会议纪要文号；确无遗产可供追回"),)


@dataclass(frozen=True)
class Act:
    """What may be done about a claim: its form and its button."""

    name: str
    label: str
    form: Any
    button: str
    primary: bool


@opens(SEE_FUNDS)
@require_http_methods(["GET", "POST"])
def recovery_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The claim with its vouchers; the maker of rolls notes what came back, who approves gives up the rest."""
    who = request.who
    rows = Recovery.objects.filter(who.scope(SEE_FUNDS, "household__area"), pk=pk)
    claim = rows.select_related("household__head", "fund", "entry").first()
    if claim is None:
        raise Http404
    doing, sent = request.POST.get("act", ""), request.POST if request.method == "POST" else None
    acts = _acts(claim, who, doing, sent)
    if sent is not None:
        who.require(APPROVE_ROLL if doing == "waive" else MAKE_ROLL, claim.fund.area)
        form = next((act.form for act in acts if act.name == doing), None)
        if form is None:
            messages.error(request, f"这笔追缴现在是“{claim.get_state_display()}”，不能再办理。")
            return redirect("recovery", pk)
        if form.is_valid() and _done(request, claim, doing, form):
            return redirect("recovery", pk)
    context = {
        "claim": claim, "programme": service(claim.programme).label, "acts": acts, "vouchers": _vouchers(claim),
        "sees_home": who.may(SEE_PEOPLE, claim.household.area),
    }  # fmt: skip
    return render(request, "funds/recovery.html", context, status=422 if any(act.form.errors for act in acts) else 200)


def _acts(claim: Recovery, who: User, doing: str, sent: Any) -> list[Act]:
    """What this user may do about an open claim; the form that was sent keeps what was typed."""
    kinds = (
        ("repay", "登记退款", REPAY, "登记退款并记账", MAKE_ROLL),
        ("waive", "核销", WAIVE, f"核销剩下的 {yuan(claim.outstanding)} 元", APPROVE_ROLL),
    )
    return [
        Act(name, label, _form(fields, sent if doing == name else None), button, name == "repay")
        for name, label, fields, button, right in kinds
        if claim.state == Recovery.State.OPEN and who.may(right, claim.fund.area)
    ]


def _form(fields: tuple[FormField, ...], data: Any) -> Any:
    return build(fields)(data, auto_id="id_%s", label_suffix="")


def _done(request: HttpRequest, claim: Recovery, act: str, form: Any) -> bool:
    said, today = form.cleaned_data, timezone.localdate()
    # The same form sent twice would book the same money twice.
    if request.POST.get("seen") != str(claim.repaid):
        form.add_error(None, f"刚刚已登记过退款，现在已退 {yuan(claim.repaid)} 元；请看过再记。")
        return False
    if act == "repay" and not claim.month <= said["on"] <= today:
        form.add_error("on", "到账日期不能早于多发月份，也不能晚于今天。")
        return False
    try:
        with transaction.atomic():
            if act == "waive":
                waive(claim.pk, reason=said["reason"].strip(), on=today, who=request.who)
            else:
                repay(claim.pk, amount=said["amount"], on=said["on"], who=request.who, proof=said["proof"].strip())
    except MoneyRefused as refused:
        form.add_error(None, str(refused))
        return False
    except DatabaseError as error:
        if "RAISE" not in str(error):
            raise
        form.add_error(None, str(error).splitlines()[0])
        return False
    messages.success(request, "已核销并记账。" if act == "waive" else f"已登记退款 {yuan(said['amount'])} 元并记账。")
    return True


def _vouchers(claim: Recovery) -> list[tuple[Entry, int]]:
    """The vouchers of this claim alone, with what each moved (fen)."""
    mine = Q(key__startswith=f"repaid:{claim.pk}:") | Q(key=f"waived:{claim.pk}")
    mine |= Q(key__startswith=f"recoveries:less:{claim.pk}:")
    rows = Entry.objects.filter(mine).annotate(moved=Max("postings__amount")).order_by("pk")
    return [(entry, entry.moved) for entry in rows]
