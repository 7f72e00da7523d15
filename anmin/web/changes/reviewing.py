"""One review: what is known and what the rules give now, the finding, the decision, papers and objections."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import Denied, User
from anmin.kernel.access.declare import CHECK_REVIEWS, SEE_REVIEWS
from anmin.kernel.month.api import (
    Cycle,
    Review,
    ReviewRefused,
    Weighed,
    answer_review_objection,
    classes,
    correct,
    decide,
    in_force,
    may_check,
    may_decide,
    object_to_review,
    objections_of_review,
    open_review,
    open_review_paper,
    propose,
    receipt_of_review,
    send_back,
    weigh,
)
from anmin.kernel.people.api import Household, age, members_on, register_household, relation_label
from anmin.kernel.places.api import Division
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import service
from anmin.web.cases.application import Application
from anmin.web.gate import opens
from anmin.web.rows.forms import build
from anmin.web.templatetags.words import month

FOUND = (FormField("found", "核查情况", "long", hint="谁、何时、怎样核查，看到什么"),)
BY_WORK = FormField("by_work", "因家庭成员就业而超过标准（按渐退办理）", "bool")
BACK = (FormField("reason", "退回理由", "long"),)
CLASS = (FormField("klass", "类别", "choice"), FormField("reason", "更正理由", required=False))
OBJECTION = (
    FormField("from_whom", "异议人"),
    FormField("channel", "渠道", hint="例：来访、电话、书面"),
    FormField("content", "异议内容", "long"),
)
ANSWER = (FormField("result", "答复", "long"), FormField("again", "重新复核", "bool"))
WHY = (FormField("why", "事由", "long", hint="为什么要复核，线索从哪里来"),)
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def found(request: HttpRequest, pk: int) -> Review:
    """The review, if the user may see it."""
    rows = Review.objects.filter(request.who.scope(SEE_REVIEWS), pk=pk)
    village = Division.objects.filter(code=OuterRef("area")).order_by("-since").values("name")[:1]
    rows = rows.select_related("household__head", "checked_by", "decided_by", "draw").annotate(place=Subquery(village))
    review = rows.first()
    if review is None:
        raise Http404
    return review


@opens(SEE_REVIEWS)
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the review; what is done on it is sent here too (`act` names it)."""
    review, sent = found(request, pk), {}
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in ACTS:
            raise Http404
        fields, act = ACTS[name]
        form = _form(name, fields, request.POST, review)
        if form.is_valid() and (said := _attempt(form, lambda: act(request, review, form.cleaned_data))):
            messages.success(request, said)
            return redirect("review", pk)
        sent = {name: form}
    return render(request, "changes/review.html", _context(request, review, sent), status=422 if sent else 200)


def _form(name: str, fields: tuple[FormField, ...], data: Any, review: Review) -> forms.Form:
    given = {"klass": classes(review.programme, timezone.localdate())} if name == "class" else None
    return build(fields, given)(data, prefix=name, label_suffix="")


def _attempt(form: forms.Form, act: Callable[[], str]) -> str:
    """Runs `act` whole or not at all; what refuses it becomes an error of the form."""
    try:
        with transaction.atomic():
            return act()
    except (ReviewRefused, Denied) as refused:
        form.add_error(None, str(refused))
        return ""


def _context(request: HttpRequest, review: Review, sent: dict[str, forms.Form]) -> dict[str, Any]:
    who, today, home = request.who, timezone.localdate(), review.household
    waits = review.state in (Review.State.OPEN, Review.State.PROPOSED)
    not_check = may_check(review, who, today) if waits else ""
    not_decide = may_decide(review, who, today) if review.state == Review.State.PROPOSED else ""
    weighed, cannot = _weighed(review, not_check) if review.state == Review.State.OPEN else (None, "")
    over = weighed is not None and weighed.outcome == Review.Outcome.STOP
    context = {
        "review": review, "home": home, "place": review.place or home.area, "today": today,
        "service": service(review.programme).label, "may_see_cycle": waits,
        "members": [(m, relation_label(m.relation), age(m.person.born_on, today)) for m in members_on(home, today)],
        "weighed": weighed, "outcome": Review.Outcome(weighed.outcome).label if weighed else "", "cannot": cannot,
        "not_check": not_check, "not_decide": not_decide,
        "late": waits and review.due_on < today,
    }  # fmt: skip
    if waits and not not_check:
        context["propose"] = sent.get("propose") or _form("propose", (*FOUND, BY_WORK) if over else FOUND, None, review)
    if waits:
        context |= _cycle(review, who, sent)
    else:
        context |= _afterwards(review, who, sent)
    if review.state == Review.State.PROPOSED and not not_decide:
        context |= {
            "decide": sent.get("decide") or _form("decide", (), None, review),
            "back": sent.get("back") or _form("back", BACK, None, review),
        }
    if review.basis:
        context["receipt"] = receipt_of_review(review)
    return context


def _weighed(review: Review, not_check: str) -> tuple[Weighed | None, str]:
    """What the rules would give now, for whoever may look into it."""
    if not_check:
        return None, ""
    try:
        return weigh(review, timezone.localdate(), look=True), ""
    except ReviewRefused as refused:
        return None, str(refused)


def _cycle(review: Review, who: User, sent: dict[str, forms.Form]) -> dict[str, Any]:
    cycle = Cycle.objects.filter(household=review.household, programme=review.programme).first()
    if cycle is None:
        return {}
    labels = classes(review.programme, timezone.localdate())
    form = sent.get("class") or _form("class", CLASS, None, review)
    form.fields["klass"].initial = cycle.klass
    may = who.may(CHECK_REVIEWS, review.area)
    return {"cycle": cycle, "klass": labels.get(cycle.klass, cycle.klass), "class_form": form if may else None}


