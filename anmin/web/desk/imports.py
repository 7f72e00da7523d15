"""Import into a register: upload → columns recognised → preview with errors → import the good, download the bad."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from anmin.kernel.access.api import Denied, User
from anmin.kernel.audit.api import record
from anmin.kernel.people.api import IdentityError
from anmin.kernel.people.declare import seal_identity
from anmin.kernel.places.api import divisions_on
from anmin.kernel.screens.declare import FormField, Register
from anmin.kernel.sheets import api as kinds
from anmin.kernel.sheets.api import (
    CellError,
    Choice,
    Column,
    Fault,
    Reading,
    Sheet,
    SheetError,
    read_sheet,
    write_error_sheet,
    write_template,
)
from anmin.web.desk.edits import options_of, write_row
from anmin.web.desk.exports import XLSX
from anmin.web.desk.uploads import keep, kept
from anmin.web.gate import opens
from anmin.web.rows.fields import model_of, says


def _no_place(value: str, column: Column) -> Fault:
    """Why a place was not understood: several bear the name, or none does where the user may write."""
    alike = [choice.label for choice in column.choices if choice.label.split()[-1] == value.strip()]
    if alike:
        return Fault("有几个同名的村", f"请写明乡镇：{'、'.join(alike[:6])}")
    return Fault("没有这个乡镇或村，或不在您的辖区", "请按区划名称填写，例如“孔溪乡 三盘村”，或填 12 位区划代码")


KINDS = {
    "number": kinds.INTEGER,
    "money": kinds.MONEY,
    "date": kinds.DATE,
    "choice": kinds.CHOICE,
    "area": replace(
        kinds.CHOICE, name="area", label="区划", explain=lambda value, column, on: _no_place(value, column)
    ),
    "bool": kinds.YES_NO,
}
SheetOf = Callable[[Register, User], Sheet]
TakeIn = Callable[[Register, User, Reading], Any]
SHOWN = 200  # errors listed on the page; the file to download has all


@dataclass
class Taken:
    """What an import did or would do."""

    new: int = 0
    changed: int = 0
    same: int = 0
    errors: list[CellError] = field(default_factory=list)
    bad_rows: int = 0


def import_view(register: Register, sheet: SheetOf | None = None, take_in: TakeIn | None = None) -> Callable:
    """The pages of one register's import; `sheet` and `take_in` where its rows are not those of its form."""

    @opens(register.takes.permission)
    def take(request: HttpRequest) -> HttpResponse:
        if request.method == "GET":
            return render(request, "desk/import.html", {"register": register})
        try:
            token = request.POST.get("token") or _received(request)
            return _answer(request, register, token, sheet or sheet_of, take_in or take_rows)
        except SheetError as error:
            context = {"register": register, "error": str(error)}
            return render(request, "desk/import.html", context, status=422)

    return take


def template_view(register: Register, sheet: SheetOf | None = None) -> Callable:
    """The empty table to fill in."""

    @opens(register.takes.permission)
    def template(request: HttpRequest) -> HttpResponse:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
        write_template(file, (sheet or sheet_of)(register, request.who))
        return _file(file, f"{register.label}导入模板.xlsx")

    return template


