"""Writing one row of a register as JSON: the same form, permission and area as its page; the register's own number is
the key, so that what is sent twice is there once.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.http import HttpRequest
from ninja import NinjaAPI, Schema, Status
from pydantic import Field

from anmin.kernel.access.api import User
from anmin.kernel.screens.declare import FormField, Register
from anmin.web.desk.edits import options_of, write_row
from anmin.web.rows.cells import plain, values_of
from anmin.web.rows.fields import model_of, says
from anmin.web.rows.forms import build
from anmin.web.rows.query import paths, visible

TAIL = "/entries"
TYPES = {"number": "integer", "money": "integer", "bool": "boolean"}
SAYS = {"money": "单位：分", "date": "日期，例 2026-10-09", "area": "12 位区划代码"}
LARGEST = 100_000  # bytes of one entry


class Entered(Schema):
    """What became of one entry."""

    id: int = Field(..., title="编号")
    done: str = Field(..., description="new 新登记，same 已有且相同（什么也没有改），changed 按新的内容更新")
    told: list[str] = Field([], description="登记引起的变化，逐条；只告诉也有查看权限的令牌")
    row: dict[str, Any] | None = Field(
        None, description="登记后的这一条，与列表同（金额为分）；同样只告诉有查看权限的令牌"
    )


class FieldError(Schema):
    """One thing that is wrong; `field` is empty where it concerns the entry as a whole."""

    field: str
    label: str
    message: str


class NotEntered(Schema):
    """Nothing was kept; every fault at once."""

    detail: str
    errors: list[FieldError]


def writable(register: Register) -> bool:
    """Registers that take rows from outside and know a row by a number of its own."""
    return bool(register.form and register.form.create and register.takes and len(register.takes.key) == 1)


def add_entries(api: NinjaAPI, register: Register, refusals: dict[int, type[Schema]]) -> None:
    """The endpoint at which one register takes rows."""

    @api.post(
        f"/{register.name}{TAIL}",
        response=refusals | {200: Entered, 201: Entered, 409: NotEntered, 422: NotEntered},
        tags=[register.label],
        operation_id=f"{register.name}_enter",
        summary=f"登记一条{register.label}",
        description=f"以 {register.takes.key[0]} 为准：同一编号再送一次不会重复登记；内容不同则更新，登记后不能改的内容不同则拒绝（409）。"
        f"令牌须有 {register.form.permission.name} 的权限，区划须在账号的辖区内。",
        exclude_none=True,
        openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": body(register)}}}},
    )
    def enter(request: HttpRequest) -> Status:
        said, wrong = _read(register, request)
        if wrong:
            return Status(422, _refused(wrong))
        try:
            return Status(*_enter(register, request.who, said))
        except IntegrityError as error:
            name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
            return Status(409, _refused([_fault("", "", f"与已有记录重复或前后矛盾（{name}），请核对后再送。")]))


def body(register: Register) -> dict[str, Any]:
    """The JSON schema of one entry."""
    fields = {f.name: _schema(f) for f in register.form.fields if f.kind != "file"}
    needed = [f.name for f in register.form.fields if f.required]
    return {"type": "object", "properties": fields, "required": needed, "additionalProperties": False}


def _schema(field: FormField) -> dict[str, Any]:
    told = "；".join(part for part in (SAYS.get(field.kind, ""), field.hint) if part)
    if field.readonly:
        told = "；".join(part for part in (told, "登记后不能改") if part)
    made: dict[str, Any] = {"type": TYPES.get(field.kind, "string"), "title": field.label}
    if told:
        made["description"] = told
    if field.kind == "date":
        made["format"] = "date"
    if field.kind == "choice" and field.choices and isinstance(field.choices, tuple):
        made["enum"] = [code for code, _ in field.choices]
        made["description"] = "；".join([told] * bool(told) + ["、".join(f"{c} {label}" for c, label in field.choices)])
    return made


def _read(register: Register, request: HttpRequest) -> tuple[dict[str, Any], list[dict]]:
    """The entry as sent, every value of the kind that its field wants."""
    known = {f.name: f for f in register.form.fields if f.kind != "file"}
    try:
        said = json.loads(request.body) if len(request.body) <= LARGEST else None
    except (ValueError, UnicodeDecodeError):
        said = None
    if not isinstance(said, dict):
        return {}, [_fault("", "", f"请求体应是一个 UTF-8 编码的 JSON 对象，不超过 {LARGEST:,} 字节。")]
    wrong = [_fault(name, "", "没有这一项，请核对字段名。") for name in said if name not in known]
    wrong += [
        _fault(f.name, f.label, f"请填写“{f.label}”。") for f in known.values() if f.required and f.name not in said
    ]
    for name, value in said.items():
        if name in known and (why := _misfit(known[name], value)):
            wrong.append(_fault(name, known[name].label, why))
    return said, wrong


def _misfit(field: FormField, value: object) -> str:
    if value is None:
        return "" if not field.required else "不能为空。"
    match field.kind:
        case "money":
            return "" if type(value) is int and value >= 0 else "应为整数，单位是分，例如 38000。"
        case "number":
            return "" if type(value) is int and value >= 0 else "应为不小于 0 的整数。"
        case "bool":
            return "" if isinstance(value, bool) else "应为 true 或 false。"
        case "date":
            return "" if _is_day(value) else "日期应写成 2026-10-09 的样子。"
    return "" if isinstance(value, str) else "应为文字。"


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _enter(register: Register, who: User, said: Mapping[str, Any]) -> tuple[int, dict]:
    """One attempt, whole or not at all."""
    labels = {f.name: f.label for f in register.form.fields}
    form = _form(register, who, said)
    if not form.is_valid():
        return 422, _refused([_fault(n, labels.get(n, ""), t) for n, texts in form.errors.items() for t in texts])
    values = {n: v for n, v in form.cleaned_data.items() if n in said} | {
        f.name: None if f.kind in ("money", "number", "date") else form.cleaned_data[f.name]
        for f in register.form.fields if f.name not in said
    }  # fmt: skip
    key = register.takes.key[0]
    try:
        with transaction.atomic():
            _one_at_a_time(register, str(values[key]))
            row = model_of(register).objects.filter(**{key: values[key]}).first()
            if row is None:
                saved, done, code = write_row(register, model_of(register)(), dict(values), who), "new", 201
            elif lasting := _lasting(register, row, said, values):
                return 409, _refused(
                    [_fault(n, labels[n], "登记后不能改；确有错误的请联系民政局更正。") for n in lasting]
                )
            elif all(says(row, n, values[n]) for n in said):
                write_scope(register, who, row)
                saved, done, code = row, "same", 200
            else:
                kept = {f.name: getattr(row, f.name) for f in register.form.fields}
                saved, done, code = write_row(register, row, kept | {n: values[n] for n in said}, who), "changed", 200
    except ValidationError as error:
        texts = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        named = [_fault(n if n in labels else "", labels.get(n, ""), t) for n, each in texts.items() for t in each]
        return 422, _refused(named)
    except ValueError as error:
        return 422, _refused([_blamed(labels, str(error))])
    if not who.may(register.permission):
        return code, {"id": saved.pk, "done": done, "told": []}
    return code, {"id": saved.pk, "done": done, "told": _told(saved), "row": _shown(register, saved, who)}


def write_scope(register: Register, who: User, row: Model) -> None:
    """Nothing is told of a row that lies where the program may not write."""
    if register.area and "__" not in register.area:
        who.require(register.form.permission, getattr(row, register.area))


def _form(register: Register, who: User, said: Mapping[str, Any]) -> forms.Form:
    """The page's own form, filled as a browser would."""
    kinds = {f.name: f.kind for f in register.form.fields}
    choices = {
        f.name: options_of(register, f, who) for f in register.form.fields if f.kind in ("choice", "area", "many")
    }
    sent = {
        name: f"{value // 100}.{value % 100:02d}" if kinds.get(name) == "money" else str(value)
        for name, value in said.items()
        if value not in (None, False)
    }
    return build(register.form.fields, choices)(sent)


