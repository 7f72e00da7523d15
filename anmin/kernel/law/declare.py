"""The words in which a service writes its law. Standard library only.

A rule is a small pure function: its name is the column it makes, its parameter names are the columns it
reads (facts, dated numbers, other rules; `other_service__name` reaches another service by name):

>>> ACT = Cite("云溪县灯油补贴办法", "云溪民发〔2031〕7号")
>>> @rule(label="灯油补贴", unit="fen/month", cite=ACT["第五条"], since="2031-11-01")
... def amount_month(lamps, rate_month):
...     \"\"\"So much for each lamp.\"\"\"
...     return lamps * rate_month
>>> amount_month(3, 1150)
3450
>>> str(amount_month.rule.cite)
'云溪民发〔2031〕7号 第五条'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

PERSON, HOUSEHOLD = "person", "household"
LEVELS = (PERSON, HOUSEHOLD)
FOLDS = ("sum", "count", "max", "min", "any")
ROUNDINGS = ("half_up_yuan", "up_yuan", "down_yuan", "half_up_jiao", "none")
REQUIRED: Any = type("Required", (), {"__repr__": lambda self: "REQUIRED"})()


class Number(int):
    """A conversion that rules may write as a number; it carries its unit."""

    unit: str

    def __new__(cls, value: int, unit: str) -> Number:
        number = super().__new__(cls, value)
        number.unit = unit
        return number


MONTHS_A_YEAR = Number(12, "month/year")
TWELVE_MONTHS = Number(12, "month")
BP = Number(10_000, "bp")


@dataclass(frozen=True)
class Cite:
    """A document and, by `ACT["第五条"]`, one of its articles."""

    title: str
    number: str = ""
    article: str = ""

    def __getitem__(self, article: str) -> Cite:
        return replace(self, article=article)

    def __str__(self) -> str:
        document = self.number or f"《{self.title}》"
        return f"{document} {self.article}".strip()


@dataclass(frozen=True)
class Rounding:
    """How a rule's value is rounded, once: `by` is one of ROUNDINGS or the name of a dated number holding one.

    The rule itself returns the exact numerator; `per` are the divisors taken out in the rounding
    (for example MONTHS_A_YEAR), so that nothing is rounded before.
    """

    by: str
    per: tuple[Number, ...] = ()

    @property
    def divisor(self) -> int:
        product = 1
        for number in self.per:
            product *= number
        return product


@dataclass(frozen=True)
class Fact:
    """Something asked about a person or a household. Money is whole fen; `type` is int, bool or choice.

    A fact without default must be given. `low` and `high` bound integers (inclusive), so that no sum of
    products can leave 64 bits.

    `counted` is the question for a day that the record keeps in place of the value, so that it never grows stale: a
    number of months is counted from it to the day reckoned (beginning with `counts_from`), a yes-or-no is yes once that
    day has passed. `counts_with` names the fact that says there is something to count from.
    """

    name: str
    label: str
    unit: str
    type: str = "int"
    level: str = PERSON
    default: Any = REQUIRED
    choices: dict[str, str] = field(default_factory=dict)
    question: str = ""
    low: int = 0
    high: int = 10_000_000_000  # a hundred million yuan
    counted: str = ""
    counts_from: int = 0
    counts_with: str = ""

    @property
    def required(self) -> bool:
        return self.default is REQUIRED


def money(name: str, label: str, per: str = "month", level: str = PERSON, **more: Any) -> Fact:
    """A fact in fen, zero unless said: `per` is month, year or "" for a stock."""
    unit = f"fen/{per}" if per else "fen"
    return Fact(name, label, unit, level=level, default=more.pop("default", 0), **more)


def yes_no(name: str, label: str, default: Any = False, level: str = PERSON, **more: Any) -> Fact:
    """A fact answered with true or false."""
    return Fact(name, label, "bool", "bool", level, default, **more)


def choice(
    name: str, label: str, choices: dict[str, str], default: Any = REQUIRED, level: str = PERSON, **more: Any
) -> Fact:
    """A fact answered with one of `choices` (code → Chinese label)."""
    return Fact(name, label, "choice", "choice", level, default, choices, **more)


Cites = Cite | dict[str, Cite]  # one article, or the article by the day from which it holds


def cite_on(cite: Cites, on: dt.date) -> Cite:
    """The article in force on the day.

    >>> cite_on({"2012-12-12": Cite("旧"), "2021-07-01": Cite("新")}, dt.date(2021, 6, 30)).title
    '旧'
    """
    if isinstance(cite, Cite):
        return cite
    return cite[max(since for since in cite if since <= on.isoformat())]


@dataclass(frozen=True)
class Rule:
    """One dated version of a rule, as declared. `refusal` and `note` are sentences said when it is false."""

    name: str
    label: str
    unit: str
    cite: Cites
    since: dt.date
    until: dt.date | None
    level: str
    rounding: Rounding | None
    refusal: str
    note: str
    result: bool
    choices: dict[str, str]
    function: Callable[..., Any]


@dataclass(frozen=True)
class Aggregate:
    """A person column folded into a household column. `count` counts persons for whom `of` is true (all if empty)."""

    name: str
    how: str
    of: str
    label: str
    unit: str
    cite: Cites
    since: dt.date
    until: dt.date | None = None
    result: bool = False
    refusal: str = ""


def day(value: str | dt.date | None) -> dt.date | None:
    """A date from ISO text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def rule(
    *,
    label: str,
    unit: str,
    cite: Cites,
    since: str,
    until: str | None = None,
    name: str | None = None,
    level: str = HOUSEHOLD,
    rounding: Rounding | None = None,
    refusal: str = "",
    note: str = "",
    result: bool = False,
    choices: dict[str, str] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a function as one dated version (both days inclusive) of the rule `name`.

    The function stays callable as it is; the declaration hangs on it as `.rule`. A refusal or note may name
    columns the rule reads in braces, e.g. "家庭人均收入 {income_month} 元".
    """

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        function.rule = Rule(  # type: ignore[attr-defined]
            name or function.__name__, label, unit, cite, day(since), day(until), level, rounding,  # type: ignore[arg-type]
            refusal, note, result, choices or {}, function,
        )  # fmt: skip
        return function

    return declare


def aggregate(
    name: str,
    how: str,
    of: str = "",
    *,
    label: str,
    unit: str,
    cite: Cites,
    since: str,
    until: str | None = None,
    result: bool = False,
    refusal: str = "",
) -> Aggregate:
    """Declare a fold from persons to their household (`how`: sum, count, max, min, any)."""
    return Aggregate(name, how, of, label, unit, cite, day(since), day(until), result, refusal)  # type: ignore[arg-type]
