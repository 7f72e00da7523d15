"""Correcting what a household declared while its case is open; the case is reckoned anew at once."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from anmin.kernel.access.api import Denied
from anmin.kernel.access.declare import SEE_CASES
from anmin.kernel.audit.api import Change, history
from anmin.kernel.flow.api import Case, may_reckon, reckon
from anmin.kernel.people.api import Declaration, register_household
from anmin.web.cases.acts import attempt, found
from anmin.web.cases.application import Application
from anmin.web.gate import opens


@opens(SEE_CASES)
def declare_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """The declaration as a form; saving keeps the old one in the history."""
    case, today = found(request, pk), timezone.localdate()
    if why_not := may_reckon(case, request.who):
        raise Denied(f"现在不能修改申报：{why_not}")
    data = request.POST if request.method == "POST" else None
    application = Application(case.service, request.who, today, data, case.household)
    application.about.fields.clear()
    newest = _newest(case)
    seen = str(newest.id) if newest else ""
    clash = newest if data and data.get("seen", seen) != seen else None  # what was typed would undo what somebody saved
    if data and application.is_valid() and clash is None:
        refused = attempt(None, lambda: _write(application, request, pk))
        if not refused:
            messages.success(request, "已保存申报并重新测算。")
            return redirect(f"{reverse('case', args=[pk])}?tab=reckoning")
        messages.error(request, refused)
    faults = [(f, field) for f in application.forms for field in f if field.errors]
    context = {"app": application, "case": case, "faults": faults, "service": application.kind, "seen": seen}
    return render(request, "cases/declare.html", {**context, "clash": clash})


def _newest(case: Case) -> Change | None:
    """The last thing written to what the household declares now: who, when, and its number."""
    current = Declaration.objects.filter(household=case.household, until=None).first()
    return next(iter(history("people_declaration", current.pk, limit=1)), None) if current else None


def _write(application: Application, request: HttpRequest, pk: int) -> None:
    with transaction.atomic():
        register_household(application.household_in(), on=application.on, source="申报更正")
        reckon(pk, who=request.who, on=application.on)