def _afterwards(review: Review, who: User, sent: dict[str, forms.Form]) -> dict[str, Any]:
    objections = objections_of_review(review)
    waiting = next((row for row, _, _ in objections if row.resolved_on is None), None)
    may_answer = waiting and who.role_at(review.area, ("R6", "R7"))
    may_answer = may_answer and who.account.pk not in (review.decided_by_id, review.checked_by_id)
    takes = review.state == Review.State.DECIDED and waiting is None
    takes = takes and who.role_at(review.area, ("R3", "R4", "R6"))
    return {
        "papers": list(review.papers.order_by("-id")), "objections": objections,
        "objection": (sent.get("objection") or _form("objection", OBJECTION, None, review)) if takes else None,
        "answer": (sent.get("answer") or _form("answer", ANSWER, None, review)) if may_answer else None,
    }  # fmt: skip


def _propose(request: HttpRequest, review: Review, said: dict[str, Any]) -> str:
    done = propose(
        review.pk, who=request.who, on=timezone.localdate(), found=said["found"], by_work=bool(said.get("by_work"))
    )
    return f"已提出复核意见：{done.get_outcome_display()}。由另一位负责人决定后，次月起执行。"


def _decide(request: HttpRequest, review: Review, _said: dict[str, Any]) -> str:
    done = decide(review.pk, who=request.who, on=timezone.localdate())
    return f"已决定：{done.get_outcome_display()}，自{month(done.pays_from)}起执行。"


def _back(request: HttpRequest, review: Review, said: dict[str, Any]) -> str:
    send_back(review.pk, who=request.who, on=timezone.localdate(), reason=said["reason"])
    return "已退回复核。"


def _correct(request: HttpRequest, review: Review, said: dict[str, Any]) -> str:
    cycle = Cycle.objects.filter(household=review.household, programme=review.programme).first()
    if cycle is None:
        raise ReviewRefused("还没有生成类别，请先生成到期名单。")
    done = correct(cycle.pk, said["klass"], who=request.who, on=timezone.localdate(), reason=said["reason"])
    return f"类别已更正，下次复核 {done.due_on}。"


def _object(request: HttpRequest, review: Review, said: dict[str, Any]) -> str:
    object_to_review(review.pk, who=request.who, on=timezone.localdate(), **said)
    return "已登记异议，由县局未参与原复核的人员答复。"


def _answer(request: HttpRequest, review: Review, said: dict[str, Any]) -> str:
    waiting = review.objections.filter(resolved_on__isnull=True).first()
    if waiting is None:
        raise ReviewRefused("没有等待答复的异议。")
    answer_review_objection(waiting.pk, who=request.who, on=timezone.localdate(), **said)
    return "已答复异议。" + ("已重新列入复核。" if said["again"] else "")


ACTS: dict[str, tuple[tuple[FormField, ...], Callable]] = {
    "propose": ((*FOUND, BY_WORK), _propose),
    "decide": ((), _decide),
    "back": (BACK, _back),
    "class": (CLASS, _correct),
    "objection": (OBJECTION, _object),
    "answer": (ANSWER, _answer),
}


@opens(CHECK_REVIEWS)
def declare_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the household declares now; the former declaration stays in the history. Money follows only by decision."""
    review, today = found(request, pk), timezone.localdate()
    if why_not := may_check(review, request.who, today):
        raise Denied(f"现在不能修改申报：{why_not}")
    data = request.POST if request.method == "POST" else None
    application = Application(review.programme, request.who, today, data, review.household)
    application.about.fields.clear()
    if data and application.is_valid():
        register_household(application.household_in(), on=today, source=f"复核 {today}")
        messages.success(request, "已保存申报。金额在复核决定后才会变动。")
        return redirect("review", pk)
    faults = [(f, field) for f in application.forms for field in f if field.errors]
    return render(request, "changes/declare.html", {"app": application, "review": review, "faults": faults})


@opens(CHECK_REVIEWS)
def open_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a household up for review by hand, as after a report."""
    home = Household.objects.filter(request.who.scope(CHECK_REVIEWS), pk=pk).select_related("head").first()
    if home is None:
        raise Http404
    today = timezone.localdate()
    due = in_force(home, today.replace(day=1))
    form = build(WHY)(request.POST or None, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        opened = [
            open_review(home, each.programme, cause=Review.Cause.REPORT, why=form.cleaned_data["why"].strip(), on=today)
            for each in due
        ]
        if made := next(filter(None, opened), None):
            return redirect("review", made.pk)
        form.add_error(None, "该家庭没有生效的待遇，不用复核。")
    context = {"form": form, "home": home, "heading": "列入复核", "button": "列入复核"}
    return render(request, "changes/plain.html", context, status=422 if form.errors else 200)


@opens(SEE_REVIEWS)
@require_safe
def paper(request: HttpRequest, pk: int, paper: int, form: str) -> HttpResponse:
    """An issued paper; giving it out is recorded."""
    review = found(request, pk)
    row = review.papers.filter(pk=paper).first()
    if row is None or form not in TYPES:
        raise Http404
    answer = HttpResponse(open_review_paper(row, form, who=request.who), content_type=TYPES[form])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{row.title}-{row.number}.{form}')}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
