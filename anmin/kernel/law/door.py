"""What every engine shares: which columns are needed, facts checked at the door, the numbers of each place, and the
last look at what comes out. An engine is a `Door` that says how two checked frames become one row a household.

What does not vary is reckoned once (facts nobody gave, numbers equal everywhere); choices travel as their place in the
declared order; money and counts as 64-bit integers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import narwhals.stable.v2 as nw

from anmin.kernel.law import expressions
from anmin.kernel.law.bounds import MOST_PERSONS
from anmin.kernel.law.declare import Fact
from anmin.kernel.law.errors import FactError, LawError, NumberError
from anmin.kernel.law.numbers import NumberTable
from anmin.kernel.law.plan import Plan
from anmin.kernel.law.scalar import resolve

ID, AREA, URBAN_RURAL, COUNT = "household_id", "area", "urban_rural", "_persons"
WORDS = {"person": "人员", "household": "家庭"}
NAMED = 5  # how many faulty rows an error names


class Door:
    """One run of a plan over two frames."""

    widened = True  # integers enter as 64-bit; an engine that widens them itself takes them as they are

    def __init__(self, plan: Plan, on: dt.date, table: NumberTable) -> None:
        self.plan, self.on, self.table = plan, on, table
        self.known: dict[str, Any] = {}  # columns that are one value for everybody
        self.needed: set[str] = set()
        self.facts: dict[str, Fact] = {}
        self.keys = [ID]  # by which persons and their household are joined
        self.carried: list[str] = []  # further columns of persons that come out with them

    def wanted(self, keep: Iterable[str], level: str = "household") -> list[str]:
        """The columns of a level to give, default the results; what they rest on becomes `needed` and `facts`."""
        keep = list(keep) or [n.column for n in self.plan.results if n.level == level]
        unknown = [c for c in keep if c not in self.plan.nodes or self.plan.nodes[c].level != level]
        if unknown:
            raise LawError(f"{self.plan.service.name} 没有叫 {'、'.join(unknown)} 的{WORDS[level]}列。")
        todo = list(keep)
        while todo:
            column = todo.pop()
            if column not in self.needed:
                self.needed.add(column)
                todo += self.plan.nodes[column].args
        self.facts = {name: fact for name, fact in self.plan.facts.items() if name in self.needed}
        if residence := self.plan.asked.get(URBAN_RURAL):
            self.facts[URBAN_RURAL] = residence
        return keep

    # ── facts at the door
    def entered(self, frame: nw.LazyFrame, level: str) -> nw.LazyFrame:
        """The frame's key and facts as integers and truth values; absent facts take their defaults into `known`."""
        always = [*self.keys, *self.carried] if level == "person" else [*self.keys, AREA]
        schema = frame.collect_schema()
        absent = [c for c in always if c not in schema]
        given, missing = [], []
        for name, fact in self.facts.items():
            if fact.level != level:
                continue
            if name in schema:
                given.append(_entered(fact, schema[name], self.widened))
            elif fact.required:
                missing.append(f"{name}（{fact.label}）")
            else:
                self.known[name] = list(fact.choices).index(fact.default) if fact.choices else fact.default
        if absent or missing:
            raise FactError(f"{WORDS[level]}表缺少列：{'、'.join(absent + missing)}；这些事实没有默认值，必须给出。")
        return frame.select(*always, *given)

    def sound(self, entered: nw.LazyFrame, level: str) -> None:
        """Refuse nulls, unknown choices and values out of range, naming column and households."""
        names = entered.collect_schema().names()
        ranged = {n: r for n in names if (r := self._range(n))}
        asked = [nw.col(n).is_null().cast(nw.Int64).sum().cast(nw.Int64).alias(f"{n}|null") for n in names]
        for name in ranged:
            asked += [nw.col(name).min().alias(f"{name}|min"), nw.col(name).max().alias(f"{name}|max")]
        found = self.collect(entered.select(*asked)).row(0, named=True)
        for name in names:
            wrong = nw.col(name).is_null()
            empty = found[f"{name}|null"]
            low, high = ranged.get(name, (0, 0))
            beyond = name in ranged and found[f"{name}|min"] is not None
            if beyond and (found[f"{name}|min"] < low or found[f"{name}|max"] > high):
                wrong = wrong | (nw.col(name) < low).fill_null(False) | (nw.col(name) > high).fill_null(False)
            elif not empty:
                continue
            self._refuse(name, self.collect(entered.filter(wrong).select(ID, name)), level)

    def _range(self, name: str) -> tuple[int, int] | None:
        fact = self.facts.get(name)
        if fact is None or fact.type == "bool":
            return None
        return (0, len(fact.choices) - 1) if fact.choices else (fact.low, fact.high)

    def _refuse(self, name: str, rows: Any, level: str) -> None:
        """Say which rows hold what cannot be taken, and what would be."""
        fact, some = self.facts.get(name), rows.head(NAMED)
        homes = "、".join(map(str, some[ID].to_list()))
        where = f"{WORDS[level]}表的列 {name}" + (f"（{fact.label}）" if fact else "")
        values = sorted({str(v) for v in some[name].to_list() if v is not None}) if name != ID else []
        wanted = "不能为空"
        if fact and fact.choices:
            wanted, values = "选项应为 " + "、".join(fact.choices), []
        elif fact and fact.type != "bool":
            wanted = f"应在 {fact.low} 至 {fact.high} 之间"
        said = f"，例如 {'、'.join(values)}" if values else ""
        raise FactError(
            f"{where}有 {rows.height} 个空值、不认识的选项或超出范围的值{said}；{wanted}。"
            f"household_id：{homes}{'……' if rows.height > NAMED else ''}。请补齐或更正后再算，不作猜测。"
        )

    # ── numbers of each place
    def places(self, homes: nw.LazyFrame) -> tuple[list[str], list[dict[str, Any]], list[dict[str, Any]]]:
        """Names of the columns that make a place, the places there are, and the numbers of each."""
        keyed = [AREA, *([URBAN_RURAL] if URBAN_RURAL not in self.known and URBAN_RURAL in self.facts else [])]
        found = self.collect(homes.select(*keyed).unique()).sort(keyed).to_dicts()
        return keyed, found, [self._at(place) for place in found]

    def _at(self, place: Mapping[str, Any]) -> dict[str, Any]:
        code = place[AREA]
        area = code if isinstance(code, str) else str(code)
        residence = ""
        if URBAN_RURAL in self.facts:
            residence = list(self.facts[URBAN_RURAL].choices)[place.get(URBAN_RURAL, self.known.get(URBAN_RURAL))]
        try:
            values, _ = resolve(self.plan, self.table, self.on, area, residence)
        except NumberError as error:
            raise NumberError(f"区划 {area}：{error}") from None
        return {c: expressions.encode(self.plan.nodes[c], v) for c, v in values.items() if c in self.needed}

    def collect(self, frame: nw.LazyFrame) -> Any:
        """Into a Polars frame."""
        return frame.collect(backend="polars").to_native()

    # ── at the end
    def attached(self, out: Any, people: nw.LazyFrame) -> None:
        """Refuse households without persons, crowded ones, and persons without a household, naming some."""
        lonely = out[COUNT].null_count()
        if lonely:
            some = out.filter(out[COUNT].is_null())[ID].head(NAMED).to_list()
            twice = _twice(out)
            raise FactError(twice or f"有 {lonely} 户没有任何人员，例如 {some}；请补齐人员或去掉这些户。")
        if (out[COUNT].max() or 0) > MOST_PERSONS:
            crowded = out.filter(out[COUNT] > MOST_PERSONS)[ID].head(NAMED).to_list()
            raise FactError(f"一户最多 {MOST_PERSONS} 人；超过的户例如 {crowded}，请核对 household_id。")
        persons = int(self.collect(people.select(nw.len().cast(nw.Int64).alias(COUNT)))[COUNT][0])
        if int(out[COUNT].sum()) != persons:
            raise FactError(
                f"人员表有 {persons} 人，接到家庭上的有 {out[COUNT].sum()} 人：有人没有对应的户，或家庭表的 household_id 重复。"
                + self._loose(out, people)
            )

    def _loose(self, out: Any, people: nw.LazyFrame) -> str:
        """Which persons stand alone and which households are there twice."""
        told = self.collect(people.select(ID).unique())
        alone = told.join(out.select(ID), on=ID, how="anti")[ID].sort().head(NAMED).to_list()
        return _twice(out) + (f"没有户的人员，其 household_id 例如 {alone}。" if alone else "")

    def shown(self, out: Any, keep: list[str]) -> Any:
        """Key and wanted columns as callers know them: choices by their codes."""
        import polars as pl

        given = [pl.col(name) for name in (ID, *self.carried)]
        for column in keep:
            node = self.plan.nodes[column]
            value = pl.lit(self.known[column]) if column in self.known else pl.col(column)
            if node.kind.type == "choice":
                value = value.cast(pl.UInt8).cat.to(pl.Enum(list(node.kind.choices))).cast(pl.String)
            elif node.kind.type == "number":
                value = value.cast(pl.Int64)
            given.append(value.alias(column))
        return out.select(*given)


def _twice(out: Any) -> str:
    found = out.filter(out[ID].is_duplicated())[ID].unique().sort().head(NAMED).to_list()
    return f"家庭表里 household_id 重复的户例如 {found}，请去掉重复的行。" if found else ""


def _entered(fact: Fact, dtype: Any, widened: bool) -> nw.Expr:
    """A fact column as Int64 (or a narrower integer) or Boolean; a float is refused, since it may hide NaN and half fen."""
    column = nw.col(fact.name)
    if fact.type == "bool":
        if dtype != nw.Boolean:
            raise FactError(f"列 {fact.name}（{fact.label}）应是布尔型，现为 {dtype}。")
        return column
    if fact.type == "choice" and dtype in (nw.String, nw.Categorical, nw.Enum):
        codes = list(fact.choices)
        text = column.cast(nw.String)
        return text.replace_strict(codes, list(range(len(codes))), default=None, return_dtype=nw.Int64)
    if not dtype.is_integer():
        raise FactError(f"列 {fact.name}（{fact.label}，单位 {fact.unit}）应是整数，现为 {dtype}；金额请换算成整数分。")
    return column.cast(nw.Int64) if widened or dtype in (nw.UInt64, nw.Int128, nw.UInt128) else column
