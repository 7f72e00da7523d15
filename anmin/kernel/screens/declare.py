"""The words in which a service or a room declares its pages. Standard library only.

A `Register` is declared once; list, filters, paging, card, history, form, print, import, export and JSON are drawn
from it. What it shows is named by path, as Django's queries write it: `name`, `household__head__name`.

>>> lamps = Register("lamps", "灯具", source="toy.Lamp", permission=None, columns=(Column("name", "名称"),))
>>> lamps.column("name").label
'名称'
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ForWhom:
    """Choices that are rows of a table: `named(who)` gives those that the asking `access.api.User` may know of."""

    named: Callable[[Any], Mapping[str, str]]


Choices = tuple[tuple[str, str], ...] | Callable[[], Mapping[str, str]] | ForWhom

COLUMN_KINDS = (
    "text",  # as it is
    "long",  # text over several lines
    "code",  # digits that stay text: numbers of papers, division codes
    "number",  # whole number, right aligned
    "money",  # fen, shown in yuan
    "date",
    "month",  # the first day of a month
    "moment",  # date and time
    "choice",  # a stored code with its label
    "tag",  # a choice shown as a badge
    "area",  # division code, shown by name
    "flag",  # yes or no
    "identity",  # sealed identity number, masked
    "phone",  # sealed, masked
    "account",  # last digits of a bank account
    "told",  # a value that `tell(value, second)` puts into words, the second lying at `beside`
)
FILTER_KINDS = (
    "choice",
    "area",
    "text",
    "dates",
    "month",
    "flag",
    "validity",
    "mine",  # `path` leads to the account of whoever reads
    "late",  # the day at `path` has passed
)
FIELD_KINDS = ("text", "long", "number", "money", "date", "choice", "many", "bool", "area", "file")
MATCHES = ("prefix", "contains", "exact", "label")  # the last: in the words of a choice


@dataclass(frozen=True)
class Column:
    """One column of a list and one line of a card. `path` is where its value lies (the name itself by default).

    `sort` only where an index leads with the path; a path there sorts by another value (a name by its pinyin).
    `tones` gives badges a meaning: {"overdue": "bad"}, one of good, due, bad, quiet. A column with `detail` appears
    on the card and in the chooser, not in the first view. `beside` is the path of a second value that `tell` needs to
    put the first into words: what a number counts. `blank` says what it means that nothing is there.
    """

    name: str
    label: str
    kind: str = "text"
    path: str = ""
    sort: bool | str = False
    detail: bool = False
    choices: Choices = ()
    tones: Mapping[str, str] = field(default_factory=dict)
    beside: str = ""
    tell: Callable[[object, object], str] | None = None
    blank: str = ""

    @property
    def source(self) -> str:
        return self.path or self.name


@dataclass(frozen=True)
class Filter:
    """A way to narrow a list. `validity` keeps rows whose end (`path`) is open or lies ahead unless told otherwise."""

    name: str
    label: str
    kind: str = "choice"
    path: str = ""
    choices: Choices = ()

    @property
    def source(self) -> str:
        return self.path or self.name


@dataclass(frozen=True)
class FormField:
    """One question of a form. `money` is asked in yuan and kept in fen. `readonly` once the row exists."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    choices: Choices = ()
    hint: str = ""
    readonly: bool = False


@dataclass(frozen=True)
class Form:
    """What may be entered and changed, and by whom.

    `save(instance, values)` writes through the room's door and returns the row; without it the fields are set,
    checked against the model and saved. It raises `ValueError` (or Django's `ValidationError`) in words.
    """

    fields: tuple[FormField, ...]
    permission: Any
    create: bool = True
    change: bool = True
    save: Callable | None = None
    hint: str = ""


@dataclass(frozen=True)
class Import:
    """A register that takes in tables: which columns it knows, under which headings they come.

    `headings` maps a form field's name to further names that offices write above it. A row whose `key` fields equal
    those of a row that is there changes that one; the same file twice changes nothing.
    """

    permission: Any
    key: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hint: str = ""


