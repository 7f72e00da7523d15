"""Lists of declared registers: filter, sort, choose columns, page by key, print, export."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import EXPORT
from anmin.kernel.places.api import codes, divisions_on, prefix_of
from anmin.kernel.screens.declare import Action, Filter, Register
from anmin.web.gate import opens
from anmin.web.rows.cells import draw
from anmin.web.rows.query import count, page
from anmin.web.rows.wanted import SIZES, Wanted, options_of, read

SECONDS_KEPT = 60


@dataclass(frozen=True)
class Sieve:
    """A filter as it is drawn."""

    name: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...]
    value: object


@dataclass(frozen=True)
class Head:
    """A column's heading; `href` sorts by it, `arrow` says how it is sorted now."""

    label: str
    right: bool
    href: str
    arrow: str


def list_view(register: Register, given: dict[str, object] | None = None) -> Callable:
    """The list page of one register, open to those who hold its permission.

    `given` goes to the page: `keeps`, what the address must go on saying when filters change; `taken_out`, where the
    rows shown are exported.
    """

    @opens(register.permission)
    @require_safe
    def show(request: HttpRequest) -> HttpResponse:
        wanted = read(register, request.GET, request.COOKIES.get(f"cols-{register.name}", ""))
        found = page(wanted, request.who)
        total, more = count(wanted, request.who, found)
        context = {
            "register": register,
            "wanted": wanted,
            "heads": heads(wanted),
            "lines": draw(register, wanted.columns, found.rows),
            "newer": wanted.address(before=found.before) if found.before else "",
            "older": wanted.address(after=found.after) if found.after else "",
            "total": total,
            "more": more,
            "sieves": [sieve(f, wanted, request.who) for f in register.filters],
            "sizes": SIZES,
            "actions": actions(register.actions, "list", request.who),
            "may_create": _may_create(register, request.who),
            "may_export": request.who.may(register.export or EXPORT),
            "may_import": register.takes is not None and request.who.may(register.takes.permission),
            **(given or {}),
        }
        answer = render(request, "desk/list.html", context)
        if "col" in request.GET:
            names = ",".join(c.name for c in wanted.columns)
            answer.set_cookie(f"cols-{register.name}", names, max_age=365 * 86400, httponly=True, samesite="Lax")
        return answer

    return show


def _may_create(register: Register, who: User) -> bool:
    return register.form is not None and register.form.create and who.may(register.form.permission)


def heads(wanted: Wanted) -> list[Head]:
    """Headings of the chosen columns. A click sorts rising, a second one falling."""
    made = []
    for column in wanted.columns:
        href, arrow = "", ""
        if column.sort:
            rising = wanted.sort == column.name
            arrow = "up" if rising else "down" if wanted.sort == f"-{column.name}" else ""
            href = "?" + wanted.address(sort=f"-{column.name}" if rising else column.name)
        label = f"{column.label}(元)" if column.kind == "money" and "元" not in column.label else column.label
        made.append(Head(label, column.kind in ("number", "money"), href, arrow))
    return made


def sieve(each: Filter, wanted: Wanted, who: User) -> Sieve:
    """A filter with its options and what is chosen now."""
    value = wanted.filters.get(each.name, "")
    if each.kind == "area":
        options = area_options(str(value), who, wanted.register)
    elif each.kind in ("choice", "flag", "validity", "mine", "late"):
        options = options_of(wanted.register, each)
    else:
        options = {}
    return Sieve(each.name, each.label, each.kind, tuple(options.items()), value)


def area_options(chosen: str, who: User, register: Register) -> dict[str, str]:
    """From a chosen place one may go up within one's own area or down by one level."""
    own = [p.area for p in who.posts if p.role in register.permission.roles]
    inside = chosen and any(codes.covers(area, chosen) for area in own)
    at = chosen if inside else min(own, key=lambda area: len(prefix_of(area)), default="")
    if not at:
        return {"": "全部"}
    above = [code for code in reversed(codes.chain(at)) if any(codes.covers(area, code) for area in own)]
    today = timezone.localdate()
    names = cache.get_or_set(f"around:{at}:{len(above)}:{today}", lambda: _around(at, above, today), SECONDS_KEPT)
    options = {"": "全部"} | {code: names.get(code, code) for code in above if len(own) > 1 or code != own[0]}
    indent = "\u3000" if chosen else ""
    return options | {code: indent + name for code, name in names.items() if code not in above}


def _around(at: str, above: list[str], today: date) -> dict[str, str]:
    """Names of the divisions directly inside a place and of those above it. They seldom change and every list asks."""
    below = Q(code__startswith=prefix_of(at), level=_level_below(at))
    rows = divisions_on(today).filter(below | Q(code__in=above)).order_by("code")
    return dict(rows.values_list("code", "name"))


def _level_below(code: str) -> int:
    """The level of the divisions directly inside: a city's counties, a county's townships."""
    return min(codes.LEVELS.index(codes.level(code)) + 1, 5)


def actions(declared: tuple[Action, ...], on: str, who: User, key: object = None) -> list[tuple[Action, str]]:
    """The buttons that this user may press, with their addresses."""
    return [
        (a, reverse(a.page, args=[key] if on == "card" else []))
        for a in declared
        if a.on == on and who.may(a.permission)
    ]
