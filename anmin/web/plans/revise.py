"""The outline and the documents named, corrected in a table: one line for each, two empty ones for what was missed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anmin.kernel.access.declare import EDIT_PLANS
from anmin.kernel.targets import api as targets
from anmin.web.gate import opens

WORDS = {"outline": "提纲", "references": "引用文件"}
EMPTY = 2  # lines for what the reader missed
MOST = 500


@opens(EDIT_PLANS)
def revise(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Shows and takes the table; a line without a title, or ticked, is left out."""
    if part not in WORDS:
        raise Http404
    plan = get_object_or_404(targets.Plan.objects.select_related("source"), pk=pk)
    request.who.require(EDIT_PLANS, plan.area)
    rows, error = _shown(plan, part), ""
    if request.method == "POST":
        rows = _given(request, part)
        seen = request.POST.get("seen", "")
        try:
            if request.POST.get("do") == "as-read":
                targets.as_read(pk, part, seen=seen)
            else:
                targets.revise(pk, part, rows, seen=seen)
        except targets.Refused as refused:
            error = str(refused)
        else:
            messages.success(request, f"{WORDS[part]}已保存，原来读出的仍然留着。要反悔，按 u 撤销。")
            return redirect("plan", pk)
    context = {
        "plan": plan, "part": part, "word": WORDS[part], "rows": rows, "error": error, "levels": targets.LEVELS,
        "revised": part in plan.revised, "seen": request.POST.get("seen") or targets.version_of(plan, part),
    }  # fmt: skip
    return render(request, "plans/revise.html", context, status=422 if error else 200)


def _shown(plan: targets.Plan, part: str) -> list[dict]:
    rows = [
        row | {"was": f"{row['line']}:{row['start']}", "level": str(row.get("level", ""))} for row in plan.now(part)
    ]
    return rows + [{"line": "", "was": ""} for _ in range(EMPTY)]


def _given(request: HttpRequest, part: str) -> list[dict[str, str]]:
    names = ("line", "was", "drop", *targets.PARTS[part])
    count = min(MOST, len(request.POST.getlist("line")))
    columns = {name: request.POST.getlist(name) for name in names if name != "drop"}
    dropped = set(request.POST.getlist("drop"))
    return [
        {name: values[n] for name, values in columns.items() if n < len(values)}
        | {"drop": str(n) if str(n) in dropped else ""}
        for n in range(count)
    ]