@dataclass(frozen=True)
class Panel:
    """Rows of another register on a card: those whose `path` points to the row shown."""

    register: str
    label: str
    path: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """A button that leads to a page of its own. `page` is a URL name; `on` a "card" it is given the row's key."""

    page: str
    label: str
    permission: Any
    icon: str = ""
    on: str = "list"
    primary: bool = False


@dataclass(frozen=True)
class Waiting:
    """Rows of a register that wait for someone: told on the first page to those who hold `permission`, with their number.

    `where` are the rows, as lookups; `query` is the address of the list that shows just them; `due` leads to the day by
    which each is to be done, so that the first page tells the earliest and how many are late. `mine` leads to the account
    for which alone a row waits, where that is one person.
    """

    label: str
    where: tuple[tuple[str, object], ...]
    permission: Any
    query: str = ""
    due: str = ""
    mine: str = ""


@dataclass(frozen=True)
class Register:
    """A list of things with everything that belongs to it.

    `source` names the table as "app.Model"; `where` keeps rows for which all of these hold, `unless` leaves out
    those for which all of these do. `area` is the path of
    the division code by which a user's posts limit the rows; an empty area means that all who hold `permission`
    see all rows. `search` pairs paths with how they match. `order` is a column's name, "-" before it for falling;
    "pk" is the order of entry. `page` is the URL name of the row's own page where the generic card is not enough.
    A register without a `group` is not in the navigation.
    """

    name: str
    label: str
    source: str
    permission: Any
    columns: tuple[Column, ...]
    area: str = "area"
    where: tuple[tuple[str, object], ...] = ()
    unless: tuple[tuple[str, object], ...] = ()
    filters: tuple[Filter, ...] = ()
    search: tuple[tuple[str, str], ...] = ()
    search_hint: str = ""
    order: str = ""
    title: str = ""
    panels: tuple[Panel, ...] = ()
    form: Form | None = None
    takes: Import | None = None
    actions: tuple[Action, ...] = ()
    page: str = ""
    group: str = "台账"
    icon: str = "table"
    unit: str = "行"
    intro: str = ""
    empty: str = ""
    export: object = None
    waits: tuple[Waiting, ...] = ()

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    @property
    def first_columns(self) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if not c.detail)


@dataclass(frozen=True)
class OpenTable:
    """A table on an open page: a heading, the heads of its columns, rows of text; `right` are columns of figures."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True)
class OpenPage:
    """What a service shows to everyone without signing in, at /open/NAME/. It must name nobody who receives."""

    title: str
    intro: str
    as_of: str
    figures: tuple[tuple[str, str], ...] = ()
    tables: tuple[OpenTable, ...] = ()


def faults(register: Register) -> list[str]:
    """What is wrong with a declared register, in words; an empty list means it may be drawn."""
    where = f"页面“{register.label}”"
    names = [c.name for c in register.columns]
    found = [f"{where}的列 {n} 声明了两次" for n in sorted({n for n in names if names.count(n) > 1})]
    found += [f"{where}的列“{c.label}”种类 {c.kind} 不认识" for c in register.columns if c.kind not in COLUMN_KINDS]
    found += [f"{where}的列“{c.label}”没有说明怎么写" for c in register.columns if (c.kind == "told") != bool(c.tell)]
    found += [f"{where}的筛选“{f.label}”种类 {f.kind} 不认识" for f in register.filters if f.kind not in FILTER_KINDS]
    found += [f"{where}的检索 {p} 方式 {how} 不认识" for p, how in register.search if how not in MATCHES]
    order = register.order.lstrip("-")
    if order and order not in (*names, "pk"):
        found.append(f"{where}按没有声明的列 {order} 排序")
    elif order not in ("", "pk") and not register.column(order).sort:
        found.append(f"{where}按不可排序的列 {order} 排序")
    if register.title and register.title not in names:
        found.append(f"{where}的标题列 {register.title} 没有声明")
    if register.form:
        found += [
            f"{where}的栏目“{f.label}”种类 {f.kind} 不认识" for f in register.form.fields if f.kind not in FIELD_KINDS
        ]
        asked = {f.name for f in register.form.fields}
        if register.takes:
            named = {*register.takes.headings, *register.takes.key}
            found += [f"{where}导入的栏目 {n} 没有声明" for n in sorted(named - asked)]
    return found
