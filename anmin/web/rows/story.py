"""The history of one row in words: who did what when, and which values changed from what to what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.apps import apps
from django.db.models import BinaryField, Field, Model
from django.utils.dateparse import parse_datetime

from anmin.kernel.access.api import ROLES
from anmin.kernel.audit.api import Change, history
from anmin.kernel.screens.api import registers
from anmin.kernel.screens.declare import Column, ForWhom, Register
from anmin.web.rows.fields import choices_of
from anmin.web.rows.places import place_names
from anmin.web.templatetags.words import yuan

FULL_WIDTH = str.maketrans("(),;:", "（），；：")
DOINGS = {
    "insert": "登记",
    "update": "修改",
    "delete": "删除",
    "look": "查看",
    "unmask": "查看完整信息",
    "export": "导出",
    "login": "登录",
    "logout": "退出",
    "login_failed": "登录失败",
    "password": "发初始密码",
    "sessions_ended": "退出别处的登录",
    "handover": "移交工作",
    "second_on": "开启两步验证",
    "second_off": "关闭两步验证",
    "second_codes": "换恢复码",
    "import": "导入",
    "verify": "核验留痕",
    "print": "打印",
}


@cache
def table_labels() -> dict[str, str]:
    """Tables and registers by the names people give them."""
    tables = {m._meta.db_table: str(m._meta.verbose_name) for m in apps.get_models()}
    return (
        tables | {name: each.label for name, each in registers().items()} | {"audit": "留痕", "accounts": "账号和岗位"}
    )


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One entry as people read it."""

    at: datetime
    doing: str
    who: str
    reason: str
    differences: tuple[Difference, ...]
    first: bool


def story(model: type[Model], key: object, register: Register | None = None, limit: int = 50) -> list[Told]:
    """The newest entries of a row. `register` lends its labels and kinds to the columns it shows."""
    changes = history(model._meta.db_table, key, limit=limit)
    return tell(changes, model, register, place_names(codes_in(changes)))


def codes_in(changes: list[Change]) -> set[str]:
    """Division codes that a history mentions, so that a page may look up all its names at once."""
    return {str(v) for c in changes for n, v in c.content.items() if n.endswith("area") and v}


def tell(changes: list[Change], model: type[Model], register: Register | None, areas: dict[str, str]) -> list[Told]:
    """Entries in words, without those that changed nothing a person reads."""
    told = [(change, _tell(change, model, register, areas)) for change in changes]
    return [each for change, each in told if each.differences or change.kind != "update" or change.before is None]


def differences(
    change: Change, model: type[Model], register: Register | None, areas: dict[str, str]
) -> list[Difference]:
    """What an update changed; for a new row nothing, since the card shows it."""
    if change.before is None or change.kind != "update":
        return []
    fields = {f.column: f for f in model._meta.concrete_fields}
    kinds = {c.source: c for c in register.columns} if register else {}
    found = []
    for column, value in change.content.items():
        old, field = change.before.get(column), fields.get(column)
        if old == value or field is None or field.generated or _is_inner(field):
            continue
        declared = kinds.get(field.name)
        label = declared.label if declared else _name(field)
        kind = declared.kind if declared else ""
        found.append(
            Difference(
                label,
                _text(field, old, kind, areas, change.content),
                _text(field, value, kind, areas, change.content),
            )
        )
    return found


def _name(field: Field) -> str:
    """The name of a column as pages say it. Models keep theirs in half width, for migrations hold them; sums are shown in yuan."""
    name = str(field.verbose_name).translate(FULL_WIDTH).replace("， ", "，").replace("； ", "；")
    return name.removesuffix("（密）").replace("（分）", "（元）")


def _is_inner(field: Field) -> bool:
    """Kept for searching, or said again by another column or by whose entry it is: no news for people."""
    return field.column.endswith(("_index", "_tail", "pinyin", "initials", "_by_id")) or any(
        code == label for code, label in field.flatchoices
    )


@cache
def _declared(source: str, name: str) -> tuple[Register, Column] | None:
    """The column by which any register shows a table's field: registers know more words for codes than models do."""
    for each in registers().values():
        for column in each.columns if each.source == source else ():
            chooses = column.kind in ("choice", "tag") and not isinstance(column.choices, ForWhom)
            if column.source == name and (chooses or column.kind == "told"):
                return each, column
    return None


def _word(field: Field, value: object, content: Mapping[str, object]) -> str | None:
    """What a code is called; none for values that are no codes."""
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if (found := _declared(field.model._meta.label, field.name)) is None:
        return None
    register, column = found
    if column.kind == "told":
        return column.tell(value, content.get(column.beside)) if column.tell else None
    return str(choices_of(register, field.name, column.choices).get(str(value), value))


def _tell(change: Change, model: type[Model], register: Register | None, areas: dict[str, str]) -> Told:
    shown = tuple(differences(change, model, register, areas))
    doing = DOINGS.get(change.kind, change.kind)
    return Told(change.at, doing, change.actor_name, change.reason, shown, change.kind == "insert")


def _text(field: Field, value: object, kind: str, areas: dict[str, str], content: Mapping[str, object]) -> str:
    if isinstance(field, BinaryField):
        return "（密封内容）" if value else "（空）"
    if value in (None, ""):
        return "（空）"
    if field.column.endswith("area"):
        return areas.get(str(value), str(value))
    if kind == "money" or re.search("[(（]分", str(field.verbose_name)):
        return yuan(value)
    if (word := _word(field, value, content)) is not None:
        return word
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "、".join(ROLES.get(each, each) for each in value) or "（空）"
    if isinstance(value, dict | list):
        return f"（共 {len(value)} 项）" if value else "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.get_internal_type() == "DateTimeField":
        return parse_datetime(str(value)).strftime("%Y-%m-%d %H:%M")
    return str(value)
