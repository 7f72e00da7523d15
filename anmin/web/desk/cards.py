"""The card of one row: its values, rows of other registers that belong to it, its history."""

from collections.abc import Callable
from functools import lru_cache

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import GIVEN, Statement, User, Viewer, statement
from anmin.kernel.screens.api import register as register_named
from anmin.kernel.screens.declare import Panel, Register
from anmin.web.desk.lists import actions
from anmin.web.gate import opens
from anmin.web.rows.cells import Line, draw
from anmin.web.rows.fields import model_of
from anmin.web.rows.panels import DrawnPanel, head
from anmin.web.rows.query import paths, visible
from anmin.web.rows.story import story

MOST_IN_PANEL = 50


def card_view(register: Register) -> Callable:
    """The page of one row. A row outside one's area is not there: 404, which tells nothing."""

    @opens(register.permission)
    @require_safe
    def show(request: HttpRequest, pk: str) -> HttpResponse:
        line = one(register, request.who, pk)
        form = register.form
        context = {
            "register": register,
            "line": line,
            "title": title_of(register, line),
            "panels": [panel(p, pk, request.who) for p in register.panels if _may_see(p, request.who)],
            "story": story(model_of(register), pk, register),
            "may_change": form is not None and form.change and request.who.may(form.permission),
            "actions": actions(register.actions, "card", request.who, pk),
        }
        return render(request, "desk/card.html", context)

    return show


def one(register: Register, who: User, pk: str) -> Line:
    """One visible row, drawn with every declared column."""
    found = visible(register, who).filter(pk=clean_key(register, pk))
    rows = list(found.values_list("pk", *paths(register.columns)))
    if not rows:
        raise Http404
    return draw(register, register.columns, rows)[0]


def clean_key(register: Register, pk: str) -> object:
    """The key as the table keeps it; a key of another kind is simply not there."""
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        raise Http404
    return int(pk)


def title_of(register: Register, line: Line) -> str:
    name = register.title or register.columns[0].name
    place = next(i for i, c in enumerate(register.columns) if c.name == name)
    return line.cells[place].text or register.label


def instance_of(register: Register, who: User, pk: str) -> Model:
    """The row itself, locked against others until the transaction ends."""
    row = visible(register, who).select_for_update(of=("self",)).filter(pk=clean_key(register, pk)).first()
    if row is None:
        raise Http404
    return row


def panel(declared: Panel, pk: str, who: User) -> DrawnPanel:
    """Rows of another register that point to this one, as this user may see them."""
    other = register_named(declared.register)
    columns = tuple(other.column(n) for n in declared.columns) or other.first_columns
    found = _belonging(who.viewer, other.name, declared.path, tuple(paths(columns))).rows(pk)
    heads = tuple(head(c) for c in columns)
    return DrawnPanel(declared.label, heads, draw(other, columns, found[:MOST_IN_PANEL]), len(found) > MOST_IN_PANEL)


@lru_cache(maxsize=1_000)
def _belonging(viewer: Viewer, other: str, path: str, read: tuple[str, ...]) -> Statement:
    rows = visible(register_named(other), viewer.who).filter(**{path: GIVEN}).order_by("-pk")
    return statement(rows.values_list("pk", *read)[: MOST_IN_PANEL + 1])


def _may_see(declared: Panel, who: User) -> bool:
    return who.may(register_named(declared.register).permission)
