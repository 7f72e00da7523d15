"""The month's list of reviews, and samples drawn so that anyone can draw them again."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CHECK_REVIEWS, DRAW_REVIEWS, SEE_REVIEWS, Permission
from anmin.kernel.month.api import Draw, ReviewRefused, draw_sample, drawn_again, schedule
from anmin.kernel.people.api import Household
from anmin.kernel.places.api import area_names
from anmin.kernel.rounds.api import METHOD
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import register
from anmin.web.gate import opens
from anmin.web.rows.forms import build


def _programmes() -> dict[str, str]:
    return {name: kind.label for name, kind in register().items() if kind.reviews}


def _areas(who: User, permission: Permission) -> dict[str, str]:
    own = {post.area for post in who.posts if post.role in permission.roles}
    return area_names(own)


DRAW = (
    FormField("programme", "项目", "choice", choices=_programmes),
    FormField("area", "辖区", "choice"),
    FormField("seed", "种子", hint="事先公布产生办法的数字，例如抽取当天的开奖号码；一个种子只用一次"),
    FormField("share", "抽取比例（%）", "number"),
    FormField("due_on", "完成期限", "date"),
)
SCHEDULE = (
    FormField("programme", "项目", "choice", choices=_programmes),
    FormField("area", "辖区", "choice"),
    FormField("month", "月份", "date", hint="取所填日期所在的月份"),
)


@opens(DRAW_REVIEWS)
def draw_page(request: HttpRequest) -> HttpResponse:
    """Draws a sample."""
    areas = _areas(request.who, DRAW_REVIEWS)
    initial = {"area": next(iter(areas), "")}
    form = build(DRAW, {"area": areas})(request.POST or None, initial=initial, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        said, today = form.cleaned_data, timezone.localdate()
        try:
            with transaction.atomic():
                made = draw_sample(
                    said["programme"], said["area"], seed=said["seed"], share_bp=said["share"] * 100, who=request.who,
                    on=today, due_on=said["due_on"],
                )  # fmt: skip
        except ReviewRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"从 {made.pool:,} 户中抽中 {made.taken:,} 户，已列入复核。")
            return redirect("draw", made.pk)
    context = {"form": form, "heading": "复核抽查", "button": "抽取", "method": METHOD}
    return render(request, "changes/plain.html", context, status=422 if form.errors else 200)


@opens(SEE_REVIEWS)
@require_safe
def drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """A draw with all that is needed to draw again; `?list` gives the list it was drawn from."""
    rows = Draw.objects.filter(request.who.scope(SEE_REVIEWS), pk=pk).select_related("drawn_by")
    made = rows.first()
    if made is None:
        raise Http404
    if "list" in request.GET:
        answer = HttpResponse(made.pool_numbers + "\n", content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="draw-{made.pk}.txt"'
        return answer
    heads = Household.objects.filter(number__in=made.numbers).values_list("number", "pk", "head__name")
    known = {number: (key, name) for number, key, name in heads}
    states = dict(made.reviews.values_list("household__number", "state"))
    context = {
        "made": made, "method": METHOD, "agrees": drawn_again(made) == made.numbers,
        "share": f"{made.share_bp / 100:g}%",
        "area": area_names({made.area}).get(made.area, made.area),
        "lines": [(place, n, *known.get(n, (None, "")), states.get(n)) for place, n in enumerate(made.numbers, start=1)],
        "done": sum(state == "decided" for state in states.values()),
    }  # fmt: skip
    return render(request, "changes/draw.html", context)


@opens(CHECK_REVIEWS)
def schedule_page(request: HttpRequest) -> HttpResponse:
    """Proposes classes and opens the reviews that fall due in a month; again it changes nothing."""
    areas = _areas(request.who, CHECK_REVIEWS)
    initial = {"month": timezone.localdate().replace(day=1), "area": next(iter(areas), "")}
    form = build(SCHEDULE, {"area": areas})(request.POST or None, initial=initial, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        request.who.require(CHECK_REVIEWS, said["area"])
        month = said["month"].replace(day=1)
        done = schedule(said["programme"], said["area"], month, on=timezone.localdate())
        messages.success(
            request,
            f"在册 {done.recipients:,} 户，类别新定或变动 {done.classified:,} 户，"
            f"{month.year}年{month.month}月到期列入复核 {done.opened:,} 户，因停发不再复核 {done.dropped:,} 户。",
        )
        return redirect("reviews-list")
    context = {"form": form, "heading": "生成到期名单", "button": "生成名单"}
    return render(request, "changes/plain.html", context, status=422 if form.errors else 200)
