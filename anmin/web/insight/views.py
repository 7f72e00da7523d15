"""The county in ten seconds: every figure with its trend, compared by township, opened into the rows behind it."""

from collections.abc import Set
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from operator import attrgetter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from anmin.kernel.access.declare import COMPUTE_FIGURES, EXPORT, SEE_FIGURES
from anmin.kernel.audit.api import record
from anmin.kernel.insight.api import (
    CLASSES,
    Indicator,
    Shown,
    by_town,
    compute,
    computed,
    conditions,
    indicators,
    next_month,
    series,
)
from anmin.kernel.places.api import area_names, prefix_of
from anmin.kernel.screens.api import registers
from anmin.kernel.service import register as services
from anmin.kernel.sheets.api import MONEY, TEXT, Column, write_table
from anmin.web.desk.exports import XLSX, export_view
from anmin.web.desk.lists import list_view
from anmin.web.gate import opens

MONTHS = 12
VALUE = attrgetter("value")
OVERVIEW = {
    "households": "在保户", "persons": "在保人", "entered": "新增户", "left": "退出户", "due": "应发（元）", "paid": "到账（元）",
    "average": "人均补差（元）",
}  # fmt: skip


@opens(SEE_FIGURES)
def county(request: HttpRequest) -> HttpResponse:
    """Tiles by group with their trend, and the comparison of townships for one chosen figure."""
    month, split = month_of(request.GET.get("month")), _split(request)
    areas = areas_of(request)
    months = _months_to(month)
    known = computed(months)
    trends = _gaps(series(months, areas, split), known.keys())
    told = {n: v for n, v in trends.items() if not split or indicators()[n].split}
    alive = [name for name, values in told.items() if any(map(VALUE, values.values()))]
    chosen = _chosen(request, told, alive)
    here = indicators()[chosen].group
    groups = list(dict.fromkeys(indicators()[name].group for name in alive)) or [here]
    towns = by_town(month, areas, split)
    names = area_names(set(towns) | set(areas))
    context = {
        "month": month,
        "at": f"{month:%Y-%m}",
        "earlier": months[-2],
        "later": next_month(month) if month < timezone.localdate().replace(day=1) else None,
        "split": split,
        "classes": CLASSES,
        "place": "、".join(names.get(a, a) for a in areas),
        "heads": OVERVIEW.values(),
        "overview": _overview(trends, month, alive),
        "groups": groups,
        "group": here,
        "silent": [g for g in dict.fromkeys(indicators()[n].group for n in told) if g not in groups],
        "tiles": [_tile(values, months) for name, values in told.items() if indicators()[name].group == here],
        "chosen": indicators()[chosen],
        "rows": [_row(area, names, values[chosen]) for area, values in towns.items()],
        "chart": _chart(chosen, trends[chosen], towns, names),
        "computed": known.get(month),
        "opened": _opened(indicators()[chosen]),
        "may_compute": request.who.may(COMPUTE_FIGURES),
        "may_export": request.who.may(EXPORT),
    }
    return render(request, "insight/county.html", context)


def _gaps(trends: dict[str, dict], known: Set[date]) -> dict[str, dict]:
    """A month that was never computed is unknown and not nought."""
    for name, values in trends.items():
        if missing := values.keys() - known:
            values.update(dict.fromkeys(missing, Shown(indicators()[name], None)))
    return trends


def _opened(chosen: Indicator) -> list[Indicator]:
    """The figures whose rows lie behind the chosen one: itself, or for a ratio what it is divided from."""
    parts = [indicators()[name] for name in (chosen.of, chosen.over)] if chosen.over else [chosen]
    return [part for part in parts if part.register]


def _chosen(request: HttpRequest, told: dict, alive: list[str]) -> str:
    """The figure asked for, else the first of the group asked for, else the first that has a value at all."""
    if (name := request.GET.get("figure", "")) in told:
        return name
    group = request.GET.get("group", "")
    return next((n for n in (*alive, *told) if group in ("", indicators()[n].group)), next(iter(told)))


def _overview(trends: dict, month: date, alive: list[str]) -> list[dict]:
    """Every programme with something to show, one line each: the county in ten seconds."""
    return [
        {
            "label": service.label,
            "name": name,
            "cells": [(label, trends[f"{name}.{part}"][month]) for part, label in OVERVIEW.items()],
        }
        for name, service in services().items()
        if service.pays and any(f"{name}.{part}" in alive for part in OVERVIEW)
    ]


@opens(COMPUTE_FIGURES)
def recompute(request: HttpRequest) -> HttpResponse:
    """Counts the month again from the records."""
    if request.method != "POST":
        raise Http404
    month = month_of(request.POST.get("month"))
    if month > timezone.localdate():
        messages.error(request, f"{month:%Y年%m月}还没有到，不能计算。")
        return redirect("county")
    done = compute(month)
    messages.success(request, f"{month:%Y年%m月}共 {done['figures']:,} 个数值，其中 {done['changed']:,} 个有变化。")
    return redirect(f"{reverse('county')}?month={month:%Y-%m}")


