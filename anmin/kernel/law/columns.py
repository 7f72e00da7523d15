"""Whole populations: the rules' text compiled into narwhals expressions, one `with_columns` for each layer.

What does not vary is reckoned once while the plan is written (facts nobody gave, numbers equal everywhere, rules that
read only such), so that only what differs between households becomes a column. Choices travel as their place in the
declared order; money and counts as Int64.
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
from anmin.kernel.law.plan import Node, Plan
from anmin.kernel.law.scalar import resolve

ID, AREA, URBAN_RURAL, COUNT = "household_id", "area", "urban_rural", "_persons"
ENGINES = ("polars", "duckdb")


def reckon_frame(
    plan: Plan, on: dt.date, persons: Any, households: Any, table: NumberTable,
    keep: Iterable[str] = (), engine: str = "polars",
) -> Any:  # fmt: skip
    """Reckon every household of two frames; a Polars frame of household_id and the columns in `keep` (or the results).

    `households` has household_id, area (code as text or integer), optionally urban_rural and household facts;
    `persons` has household_id and person facts. Columns that are absent take the facts' defaults. Money is whole
    fen in integer columns; choices are their codes as text, or their place in the declared order as integers.
    Raises FactError for nulls, floats, values out of range, unknown choices, persons without household and
    households without persons.
    """
    if engine not in ENGINES:
        raise LawError(f"没有叫「{engine}」的引擎;可用:{'、'.join(ENGINES)}。")
    return Frames(plan, on, table, engine).run(persons, households, list(keep))


class Frames:
    """One run of a plan over two frames."""

    def __init__(self, plan: Plan, on: dt.date, table: NumberTable, engine: str) -> None:
        self.plan, self.on, self.table, self.engine = plan, on, table, engine
        self.known: dict[str, Any] = {}  # columns that are one value for everybody

    def run(self, persons: Any, households: Any, keep: list[str]) -> Any:
        keep = keep or [n.column for n in self.plan.results if n.level == "household"]
        self.needed = self._needed(keep)
        self.facts = {name: fact for name, fact in self.plan.facts.items() if name in self.needed}
        if residence := self.plan.asked.get(URBAN_RURAL):
            self.facts[URBAN_RURAL] = residence
        people, homes = self._lazy(persons), self._lazy(households)
        people = self._facts(people, "person", [ID])
        homes = self._facts(homes, "household", [ID, AREA])
        homes = self._numbers(homes)
        made: Any = None
        for stage in self.plan.stages:
            people = self._persons(people, homes if made is None else made, stage.persons)
            grouped = self._folds(people, stage.folds, first=made is None)
            homes = homes if grouped is None else homes.join(grouped, on=ID, how="left")
            homes = self._household(homes, stage)
            made = homes
        out = self._collect(homes.select(ID, COUNT, *[c for c in keep if c not in self.known]))
        self._all_attached(out, persons, households)
        return self._finish(out, keep)

    # ── what is needed, and what is already known
    def _needed(self, keep: list[str]) -> set[str]:
        unknown = [c for c in keep if c not in self.plan.nodes or self.plan.nodes[c].level != "household"]
        if unknown:
            raise LawError(f"{self.plan.service.name} 没有叫 {'、'.join(unknown)} 的家庭列。")
        todo, seen = list(keep), set()
        while todo:
            column = todo.pop()
            if column not in seen:
                seen.add(column)
                todo += self.plan.nodes[column].args
        return seen

    def _lazy(self, frame: Any) -> nw.LazyFrame:
        if self.engine == "duckdb":
            import duckdb

            if hasattr(frame, "collect"):
                frame = frame.collect()
            if hasattr(frame, "to_arrow"):
                frame = duckdb.from_arrow(frame.to_arrow())
        return nw.from_native(frame).lazy()

    def _collect(self, frame: nw.LazyFrame) -> Any:
        """Into a Polars frame."""
        if self.engine == "polars":
            return frame.collect(backend="polars", engine="streaming").to_native()
        return frame.collect(backend="polars").to_native()

    # ── facts at the door
    def _facts(self, frame: nw.LazyFrame, level: str, always: list[str]) -> nw.LazyFrame:
        schema = frame.collect_schema()
        absent = [c for c in always if c not in schema]
        given, checks, missing = [], [], []
        for name, fact in self.facts.items():
            if fact.level != level:
                continue
            if name in schema:
                given.append(self._entered(fact, schema[name]))
                checks.append(name)
            elif fact.required:
                missing.append(f"{name}({fact.label})")
            else:
                self.known[name] = list(fact.choices).index(fact.default) if fact.choices else fact.default
        if absent or missing:
            word = "人员" if level == "person" else "家庭"
            raise FactError(f"{word}表缺少列:{'、'.join(absent + missing)};这些事实没有默认值,必须给出。")
        frame = frame.select(*always, *given)
        self._sound(frame, [*always, *checks], level)
        return frame

    def _entered(self, fact: Fact, dtype: Any) -> nw.Expr:
        """A fact column as Int64 or Boolean; a float is refused, since it may hide NaN and half fen."""
        column = nw.col(fact.name)
        if fact.type == "bool":
            if dtype != nw.Boolean:
                raise FactError(f"列 {fact.name}({fact.label})应是布尔型,现为 {dtype}。")
            return column
        if fact.type == "choice" and dtype in (nw.String, nw.Categorical, nw.Enum):
            codes = nw.lit(None, nw.Int64)
            for place, code in reversed(list(enumerate(fact.choices))):
                codes = nw.when(column.cast(nw.String) == code).then(nw.lit(place, nw.Int64)).otherwise(codes)
            return codes.alias(fact.name)
        if not dtype.is_integer():
            raise FactError(f"列 {fact.name}({fact.label},单位 {fact.unit})应是整数,现为 {dtype};金额请换算成整数分。")
        return column.cast(nw.Int64)

    def _sound(self, frame: nw.LazyFrame, columns: list[str], level: str) -> None:
        """No null, no value out of range, in one pass over the frame."""
        asked, ranges = [], {}
        for name in columns:
            asked.append(nw.col(name).is_null().cast(nw.Int64).sum().cast(nw.Int64).alias(f"{name}|null"))
            fact = self.facts.get(name)
            if fact and fact.type != "bool":
                ranges[name] = (0, len(fact.choices) - 1) if fact.choices else (fact.low, fact.high)
                asked += [nw.col(name).min().alias(f"{name}|min"), nw.col(name).max().alias(f"{name}|max")]
        found = self._collect(frame.select(*asked)).row(0, named=True)
        word = "人员" if level == "person" else "家庭"
        for name in columns:
            label = self.facts[name].label if name in self.facts else name
            if found[f"{name}|null"]:
                raise FactError(
                    f"{word}表的列 {name}({label})有 {found[f'{name}|null']} 个空值或不认识的选项;请补齐后再算,不作猜测。"
                )
            if name in ranges and found[f"{name}|min"] is not None:
                low, high = ranges[name]
                if found[f"{name}|min"] < low or found[f"{name}|max"] > high:
                    raise FactError(
                        f"{word}表的列 {name}({label})应在 {low} 至 {high} 之间,"
                        f"现有 {found[f'{name}|min']} 至 {found[f'{name}|max']}。"
                    )

    # ── numbers of each place
    def _numbers(self, homes: nw.LazyFrame) -> nw.LazyFrame:
        """Numbers equal everywhere become known; the others are joined by place."""
        keyed = [AREA, *([URBAN_RURAL] if URBAN_RURAL not in self.known and URBAN_RURAL in self.facts else [])]
        places = self._collect(homes.select(*keyed).unique()).to_dicts()
        wide = [self._at(place) for place in places]
        varying = []
        for column in self.plan.numbers:
            values = {row[column] for row in wide}
            if len(values) == 1:
                self.known[column] = values.pop()
            elif column in self.needed:
                varying.append(column)
        if not varying:
            return homes
        rows = [{**place, **{c: row[c] for c in varying}} for place, row in zip(places, wide, strict=True)]
        return homes.join(self._small(rows, homes.collect_schema()), on=keyed, how="left")

    def _at(self, place: Mapping[str, Any]) -> dict[str, Any]:
        code = place[AREA]
        area = code if isinstance(code, str) else str(code)
        residence = ""
        if URBAN_RURAL in self.facts:
            residence = list(self.facts[URBAN_RURAL].choices)[place.get(URBAN_RURAL, self.known.get(URBAN_RURAL))]
        try:
            values, _ = resolve(self.plan, self.table, self.on, area, residence)
        except NumberError as error:
            raise NumberError(f"区划 {area}:{error}") from None
        return {c: expressions.encode(self.plan.nodes[c], v) for c, v in values.items()}

    def _small(self, rows: list[dict[str, Any]], schema: Mapping[str, Any]) -> nw.LazyFrame:
        import polars as pl

        frame = pl.DataFrame(rows, infer_schema_length=None)
        integers = [c for c in frame.columns if frame[c].dtype.is_integer() and c != AREA]
        frame = frame.with_columns(pl.col(integers).cast(pl.Int64))
        if AREA in schema and schema[AREA].is_integer():
            frame = nw.from_native(frame).with_columns(nw.col(AREA).cast(schema[AREA])).to_native()
        return self._lazy(frame)

    # ── layers
    def _persons(self, people: nw.LazyFrame, homes: nw.LazyFrame, nodes: list[Node]) -> nw.LazyFrame:
        wanted = [n for n in nodes if n.column in self.needed]
        have = set(people.collect_schema().names())
        household = set(homes.collect_schema().names())
        read = {a for n in wanted for a in n.args if self.plan.nodes[a].level == "household" and a not in self.known}
        bring = sorted(read & household - have)
        if bring:
            people = people.join(homes.select(ID, *bring), on=ID, how="left")
        return self._layers(people, wanted)

    def _household(self, homes: nw.LazyFrame, stage: Any) -> nw.LazyFrame:
        constant = [n for n in stage.folds if n.column in self.needed and n.column not in self.known]
        late = [n for n in constant if n.args and n.args[0] in self.known]  # a fold of one value for everybody
        if late:
            homes = homes.with_columns(
                *[(nw.col(COUNT) * int(self.known[n.args[0]])).cast(nw.Int64).alias(n.column) for n in late]
            )
        return self._layers(homes, [n for n in stage.household if n.column in self.needed])

    def _layers(self, frame: nw.LazyFrame, nodes: list[Node]) -> nw.LazyFrame:
        depth: dict[str, int] = {}
        layers: list[list[nw.Expr]] = []
        for node in nodes:
            args = [self.known[a] if a in self.known else nw.col(a) for a in node.args]
            value = expressions.value_of(self.plan, node, args)
            if not isinstance(value, nw.Expr):
                self.known[node.column] = value
                continue
            level = max((depth[a] + 1 for a in node.args if a in depth), default=0)
            depth[node.column] = level
            while len(layers) <= level:
                layers.append([])
            kind = nw.Boolean if node.kind.type == "bool" else nw.Int64
            layers[level].append(value.cast(kind).alias(node.column))
        for layer in layers:
            frame = frame.with_columns(*layer)
        return frame

    def _folds(self, people: nw.LazyFrame, nodes: list[Node], first: bool) -> nw.LazyFrame | None:
        folds = [nw.len().cast(nw.Int64).alias(COUNT)] if first else []
        for node in nodes:
            if node.column not in self.needed:
                continue
            how, of = node.version.how, node.args[0] if node.args else ""
            if of in self.known:
                value = self.known[of]
                if how in ("max", "min", "any") or value == 0:
                    self.known[node.column] = value if how != "count" else 0
                continue
            folds.append(self._fold(how, of).alias(node.column))
        return people.group_by(ID).agg(*folds) if folds else None

    def _fold(self, how: str, of: str) -> nw.Expr:
        if not of:
            return nw.len().cast(nw.Int64)
        column = nw.col(of)
        if how == "any":
            return column.any()
        if how == "count":
            return column.cast(nw.Int64).sum().cast(nw.Int64)
        return getattr(column, how)().cast(nw.Int64)

    # ── at the end
    def _all_attached(self, out: Any, persons: Any, households: Any) -> None:
        lonely = out[COUNT].null_count()
        if lonely:
            some = out.filter(out[COUNT].is_null())[ID].head(5).to_list()
            raise FactError(f"有 {lonely} 户没有任何人员,例如 {some};请补齐人员或去掉这些户。")
        if (out[COUNT].max() or 0) > MOST_PERSONS:
            crowded = out.filter(out[COUNT] > MOST_PERSONS)[ID].head(5).to_list()
            raise FactError(f"一户最多 {MOST_PERSONS} 人;超过的户例如 {crowded},请核对 household_id。")
        people = self._collect(self._lazy(persons).select(nw.len().alias("n")))["n"][0]
        if int(out[COUNT].sum()) != people:
            raise FactError(
                f"人员表有 {people} 人,接到家庭上的有 {out[COUNT].sum()} 人:有人没有对应的户,或家庭表的 household_id 重复。"
            )

    def _finish(self, out: Any, keep: list[str]) -> Any:
        import polars as pl

        shown = [pl.col(ID)]
        for column in keep:
            node = self.plan.nodes[column]
            value = pl.lit(self.known[column]) if column in self.known else pl.col(column)
            if node.kind.type == "choice":
                value = value.replace_strict(list(range(len(node.kind.choices))), list(node.kind.choices))
            elif node.kind.type == "number":
                value = value.cast(pl.Int64)
            shown.append(value.alias(column))
        return out.select(*shown)
