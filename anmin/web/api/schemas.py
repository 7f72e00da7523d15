"""What a register looks like in JSON, derived from the same columns and filters as its pages."""

from decimal import Decimal

from ninja import Schema
from pydantic import Field, create_model

from anmin.kernel.screens.declare import Column, Filter, Register

TYPES = {"number": int, "money": int, "flag": bool}
SAYS = {
    "money": "分",
    "date": "日期，例 2026-10-09",
    "month": "当月一日",
    "moment": "ISO 8601 时间",
    "area": "12 位区划代码",
    "identity": "身份证号，中间遮盖",
    "phone": "电话，中间遮盖",
    "account": "账号尾号",
}


def row_schema(register: Register) -> type[Schema]:
    """One row: its key and every declared column."""
    fields = {
        c.name: (_type(c), Field(None, description=_says(c), title=c.label)) for c in register.columns if c.name != "id"
    }
    return create_model(f"{_stem(register)}Row", __base__=Schema, id=(int, Field(..., title="编号")), **fields)


def page_schema(register: Register) -> type[Schema]:
    """One page of rows with the marks of its neighbours."""
    return create_model(
        f"{_stem(register)}Page",
        __base__=Schema,
        items=(list[row_schema(register)], Field(..., title=register.label)),
        after=(str | None, Field(None, description="下一页：作为参数 after 传回；没有下一页为空")),
        before=(str | None, Field(None, description="上一页：作为参数 before 传回；没有上一页为空")),
        problems=(list[str], Field([], description="没有起作用的参数及原因")),
    )


def query_schema(register: Register) -> type[Schema]:
    """The parameters of a list."""
    sortable = [c.name for c in register.columns if c.sort]
    fields: dict[str, tuple] = {
        "after": (str | None, Field(None, description="上一次应答里的 after")),
        "before": (str | None, Field(None, description="上一次应答里的 before")),
        "rows": (int | None, Field(None, description="每页行数：20、50 或 100")),
    }
    if register.search:
        fields["q"] = (str | None, Field(None, description=f"检索：{register.search_hint}"))
    if sortable:
        fields["sort"] = (str | None, Field(None, description=f"排序：{'、'.join(sortable)}，前加 - 为倒序"))
    for each in register.filters:
        fields |= _of_filter(each)
    return create_model(f"{_stem(register)}Query", __base__=Schema, **fields)


def _of_filter(each: Filter) -> dict[str, tuple]:
    if each.kind == "dates":
        return {
            f"{each.name}_from": (str | None, Field(None, description=f"{each.label}不早于")),
            f"{each.name}_to": (str | None, Field(None, description=f"{each.label}不晚于")),
        }
    notes = {"validity": "：空为现行，ended 已停用，all 全部", "area": "：12 位区划代码", "flag": "：1 或 0"}
    return {each.name: (str | None, Field(None, description=each.label + notes.get(each.kind, "")))}


def as_said(column: Column, value: object) -> object:
    """The value in the type that the description promises: a register may keep a number where people read a word."""
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else str(value)
    promised = column.kind in TYPES or column.kind == "told" or value is None
    return value if promised else str(value)


def _type(column: Column) -> object:
    if column.kind == "told":
        return str | int | bool | list[str] | None
    return TYPES.get(column.kind, str) | None


def _says(column: Column) -> str:
    return f"{column.label}（{SAYS[column.kind]}）" if column.kind in SAYS else column.label


def _stem(register: Register) -> str:
    return register.name.title().replace("_", "").replace("-", "")
