"""One household, reckoned with the rule functions themselves; every step is kept with what it read.

The plan is written out once as straight-line Python that calls the functions in order, so that a full trace of
a household costs little more than the calls.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from anmin.kernel.law import units
from anmin.kernel.law.errors import NumberError
from anmin.kernel.law.numbers import NumberTable, Row
from anmin.kernel.law.plan import Node, Plan

FIELDS = re.compile(r"\{(\w+)\}")
STEP_YUAN = {"half_up_yuan": 100, "up_yuan": 100, "down_yuan": 100, "half_up_jiao": 10, "none": 1}


def rounded(value: int, mode: str, divisor: int = 1) -> int:
    """A numerator over `divisor`, rounded once to whole fen in the given way.

    >>> rounded(48950, "half_up_yuan"), rounded(48910, "up_yuan"), rounded(48955, "half_up_jiao"), rounded(100, "none", 12)
    (49000, 49000, 48960, 8)
    """
    step = STEP_YUAN[mode] * divisor
    if mode == "up_yuan":
        quotient = (value + step - 1) // step
    elif mode == "down_yuan":
        quotient = value // step
    else:
        quotient = (2 * value + step) // (2 * step)
    return quotient * STEP_YUAN[mode]


@dataclass(slots=True)
class Step:
    """One line of the reckoning: `who` is the person's place in the list, None for the household."""

    node: Node
    who: int | None
    value: Any
    read: tuple

    @property
    def name(self) -> str:
        return self.node.column

    @property
    def inputs(self) -> dict[str, Any]:
        if len(self.node.args) == len(self.read):
            return dict(zip(self.node.args, self.read, strict=True))
        return {self.node.args[0]: list(self.read)}  # a fold: the persons' values in order


