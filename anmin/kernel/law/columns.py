"""Whole populations: the rules' text compiled into narwhals expressions, one `with_columns` for each layer, on Polars
streaming, DuckDB or Spark; and the one function behind which all engines stand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import narwhals.stable.v2 as nw

from anmin.kernel.law import expressions
from anmin.kernel.law.door import COUNT, Door
from anmin.kernel.law.errors import LawError
from anmin.kernel.law.numbers import NumberTable
from anmin.kernel.law.plan import Node, Plan, Stage

ENGINES = ("polars", "duckdb", "fused", "spark")


def reckon_frame(
    plan: Plan, on: dt.date, persons: Any, households: Any, table: NumberTable,
    keep: Iterable[str] = (), engine: str = "polars",
) -> Any:  # fmt: skip
    """Reckon every household of two frames; a Polars frame of household_id and the columns in `keep` (or the results).

    `households` has household_id, area (code as text or integer), optionally urban_rural and household facts;
    `persons` has household_id and person facts. Columns that are absent take the facts' defaults. Money is whole
    fen in integer columns; choices are their codes as text, or their place in the declared order as integers.
    Every engine gives the same rows, in an order of its own. Raises FactError for nulls, floats, values out of range,
    unknown choices, persons without household and households without persons, and LawError for an engine that is
    not there.
    """
    return _engine(engine)(plan, on, table).run(persons, households, list(keep))


def reckon_persons(
    plan: Plan, on: dt.date, persons: Any, households: Any, table: NumberTable, keep: Iterable[str] = (),
) -> Any:  # fmt: skip
    """Every person of the same frames, where `persons` has person_id too: a Polars frame of household_id, person_id and
    the person columns in `keep` (or the results), in an order of its own.
    """
    return Members(plan, on, table).run(persons, households, list(keep))


def _engine(name: str) -> Callable[..., Any]:
    if name not in ENGINES:
        raise LawError(f"没有叫「{name}」的引擎；可用：{'、'.join(ENGINES)}。")
    if name == "fused":
        from anmin.kernel.law.fused import Fused

        return Fused
    if name == "spark":
        from anmin.kernel.law.spark import Spark

        return Spark
    return Streaming if name == "polars" else Duck


class Frames(Door):
    """One run of a plan over two frames by narwhals expressions; what differs between backends is in the classes below."""

    def run(self, persons: Any, households: Any, keep: list[str]) -> Any:
        """A Polars frame of household_id and the wanted columns, one row a household."""
        keep = self.wanted(keep)
        people = self.lazy(persons)
        out = self.collect(self.planned(people, self.lazy(households), keep))
        self.attached(out, people)
        return self.shown(out, keep)

    def planned(self, people: nw.LazyFrame, homes: nw.LazyFrame, keep: list[str]) -> nw.LazyFrame:
        """The checked query: household_id, number of persons and those of `keep` that are not known beforehand."""
        _, homes = self.staged(people, homes)
        return homes.select(*self.keys, COUNT, *[c for c in keep if c not in self.known])

    def staged(self, people: nw.LazyFrame, homes: nw.LazyFrame) -> tuple[nw.LazyFrame, nw.LazyFrame]:
        """Both frames with every column that is needed."""
        people, homes = self.entered(people, "person"), self.entered(homes, "household")
        self.sound(people, "person")
        self.sound(homes, "household")
        homes = self._numbers(homes)
        made: Any = None
        for stage in self.plan.stages:
            people = self._persons(people, homes if made is None else made, stage.persons)
            grouped = self._folds(people, stage.folds, first=made is None)
            homes = homes if grouped is None else homes.join(grouped, on=self.keys, how="left")
            homes = self._household(homes, stage)
            made = homes
        return people, homes

    def lazy(self, frame: Any) -> nw.LazyFrame:
        """A frame of the caller's, or a small Polars frame of ours, as this backend reads it."""
        return nw.from_native(frame).lazy()

    # ── numbers of each place
    def _numbers(self, homes: nw.LazyFrame) -> nw.LazyFrame:
        """Numbers equal everywhere become known; the others are joined by place."""
        keyed, places, wide = self.places(homes)
        varying = []
        for column in self.needed & set(self.plan.numbers):
            values = {row[column] for row in wide}
            if len(values) == 1:
                self.known[column] = values.pop()
            else:
                varying.append(column)
        if not varying:
            return homes
        rows = [{**place, **{c: row[c] for c in varying}} for place, row in zip(places, wide, strict=True)]
        return homes.join(self._small(rows, homes, keyed), on=keyed, how="left")

    def _small(self, rows: list[dict[str, Any]], homes: nw.LazyFrame, keyed: list[str]) -> nw.LazyFrame:
        import polars as pl

        schema = homes.collect_schema()
        frame = pl.DataFrame(rows, infer_schema_length=None)
        integers = [c for c in frame.columns if frame[c].dtype.is_integer()]
        small = self.lazy(frame.with_columns(pl.col(integers).cast(pl.Int64)))
        coded = [nw.col(c).cast(schema[c]) for c in keyed if schema[c].is_integer()]
        return small.with_columns(*coded) if coded else small

    # ── layers
    def _persons(self, people: nw.LazyFrame, homes: nw.LazyFrame, nodes: list[Node]) -> nw.LazyFrame:
        wanted = [n for n in nodes if n.column in self.needed]
        have = set(people.collect_schema().names())
        household = set(homes.collect_schema().names())
        read = {a for n in wanted for a in n.args if self.plan.nodes[a].level == "household" and a not in self.known}
        bring = sorted(read & household - have)
        if bring:
            people = people.join(homes.select(*self.keys, *bring), on=self.keys, how="left")
        return self._layers(people, wanted)

    def _household(self, homes: nw.LazyFrame, stage: Stage) -> nw.LazyFrame:
        constant = [n for n in stage.folds if n.column in self.needed and n.column not in self.known]
        late = [n for n in constant if n.args and n.args[0] in self.known]  # a fold of one value for everybody
        if late:
            homes = homes.with_columns(
                *[(nw.col(COUNT) * int(self.known[n.args[0]])).cast(nw.Int64).alias(n.column) for n in late]
            )
        return self._layers(homes, [n for n in stage.household if n.column in self.needed])

    def _layers(self, frame: nw.LazyFrame, nodes: list[Node]) -> nw.LazyFrame:
        depth: dict[str, int] = {}
        layers: list[list[Any]] = []
        for node in nodes:
            args = [self.known[a] if a in self.known else self.column(a) for a in node.args]
            value = expressions.value_of(self.plan, node, args)
            if isinstance(value, int | str):
                self.known[node.column] = value
                continue
            level = max((depth[a] + 1 for a in node.args if a in depth), default=0)
            depth[node.column] = level
            while len(layers) <= level:
                layers.append([])
            layers[level].append((node, value))
        return self.made(frame, layers)

    def column(self, name: str) -> Any:
        """A column as the rules' expressions read it."""
        return nw.col(name)

    def made(self, frame: nw.LazyFrame, layers: list[list[tuple[Node, Any]]]) -> nw.LazyFrame:
        """The frame with every layer of columns made."""
        for layer in layers:
            given = [(v.cast(nw.Boolean if n.kind.type == "bool" else nw.Int64)).alias(n.column) for n, v in layer]
            frame = frame.with_columns(*given)
        return frame

    def _folds(self, people: nw.LazyFrame, nodes: list[Node], first: bool) -> nw.LazyFrame | None:
        folds = [nw.len().cast(nw.Int64).alias(COUNT)] if first else []
        for node in nodes:
            if node.column not in self.needed:
                continue
            of = node.args[0] if node.args else ""
            if of in self.known:
                self.known |= constant_fold(node, self.known[of])
            else:
                folds.append(_fold(node.version.how, of).alias(node.column))
        return people.group_by(*self.keys).agg(*folds) if folds else None


