"""办理情况: what each officer did in time and what is late, by township; every figure opens the rows behind it."""

from collections.abc import Iterable
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.declare import EXPORT, SEE_FIGURES
from anmin.kernel.audit.api import record
from anmin.kernel.insight.api import Indicator, Line, by_officer, indicators, next_month, officer_indicators
from anmin.kernel.places.api import area_names
from anmin.kernel.screens.api import registers
from anmin.kernel.service import register as services
from anmin.kernel.sheets.api import INTEGER, TEXT, Column, write_table
from anmin.web.desk.exports import XLSX
from anmin.web.gate import opens
from anmin.web.insight.views import areas_of, month_of

NOBODY = "（还没有人办）"


@opens(SEE_FIGURES)
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """A table for each kind of work: officers down, figures across."""
    month, areas = month_of(request.GET.get("month")), areas_of(request)
    lines = by_officer(month, areas)
    names = area_names({line.town for line in lines} | set(areas))
    context = {
        "month": month,
        "earlier": month_of(f"{month.year - (month.month == 1)}-{(month.month - 2) % 12 + 1:02d}"),
        "later": next_month(month) if month < timezone.localdate().replace(day=1) else None,
        "place": "、".join(names.get(a, a) for a in areas),
        "parts": _parts(lines, names, request),
        "unanswered": _without_officer(month, areas, request),
        "may_export": request.who.may(EXPORT),
    }  # fmt: skip
    return render(request, "insight/officers.html", context)


@opens(EXPORT)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same table as a workbook."""
    request.who.require(SEE_FIGURES)
    month, areas = month_of(request.GET.get("month")), areas_of(request)
    lines = by_officer(month, areas)
    shown, names = _told(lines), area_names({line.town for line in lines})
    columns = [Column("town", "乡镇", TEXT), Column("who", "责任人", TEXT)]
    columns += [Column(f"f{n}", f"{i.label}（{i.unit}）", INTEGER) for n, i in enumerate(shown)]
    rows = [
        [names.get(line.town, line.town), line.name or NOBODY, *(line.values[i.name].value for i in shown)]
        for line in lines
    ]
    target = BytesIO()
    write_table(target, columns, rows, title=f"{month:%Y年%m月}办理情况")
    record("export", "insight_officers", f"{month:%Y-%m}", actor=request.who.actor, rows=len(rows))
    answer = HttpResponse(target.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="officers-{month:%Y-%m}.xlsx"'
    return answer


def _told(lines: Iterable[Line]) -> list[Indicator]:
    """Figures of which at least one officer has something; a ratio where its parts are there."""
    rows = list(lines)
    return [i for i in officer_indicators() if any(_something(line, i) for line in rows)]


def _parts(lines: list[Line], names: dict[str, str], request: HttpRequest) -> list[dict]:
    """Service by service (and checks, and reviews): its figures under short headings, and who has something in it."""
    grouped: dict[str, list[Indicator]] = {}
    for indicator in _told(lines):
        grouped.setdefault(indicator.name.split(".")[0], []).append(indicator)
    parts = []
    for name, shown in grouped.items():
        label = services()[name].label if name in services() else shown[0].group
        rows = [
            {"line": line, "town": names.get(line.town, line.town), "who": line.name or NOBODY,
             "cells": [_cell(line, i, request) for i in shown]}
            for line in lines if any(_something(line, i) for i in shown)
        ]  # fmt: skip
        heads = [f"{i.label.removeprefix(label).removesuffix('的核对发现')}（{i.unit}）" for i in shown]
        parts.append({"label": label, "heads": heads, "rows": rows})
    return parts


def _something(line: Line, indicator: Indicator) -> bool:
    shown = line.values[indicator.name]
    return bool(shown.over) if indicator.over else bool(shown.value)


def _cell(line: Line, indicator: Indicator, request: HttpRequest) -> dict:
    """A figure, its tone, and whether the reader may open it."""
    shown = line.values[indicator.name]
    behind = registers().get(indicator.register)
    late = indicator.better == "down" and bool(shown.value)
    opens_rows = behind is not None and request.who.may(behind.permission) and bool(shown.value)
    return {"shown": shown, "indicator": indicator, "late": late, "opens": opens_rows}


def _without_officer(month: object, areas: list[str], request: HttpRequest) -> list[dict]:
    """Findings and reviews that nobody has answered in time belong to no officer yet: they are told by place."""
    from anmin.kernel.insight.api import rows_of
    from anmin.kernel.places.api import within

    told = []
    for name in ("means.late", "reviews.late"):
        indicator = indicators()[name]
        count = rows_of(indicator, month).filter(within(areas, indicator.area)).count()
        may = request.who.may(registers()[indicator.register].permission)
        told.append({"indicator": indicator, "value": count, "opens": may and count > 0})
    return told
