"""Export of exactly what a list shows: the same rows, columns, filters and order; every export is recorded."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.declare import EXPORT
from anmin.kernel.audit.api import record
from anmin.kernel.screens.declare import Column, Register
from anmin.kernel.sheets import api as sheets
from anmin.web.gate import opens
from anmin.web.rows.cells import names_for, shown, values_of
from anmin.web.rows.fields import choices_of
from anmin.web.rows.query import everything
from anmin.web.rows.wanted import Wanted, read

MOST = 200_000
PORTION = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPED = {"money": sheets.MONEY, "number": sheets.INTEGER, "date": sheets.DATE, "month": sheets.MONTH}


def export_view(register: Register) -> Callable:
    """The list as xlsx. Needs the register's permission and the one to export, both over the rows' area."""

    @opens(register.export or EXPORT)
    @require_safe
    def export(request: HttpRequest) -> HttpResponse:
        request.who.require(register.permission)
        wanted = read(register, request.GET, request.who, request.COOKIES.get(f"cols-{register.name}", ""))
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
        columns = [sheets.Column(c.name, c.label, TYPED.get(c.kind, sheets.TEXT)) for c in wanted.columns]
        made = f"{register.label} · {timezone.localtime():%Y-%m-%d %H:%M} 由 {request.who.account.name} 导出"
        rows = islice(sheet_rows(wanted, request), MOST + 1)
        written = sheets.write_table(file, columns, rows, title=register.label, notes=[made, *in_words(wanted)])
        if written > MOST:
            file.close()
            return render(request, "desk/too_many.html", {"register": register, "most": MOST}, status=413)
        record(
            "export", register.name, timezone.localdate(), actor=request.who.actor, rows=written,
            columns=[c.name for c in wanted.columns], query=request.GET.urlencode(),
        )  # fmt: skip
        file.seek(0)
        answer = FileResponse(file, content_type=XLSX)
        name = f"{register.label}-{timezone.localdate()}.xlsx"
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return answer

    return export


def sheet_rows(wanted: Wanted, request: HttpRequest) -> Iterator[list[object]]:
    """The rows as the spreadsheet takes them, in portions whose area names are looked up together."""
    register, columns = wanted.register, wanted.columns
    allowed = request.who.scope(register.export or EXPORT, register.area) if register.area else None
    labels = {c.name: choices_of(register, c.source, c.choices) for c in columns if c.kind in ("choice", "tag")}
    rows = everything(wanted, request.who, columns, allowed)
    while portion := list(islice(rows, PORTION)):
        areas = names_for(columns, portion)
        for row in portion:
            yield [_value(c, v, areas, labels.get(c.name, {})) for c, v in values_of(columns, row)]


def _value(column: Column, value: object, areas: dict[str, str], labels: dict[str, str]) -> object:
    return value if column.kind in TYPED else shown(column, value, areas, labels)


def in_words(wanted: Wanted) -> list[str]:
    """What the reader filtered by, for the head of the file."""
    labels = {f.name: f.label for f in wanted.register.filters}
    parts = [f"{labels[name]} {value}" for name, value in wanted.filters.items()]
    return (
        ["筛选: " + "; ".join([*([f"检索 {wanted.text}"] if wanted.text else []), *parts])] if wanted.narrowed else []
    )
