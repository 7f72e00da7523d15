"""按年: one figure over the years, by township, such as the cremation rate; each opens the rows behind it."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.declare import EXPORT, SEE_FIGURES
from anmin.kernel.audit.api import record
from anmin.kernel.insight.api import Indicator, Shown, by_year, indicators, yearly_indicators
from anmin.kernel.places.api import area_names
from anmin.kernel.screens.api import registers
from anmin.kernel.sheets.api import INTEGER, MONEY, TEXT, Column, write_table
from anmin.web.desk.exports import XLSX
from anmin.web.gate import opens
from anmin.web.insight.views import areas_of

YEARS = 3
DEFAULT = "funeral.rate"


@opens(SEE_FIGURES)
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Townships down, the last years across; a ratio shows what it is divided from."""
    chosen, span = _chosen(request), _years(request)
    areas = areas_of(request)
    found = by_year(chosen.name, span, areas)
    names = area_names(set(found) | set(areas))
    place = "、".join(names.get(a, a) for a in areas)
    rows = [
        {"area": town, "name": names.get(town, town) or place, "cells": [(year, values[year]) for year in span]}
        for town, values in found.items()
    ]
    groups: dict[str, list[Indicator]] = {}
    for each in yearly_indicators().values():
        groups.setdefault(each.group, []).append(each)
    parts = [indicators()[name] for name in (chosen.of, chosen.over)] if chosen.over else [chosen]
    opened = [part for part in parts if part.register and request.who.may(registers()[part.register].permission)]
    context = {
        "chosen": chosen, "years": span, "rows": rows, "groups": groups, "place": place, "opened": opened,
        "part_labels": [part.label.removeprefix("本月") for part in parts] if chosen.over else [],
        "may_export": request.who.may(EXPORT),
    }  # fmt: skip
    return render(request, "insight/years.html", context)


@opens(EXPORT)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same table as a workbook; a ratio with its two parts."""
    request.who.require(SEE_FIGURES)
    chosen, span, areas = _chosen(request), _years(request), areas_of(request)
    found = by_year(chosen.name, span, areas)
    names = area_names(set(found))
    columns = [Column("town", "乡镇", TEXT)]
    for year in span:
        kind = MONEY if chosen.money else INTEGER
        columns.append(Column(f"y{year}", f"{year} {chosen.label}（{chosen.unit}）", kind))
        if chosen.over:
            parts = (indicators()[chosen.of], indicators()[chosen.over])
            columns += [Column(f"y{year}-{n}", f"{year} {part.label}", INTEGER) for n, part in enumerate(parts)]
    rows = [
        [names.get(town, town) or "合计", *(v for year in span for v in _values(values[year], chosen))]
        for town, values in found.items()
    ]
    target = BytesIO()
    write_table(target, columns, rows, title=f"{chosen.label}（按年）")
    record("export", "insight_years", chosen.name, actor=request.who.actor, rows=len(rows))
    answer = HttpResponse(target.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{chosen.name}-{span[-1]}.xlsx"'
    return answer


def _values(shown: Shown, chosen: Indicator) -> list[int | None]:
    return [shown.value, shown.of, shown.over] if chosen.over else [shown.value]


def _chosen(request: HttpRequest) -> Indicator:
    known = yearly_indicators()
    name = request.GET.get("figure") or (DEFAULT if DEFAULT in known else next(iter(known), ""))
    if name not in known:
        raise Http404
    return known[name]


def _years(request: HttpRequest) -> list[int]:
    text = request.GET.get("to", "")
    this = timezone.localdate().year
    last = int(text) if text.isdigit() and 1950 < int(text) <= this else this
    return [last - n for n in range(YEARS)][::-1]
