"""What a reader asks of a list: read from the query string, so that every view of a list has its own address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from anmin.kernel.access.api import User
from anmin.kernel.screens.declare import Column, Filter, Register
from anmin.web.rows.fields import choices_of

SIZES = (20, 50, 100)
SIZE = 50
VALIDITY = {"": "现行", "ended": "已停用", "all": "全部"}
FLAG = {"1": "是", "0": "否"}


@dataclass
class Wanted:
    """Columns, order, filters and place of one view of a register. `problems` says what could not be understood."""

    register: Register
    columns: tuple[Column, ...]
    sort: str
    filters: dict[str, object] = field(default_factory=dict)
    text: str = ""
    after: str = ""
    before: str = ""
    size: int = SIZE
    raw: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def falling(self) -> bool:
        return self.sort.startswith("-")

    @property
    def sort_path(self) -> str:
        """The path that orders the list; the key itself where the register names no order."""
        name = self.sort.lstrip("-")
        if name in ("", "pk"):
            return "pk"
        column = self.register.column(name)
        return column.sort if isinstance(column.sort, str) else column.source

    @property
    def narrowed(self) -> bool:
        """Whether the reader left out rows that they might miss."""
        return bool(self.text or self.filters)

    @property
    def looks(self) -> list[tuple[str, str]]:
        """How the list is shown (columns, rows a page, order), to go along when a filter changes."""
        return [(k, v) for k in ("col", "rows", "sort") for v in self.raw.get(k, []) if v]

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """Which rows are shown and in which order, to go along when the columns change."""
        left_out = ("col", "rows", "after", "before")
        return [(k, v) for k, values in self.raw.items() if k not in left_out for v in values if v]

    def address(self, **changes: object) -> str:
        """The query string of this view with some parts changed; a new order or filter starts at the first page."""
        kept = {k: v for k, v in self.raw.items() if k not in ("after", "before")}
        for name, value in changes.items():
            kept.pop(name, None)
            if value not in (None, ""):
                kept[name] = [str(value)]
        return urlencode([(k, v) for k, values in kept.items() for v in values if v != ""])


def read(register: Register, query: QueryDict, who: User, remembered: str = "") -> Wanted:
    """The view that `query` of `who` asks for. `remembered` are the columns chosen last time, separated by commas."""
    names = query.getlist("col") or [n for n in remembered.split(",") if n]
    chosen = tuple(c for c in register.columns if c.name in names) or register.first_columns
    wanted = Wanted(register, chosen, _sort(register, query.get("sort", "")), raw=dict(query.lists()))
    wanted.text = query.get("q", "").strip()[:100].replace("\0", "")
    wanted.after, wanted.before = query.get("after", ""), query.get("before", "")
    if query.get("rows", "").isdigit() and int(query["rows"]) in SIZES:
        wanted.size = int(query["rows"])
    for each in register.filters:
        value = _filter(register, each, query, who, wanted.problems)
        if value not in (None, ""):
            wanted.filters[each.name] = value
    return wanted


def _sort(register: Register, text: str) -> str:
    name = text.lstrip("-")
    if any(c.name == name and c.sort for c in register.columns):
        return ("-" if text.startswith("-") else "") + name
    return register.order


def _filter(register: Register, each: Filter, query: Mapping[str, str], who: User, problems: list[str]) -> object:
    if each.kind == "dates":
        span = [_day(query.get(f"{each.name}_{end}", ""), each.label, problems) for end in ("from", "to")]
        return tuple(span) if any(span) else None
    value = query.get(each.name, "").strip().replace("\0", "")
    if each.kind == "month" and value:
        return _day(f"{value}-01" if len(value) == 7 else value, each.label, problems)
    if each.kind in ("choice", "flag", "validity") and value and value not in options_of(register, each, who):
        problems.append(f"“{each.label}”里没有“{value[:20]}”这一项；这一项没有起作用。")
        return None
    if each.kind == "area" and not (value.isdigit() and len(value) == 12):
        return None
    return value


def options_of(register: Register, each: Filter, who: User) -> Mapping[str, str]:
    """What `who` may set a filter to, with labels."""
    match each.kind:
        case "validity":
            return VALIDITY
        case "flag":
            return {"": "全部", **FLAG}
        case "mine":
            return {"": "全部", "1": "本人"}
        case "late":
            return {"": "全部", "1": "已逾期"}
    return {"": "全部", **choices_of(register, each.source, each.choices, who)}


def _day(text: str, label: str, problems: list[str]) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problems.append(f"“{label}”里的“{text}”不是日期，请写成 2026-10-09 的样子；这一项没有起作用。")
        return None
