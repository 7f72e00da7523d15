"""推演 for the county officer: other numbers or rules over the county's people, what they cost and whom they touch."""

from __future__ import annotations

import io
import time
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anmin.kernel.access.declare import EXPORT, SIMULATE
from anmin.kernel.audit.api import record
from anmin.kernel.law import api as law
from anmin.kernel.places.api import area_names, prefix_of
from anmin.kernel.whatif import api as whatif
from anmin.web.desk.exports import XLSX
from anmin.web.gate import opens
from anmin.web.whatif.asking import Asked, asked
from anmin.web.whatif.drawn import comparison, drawn

SPANS = (3, 6, 12, 24, 36)


def county_of(request: HttpRequest) -> str:
    """The six digits of the county for which the user simulates."""
    areas = sorted(request.who.areas(*SIMULATE.roles), key=lambda a: len(prefix_of(a)))
    return areas[0][:6]


class Trial:
    """What is on the form: service, months, changes; and the scenario they make."""

    def __init__(self, request: HttpRequest, sent: Any) -> None:
        self.kinds = {s.name: s for s in whatif.kinds() if s.pays and not s.once}
        self.area, self.sent = county_of(request), sent
        self.service = self.kinds.get(sent.get("service", ""), next(iter(self.kinds.values())))
        self.month = _month(sent.get("from"))
        self.months = int(sent["months"]) if sent.get("months") in map(str, SPANS) else 12
        self.title = sent.get("title", "").strip()[:80]
        self.form: Asked = asked(self.service.name, self.area, self.month, sent, law.stored_numbers())

    @property
    def ready(self) -> bool:
        return not self.form.faults and bool(self.form.changes or self.form.switches)

    def run(self, people: whatif.Population) -> dict[str, Any]:
        title = self.title or f"{self.service.label}调整"
        scenario = whatif.Scenario(
            title, self.area, self.month, self.months, tuple(self.form.changes), tuple(self.form.switches)
        )
        return whatif.over_county(scenario, people, whatif.kinds())

    @property
    def kept_fields(self) -> list[tuple[str, str]]:
        """What the form to keep the result must bring along."""
        names = [box.name for line in self.form.lines for box in line.boxes if box.sent]
        names += [rule.name for rule in self.form.rules if rule.sent]
        head = [("service", self.service.name), ("from", f"{self.month:%Y-%m}"), ("months", str(self.months))]
        return head + [(name, self.sent[name]) for name in names]


@opens(SIMULATE)
@require_safe
def trial(request: HttpRequest) -> HttpResponse:
    """Change numbers, see at once what it would cost and whom it would touch."""
    made = Trial(request, request.GET)
    local = [line for line in made.form.lines if line.local or any(box.sent for box in line.boxes)]
    context: dict[str, Any] = {
        "trial": made,
        "local": local,
        "others": [line for line in made.form.lines if line not in local],
        "spans": SPANS,
        "tried": bool(request.GET.get("run")),
    }
    today = timezone.localdate()
    if made.ready and "wait" not in request.GET and not whatif.is_at_hand(made.area, today, whatif.kinds()):
        context["reading"] = f"{request.path}?{request.GET.urlencode()}&wait=1"
    elif made.ready:
        begin = time.perf_counter()
        try:
            people, taken = whatif.population(made.area, today, whatif.kinds())
            context |= {"result": drawn(made.run(people)), "taken": taken}
        except law.LawError as error:
            made.form.faults.append(str(error))
        context["seconds"] = time.perf_counter() - begin
    return render(request, "whatif/trial.html", context, status=422 if made.form.faults else 200)


@opens(SIMULATE)
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Reads the county's people while the form is still being filled in; the form asks for it as soon as it is open."""
    people = whatif.get_ready(county_of(request), timezone.localdate(), whatif.kinds())
    answer = HttpResponse(f"人口数据已备好：{people.told}。")
    if then := request.GET.get("then", "").partition("?")[2]:
        answer["HX-Redirect"] = f"{reverse('whatif-new')}?{then}"
    return answer


@opens(SIMULATE)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Runs it once more, reading only, and keeps what came out under a name."""
    made = Trial(request, request.POST)
    back = f"?{urlencode([*made.kept_fields, ('run', '1')])}"
    if not made.ready or not made.title:
        messages.error(request, "请给这次推演起一个名称再保存。" if made.ready else "没有可以保存的推演。")
        return redirect(request.path.replace("keep", "new") + back)
    today = timezone.localdate()
    people, _ = whatif.population(made.area, today, whatif.kinds())
    study = whatif.keep(made.run(people), who=request.who, people_on=today, note=request.POST.get("note", "").strip())
    messages.success(request, f"已保存推演“{study.title}”。真实数据没有任何改动。")
    return redirect("whatif-study", study.pk)


@opens(SIMULATE)
@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """Everything that was kept; two can be set beside one another."""
    rows = list(whatif.studies().filter(area=county_of(request))[:200])
    for row in rows:
        row.change = row.result["total"]["after"] - row.result["total"]["before"]
    return render(
        request, "whatif/studies.html", {"rows": rows, "kinds": [s for s in whatif.kinds() if s.pays and not s.once]}
    )


@opens(SIMULATE)
@require_safe
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """A kept what-if as it was found then."""
    row = _one(request, pk)
    others = whatif.studies().filter(area=row.area).exclude(pk=pk)[:50]
    return render(request, "whatif/study.html", {"study": row, "result": drawn(row.result), "others": others})


@opens(SIMULATE)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two kept what-ifs side by side."""
    rows = _two(request)
    if rows is None:
        messages.error(request, "请选两份推演来比较。")
        return redirect("whatif-studies")
    context = {"a": rows[0], "b": rows[1], "sections": comparison(rows[0].result, rows[1].result)}
    return render(request, "whatif/compare.html", context)


@opens(SIMULATE)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """One or two kept what-ifs as a workbook."""
    request.who.require(EXPORT)
    picked = request.GET.getlist("study")
    rows = [_one(request, int(pk)) for pk in picked if pk.isdigit()][:2]
    if not rows:
        raise Http404
    codes = {town["area"].ljust(12, "0") for row in rows for s in row.result["services"] for town in s["towns"]}
    names = {code[:9]: name for code, name in area_names(codes).items()}
    target = io.BytesIO()
    whatif.write_book(target, [row.result for row in rows], names)
    record("export", "whatif_study", ",".join(str(row.pk) for row in rows), actor=request.who.actor, rows=len(rows))
    answer = HttpResponse(target.getvalue(), content_type=XLSX)
    name = "、".join(row.title for row in rows)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'推演-{name}.xlsx')}"
    return answer


def _one(request: HttpRequest, pk: int) -> Any:
    row = whatif.studies().filter(area=county_of(request), pk=pk).first()
    if row is None:
        raise Http404
    return row


def _two(request: HttpRequest) -> list | None:
    picked = [pk for pk in request.GET.getlist("study") if pk.isdigit()]
    if len(set(picked)) != 2:
        return None
    return [_one(request, int(pk)) for pk in picked]


def _month(text: str | None) -> date:
    """The month that was asked for; else the next one."""
    today = timezone.localdate()
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    try:
        return date.fromisoformat(f"{text}-01") if text else following
    except ValueError:
        return following