@dataclass
class Reckoning:
    """The outcome for one household: values, the steps that led there, and what was said against it."""

    plan: Plan
    day: dt.date
    area: str
    urban_rural: str
    household: dict[str, Any]
    persons: list[dict[str, Any]]
    numbers: dict[str, Any]
    sources: dict[str, Row]
    raw_steps: list[tuple]

    @cached_property
    def steps(self) -> list[Step]:
        """All steps in the order of reckoning."""
        return [Step(*step) for step in self.raw_steps]

    @property
    def values(self) -> dict[str, Any]:
        """Every household column made."""
        return {node.column: value for node, who, value, _ in self.raw_steps if who is None}

    @property
    def results(self) -> dict[str, Any]:
        """The declared results of the household."""
        values = self.values
        return {n.column: values[n.column] for n in self.plan.results if n.level != "person"}

    @property
    def person_results(self) -> list[dict[str, Any]]:
        """The declared results of each person, in the order given."""
        wanted = {n.column for n in self.plan.results if n.level == "person"}
        rows: list[dict[str, Any]] = [{} for _ in self.persons]
        for node, who, value, _ in self.raw_steps:
            if who is not None and node.column in wanted:
                rows[who][node.column] = value
        return rows

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Why not: the failed conditions with their article, empty when the outcome is granted."""
        if self.values.get(self.plan.service.outcome):
            return []
        return self._said("refusal")

    @property
    def notes(self) -> list[dict[str, Any]]:
        """What should be told in any case, such as why a person is not counted; not what is among the reasons already."""
        told = {(each["name"], each["who"], each["text"]) for each in self.reasons}
        return [each for each in self._said("note") if (each["name"], each["who"], each["text"]) not in told]

    def _said(self, word: str) -> list[dict[str, Any]]:
        out = []
        for step in self.steps:
            sentence = getattr(step.node.version, word, "")
            if sentence and step.value is False:
                out.append(
                    {"name": step.name, "who": step.who, "text": self._fill(sentence, step), "cite": step.node.cite}
                )
        return out

    def _fill(self, sentence: str, step: Step) -> str:
        said = {**self.numbers, **self.household, **self.values}
        said |= step.inputs if step.who is None else {**self.persons[step.who], **step.inputs}
        shown = {}
        for name in FIELDS.findall(sentence):  # a sentence of another service names that service's columns
            column = name if name in self.plan.nodes else f"{step.node.service}__{name}"
            if node := self.plan.nodes.get(column):
                shown[name] = units.show(said[column], node.unit, node.choices)
        if step.who is not None:
            shown["who"] = self.persons[step.who].get("name") or f"第{step.who + 1}人"
        return sentence.format(**shown)


def resolve(plan: Plan, table: NumberTable, on: dt.date, area: str, urban_rural: str) -> tuple[dict, dict[str, Row]]:
    """The values of all numbers the plan reads at a place and day, and the rows they come from."""
    key = (id(plan), on, area, urban_rural)
    if key not in table.resolved:
        sources, missing = {}, []
        for column, held_as in plan.numbers.items():
            row = table.find(held_as, on, area, urban_rural)
            if row is None:
                missing.append(f"{plan.nodes[column].label}〔{column}〕")
            else:
                plan.nodes[column].number.check(row.value, row.source)  # type: ignore[union-attr]
                sources[column] = row
        if missing:
            raise NumberError(
                f"{plan.service.label}在 {area or '全国'} {on} 缺少 {len(missing)} 个数：{'、'.join(missing)}。"
                "请登记当地的数，写明文号和起日（“标准调整”，或县的参数文件）；命令行可用 --params 为本次测算指定。"
            )
        table.resolved[key] = ({column: row.value for column, row in sources.items()}, sources)
    return table.resolved[key]


def reckon(
    plan: Plan, table: NumberTable, on: dt.date, area: str, urban_rural: str,
    household: dict[str, Any], persons: list[dict[str, Any]],
) -> Reckoning:  # fmt: skip
    """Reckon one household whose facts are complete (see `intake`)."""
    numbers, sources = resolve(plan, table, on, area, urban_rural)
    run = plan.cache.get("scalar")
    if run is None:
        run = plan.cache["scalar"] = written_out(plan)
    return Reckoning(
        plan, on, area, urban_rural, household, persons, numbers, sources, run(household, persons, numbers)
    )


def written_out(plan: Plan) -> Callable[[Mapping, Sequence[Mapping], Mapping], list[tuple]]:
    """The plan as one Python function (household facts, persons' facts, numbers) → list of (node, who, value, read)."""
    spaces: dict[str, Any] = {"rounded": rounded}
    lines = ["def run(H, P, N):", "    steps = []", "    out = steps.append", "    E = [{} for _ in P]"]
    loaded: set[str] = set()
    later = _read_later(plan)
    for stage in plan.stages:
        before: list[str] = []
        inside: list[str] = []
        here: set[str] = set()
        for node in stage.persons:
            for arg in node.args:
                read = plan.nodes[arg]
                if read.level == "person" and arg not in here:
                    here.add(arg)
                    if read.what == "fact":
                        inside.append(f"        {arg} = p['{arg}']")
                    elif read.stage < node.stage:
                        inside.append(f"        {arg} = e['{arg}']")
                elif read.level == "household":
                    _load(read, loaded, before)
            here.add(node.column)
            inside += [f"        {line}" for line in _call(node, spaces, "w")]
            if node.column in later:
                inside.append(f"        e['{node.column}'] = {node.column}")
        lines += [f"    {line}" for line in before]
        if inside:
            lines += ["    for w, p in enumerate(P):", "        e = E[w]", *inside]
        for node in stage.folds:
            lines += [f"    {line}" for line in _fold(node, plan, spaces)]
        for node in stage.household:
            before = []
            for arg in node.args:
                _load(plan.nodes[arg], loaded, before)
            lines += [f"    {line}" for line in before + _call(node, spaces, "None")]
    lines.append("    return steps")
    exec(compile("\n".join(lines), f"<plan {plan.service.name} {plan.day}>", "exec"), spaces)
    return spaces["run"]


def _read_later(plan: Plan) -> set[str]:
    """Person columns that a fold or a later stage reads."""
    out = set()
    for node in plan.computed():
        for arg in node.args:
            if plan.nodes[arg].level == "person" and (node.what == "fold" or node.stage > plan.nodes[arg].stage):
                out.add(arg)
    return out


def _load(node: Node, loaded: set[str], lines: list[str]) -> None:
    if node.what in ("fact", "number") and node.column not in loaded:
        loaded.add(node.column)
        lines.append(f"{node.column} = {'H' if node.what == 'fact' else 'N'}['{node.column}']")


def _call(node: Node, spaces: dict[str, Any], who: str) -> list[str]:
    spaces[f"f_{node.column}"], spaces[f"n_{node.column}"] = node.function, node
    args = list(node.args)
    rounding = node.version.rounding
    mode = args.pop() if node.rounding_column else repr(rounding.by) if rounding else ""
    value = f"f_{node.column}({', '.join(args)})"
    if rounding:
        value = f"rounded({value}, {mode}, {rounding.divisor})"
    read = "".join(f"{arg}, " for arg in node.args)
    return [f"{node.column} = {value}", f"out((n_{node.column}, {who}, {node.column}, ({read})))"]


def _fold(node: Node, plan: Plan, spaces: dict[str, Any]) -> list[str]:
    spaces[f"n_{node.column}"] = node
    how, of = node.version.how, node.args[0] if node.args else ""
    if not of:
        return [f"{node.column} = len(P)", f"out((n_{node.column}, None, {node.column}, ()))"]
    source = "P" if plan.nodes[of].what == "fact" else "E"
    call = {"count": "sum", "sum": "sum", "any": "any", "max": "max", "min": "min"}[how]
    return [
        f"r_ = tuple([x['{of}'] for x in {source}])",
        f"{node.column} = {call}(r_)",
        f"out((n_{node.column}, None, {node.column}, r_))",
    ]
