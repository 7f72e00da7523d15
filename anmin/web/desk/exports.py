"""Export of exactly what a list shows: the same rows, columns, filters and order; every export is recorded."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import EXPORT, SEE_CASES
from anmin.kernel.audit.api import record
from anmin.kernel.flow.api import my_cases
from anmin.kernel.screens.declare import Column, Filter, Register
from anmin.kernel.sheets import api as sheets
from anmin.web.desk.home import SPANS, tasks
from anmin.web.gate import opens
from anmin.web.rows.cells import names_for, shown, values_of
from anmin.web.rows.fields import choices_of
from anmin.web.rows.places import place_names
from anmin.web.rows.query import everything
from anmin.web.rows.wanted import Wanted, options_of, read
from anmin.web.templatetags.words import day, month

MOST = 200_000
PORTION = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORK = (
    ("urgency", "时限"), ("service", "业务"), ("step", "步骤"), ("applicant", "申请人"), ("place", "所在村"),
    ("officer", "责任人"), ("due_on", "限办日期"), ("number", "案号"),
)  # fmt: skip
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
        written = sheets.write_table(
            file, columns, rows, title=register.label, notes=[made, *in_words(wanted, request.who)]
        )
        if written > MOST:
            file.close()
            return render(request, "desk/too_many.html", {"register": register, "most": MOST}, status=413)
        record(
            "export", register.name, timezone.localdate(), actor=request.who.actor, rows=written,
            columns=[c.name for c in wanted.columns], query=request.GET.urlencode(),
        )  # fmt: skip
        return sent(file, register.label)

    return export


def sent(file: IO[bytes], label: str) -> FileResponse:
    """A finished workbook under the name of what it holds and the day."""
    file.seek(0)
    answer = FileResponse(file, content_type=XLSX)
    name = f"{label}-{timezone.localdate()}.xlsx"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


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


def in_words(wanted: Wanted, who: User) -> list[str]:
    """What the reader filtered by, for the head of the file."""
    chosen = ((each, wanted.filters.get(each.name)) for each in wanted.register.filters)
    parts = [f"检索 {wanted.text}"] if wanted.text else []
    parts += [f"{f.label} {_chosen(f, value, wanted.register, who)}" for f, value in chosen if value not in (None, "")]
    return ["筛选：" + "；".join(parts)] if parts else []


def _chosen(each: Filter, value: object, register: Register, who: User) -> str:
    """A filter's value as the page calls it."""
    if isinstance(value, tuple):
        return " 至 ".join(day(end) if end else "…" for end in value)
    if each.kind == "month":
        return month(value)
    if each.kind == "area":
        return place_names({str(value)}).get(str(value), str(value))
    return str(options_of(register, each, who).get(str(value), value)) if each.kind != "text" else str(value)


@opens(EXPORT)
@require_safe
def export_work(request: HttpRequest) -> HttpResponse:
    """The work list as its page shows it, to its end."""
    who, today, span = request.who, timezone.localdate(), request.GET.get("when", "")
    who.require(SEE_CASES)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    listed = tasks(list(my_cases(who, span, today).filter(who.scope(EXPORT))[:MOST]), today)
    columns = [sheets.Column(name, label, TYPED["date"] if name == "due_on" else sheets.TEXT) for name, label in WORK]
    made = f"我的工作 · {timezone.localtime():%Y-%m-%d %H:%M} 由 {who.account.name} 导出"
    rows = ([getattr(task, name) for name, _ in WORK] for task in listed)
    written = sheets.write_table(
        file, columns, rows, title="我的工作", notes=[made, f"范围：{dict(SPANS).get(span, '全部')}"]
    )
    record("export", "cases", today, actor=who.actor, rows=written, columns=[name for name, _ in WORK], query=span)
    return sent(file, "我的工作")
