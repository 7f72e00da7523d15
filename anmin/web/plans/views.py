"""Plans at the desk: a document comes in, and is shown with its rows beside it."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from anmin.kernel.access.declare import EDIT_PLANS, EXPORT, SEE_PLANS
from anmin.kernel.screens.declare import FormField
from anmin.kernel.targets import api as targets
from anmin.web.gate import opens
from anmin.web.plans.drawn import text_of
from anmin.web.rows.forms import build

PASTED = "粘贴的文字.txt"
AT_ONCE = 200  # rows on one page
NEAR = 24  # characters of the sentence before the number that a shortened row shows
SHEET = (
    "serial", "kind", "name", "metric", "comparator", "amount", "unit", "was", "deadline", "place", "owner", "state",
    "surface", "sentence", "line",
)  # fmt: skip
ASKS = (
    FormField("file", "文件", "file", required=False, hint="Word(.docx)、带文字的 PDF、网页或 .txt"),
    FormField("text", "或者把文字粘贴到这里", "long", required=False),
    FormField("title", "标题", required=False, hint="不填就用文件里的标题"),
    FormField("replaces", "是哪一份的新版本", "choice", required=False, hint="标题相同的会自动接上；不是就不选"),
)


@dataclass(frozen=True)
class Row:
    """A row as it is drawn: its sentence in three parts, the number in the middle.

    Of a long sentence the beginning is set apart, so that a shortened row still shows its number.
    """

    item: targets.Item
    before: str
    number: str
    after: str

    @property
    def far(self) -> str:
        return self.before[: -len(self.near)] if self.near else ""

    @property
    def near(self) -> str:
        return self.before[-NEAR:]


@dataclass(frozen=True)
class Portion:
    """Rows that are shown together, for a browser takes long over thousands; its neighbours and how many there are."""

    rows: list[targets.Item]
    before: list[targets.Item]
    count_before: int
    after: list[targets.Item]
    count_after: int


@opens(EDIT_PLANS)
def receive(request: HttpRequest) -> HttpResponse:
    """Upload or paste; the answer is the wall."""
    current = targets.Plan.objects.filter(request.who.scope(EDIT_PLANS, "area__county"), superseded_on__isnull=True)
    current = current.order_by("-pk")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = build(ASKS, {"replaces": {str(plan.pk): str(plan) for plan in current}})(
        *sent, auto_id="id_%s", label_suffix=""
    )
    if request.method == "POST" and form.is_valid() and (kept := _keep(request, form)) is not None:
        if not kept.new:
            messages.warning(request, "这份文件已经收录过，没有重复收录。这就是已有的那一份。")
        elif kept.plan.version > 1:
            messages.success(request, f"已收录为第 {kept.plan.version} 版，读出 {kept.plan.found} 条。上一版仍可查看。")
        elif kept.plan.found:
            messages.success(request, f"已收录，读出 {kept.plan.found} 条。请对照原文逐条确认。")
        else:
            messages.warning(request, "已收录，但没有读出目标或数据。如果文件里有，请照原文补录。")
        return redirect("plan", kept.plan.pk)
    return render(request, "plans/new.html", {"form": form}, status=422 if form.errors else 200)


def _keep(request: HttpRequest, form: forms.Form) -> targets.Kept | None:
    given = form.cleaned_data
    file, text = given["file"], given["text"]
    if bool(file) == bool(text.strip()):
        form.add_error("file", "请选择一个文件，或者粘贴文字，两样选一样。")
        return None
    mine = targets.Plan.objects.filter(request.who.scope(EDIT_PLANS, "area__county"))
    replaces = mine.filter(pk=given["replaces"] or 0).first()
    content, name = (file.read(), Path(file.name or "文件").name[:200]) if file else (text, PASTED)
    area = next(post.area for post in request.who.posts if post.role in EDIT_PLANS.roles)
    try:
        return targets.keep(content, name, area=area, title=given["title"], replaces=replaces)
    except (ValueError, targets.Unreadable) as error:
        form.add_error("file" if file else "text", str(error))
        return None


@opens(SEE_PLANS)
@require_safe
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as it stands on one side, its rows on the other."""
    seen = request.who.scope(SEE_PLANS, "area__county")
    plans = targets.Plan.objects.filter(seen).select_related("source", "received_by", "replaces", "later")
    plan = get_object_or_404(plans, pk=pk)
    items = list(plan.items.select_related("settled_by", "merged_into").order_by("start", "pk"))
    for item in items:
        item.plan = plan
    doubtful_first = request.GET.get("order") == "doubt"
    live = [item for item in items if item.state != "dropped"]
    if doubtful_first:
        live.sort(key=lambda item: (item.is_settled, item.confidence))
    part = portion(live, request.GET.get("at", ""))
    order = "order=doubt&" if doubtful_first else ""
    here = {item.pk for item in part.rows}
    away = {item.pk: f"?{order}at={item.pk}" for item in live if item.pk not in here}
    context = {
        "plan": plan,
        "source": plan.source,
        "later": getattr(plan, "later", None),
        "text": text_of(plan, items, away),
        "rows": [row_of(item) for item in part.rows],
        "part": part,
        "order": order,
        "dropped": [row_of(item) for item in items if item.state == "dropped"],
        "counts": {kind: sum(item.kind == kind for item in live) for kind in ("target", "figure")},
        "same": sum(item.carried_from_id is not None and item.is_open for item in live),
        "doubtful": sum(item.state == "doubtful" for item in live),
        "doubtful_first": doubtful_first,
        "at": request.GET.get("at", ""),
        "may_edit": request.who.may(EDIT_PLANS, plan.area),
        "may_export": request.who.may(EXPORT),
        "sheet": urlencode([("plan", pk), ("current", "all"), *(("col", name) for name in SHEET)]),
    }
    return render(request, "plans/wall.html", context)


def portion(live: list[targets.Item], at: str) -> Portion:
    """The portion with the row `at`, else with the first that is still open, else the first."""
    wanted = next((n for n, item in enumerate(live) if str(item.pk) == at), None)
    if wanted is None:
        wanted = next((n for n, item in enumerate(live) if item.is_open), 0)
    first = wanted // AT_ONCE * AT_ONCE
    before, after = live[:first], live[first + AT_ONCE :]
    return Portion(live[first : first + AT_ONCE], before[-1:], len(before), after[:1], len(after))


def row_of(item: targets.Item) -> Row:
    """The number where it stands in its sentence; where it stands there twice, the offsets tell which one is meant."""
    text = item.plan.source.text
    begins = text.rfind(item.sentence, 0, item.start + len(item.sentence))
    at = item.start - begins
    if 0 <= begins <= item.start and item.end - begins <= len(item.sentence):
        return Row(item, item.sentence[:at], text[item.start : item.end], item.sentence[at + item.end - item.start :])
    return Row(item, *item.sentence.partition(item.surface))
