"""Dated numbers scoped by area: what a number is (NumberDef), one value of it (Row), and the table that finds it.

A look-up walks village → township → county → city → province → nation (area code prefixes of 12, 9, 6, 4, 2 and 0
digits); at each place a value for the urban or rural class goes before one for both. Days are inclusive.

>>> rows = [Row("dibao.standard_month", "", "", "", 50000, "fen/month", "省〔2020〕1号", "", dt.date(2020, 1, 1)),
...         Row("dibao.standard_month", "349926", "urban", "", 86000, "fen/month", "县〔2019〕2号", "一", dt.date(2019, 7, 1))]
>>> table = NumberTable(rows)
>>> table.find("dibao.standard_month", dt.date(2021, 1, 1), "349926100201", "urban").value
86000
>>> table.find("dibao.standard_month", dt.date(2021, 1, 1), "349926100201", "rural").value
50000
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from anmin.kernel.law.errors import NumberError

PREFIXES = (12, 9, 6, 4, 2)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class NumberDef:
    """A number as its service declares it. `key` is `service.name`; categories make one column each."""

    key: str
    label: str
    unit: str
    choices: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    set_by: str = ""
    registry: str = ""
    low: int = 0
    high: int | None = None
    note: str = ""

    @property
    def most(self) -> int:
        """The highest value allowed: as declared, or a million yuan, a hundredfold, ten thousand of anything else."""
        if self.high is not None:
            return self.high
        return 100_000_000 if self.unit.startswith("fen") else 1_000_000 if self.unit == "bp" else 10_000

    @property
    def name(self) -> str:
        return self.key.partition(".")[2]

    def columns(self) -> dict[str, tuple[str, str]]:
        """Column name → (category, label)."""
        if not self.categories:
            return {self.name: ("", self.label)}
        return {f"{self.name}_{c}": (c, f"{self.label}（{label}）") for c, label in self.categories.items()}

    def check(self, value: Any, where: str) -> int | bool | str:
        """The value if it is of this number's kind and range."""
        if self.unit == "bool":
            fits = isinstance(value, bool)
        elif self.unit == "choice":
            fits = value in self.choices
        else:
            fits = isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.most
        if not fits:
            wanted = (
                "true 或 false"
                if self.unit == "bool"
                else "、".join(self.choices) or f"{self.low} 至 {self.most} 的整数"
            )
            raise NumberError(
                f"{where}：{self.key}（{self.label}，单位 {self.unit}）的值 {value!r} 不对，应为{wanted}。{self.note}"
            )
        return value


@dataclass(frozen=True)
class Row:
    """One value: from `since` to `until` (both inclusive; open if None), for an area and urban/rural class or all."""

    key: str
    area: str
    urban_rural: str
    category: str
    value: int | bool | str
    unit: str
    doc: str
    article: str
    since: dt.date
    until: dt.date | None = None
    mark: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Row:
        """A row as a database or a file gives it (a mapping with these names; dates may be ISO text)."""
        values: dict[str, Any] = {name: row.get(name) for name in cls.__dataclass_fields__}
        for name in ("area", "urban_rural", "category", "unit", "doc", "article", "mark"):
            values[name] = values[name] or ""
        for name in ("since", "until"):
            if isinstance(values[name], str):
                values[name] = dt.date.fromisoformat(values[name])
        return cls(**values)

    @property
    def source(self) -> str:
        until = f" 至 {self.until}" if self.until else ""
        since = f"{self.since} 起" if self.since.year > 1 else ""
        return " ".join(filter(None, (self.doc, self.article, since + until)))

    def holds(self, on: dt.date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


class NumberTable:
    """All rows, indexed; `over` another table whose rows answer only where this one has none."""

    def __init__(self, rows: Iterable[Row], over: NumberTable | None = None) -> None:
        self.over = over
        self.index: dict[str, dict[tuple[str, str], list[Row]]] = {}
        for row in rows:
            column = f"{row.key}_{row.category}" if row.category else row.key
            self.index.setdefault(column, {}).setdefault((row.area, row.urban_rural), []).append(row)
        for scopes in self.index.values():
            for scope, dated in scopes.items():
                scopes[scope] = _one_after_another(dated)
            _classes_do_not_cross(scopes)
        self.resolved: dict[Any, Any] = {}

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]], over: NumberTable | None = None) -> NumberTable:
        """A table from mappings with key, area, urban_rural, category, value, unit, doc, article, since, until."""
        return cls(map(Row.of, rows), over)

    def rows(self) -> list[Row]:
        mine = [row for scopes in self.index.values() for dated in scopes.values() for row in dated]
        return mine + (self.over.rows() if self.over else [])

    def find(self, column: str, on: dt.date, area: str = "", urban_rural: str = "") -> Row | None:
        """The value of `service.column` in force on the day nearest to the area, or None."""
        scopes = self.index.get(column)
        if scopes:
            for place in prefixes(area):
                for residence in (urban_rural, "") if urban_rural else ("",):
                    for row in scopes.get((place, residence), ()):
                        if row.holds(on):
                            return row
        return self.over.find(column, on, area, urban_rural) if self.over else None

    def days(self, service: str) -> set[dt.date]:
        """Every day on which a number of the service begins, or the day after one ends."""
        days = self.over.days(service) if self.over else set()
        for row in self.rows():
            if row.key.partition(".")[0] == service:
                days.add(row.since)
                if row.until:
                    days.add(row.until + ONE_DAY)
        return days


def prefixes(area: str) -> list[str]:
    """An area code and the codes it lies in, nearest first, ending with the nation.

    >>> prefixes("349926100")
    ['349926100', '349926', '3499', '34', '']
    """
    return [area[:length] for length in PREFIXES if len(area) >= length] + [""]


def _classes_do_not_cross(scopes: dict[tuple[str, str], list[Row]]) -> None:
    """A number for town and country alike must not begin while one for either is open: which holds would be a guess."""
    for (area, residence), dated in scopes.items():
        for row in dated if residence else ():
            for common in scopes.get((area, ""), ()):
                if row.since < common.since and row.holds(common.since):
                    raise NumberError(
                        f"{row.key}（{area or '全国'}）自 {common.since} 起城乡同用（{common.doc}），而 {residence} 的数"
                        f"（{row.doc}，{row.since} 起）没有写止日；请给后者写 to。"
                    )


def _one_after_another(dated: list[Row]) -> list[Row]:
    """Rows of one scope by date; an open row ends the day before the next begins; an overlap is refused."""
    dated = sorted(dated, key=lambda row: row.since)
    out = []
    for row, following in pairwise(dated):
        if row.until is None and row.since < following.since:
            row = replace(row, until=following.since - ONE_DAY)
        if row.until is None or row.until >= following.since:
            place = " ".join(filter(None, (row.area or "全国", row.urban_rural, row.category)))
            raise NumberError(
                f"{row.key}（{place}）在 {following.since} 有两个数：{row.value}（{row.doc}）与 {following.value}（{following.doc}）；"
                "请给前一个写 to（止日）或更正起日。"
            )
        out.append(row)
    return [*out, dated[-1]][::-1]
