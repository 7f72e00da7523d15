"""What a case gives out: its papers, and the reckoning as a sheet to take home."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import Denied
from anmin.kernel.access.declare import SEE_CASES
from anmin.kernel.audit.api import record
from anmin.kernel.flow.api import is_kin, open_paper, receipt_of
from anmin.kernel.service import service
from anmin.web.cases.page import one
from anmin.web.gate import opens

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
VIEWER = "default-src 'self'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'none'"


@opens(SEE_CASES)
@require_safe
def paper(request: HttpRequest, pk: int, paper: int, form: str) -> HttpResponse:
    """An issued paper: `?show` opens the PDF in the browser, else the file is saved. Either is recorded."""
    case = one(request.who, pk)
    _keep_away(request, case)
    found = case.papers.filter(pk=paper).first()
    if found is None:
        raise Http404
    answer = HttpResponse(open_paper(found, form, who=request.who), content_type=TYPES[form])
    how = "inline" if form == "pdf" and "show" in request.GET else "attachment"
    name = f"{found.title}-{case.number}.{form}"
    answer["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    answer["Content-Security-Policy"] = VIEWER
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@opens(SEE_CASES)
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The reckoning as a sheet for the household, everything unfolded."""
    case = one(request.who, pk)
    _keep_away(request, case)
    if not case.facts:
        raise Http404
    record("print", "flow_case", case.pk, actor=request.who.actor, what="测算单")
    context = {"case": case, "kind": service(case.service), "receipt": receipt_of(case), "today": timezone.localdate()}
    return render(request, "cases/receipt_page.html", context)


def _keep_away(request: HttpRequest, case: object) -> None:
    if is_kin(case, request.who, timezone.localdate()):
        raise Denied("您是该家庭成员的近亲属，应当回避本案，不能查看和办理。")
