"""The graph of one service on one day: every name resolved, no cycle, units fitting, in the order of reckoning."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from anmin.kernel.law import bounds, units
from anmin.kernel.law import text as rule_text
from anmin.kernel.law.book import LawBook, ServiceLaw, Version, place
from anmin.kernel.law.bounds import Range
from anmin.kernel.law.declare import FOLDS, HOUSEHOLD, LEVELS, PERSON, ROUNDINGS, Aggregate, Fact, Rule, cite_on
from anmin.kernel.law.errors import LawError
from anmin.kernel.law.intake import Asked
from anmin.kernel.law.numbers import NumberDef
from anmin.kernel.law.text import Text
from anmin.kernel.law.units import Kind


@dataclass(slots=True, eq=False)
class Node:
    """One column of the plan. `args` are the columns it reads; `stage` counts returns from household to person."""

    what: str  # fact, number, rule or fold
    column: str
    service: str
    level: str
    label: str
    unit: str
    kind: Kind
    bounds: Range = (0, 1)
    cite: str = ""
    args: tuple[str, ...] = ()
    stage: int = 0
    function: Callable[..., Any] | None = None
    text: Text | None = None
    version: Any = None
    fact: Fact | None = None
    number: NumberDef | None = None
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def rounding_column(self) -> str:
        """The number that says how to round, if it is one."""
        rounding = getattr(self.version, "rounding", None)
        return self.args[-1] if rounding and rounding.by not in ROUNDINGS else ""


@dataclass
class Stage:
    """Persons first, then folds, then the household; a later stage reads back what an earlier one made."""

    persons: list[Node] = field(default_factory=list)
    folds: list[Node] = field(default_factory=list)
    household: list[Node] = field(default_factory=list)


@dataclass
class Plan:
    """Everything needed to reckon a service on a day, for any area."""

    service: ServiceLaw
    day: dt.date
    nodes: dict[str, Node]
    stages: list[Stage]
    results: list[Node]
    asked: dict[str, Fact]
    cache: dict = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Fact]:
        return {n.column: n.fact for n in self.nodes.values() if n.fact}

    @property
    def numbers(self) -> dict[str, str]:
        """Number column → the key under which the table holds it."""
        return {n.column: f"{n.service}.{n.column.rpartition('__')[2]}" for n in self.nodes.values() if n.number}

    def computed(self) -> list[Node]:
        return [n for s in self.stages for group in (s.persons, s.folds, s.household) for n in group]

    def fingerprint(self) -> str:
        """A hash that changes when any rule in force on the day does."""
        parts = []
        for node in sorted(self.computed(), key=lambda n: n.column):
            version = node.version
            shape = node.text.fingerprint if node.text else f"{version.how} {version.of}"
            parts.append(f"{node.column}|{node.level}|{node.unit}|{getattr(version, 'rounding', None)}|{shape}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def plan(book: LawBook, service: str, on: dt.date) -> Plan:
    """The plan of a service on a day, built once for each set of versions in force."""
    law = book.law(service)
    signature = (service, *_in_force(book, law, on))
    if signature not in book.plans:
        book.plans[signature] = _Builder(book, law, on).build()
    return book.plans[signature]


def facts_asked(book: LawBook, service: str) -> dict[str, Fact]:
    """The facts a service asks for, those of the services it reads included; one name is one fact everywhere."""
    if ("asked", service) in book.plans:
        return book.plans["asked", service]
    asked = Asked()
    for name in [service, *sorted(services_read(book, service) - {service})]:
        for fact in book.law(name).facts.values():
            same = asked.setdefault(fact.name, fact)
            if (same.unit, same.type, same.level) != (fact.unit, fact.type, fact.level):
                raise LawError(
                    f"事实 {fact.name} 在 {service} 与 {name} 里不一样（单位、类型或层级）：{same.unit}/{same.level} 与 "
                    f"{fact.unit}/{fact.level}。同名即同一事实，请改名或统一。"
                )
    book.plans["asked", service] = asked
    return asked


def services_read(book: LawBook, service: str) -> set[str]:
    """A service and those whose names it reads, through others too."""
    return _reached(book, book.law(service), set())


def _in_force(book: LawBook, law: ServiceLaw, on: dt.date) -> tuple:
    """Which legal interval of any loaded service the day lies in."""
    key = ("intervals", law.name)
    if key not in book.plans:
        reached = _reached(book, law, set())
        book.plans[key] = sorted({day for other in reached for day in book.law(other).days()})
    days = book.plans[key]
    return (sum(day <= on for day in days),)


def _reached(book: LawBook, law: ServiceLaw, seen: set[str]) -> set[str]:
    """The services whose names a service reads, through others too."""
    seen.add(law.name)
    for versions in law.versions.values():
        for version in versions:
            code = version.function.__code__ if isinstance(version, Rule) else None
            for name in code.co_varnames[: code.co_argcount] if code else ():
                other = name.partition("__")[0] if "__" in name else ""
                if other and other not in seen and other in book.names():
                    _reached(book, book.law(other), seen)
    return seen


def _range(kind: Kind, low: int, high: int) -> Range:
    return (low, high) if kind.type == "number" else (0, max(1, len(kind.choices) - 1))


class _Builder:
    def __init__(self, book: LawBook, law: ServiceLaw, on: dt.date) -> None:
        self.book, self.law, self.on = book, law, on
        self.nodes: dict[str, Node] = {}
        self.path: list[str] = []

    def build(self) -> Plan:
        held = [v for name in self.law.versions if (v := self.law.version(name, self.on))]
        if not held:
            raise LawError(
                f"{self.law.label}（{self.law.name}）在 {self.on} 没有施行的规则；最早自 {self.law.since} 起。"
            )
        results = []
        for version in held:
            node = self.node(self.law, version.name, version)
            if version.result:
                results.append(node)
        made = [n for n in self.nodes.values() if n.what in ("rule", "fold")]
        stages = [Stage() for _ in range(1 + max(n.stage for n in made))]
        for node in made:  # nodes are entered after what they read, so their order is a topological one
            stage = stages[node.stage]
            (stage.folds if node.what == "fold" else stage.persons if node.level == PERSON else stage.household).append(
                node
            )
        return Plan(self.law, self.on, self.nodes, stages, results, facts_asked(self.book, self.law.name))

    def node(self, law: ServiceLaw, name: str, reader: Version) -> Node:
        """The node of a name as `reader` in `law` reads it, with all it reads in turn."""
        if "__" in name:
            other, _, name = name.partition("__")
            if other not in self.book.names():
                raise LawError(f"{place(reader)} 规则 {reader.name} 读 {other}__{name}，但没有叫 {other} 的服务。")
            law = self.book.law(other)
        own = law is self.law
        column = name if own or name in law.facts else f"{law.name}__{name}"
        if column in self.path:
            circle = " → ".join([*self.path[self.path.index(column) :], column])
            raise LawError(f"{place(reader)} 规则循环引用：{circle}。请拆开其中一条。")
        if column not in self.nodes:
            self.path.append(column)
            node = self._make(law, name, column, reader)
            self.path.pop()
            self.nodes[column] = node
        return self.nodes[column]

    def _make(self, law: ServiceLaw, name: str, column: str, reader: Version) -> Node:
        if version := law.version(name, self.on):
            return (
                self._fold(law, version, column) if isinstance(version, Aggregate) else self._rule(law, version, column)
            )
        if name in law.facts:
            fact = law.facts[name]
            kind = units.parse(fact.unit, tuple(fact.choices))
            return Node(
                "fact", name, law.name, fact.level, fact.label, fact.unit, kind, _range(kind, fact.low, fact.high),
                fact=fact, choices=fact.choices,
            )  # fmt: skip
        if found := law.columns().get(name):
            number, _, label = found
            kind = units.parse(number.unit, tuple(number.choices))
            return Node(
                "number", column, law.name, HOUSEHOLD, label, number.unit, kind, _range(kind, number.low, number.most),
                number=number, choices=number.choices,
            )  # fmt: skip
        spans = "、".join(f"{v.since} 至 {v.until or '今'}" for v in law.versions.get(name, ()))
        known = f"它只在 {spans} 有效" if spans else "它不是规则、事实或数"
        raise LawError(
            f"{place(reader)} 规则 {reader.name} 在 {self.on} 要读 {law.name}.{name}，但{known}。请补一个版本，或更正参数名。"
        )

    def _rule(self, law: ServiceLaw, rule: Rule, column: str) -> Node:
        self._complete(law, rule)
        text = rule_text.read(rule.function)
        names = list(text.args)
        rounding = rule.rounding
        if rounding and rounding.by not in ROUNDINGS:
            names.append(rounding.by)
        read = [self.node(law, name, rule) for name in names]
        if rule.level == HOUSEHOLD and any(n.level == PERSON for n in read):
            person = next(n.column for n in read if n.level == PERSON)
            raise LawError(f"{place(rule)} 家庭规则 {rule.name} 直接读了个人列 {person}；请先用 aggregate 汇总。")
        declared = units.parse(rule.unit, tuple(rule.choices))
        kinds = {name: node.kind for name, node in zip(text.args, read, strict=False)}
        rule_text.check_unit(text, kinds, declared, rounding.per if rounding else ())
        if rounding and len(read) > len(text.args) and not set(read[-1].kind.choices) <= set(ROUNDINGS):
            raise LawError(
                f"{place(rule)} 规则 {rule.name} 的取整方式 {rounding.by} 只能有这些选项：{'、'.join(ROUNDINGS)}。"
            )
        ranges = {name: node.bounds for name, node in zip(text.args, read, strict=False)}
        reach = bounds.of_rule(text, ranges, rounding.divisor if rounding else 1)
        return Node(
            "rule", column, law.name, rule.level, rule.label, rule.unit, declared, reach, str(cite_on(rule.cite, self.on)),
            tuple(n.column for n in read), self._stage(rule.level, read), rule.function, text, rule, choices=rule.choices,
        )  # fmt: skip

    def _fold(self, law: ServiceLaw, fold: Aggregate, column: str) -> Node:
        self._complete(law, fold)
        read = [self.node(law, fold.of, fold)] if fold.of else []
        if fold.how not in FOLDS or (not read and fold.how != "count"):
            raise LawError(
                f"汇总 {fold.name} 的方式「{fold.how}」不对；可用 {'、'.join(FOLDS)}，除 count 外须写汇总哪一列。"
            )
        if read and read[0].level != PERSON:
            raise LawError(f"汇总 {fold.name} 的 {fold.of} 不是个人列，不能再汇总。")
        kind = units.parse(fold.unit)
        want_bool = fold.how in ("any", "count")
        if read and (read[0].kind.type == "bool") != want_bool:
            raise LawError(
                f"汇总 {fold.name}：{fold.how} 应读{'是否' if want_bool else '数值'}列，{fold.of} 是 {read[0].kind}。"
            )
        if read and fold.how in ("sum", "max", "min") and kind != Kind(dims=read[0].kind.dims):
            raise LawError(f"汇总 {fold.name} 的单位 {fold.unit} 与 {fold.of} 的 {read[0].unit} 不合。")
        stage = max((n.stage for n in read), default=0)
        reach = bounds.of_fold(fold.how, read[0].bounds if read else (0, 1))
        return Node(
            "fold", column, law.name, HOUSEHOLD, fold.label, fold.unit, kind, reach, str(cite_on(fold.cite, self.on)),
            tuple(n.column for n in read), stage, version=fold,
        )  # fmt: skip

    def _stage(self, level: str, read: list[Node]) -> int:
        """A person rule that reads a computed household column waits for the next stage."""

        def ready(n: Node) -> int:
            crosses = level == PERSON and n.level == HOUSEHOLD and n.what in ("rule", "fold")
            return n.stage + 1 if crosses else n.stage

        return max(map(ready, read), default=0)

    def _complete(self, law: ServiceLaw, version: Version) -> None:
        missing = [word for word in ("label", "unit") if not getattr(version, word)]
        cites = version.cite.values() if isinstance(version.cite, dict) else [version.cite]
        missing += [] if all(cite.article for cite in cites) else ["cite（文号与条款）"]
        if isinstance(version.cite, dict) and min(version.cite) > version.since.isoformat():
            missing.append(f"{version.since} 起的 cite")
        if missing or getattr(version, "level", HOUSEHOLD) not in LEVELS:
            raise LawError(f"{place(version)} 规则 {version.name} 缺少 {'、'.join(missing) or '正确的 level'}。")