def _one_at_a_time(register: Register, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{register.name}:{key}"])


def _lasting(register: Register, row: Model, said: Mapping[str, Any], values: Mapping[str, Any]) -> list[str]:
    """Fields that may not change once entered, and were sent with another value."""
    fixed = [f.name for f in register.form.fields if f.readonly and f.name in said]
    return [n for n in fixed if values[n] not in (None, "") and not says(row, n, values[n])]


def _shown(register: Register, row: Model, who: User) -> dict[str, Any] | None:
    """The row as the register shows it."""
    found = visible(register, who).filter(pk=row.pk).values_list("pk", *paths(register.columns)).first()
    return found and {column.name: plain(column, value) for column, value in values_of(register.columns, found)}


def _told(row: Model) -> list[str]:
    brought = getattr(row, "brought", None)
    return [str(line) for line in brought] if isinstance(brought, list) else []


def _blamed(labels: Mapping[str, str], text: str) -> dict:
    """A refusal in words concerns the field that it names first."""
    found = [(text.find(label), name) for name, label in labels.items() if label in text]
    name = min(found)[1] if found else ""
    return _fault(name, labels.get(name, ""), text)


def _fault(name: str, label: str, message: str) -> dict:
    return {"field": "" if name == "__all__" else name, "label": label, "message": message}


def _refused(errors: list[dict]) -> dict:
    return {"detail": f"没有登记：有 {len(errors)} 处需要改正。", "errors": errors}
