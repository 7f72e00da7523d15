"""标准调整: a county's numbers entered from a document by one, tried on everyone in payment, confirmed by another.

New rules that came with the software are looked at in the same way before they hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anmin.kernel.access.declare import CONFIRM_NUMBERS, DRAFT_NUMBERS, SEE_NUMBERS
from anmin.kernel.flow.api import next_month
from anmin.kernel.law import api as law
from anmin.kernel.lawchange import api as lawchange
from anmin.kernel.people.api import Household
from anmin.kernel.places.api import prefix_of
from anmin.kernel.service import Service, register
from anmin.web.gate import opens

SHOWN = 50


@dataclass
class Line:
    """A number on the form: what holds now, what was typed (in yuan, per cent or as it is)."""

    name: str
    column: str
    residence: str
    label: str
    unit: str
    now: str
    source: str
    choices: dict[str, str]
    typed: str = ""


def services() -> dict[str, Service]:
    """Services with numbers that a county or city sets."""
    named = set(law.book().names())
    return {n: s for n, s in register().items() if n in named and any(_local(n))}


def _local(programme: str) -> list[str]:
    columns = law.book().law(programme).columns()
    return [name for name, (definition, _, _) in columns.items() if definition.set_by]


def county_of(request: HttpRequest) -> str:
    """The county for which the user works."""
    areas = sorted(request.who.areas(*SEE_NUMBERS.roles), key=lambda area: len(prefix_of(area)))
    if not areas:
        raise Http404
    return areas[0][:6] + "000000"


def lines_of(programme: str, county: str, since: date, sent: Any) -> list[Line]:
    """The numbers that may be changed, those set locally first; a number that differs in town and country is two lines."""
    stored, columns, local = law.stored_numbers(), law.book().law(programme).columns(), set(_local(programme))
    lines = []
    for column in sorted(columns, key=lambda name: name not in local):
        definition, _, label = columns[column]
        found = {r: stored.find(f"{programme}.{column}", since, county[:6], r) for r in ("urban", "rural")}
        apart = any(row and row.urban_rural for row in found.values())
        for residence in ("urban", "rural") if apart else ("",):
            row = found[residence or "urban"]
            word = {"urban": "（城市）", "rural": "（农村）"}.get(residence, "")
            shown = law.show_value(row.value, definition.unit, definition.choices) if row else "未定"
            name = f"{column}.{residence}"
            choices = definition.choices or ({"true": "是", "false": "否"} if definition.unit == "bool" else {})
            lines.append(
                Line(name, column, residence, label + word, definition.unit, shown, row.source if row else "",
                     choices, sent.get(name, "").strip())
            )  # fmt: skip
    return lines


def _value(line: Line) -> int | bool | str:
    if line.unit == "bool":
        return line.typed == "true"
    if line.choices:
        return line.typed
    written = (
        f"{line.typed}元" if line.unit.startswith("fen") else f"{line.typed}%" if line.unit == "bp" else line.typed
    )
    value = law.read_amount(written, line.unit)
    if isinstance(value, str) and value.strip().isdigit():
        return int(value)
    if not isinstance(value, int):
        raise law.NumberError(f"{line.label}：“{line.typed}”不是可用的数，金额写元（可到分），比例写百分数。")
    return value


@opens(SEE_NUMBERS)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """New rules that nobody has acknowledged yet; then every change drafted or confirmed, the newest first."""
    county = county_of(request)
    rows = lawchange.Change.objects.filter(area=county).select_related("drafted_by", "confirmed_by")
    labels = {name: kind.label for name, kind in register().items()}
    told = [
        (row, labels.get(row.service, row.service), len(lawchange.differing(row) or row.numbers))
        for row in rows.order_by("-pk")[:100]
    ]
    arrived = [a for a in lawchange.arrivals(county, timezone.localdate()) if a.waits]
    context = {"rows": told, "arrivals": arrived, "may_draft": request.who.may(DRAFT_NUMBERS)}
    return render(request, "lawchange/changes.html", context)


@opens(DRAFT_NUMBERS)
def new(request: HttpRequest) -> HttpResponse:
    """Type new values beside those that hold; keep them as a draft with document, article and day."""
    kinds, sent, today = services(), request.POST or request.GET, timezone.localdate()
    name = sent.get("service", "")
    name = name if name in kinds else "dibao" if "dibao" in kinds else next(iter(kinds))
    county, fault = county_of(request), ""
    try:
        since = date.fromisoformat(sent.get("since") or next_month(today).isoformat())
    except ValueError:
        since, fault = next_month(today), "起始日应写成 2026-12-01 的样子。"
    lines = lines_of(name, county, since, sent)
    if request.method == "POST" and not fault:
        try:
            numbers = [
                {"column": each.column, "urban_rural": each.residence, "value": _value(each)}
                for each in lines
                if each.typed
            ]
            made = lawchange.draft(
                name, county, numbers, since=since, doc=sent.get("doc", ""), article=sent.get("article", ""),
                who=request.who, on=today,
            )  # fmt: skip
            messages.success(request, "已存为拟定，还没有生效。请看预演结果，再由分管领导确认。")
            return redirect("lawchange", made.pk)
        except (law.LawError, lawchange.ChangeRefused) as error:
            fault = str(error)
    local = set(_local(name))
    context = {
        "kinds": kinds, "name": name, "since": since, "sent": sent, "fault": fault,
        "local": [each for each in lines if each.column in local],
        "others": [each for each in lines if each.column not in local],
    }  # fmt: skip
    return render(request, "lawchange/new.html", context, status=422 if fault else 200)


def one(request: HttpRequest, pk: int) -> lawchange.Change:
    found = lawchange.Change.objects.filter(pk=pk, area=county_of(request)).first()
    if found is None:
        raise Http404
    return found


@opens(SEE_NUMBERS)
@require_safe
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: its numbers, what it does to those in payment, by township and household; who confirms it."""
    found = one(request, pk)
    context: dict[str, Any] = {"change": found, "kind": register()[found.service], "kinds": lawchange.KINDS}
    context["why_not"] = lawchange.may_confirm(found, request.who)
    context["may_withdraw"] = found.state == found.State.DRAFT and request.who.may(DRAFT_NUMBERS)
    if found.state == found.State.DRAFT:
        context["numbers"] = lawchange.differing(found)
        try:
            done = lawchange.rehearsed(found)
            context["others"] = _beside([each.as_data() for each in lawchange.rehearsed_beside(found)])
            context |= {
                "effect": done.as_data(),
                "more_rows": _named(done, "raised"),
                "less_rows": _named(done, "lowered", "ended"),
                "enter_rows": _named(done, "entered"),
            }
        except law.LawError as error:
            context["fault"] = str(error)
    else:
        context |= {"effect": found.effect, "numbers": lawchange.differing(found)}
        context["others"] = _beside(found.effect.get("others", []))
        for name in ("less", "enter"):
            context[f"{name}_rows"] = with_homes(found.effect.get(name, [])[:SHOWN])
    context["rules"] = [{**rule, "of": register()[rule["service"]].label} for rule in found.rules]
    return render(request, "lawchange/change.html", context)