@opens(SEE_FIGURES)
def behind(request: HttpRequest, name: str) -> HttpResponse:
    """The rows behind a figure of a month or year, or of one officer, drawn by their own register under its permission.

    Whether a row still holds today is no question here: what counted then is shown. The month asked for is that of the
    figure, not a filter of the list: arrears of earlier months count where they are paid.
    """
    indicator = indicators().get(name)
    if indicator is not None and indicator.over:
        indicator = indicators()[indicator.of]
    register = registers().get(indicator.register) if indicator else None
    if register is None:
        raise Http404
    request.who.require(register.permission)
    span, kept, dropped, said = _span(request, indicator)
    label = f"{indicator.label} · {span}"
    shown = replace(
        register, label=label, where=(*register.where, *kept.items()), unless=tuple(dropped.items()), actions=(), form=None,
        takes=None, intro="",
        filters=tuple(e for e in register.filters if e.kind != "validity" and e.name not in dict(said)),
    )  # fmt: skip
    if "xlsx" in request.GET:
        request.who.require(register.export or EXPORT)
        return export_view(shown)(request)
    out = request.GET.copy()
    out["xlsx"] = "1"
    return list_view(shown, {"keeps": said, "taken_out": f"?{out.urlencode()}"})(request)


def _span(request: HttpRequest, indicator: Indicator) -> tuple[str, dict, dict, list[tuple[str, str]]]:
    """The time that was asked for, in words and as conditions; and the parts of the address that say so."""
    year, officer = request.GET.get("year", ""), request.GET.get("officer", "")
    if year and not (year.isdigit() and 1900 < int(year) < 3000):
        raise Http404
    if year:
        kept, dropped = conditions(indicator, date(int(year), 1, 1), date(int(year) + 1, 1, 1))
        span, said = f"{year}年", [("year", year)]
    else:
        month = month_of(request.GET.get("month"))
        kept, dropped = conditions(indicator, month)
        span, said = f"{month:%Y年%m月}", [("month", f"{month:%Y-%m}")]
    if officer.isdigit() and indicator.officer:
        who = {f"{indicator.officer}__isnull": True} if officer == "0" else {indicator.officer: int(officer)}
        return f"{span} · 按责任人", kept | who, dropped, [*said, ("officer", officer)]
    return span, kept, dropped, said


@opens(EXPORT)
def export(request: HttpRequest) -> HttpResponse:
    """All figures of a month by township as a workbook."""
    month, areas = month_of(request.GET.get("month")), areas_of(request)
    towns = by_town(month, areas, _split(request))
    names = area_names(set(towns))
    wanted = list(indicators().values())
    columns = [Column("town", "乡镇", TEXT)] + [
        Column(f"f{n}", f"{i.label}（{i.unit}）", MONEY if i.money else TEXT) for n, i in enumerate(wanted)
    ]
    rows = [[names.get(area, area)] + [_cell(values[i.name]) for i in wanted] for area, values in towns.items()]
    target = BytesIO()
    write_table(target, columns, rows, title=f"{month:%Y年%m月}业务指标")
    record("export", "insight_figure", f"{month:%Y-%m}", actor=request.who.actor, rows=len(rows))
    answer = HttpResponse(target.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="figures-{month:%Y-%m}.xlsx"'
    return answer


def _cell(shown: Shown) -> object:
    if shown.value is None:
        return None
    return shown.value if shown.indicator.money else str(shown.value)


def month_of(text: str | None) -> date:
    try:
        return date.fromisoformat(f"{text}-01") if text else timezone.localdate().replace(day=1)
    except ValueError:
        raise Http404 from None


def _months_to(month: date) -> list[date]:
    months = [month]
    for _ in range(MONTHS - 1):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def _split(request: HttpRequest) -> str:
    split = request.GET.get("split", "")
    return split if split in dict(CLASSES) else ""


def areas_of(request: HttpRequest) -> list[str]:
    """The user's own areas, widest first; one inside another counts once."""
    held = sorted(set(request.who.areas(*SEE_FIGURES.roles)), key=lambda a: len(prefix_of(a)))
    return [a for n, a in enumerate(held) if not any(a.startswith(prefix_of(w)) for w in held[:n])]


def _tile(values: dict[date, Shown], months: list[date]) -> dict:
    now, before = values[months[-1]], values[months[-2]]
    change = None if now.value is None or before.value is None else now.value - before.value
    points = [values[m].value for m in months]
    label = now.indicator.label.removeprefix(now.indicator.group) or now.indicator.label
    return {"shown": now, "label": label, "change": change, "sparks": _sparks(points)}


def _sparks(points: list[int | None]) -> list[str]:
    """Lines of 100 × 24 for an inline drawing, one for each stretch of known months; no script needed to see the way."""
    known = [p for p in points if p is not None]
    low, reach = min(known, default=0), (max(known, default=0) - min(known, default=0)) or 1
    lines: list[list[str]] = [[]]
    for n, point in enumerate(points):
        if point is None:
            lines.append([])
        else:
            lines[-1].append(f"{100 * n / (len(points) - 1):.1f},{22 - 20 * (point - low) / reach:.1f}")
    return [" ".join(line) for line in lines if line]


def _row(area: str, names: dict[str, str], shown: Shown) -> dict:
    return {"area": area, "name": names.get(area, area), "shown": shown}


def _chart(name: str, trend: dict[date, Shown], towns: dict, names: dict[str, str]) -> dict:
    indicator: Indicator = indicators()[name]
    scale = 100 if indicator.money else 1
    return {
        "unit": indicator.unit,
        "months": [f"{m:%Y-%m}" for m in trend],
        "trend": [None if v.value is None else v.value / scale for v in trend.values()],
        "towns": [names.get(a, a) for a in towns],
        "by_town": [None if v[name].value is None else v[name].value / scale for v in towns.values()],
    }
