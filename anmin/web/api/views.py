"""Endpoints of every register: one list and one row each; those that take rows from outside, one to write."""

from typing import ClassVar

from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Query, Schema
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer

from anmin.kernel.access.declare import PUBLIC
from anmin.kernel.screens.api import registers
from anmin.kernel.screens.declare import Column, Register
from anmin.web.api import cases
from anmin.web.api.entries import TAIL, add_entries, writable
from anmin.web.api.schemas import as_said, page_schema, query_schema, row_schema
from anmin.web.desk.cards import clean_key
from anmin.web.gate import opens
from anmin.web.rows.cells import plain, values_of
from anmin.web.rows.query import page, paths, visible
from anmin.web.rows.wanted import read


class Token(HttpBearer):
    """Describes the token in OpenAPI. Who it stands for, and what they may do, the gate has decided before."""

    def __call__(self, request: HttpRequest) -> object:
        return request.who

    def authenticate(self, request: HttpRequest, token: str) -> object:
        return request.who


class Plain(JSONRenderer):
    """Chinese as it is written, so that people can read an answer too."""

    json_dumps_params: ClassVar = {"ensure_ascii": False}


API = NinjaAPI(
    renderer=Plain(),
    title="安民",
    version="1",
    description="与页面同一套登记、权限和辖区。金额为分，日期为 ISO 8601，密封信息只给遮盖后的值。",
    docs_url=None,
    auth=Token(),
    urls_namespace="api",
)


class Problem(Schema):
    """Why there is no answer, in words for the person in charge of the program."""

    detail: str


class Misread(Schema):
    """Parameters of a wrong type, each with its place."""

    detail: list[dict]


REFUSALS = {401: Problem, 403: Problem}


def _row(columns: tuple[Column, ...], row: tuple) -> dict:
    return {c.name: as_said(c, plain(c, v)) for c, v in values_of(columns, row)} | {"id": row[0]}


def _add(register: Register) -> None:
    row, page_of_rows, params = row_schema(register), page_schema(register), query_schema(register)

    @API.get(
        f"/{register.name}",
        response=REFUSALS | {200: page_of_rows, 422: Misread},
        tags=[register.label],
        operation_id=f"{register.name}_list",
        summary=f"{register.label}列表",
    )
    def rows(request: HttpRequest, wanted: Query[params]) -> dict:  # type: ignore[valid-type]
        asked = read(register, request.GET, request.who)
        asked.columns = register.columns
        found = page(asked, request.who)
        return {
            "items": [_row(register.columns, each) for each in found.rows],
            "after": found.after or None,
            "before": found.before or None,
            "problems": asked.problems,
        }

    @API.get(
        f"/{register.name}/{{key}}",
        response=REFUSALS | {200: row, 404: Problem},
        tags=[register.label],
        operation_id=f"{register.name}_one",
        summary=f"一条{register.label}",
    )
    def one(request: HttpRequest, key: str) -> dict:
        rows = visible(register, request.who).filter(pk=clean_key(register, key))
        found = rows.values_list("pk", *paths(register.columns)).first()
        if found is None:
            raise Http404
        return _row(register.columns, found)


def endpoints() -> list:
    """URL patterns with the permission that each register declares; the description itself is open to anyone."""
    names = registers()
    for each in names.values():
        if writable(each):
            add_entries(API, each, REFUSALS)
        _add(each)
    cases.add_to(API, REFUSALS)
    patterns = API.urls[0]
    for pattern in patterns:
        first = str(pattern.pattern).split("/")[0]
        if first in names:
            writes = str(pattern.pattern).endswith(TAIL)
            permission = names[first].form.permission if writes else names[first].permission
        else:
            permission = cases.PERMISSIONS.get(first, PUBLIC)
        opens(permission)(pattern.callback)
    return patterns
