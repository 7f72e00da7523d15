"""Lists of declared registers: filter, sort, choose columns, page by key, print, export."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import EXPORT
from anmin.kernel.screens.declare import Action, Register
from anmin.web.desk.sift import drawn_sift
from anmin.web.gate import opens
from anmin.web.rows.cells import draw
from anmin.web.rows.panels import Head, head
from anmin.web.rows.query import count, page
from anmin.web.rows.wanted import Wanted, read


def list_view(register: Register, given: dict[str, object] | None = None) -> Callable:
    """The list page of one register, open to those who hold its permission.

    `given` goes to the page: `keeps`, what the address must go on saying when filters change; `taken_out`, where the
    rows shown are exported.
    """

    @opens(register.permission)
    @require_safe
    def show(request: HttpRequest) -> HttpResponse:
        wanted = read(register, request.GET, request.who, request.COOKIES.get(f"cols-{register.name}", ""))
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
            "sift": drawn_sift(wanted, request.who, (given or {}).get("keeps", ())),
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
        made.append(head(column, href, arrow))
    return made


def actions(declared: tuple[Action, ...], on: str, who: User, key: object = None) -> list[tuple[Action, str]]:
    """The buttons that this user may press, with their addresses."""
    return [
        (a, reverse(a.page, args=[key] if on == "card" else []))
        for a in declared
        if a.on == on and who.may(a.permission)
    ]
