"""What is done on a case page: moves, forms, the reckoning, signatures, objections. Refused is shown where it was tried."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from anmin.kernel.access.api import Account, Denied
from anmin.kernel.access.declare import OPEN_CASES, SEE_CASES
from anmin.kernel.flow.api import (
    Case,
    MoveRefused,
    NoticeRefused,
    ObjectionRefused,
    answer_objection,
    file_record,
    flow_of,
    is_kin,
    make_move,
    object_to_decision,
    reckon,
)
from anmin.kernel.people.api import Person, members_on, sign_consent
from anmin.kernel.service import service
from anmin.web.cases.looks import move_form
from anmin.web.cases.page import show, visible
from anmin.web.cases.sent import Sent
from anmin.web.cases.tabs import ANSWER, OBJECTION, record_form
from anmin.web.gate import opens
from anmin.web.rows.forms import build
from anmin.web.templatetags.words import often, yuan

REFUSALS = (MoveRefused, Denied, NoticeRefused, ObjectionRefused)


def found(request: HttpRequest, pk: int) -> Case:
    """The case, if the user may see it and is no near relative."""
    case = visible(request.who).select_related("household", "applicant").filter(pk=pk).first()
    if case is None:
        raise Http404
    if is_kin(case, request.who, timezone.localdate()):
        raise Denied("您是该家庭成员的近亲属，应当回避本案（民发〔2021〕57号第十一条），不能查看和办理。")
    return case


def attempt(form: forms.Form | None, act: Callable[[], object]) -> str:
    """Runs `act` whole or not at all; what refuses it becomes an error of the form and is returned."""
    try:
        with transaction.atomic():
            act()
    except REFUSALS as refused:
        text = str(refused)
        if form is not None:
            form.add_error(None, text)
        return text
    return ""


def answers_of(form: forms.Form) -> dict[str, object]:
    """Answers as the flow keeps them: dates as text, nothing for what was left empty."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in form.cleaned_data.items()
        if value not in (None, "") and name not in ("sure", "second")
    }  # fmt: skip


@opens(SEE_CASES)
@require_POST
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Makes one move."""
    case, today = found(request, pk), timezone.localdate()
    declared = next((m for m in flow_of(case).moves if m.name == name), None)
    if declared is None:
        raise Http404
    form = move_form(declared, case, today, request.POST)
    if form.is_valid():
        given = answers_of(form)
        reason = str(given.pop("reason", ""))
        if declared.notice == "dispute" and request.POST.get("objection", "").isdigit():
            given["objection"] = int(request.POST["objection"])
        refused = attempt(
            form, lambda: make_move(pk, name, who=request.who, on=today, reason=reason, answers=given)
        )  # fmt: skip
        if not refused:
            messages.success(request, _done(Case.objects.get(pk=pk), declared.label))
            return redirect("case", pk)
    return show(request, pk, request.POST.get("tab", ""), Sent(moves={name: form}), status=422)


def _done(case: Case, label: str) -> str:
    state = flow_of(case).state(case.state).label
    due = f"，下一时限 {case.due_on}" if case.due_on else ""
    return f"已办理：{label}。案件现在是“{state}”{due}。"


@opens(SEE_CASES)
@require_POST
def record(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Files one form."""
    case, today = found(request, pk), timezone.localdate()
    declared = next((f for f in flow_of(case).forms if f.name == name), None)
    if declared is None:
        raise Http404
    form = record_form(declared, case, request.who, request.POST)
    if form.is_valid():
        second = form.cleaned_data.get("second")
        other = Account.objects.filter(pk=second).first() if second else None
        refused = attempt(
            form, lambda: file_record(pk, name, answers_of(form), who=request.who, on=today, second_by=other)
        )  # fmt: skip
        if not refused:
            messages.success(request, f"已保存{declared.label}。")
            return redirect(f"{reverse('case', args=[pk])}?tab=check")
    return show(request, pk, "check", Sent(record=form, form=name), status=422)


def _reckoned(case: Case) -> str:
    """The outcome of a reckoning in a line; where nothing is paid, only whether the conditions are met."""
    kind, results = service(case.service), case.reckoning.get("results", {})
    if amount := results.get(kind.pays):
        return f"已测算：{often(case)} {yuan(amount)} 元。"
    if not results.get("eligible"):
        return "已测算：不符合条件，理由见下。"
    return "已测算：符合条件，没有应发（还应发）的金额。" if kind.pays else "已测算：符合条件。"


@opens(SEE_CASES)
@require_POST
def reckon_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Reckons with what is declared today."""
    case = found(request, pk)
    refused = attempt(None, lambda: reckon(pk, who=request.who, on=timezone.localdate()))
    if refused:
        return show(request, pk, "reckoning", Sent(said=[refused]), status=422)
    case.refresh_from_db()
    messages.success(request, _reckoned(case))
    return redirect(f"{reverse('case', args=[pk])}?tab=reckoning")


@opens(SEE_CASES)
@require_POST
def consent(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Notes that a member signed the authorisation."""
    case, today = found(request, pk), timezone.localdate()
    request.who.require(OPEN_CASES, case.area)
    who = next((m.person for m in members_on(case.household, today) if m.person_id == person), None)
    if who is None:
        raise Http404
    signer = request.POST.get("signer", "").strip()[:40]
    _sign(who, today, signer)
    messages.success(request, f"已登记{who.name}的核对授权{f'（由{signer}代签）' if signer else ''}。")
    return redirect(f"{reverse('case', args=[pk])}?tab=home")


def _sign(person: Person, on: date, signer: str) -> None:
    if not person.consents.filter(signed_on__lte=on).exclude(until__lt=on).exists():
        sign_consent(person, on=on, signer=signer)


@opens(SEE_CASES)
@require_POST
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes in the applicant's objection to the decision."""
    found(request, pk)
    form = build(OBJECTION)(request.POST, prefix="ob", label_suffix="")
    if form.is_valid():
        said, today = form.cleaned_data, timezone.localdate()
        if not attempt(form, lambda: object_to_decision(pk, who=request.who, on=today, **said)):
            messages.success(request, "已登记对决定的异议，由县局未参与原决定的人员复核答复。")
            return redirect(f"{reverse('case', args=[pk])}?tab=notice")
    return show(request, pk, "notice", Sent(objection=form), status=422)


@opens(SEE_CASES)
@require_POST
def answer(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """Answers an objection."""
    case = found(request, pk)
    if not case.objections.filter(pk=objection).exists():
        raise Http404
    form = build((ANSWER,))(request.POST, prefix=f"o{objection}", label_suffix="")
    if form.is_valid():
        said, today = form.cleaned_data["result"], timezone.localdate()
        if not attempt(form, lambda: answer_objection(objection, who=request.who, on=today, result=said)):
            messages.success(request, "已答复异议。")
            return redirect(f"{reverse('case', args=[pk])}?tab=notice")
    return show(request, pk, "notice", Sent(answer={objection: form}), status=422)