def _beside(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Other programmes that read the numbers, with their labels; those without anyone in payment are left out."""
    return [{**each, "label": register()[each["programme"]].label} for each in told if each["towns"]]


def _named(done: lawchange.Rehearsal, *kinds: str) -> list[dict[str, Any]]:
    return with_homes(done.of(*kinds).head(SHOWN).to_dicts())


def with_homes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    homes = Household.objects.select_related("head").in_bulk([row["household"] for row in rows])
    return [{**row, "home": homes.get(row["household"]), "word": lawchange.KINDS[row["kind"]]} for row in rows]


@opens(DRAFT_NUMBERS)
@require_POST
def rules(request: HttpRequest) -> HttpResponse:
    """New rules are taken up, to be tried on everyone and acknowledged."""
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
        made = lawchange.draft_rules(
            request.POST.get("service", ""), county_of(request), since, who=request.who, on=timezone.localdate()
        )
    except (ValueError, LookupError) as error:
        raise Http404 from error
    except lawchange.ChangeRefused as refused:
        messages.error(request, str(refused))
        return redirect("lawchanges")
    return redirect("lawchange", made.pk)


@opens(CONFIRM_NUMBERS)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's word: the numbers are entered and hold from their day."""
    one(request, pk)
    try:
        done = lawchange.confirm(pk, who=request.who, on=timezone.localdate())
        messages.success(
            request,
            f"已确认，自 {done.since} 起施行。增发随该月的月结自动补上；会减少的 {len(done.effect['less'])} 户须经复核并书面告知；"
            f"可能新符合的 {done.effect['entered']} 户由乡镇告知其可以申请。",
        )
    except (law.LawError, lawchange.ChangeRefused) as error:
        messages.error(request, str(error))
    return redirect("lawchange", pk)


@opens(DRAFT_NUMBERS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is given up, with the reason."""
    one(request, pk)
    try:
        lawchange.withdraw(pk, who=request.who, reason=request.POST.get("reason", ""))
        messages.success(request, "已撤回。")
    except lawchange.ChangeRefused as error:
        messages.error(request, str(error))
    return redirect("lawchange", pk)
