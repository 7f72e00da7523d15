"""The county's budgets: how each fund stands in a year, and where a document is entered by hand or by table."""

from datetime import date
from io import BytesIO
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from anmin.kernel.access.declare import MAKE_ROLL, SEE_BUDGETS
from anmin.kernel.audit.api import acting
from anmin.kernel.funds import api as funds
from anmin.kernel.law.api import read_amount
from anmin.kernel.month.api import yuan
from anmin.web.gate import opens


def _county(request: HttpRequest) -> str:
    areas = sorted(request.who.areas(*SEE_BUDGETS.roles))
    if not areas:
        raise Http404
    return areas[0][:6] + "000000"


@opens(SEE_BUDGETS)
@require_http_methods(["GET", "POST"])
def budgets(request: HttpRequest) -> HttpResponse:
    """A year's funds with their documents; POST enters one document, or a table of them."""
    county, fault = _county(request), ""
    may = request.who.may(MAKE_ROLL)
    if request.method == "POST":
        try:
            request.who.require(MAKE_ROLL, county)
            with acting(request.who.actor, reason="录入预算", request=f"{request.method} {request.path}"):
                year, said = (_table if "file" in request.FILES else _one)(request, county)
        except funds.MoneyRefused as refused:
            fault = str(refused)
        else:
            messages.success(request, said)
            return redirect(f"{reverse('budgets')}?{urlencode({'year': year})}")
    years = funds.years_of(county)
    this = timezone.localdate().year
    year = _year(request.GET.get("year", ""), this)
    context = {
        "year": year, "years": sorted({this, this + 1, year, *years}, reverse=True), "rows": funds.standing(county, year),
        "may": may, "purses": funds.purses(), "levels": funds.Budget.Level.choices, "fault": fault, "sent": request.POST,
    }  # fmt: skip
    return render(request, "funds/budgets.html", context, status=422 if fault else 200)


def _year(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else usual


def _one(request: HttpRequest, county: str) -> tuple[int, str]:
    sent = {name: request.POST.get(name, "").strip() for name in ("purse", "year", "level", "doc", "amount", "on")}
    amount = read_amount(f"{sent['amount']}元", "fen") if sent["amount"] else 0
    if not isinstance(amount, int):
        raise funds.MoneyRefused(f"金额“{sent['amount']}”不是可用的数，写元，可到分。")
    try:
        on = date.fromisoformat(sent["on"])
    except ValueError as error:
        raise funds.MoneyRefused("请填写下达日期。") from error
    year = _year(sent["year"], 0)
    new = funds.enter(
        sent["purse"], county=county, year=year, level=sent["level"], doc=sent["doc"], amount=amount, on=on,
        who=request.who,
    )  # fmt: skip
    done = "已录入" if new else "早已录入，没有改动"
    return year, f"{sent['doc']} {yuan(amount)} 元：{done}。"


def _table(request: HttpRequest, county: str) -> tuple[int, str]:
    taken = funds.take_budgets(request.FILES["file"].read(), county=county, who=request.who, on=timezone.localdate())
    said = f"录入 {taken.new} 行，共 {yuan(taken.amount)} 元；早已录入、没有改动的 {taken.known} 行。"
    return _year(request.POST.get("year", ""), timezone.localdate().year), said


@opens(MAKE_ROLL)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The table to fill in."""
    from anmin.kernel.sheets.api import write_template

    stream = BytesIO()
    write_template(stream, funds.budget_sheet())
    answer = HttpResponse(
        stream.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('预算下达表.xlsx')}"
    return answer
