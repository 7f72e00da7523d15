"""Rosters at the desk: upload → columns and errors → background import → result, found again under one's own imports."""

import io
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anmin.kernel.access.declare import IMPORT_PEOPLE
from anmin.kernel.audit.api import record
from anmin.kernel.people.api import ImportRun, import_runs
from anmin.kernel.service import Service, register
from anmin.kernel.sheets.api import SheetError, write_template
from anmin.web.desk.exports import XLSX
from anmin.web.gate import opens
from anmin.web.imports.shown import choices_of, corrections, outcome
from anmin.web.tasks import import_roster

LISTED = 30
State = ImportRun.State


@opens(IMPORT_PEOPLE)
def mine(request: HttpRequest) -> HttpResponse:
    """One's own imports, and the form for another."""
    if request.method == "POST":
        return _upload(request)
    return _mine(request)


def _mine(request: HttpRequest, error: str = "") -> HttpResponse:
    context = {
        "services": [s for s in register().values() if s.roster],
        "runs": [(run, register()[run.service].label) for run in import_runs.runs_of(request.user)[:LISTED]],
        "error": error,
        "chosen": request.POST.get("service", ""),
    }
    return render(request, "imports/mine.html", context, status=422 if error else 200)


def _upload(request: HttpRequest) -> HttpResponse:
    kind, file = _service(request.POST.get("service", "")), request.FILES.get("file")
    if file is None:
        return _mine(request, "没有选择文件。请选择一个 .xlsx、.xls 或 .csv 文件再上传。")
    try:
        run = import_runs.open_run(
            kind.name, kind.roster, file.read(), file.name or "花名册", who=request.who, on=timezone.localdate()
        )
    except SheetError as error:
        return _mine(request, f"“{file.name}”读不了：{error}。")
    return redirect("import", run.pk)


@opens(IMPORT_PEOPLE)
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An import as it stands: preview, progress or result."""
    run = _own(request, pk)
    found = import_runs.found_in(run)
    context: dict[str, Any] = {
        "run": run,
        "found": found,
        "kind": _service(run.service),
        "before": import_runs.done_before(run),
    }
    if run.state == State.CHECKED:
        context["columns"] = choices_of(context["kind"].roster.sheet, found, run)
        context["look"] = any(each.guess for each in context["columns"])
        return render(request, "imports/preview.html", context)
    if run.state in (State.QUEUED, State.RUNNING):
        return render(request, "imports/running.html", context)
    return render(request, "imports/result.html", context | {"outcome": outcome(run)})


@opens(IMPORT_PEOPLE)
@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Checks again with the columns and periods that the clerk chose, or another worksheet with its own columns."""
    run = _own(request, pk)
    kind, found = _service(run.service), import_runs.found_in(run)
    mapping, periods = corrections(request.POST, kind.roster.sheet, found)
    worksheet = request.POST.get("worksheet", run.worksheet)
    if worksheet != found.get("worksheet") and worksheet in found.get("worksheets", ()):
        mapping, periods = {}, {}
    try:
        import_runs.correct(run, kind.roster, mapping=mapping, periods=periods, worksheet=worksheet, who=request.who)
    except (SheetError, import_runs.ImportRefused) as error:
        messages.error(request, f"不能这样对应：{error}")
    return redirect("import", pk)


@opens(IMPORT_PEOPLE)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands the import to the background worker, in the same transaction."""
    run = _own(request, pk)
    try:
        import_runs.queue(run)
        import_roster.defer(run=run.pk)
    except import_runs.ImportRefused as error:
        messages.error(request, str(error))
    return redirect("import", pk)


@opens(IMPORT_PEOPLE)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives an import up; its file is forgotten."""
    try:
        import_runs.drop(_own(request, pk))
    except import_runs.ImportRefused as error:
        messages.error(request, str(error))
        return redirect("import", pk)
    messages.success(request, "已放弃这次导入，文件已删除。")
    return redirect("imports")


@opens(IMPORT_PEOPLE)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar alone, asked for every second; sends the page on when the import has ended."""
    run = _own(request, pk)
    if run.state in (State.QUEUED, State.RUNNING):
        return render(request, "imports/bar.html", {"run": run})
    return HttpResponse(headers={"HX-Refresh": "true"})


@opens(IMPORT_PEOPLE)
@require_safe
def errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The bad rows with their reasons, to be corrected and imported again."""
    run = _own(request, pk)
    content = import_runs.error_sheet(run)
    if not content:
        raise Http404
    record("export", "people_importrun", pk, actor=request.who.actor, file=run.file_name, rows=run.counts["bad_rows"])
    return _file(content, f"{run.file_name.rsplit('.', 1)[0]}-待改正.xlsx")


@opens(IMPORT_PEOPLE)
@require_safe
def template(request: HttpRequest, service: str) -> HttpResponse:
    """The empty table to fill in."""
    kind, target = _service(service), io.BytesIO()
    write_template(target, kind.roster.sheet)
    return _file(target.getvalue(), f"{kind.roster.sheet.title}模板.xlsx")


def _own(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.select_related("file"), pk=pk, account=request.user)


def _service(name: str) -> Service:
    kind = register().get(name)
    if kind is None or kind.roster is None:
        raise Http404
    return kind


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
