"""What a clerk does with a row of the wall. By htmx the row alone comes back; without script the whole wall."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from anmin.kernel.access.declare import EDIT_PLANS, SEE_PLANS
from anmin.kernel.targets import api as targets
from anmin.web.gate import opens
from anmin.web.plans.views import row_of
from anmin.web.registers.plans import FORM
from anmin.web.rows.forms import build

FIELDS = tuple(each for each in FORM.fields if each.name != "id")
ALONE: dict[str, Callable] = {"confirm": targets.confirm, "drop": targets.drop, "restore": targets.restore}


@opens(SEE_PLANS)
@require_safe
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """From a list to the row's place on the wall."""
    seen = targets.Item.objects.filter(request.who.scope(SEE_PLANS, "plan__area__county"))
    item = get_object_or_404(seen.only("pk", "plan_id"), pk=pk)
    return redirect(_at(item))


@opens(EDIT_PLANS)
@require_POST
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, drop, restore, split or merge."""
    item = _item(request, pk)
    what = request.POST.get("do", "")
    try:
        if what in ALONE:
            return _row(request, ALONE[what](pk, seen=_seen(request)))
        if what == "split":
            return _wall(request, targets.split(pk, request.POST.get("surface", "")))
        if what == "merge":
            return _wall(request, targets.merge(pk))
    except targets.Refused as error:
        return _row(request, item, str(error))
    return _row(request, item, "不知道要做什么。请点“确认”“改正”或“删去”。")


@opens(EDIT_PLANS)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The form that puts other readings in place; within the row, or as a page of its own."""
    item = _item(request, pk)
    initial = {each.name: getattr(item, each.name) for each in FIELDS}
    form = build(FIELDS)(request.POST or None, initial=initial, auto_id=f"id_{pk}_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            return _row(request, targets.correct(pk, form.cleaned_data, seen=_seen(request)))
        except ValueError as error:
            form.add_error(None, str(error))
    context = {"form": form, "item": item, "row": row_of(item), "plan": item.plan}
    if not request.htmx:
        return render(request, "plans/correct_page.html", context, status=422 if form.errors else 200)
    return retarget(reswap(render(request, "plans/correct.html", context), "innerHTML"), f"#i{pk} .item-edit")


@opens(EDIT_PLANS)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back one's own last act."""
    plan = _plan(request, pk)
    try:
        item, what = targets.undo(plan)
    except targets.Refused as error:
        messages.warning(request, str(error))
        return _wall_of(request, plan)
    if item is None:
        messages.success(request, f"已撤销“{what}”。")
        return _wall_of(request, plan)
    messages.success(request, f"已撤销“{what}”：{item.name}。")
    return _wall(request, item)


@opens(EDIT_PLANS)
@require_POST
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms what stands as it was decided upon in the earlier version."""
    plan = _plan(request, pk)
    count = targets.confirm_same(plan)
    messages.success(request, f"已确认与上一版相同的 {count} 条。要反悔，按 u 一并撤销。")
    return _wall_of(request, plan)


@opens(EDIT_PLANS)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A row that the reader missed: the number as it stands in a line."""
    plan = _plan(request, pk)
    line = request.POST.get("line", "").strip()
    try:
        if not (line.isascii() and line.isdigit() and len(line) < 8):
            raise targets.Refused("请写明行号，原文左边有。")
        return _wall(request, targets.add(plan, int(line), request.POST.get("surface", "")))
    except targets.Refused as error:
        messages.error(request, str(error))
        return _wall_of(request, plan)


def _plan(request: HttpRequest, pk: int) -> targets.Plan:
    plan = get_object_or_404(targets.Plan, pk=pk)
    request.who.require(EDIT_PLANS, plan.area)
    return plan


def _item(request: HttpRequest, pk: int) -> targets.Item:
    item = get_object_or_404(targets.Item.objects.select_related("plan__source", "settled_by"), pk=pk)
    request.who.require(EDIT_PLANS, item.plan.area)
    return item


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _at(item: targets.Item, order: str = "") -> str:
    return f"{reverse('plan', args=[item.plan_id])}?{order}at={item.pk}#i{item.pk}"


def _order(request: HttpRequest) -> str:
    """The order of the wall that the clerk came from, to be kept."""
    came = (request.htmx.current_url if request.htmx else request.headers.get("Referer")) or ""
    return "order=doubt&" if "order=doubt" in urlsplit(came).query.split("&") else ""


def _row(request: HttpRequest, item: targets.Item, error: str = "") -> HttpResponse:
    """One row as it now stands, with the progress of the plan."""
    if not request.htmx:
        if error:
            messages.error(request, error)
        return redirect(_at(item, _order(request)))
    found = targets.Item.objects.select_related("plan__source", "settled_by", "merged_into").get(pk=item.pk)
    context = {"row": row_of(found), "plan": found.plan, "error": error, "may_edit": True, "alone": True}
    return render(request, "plans/item.html", context)


def _wall(request: HttpRequest, item: targets.Item) -> HttpResponse:
    """The whole wall at a row: several rows have changed."""
    if request.htmx:
        address = f"{reverse('plan', args=[item.plan_id])}?{_order(request)}at={item.pk}"
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(_at(item, _order(request)))


def _wall_of(request: HttpRequest, plan: targets.Plan) -> HttpResponse:
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    order = _order(request).rstrip("&")
    return redirect(reverse("plan", args=[plan.pk]) + (f"?{order}" if order else ""))