class Streaming(Frames):
    """Polars, in its streaming engine: the default. Its layers are written in its own words, built much faster."""

    def entered(self, frame: nw.LazyFrame, level: str) -> nw.LazyFrame:
        """As `Door.entered`; Polars itself finds the place of a code sooner than a look-up does."""
        import polars as pl

        schema = frame.collect_schema()
        coded = [
            pl.col(name).cast(pl.Enum(list(fact.choices)), strict=False).to_physical().cast(pl.Int64)
            for name, fact in self.facts.items()
            if fact.level == level and fact.type == "choice" and schema.get(name) == nw.String
        ]
        return super().entered(nw.from_native(frame.to_native().with_columns(coded)), level)

    def column(self, name: str) -> Any:
        """As Polars names it."""
        import polars as pl

        return pl.col(name)

    def made(self, frame: nw.LazyFrame, layers: list[list[tuple[Node, Any]]]) -> nw.LazyFrame:
        """As `Frames.made`, in Polars' words."""
        import polars as pl

        native = frame.to_native()
        for layer in layers:
            native = native.with_columns(
                [v.cast(pl.Boolean if n.kind.type == "bool" else pl.Int64).alias(n.column) for n, v in layer]
            )
        return nw.from_native(native)

    def collect(self, frame: nw.LazyFrame) -> Any:
        """As `Door.collect`, without holding what has been passed on."""
        return frame.collect(backend="polars", engine="streaming").to_native()


class Members(Streaming):
    """The same reckoning, of which the persons come out."""

    def run(self, persons: Any, households: Any, keep: list[str]) -> Any:
        """A Polars frame of household_id, person_id and the wanted person columns, one row a person."""
        self.carried = ["person_id"]
        keep = self.wanted(keep, "person")
        people, _ = self.staged(self.lazy(persons), self.lazy(households))
        made = [c for c in keep if c not in self.known]
        return self.shown(self.collect(people.select(*self.keys, *self.carried, *made)), keep)


class Duck(Frames):
    """DuckDB: the second opinion."""

    def lazy(self, frame: Any) -> nw.LazyFrame:
        """Polars frames are handed over through Arrow."""
        try:
            import duckdb
        except ModuleNotFoundError:
            raise LawError("引擎 duckdb 没有安装；请运行 pip install duckdb，或改用 --engine polars。") from None
        if hasattr(frame, "collect"):
            frame = frame.collect()
        if hasattr(frame, "to_arrow"):
            frame = duckdb.from_arrow(frame.to_arrow())
        return nw.from_native(frame).lazy()


def constant_fold(node: Node, value: Any) -> dict[str, Any]:
    """What a fold of one value for everybody comes to, where it does not depend on how many they are."""
    if node.version.how in ("max", "min", "any") or value == 0:
        return {node.column: value if node.version.how != "count" else 0}
    return {}


def _fold(how: str, of: str) -> nw.Expr:
    if not of:
        return nw.len().cast(nw.Int64)
    column = nw.col(of)
    if how == "any":
        return column.any()
    if how == "count":
        return column.cast(nw.Int64).sum().cast(nw.Int64)
    return getattr(column, how)().cast(nw.Int64)
