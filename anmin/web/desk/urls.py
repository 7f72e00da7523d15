"""Addresses of the desk: fixed pages, then the pages of every declared register."""

from django.urls import URLPattern, URLResolver, include, path

from anmin.kernel.screens.api import registers
from anmin.kernel.screens.declare import Register
from anmin.web.desk import accounts, home, people, search, traces
from anmin.web.desk.cards import card_view
from anmin.web.desk.edits import change_view, create_view
from anmin.web.desk.exports import export_view, export_work
from anmin.web.desk.imports import import_view, template_view
from anmin.web.desk.lists import list_view


def of_register(register: Register) -> URLResolver:
    """What a register is served under: sites/, sites/new, sites/12/, sites/12/edit, sites/export.xlsx."""
    name = register.name
    found = [
        path("", list_view(register), name=f"{name}-list"),
        path("export.xlsx", export_view(register), name=f"{name}-export"),
        *_changing(register),
    ]
    if not register.page:
        found.append(path("<str:pk>/", card_view(register), name=f"{name}-card"))
    return path(f"{name}/", include(found))


def _changing(register: Register) -> list[URLPattern]:
    name = register.name
    found = []
    if register.form and register.form.create:
        found.append(path("new", create_view(register), name=f"{name}-new"))
    if register.takes:
        found.append(path("import", import_view(register), name=f"{name}-import"))
        found.append(path("template.xlsx", template_view(register), name=f"{name}-template"))
    if register.form and register.form.change:
        found.append(path("<str:pk>/edit", change_view(register), name=f"{name}-edit"))
    return found


urlpatterns = [
    path("", home.home, name="desk"),
    path("work.xlsx", export_work, name="work-export"),
    path("search/", search.search, name="search"),
    path("traces/", traces.traces, name="traces"),
    path("traces/verify", traces.check, name="traces-verify"),
    path("unmask", people.unmask_view, name="unmask"),
    path("households/<int:pk>/", people.household, name="household"),
    path("households/<int:pk>/account", accounts.account_page, name="household-account"),
    path("month-findings/<int:pk>/account", accounts.of_month_finding, name="month-finding-account"),
    path("remittances/<int:pk>/account", accounts.of_remittance, name="remittance-account"),
    path("persons/<int:pk>/", people.person, name="person"),
    path("persons/<int:pk>/edit", people.change, name="person-edit"),
    *(of_register(each) for each in registers().values()),
]
