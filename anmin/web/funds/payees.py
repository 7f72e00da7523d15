"""指定新领款人: who receives on where the payee has died and the line was left off the roll."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anmin.kernel.access.declare import CHECK_REVIEWS, SEE_FUNDS
from anmin.kernel.funds.api import Omission
from anmin.kernel.month.api import PayeeRefused, may_name_payee, name_payee, onward, who_may_receive
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import service
from anmin.web.gate import opens
from anmin.web.rows.forms import build

ASKS = (
    FormField("payee", "新领款人", "choice"),
    FormField("proof", "依据", hint="例：家庭成员书面推举、监护证明编号"),
)


@opens(CHECK_REVIEWS)
@require_http_methods(["GET", "POST"])
def payee_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes on under whom, as the rules give it to who is left; or what must be done first."""
    who, today = request.who, timezone.localdate()
    rows = Omission.objects.filter(who.scope(CHECK_REVIEWS), who.scope(SEE_FUNDS), pk=pk)
    line = rows.select_related("household__head", "roll").first()
    if line is None:
        raise Http404
    home, programme = line.household, line.roll.programme
    people = {str(person.pk): person.name for person in who_may_receive(home, today)}
    form = build(ASKS, {"payee": people})(
        request.POST or None, initial={"payee": str(home.head_id)}, auto_id="id_%s", label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                name_payee(home, programme, int(said["payee"]), who=who, on=today, proof=said["proof"])
        except PayeeRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已改由{people[said['payee']]}领取；收款账户请一并登记。")
            return redirect("household", home.pk)
    sentence, why_not = "", may_name_payee(home, who, today)
    try:
        sentence = onward(home, programme).sentence
    except PayeeRefused as refused:
        why_not = why_not or str(refused)
    context = {
        "line": line, "home": home, "form": form, "sentence": sentence, "why_not": why_not,
        "programme": service(programme).label,
    }  # fmt: skip
    return render(request, "funds/payee.html", context, status=422 if form.errors else 200)
