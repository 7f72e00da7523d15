"""更正收款账户: where a household's benefits go from the next file to the bank on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from anmin.kernel.access.declare import CHANGE_ACCOUNTS, SEE_PEOPLE
from anmin.kernel.funds.api import Remittance
from anmin.kernel.month.api import Finding
from anmin.kernel.people.api import Household, change_account, masked_account, members_on
from anmin.kernel.screens.declare import FormField
from anmin.web.gate import opens
from anmin.web.rows.forms import build

FIELDS = (
    FormField("bank_name", "开户行"),
    FormField("bank_account", "银行账号", hint="照存折或银行卡填写全部数字"),
    FormField("payee_name", "开户名", hint="本户在世的成员；由他人代管的须有代管协议"),
    FormField("agreement", "代管协议", required=False, hint="开户名不是本户成员时必填：协议编号和代管人身份"),
    FormField("proof", "依据", hint="例：银行退回，核对新存折；户主死亡，家庭商定由配偶领取"),
)


@opens(CHANGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def account_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Registers another account with its proof; what was paid already stays where it went."""
    who, today = request.who, timezone.localdate()
    rows = Household.objects.filter(who.scope(CHANGE_ACCOUNTS), who.scope(SEE_PEOPLE), until__isnull=True, pk=pk)
    home = rows.select_related("head").first()
    if home is None:
        raise Http404
    start = {"payee_name": home.head.name, "bank_name": home.bank_name}
    form = build(FIELDS)(request.POST or None, initial=start, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            doubts = change_account(home, **form.cleaned_data, actor=who.actor, on=today)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                form.add_error(name, texts)
        else:
            messages.success(
                request, f"{home.head.name}家的收款账户已更正为尾号 {home.bank_tail}；退回的款可以再次发放。"
            )
            for doubt in doubts:
                messages.warning(request, doubt)
            return redirect("household", pk)
    context = {
        "home": home, "form": form, "now": masked_account(home), "members": [m.person.name for m in members_on(home, today)],
    }  # fmt: skip
    return render(request, "desk/account.html", context, status=422 if form.errors else 200)


@opens(CHANGE_ACCOUNTS)
@require_safe
def of_remittance(request: HttpRequest, pk: int) -> HttpResponse:
    """From a line that the bank returned to the account that is to be corrected."""
    rows = Remittance.objects.filter(request.who.scope(CHANGE_ACCOUNTS, "payment__area"), pk=pk)
    home = rows.values_list("payment__household", flat=True).first()
    if home is None:
        raise Http404
    return redirect("household-account", home)


@opens(CHANGE_ACCOUNTS)
@require_safe
def of_month_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """From a line of the roll that has no account to the page where it is registered."""
    rows = Finding.objects.filter(request.who.scope(CHANGE_ACCOUNTS), pk=pk)
    home = rows.values_list("household", flat=True).first()
    if home is None:
        raise Http404
    return redirect("household-account", home)