def _received(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise SheetError("没有选择文件。请选择一个 .xlsx、.xls 或 .csv 文件再上传。")
    return keep(file, request.who.account.pk)


def _answer(request: HttpRequest, register: Register, token: str, sheet_for: SheetOf, take_in: TakeIn) -> HttpResponse:
    content, name = kept(token, request.who.account.pk)
    sheet = sheet_for(register, request.who)
    mapping = {c.name: request.POST[f"at-{c.name}"] for c in sheet.columns if f"at-{c.name}" in request.POST}
    reading = read_sheet(content, sheet, on=timezone.localdate(), mapping=mapping or None)
    doing = request.POST.get("do", "preview")
    with transaction.atomic():
        taken = take_in(register, request.who, reading)
        if doing != "take":
            transaction.set_rollback(True)
    if doing == "errors":
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
        write_error_sheet(file, reading, taken.errors)
        return _file(file, f"{register.label}-待改正.xlsx")
    if doing == "take":
        numbers = {"new": taken.new, "changed": taken.changed, "same": taken.same, "bad": taken.bad_rows}
        record("import", register.name, name, actor=request.who.actor, **numbers)
        if not taken.errors:
            messages.success(request, f"已导入“{name}”：新增 {taken.new}，更新 {taken.changed}，未变 {taken.same}。")
            return redirect(reverse(f"{register.name}-list"))
    context = {
        "register": register,
        "name": name,
        "token": token,
        "reading": reading,
        "taken": taken,
        "done": doing == "take",
        "errors": taken.errors[:SHOWN],
        "columns": columns_found(reading, mapping),
    }
    return render(request, "desk/import_preview.html", context)


def sheet_of(register: Register, who: User) -> Sheet:
    """The register's form as a table: same fields, same choices, places limited to where the user may write."""
    columns = tuple(_column(register, f, who) for f in register.form.fields)
    needed = tuple(f.name for f in register.form.fields if f.required)
    return Sheet(register.name, register.label, columns, register.takes.hint or "每行一条", anchors=needed[:1])


def _column(register: Register, each: FormField, who: User) -> Column:
    choices = ()
    if each.kind == "area":
        choices = places(options_of(register, each, who))
    elif each.kind == "choice":
        choices = tuple(Choice(code, label) for code, label in options_of(register, each, who).items())
    return Column(
        each.name,
        each.label,
        KINDS.get(each.kind, kinds.TEXT),
        synonyms=register.takes.headings.get(each.name, ()),
        required=each.required,
        choices=choices,
        minimum=0 if each.kind in ("number", "money") else None,
        note=each.hint,
    )


def places(options: dict[str, str]) -> tuple[Choice, ...]:
    """Villages under every name that people write: with the township, in full, and alone where no other bears it."""
    rows = divisions_on(timezone.localdate()).filter(code__in=options).values_list("code", "name", "full_name")
    found = {code: (name, full) for code, name, full in rows}
    names = [name for name, _ in found.values()]
    return tuple(
        Choice(
            code,
            label,
            tuple(n for n in found.get(code, ()) if n == label or names.count(n) <= 1 or n != found[code][0]),
        )
        for code, label in options.items()
    )


def take_rows(register: Register, who: User, reading: Reading) -> Taken:
    """Writes the good rows one by one through the register's own form; what is refused becomes an error of its row."""
    taken = Taken(errors=list(reading.errors))
    present = [c.name for c in reading.sheet.columns if reading.header.of(c.name) is not None]
    for values in reading.good.iter_rows(named=True):
        row, given = values["_row"], {name: values[name] for name in present}
        try:
            with transaction.atomic():
                _take_one(register, who, given, taken)
        except ValidationError as error:
            texts = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, each in texts.items():
                taken.errors.append(_error(reading, row, name if name in given else "", "；".join(each)))
        except (ValueError, Denied) as error:
            taken.errors.append(_error(reading, row, _column_of(reading, error, given), str(error)))
        except IntegrityError:
            taken.errors.append(_error(reading, row, "", "与已有记录重复或前后矛盾", "请核对名称和日期"))
    taken.errors.sort(key=lambda e: (e.row, len(e.letter), e.letter))
    taken.bad_rows = len({e.row for e in taken.errors})
    return taken


def _take_one(register: Register, who: User, given: dict, taken: Taken) -> None:
    model = model_of(register)
    found = model.objects.filter(**dict(_known_by(n, given.get(n)) for n in register.takes.key))
    if "until" not in given and any(f.name == "until" for f in model._meta.fields):
        found = found.filter(until__isnull=True)
    row = found.order_by("-pk").first()
    if row is None:
        write_row(register, model(), given, who)
        taken.new += 1
    elif all(says(row, n, v) for n, v in given.items()):
        taken.same += 1
    else:
        write_row(register, row, {f.name: getattr(row, f.name) for f in register.form.fields} | given, who)
        taken.changed += 1


def _known_by(name: str, value: Any) -> tuple[str, Any]:
    """Where a key lies in the table: an identity number, which is kept sealed, is found by its blind index."""
    return ("id_index", seal_identity(value or "", on=timezone.localdate())[1]) if name == "identity" else (name, value)


def _column_of(reading: Reading, error: Exception, given: dict) -> str:
    """The column that a refusal speaks of: that of identity numbers, or the only one whose heading it names; else ""."""
    if isinstance(error, IdentityError) and "identity" in given:
        return "identity"
    named = [c.name for c in reading.sheet.columns if c.name in given and c.label in str(error)]
    return named[0] if len(named) == 1 else ""


def _error(reading: Reading, row: int, name: str, what: str, todo: str = "") -> CellError:
    return reading.error_at(row, name, what, todo=todo) if name else CellError(row, "", "", "", what, todo=todo)


def columns_found(reading: Reading, mapping: dict[str, str]) -> list[dict]:
    """For each declared column: where it was found, how surely, and where else it might be."""
    places = [(f.letter, f.header) for f in reading.header.found] + [
        (letter.rstrip(" 列"), text) for letter, text in reading.header.unknown
    ]
    made = []
    for column in reading.sheet.columns:
        found = reading.header.of(column.name)
        made.append(
            {
                "name": column.name,
                "label": column.label,
                "required": column.required,
                "letter": found.letter if found else "",
                "guess": bool(found and found.how == "guess"),
                "places": sorted(set(places), key=lambda p: (len(p[0]), p[0])),
            }
        )
    return made


def _file(file: Any, name: str) -> FileResponse:
    file.seek(0)
    answer = FileResponse(file, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
