"""答复月结复核事项: what was done about one line that a close found, by whom and when."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anmin.kernel.access.declare import CHECK_REVIEWS, SEE_FUNDS
from anmin.kernel.month.api import Finding, FindingRefused, answer_finding, may_answer
from anmin.kernel.screens.api import register
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import service
from anmin.web.gate import opens
from anmin.web.rows.cells import card_address
from anmin.web.rows.forms import build
from anmin.web.templatetags.words import month, yuan

RESULTS = tuple((value, label) for value, label in Finding.State.choices if value != Finding.State.OPEN)
ASKS = (
    FormField("state", "处理结果", "choice", choices=RESULTS),
    FormField("text", "处理说明", "long", hint="谁、何时、怎样核实，作了什么处理"),
)


@opens(CHECK_REVIEWS)
@require_http_methods(["GET", "POST"])
def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the close found of a household, with the ways to put it right; then what was done, once."""
    who, today = request.who, timezone.localdate()
    rows = Finding.objects.filter(who.scope(CHECK_REVIEWS), who.scope(SEE_FUNDS), pk=pk)
    finding = rows.select_related("household__head", "close", "answered_by").first()
    if finding is None:
        raise Http404
    form = build(ASKS)(request.POST or None, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                answer_finding(pk, who=who, on=today, **form.cleaned_data)
        except FindingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已答复：{finding.household.head.name}家，{finding.get_kind_display()}。")
            return redirect(card_address(register("month-findings"), pk))
    context = {
        "finding": finding, "home": finding.household, "form": form, "why_not": may_answer(finding, who, today),
        "programme": service(finding.close.programme).label,
        "amounts": [
            (label, yuan(fen)) for label, fen in (("现发或名册", finding.held), ("测算", finding.due)) if fen is not None
        ],
        "month": month(finding.close.month),
    }  # fmt: skip
    return render(request, "funds/answer.html", context, status=422 if form.errors else 200)
