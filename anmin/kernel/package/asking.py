"""Which answers still matter: the rules evaluated with what is known, the rest left open between its least and most.

A yes-or-no or a choice that is not known is the set of what it may be, a number the range it may lie in. Where the
outcome and the amount of a service are certain whatever the open facts are, nothing more is asked for it; else what
the undecided branches read. Ranges may come out too wide (a fact read twice is taken twice), never too narrow: a
question may be one too many, never one too few.
"""

from __future__ import annotations

import ast
import datetime as dt
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from anmin.kernel.law.api import Fact, LawBook, LawError, Node, NumberTable, Plan, numbers_at, plan_of, rounded
from anmin.kernel.package.compatibility import Compatibility
from anmin.kernel.service import Service

Open = frozenset | tuple[int, int]  # what a value may be: a set, or a range of whole numbers
BOTH = frozenset((True, False))
HOLDS = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}


class Ask(NamedTuple):
    """A fact that still matters, of the household (`who` None) or of one person."""

    fact: Fact
    who: int | None


@dataclass
class Partly:
    """A household of which not everything is known: facts by name, and by name for each person. Absent means open."""

    home: Mapping[str, Any]
    persons: Sequence[Mapping[str, Any]]
    askable: frozenset[str] = frozenset()
    never_fixed: frozenset[str] = field(default_factory=frozenset)


def still_asked(
    known: Partly, services: Iterable[Service], rules: Compatibility, on: dt.date, area: str,
    laws: LawBook, table: NumberTable,
) -> list[Ask]:  # fmt: skip
    """The facts that may still change what some service decides or pays, in the order in which the services ask them."""
    names = {name for benefit in rules.benefits.values() for name in benefit.facts}
    known = Partly(known.home, known.persons, known.askable - names, frozenset(names))
    found: dict[tuple[str, int | None], Ask] = {}
    order: dict[str, int] = {}
    for service in services:
        for name in (n for group in service.asks for n in (*group.common, *group.others)):
            order.setdefault(name, len(order))
        try:
            plan = plan_of(laws, service.name, on)
            numbers = numbers_at(service.name, on, area, str(known.home.get("urban_rural", "")), table, laws)
        except LawError:
            continue  # no rules on that day, or numbers missing at that place: no answer could help
        aims = [plan.service.outcome, *([service.pays] if service.pays else [])]
        aims += [c for b in rules.benefits.values() if b.service == service.name for c in (b.amount, b.granted) if c]
        for ask in _Partial(plan, known, numbers).open_facts(aims):
            found.setdefault((ask.fact.name, ask.who), ask)
    last = len(order)
    return sorted(
        found.values(), key=lambda a: (order.get(a.fact.name, last), a.fact.name, -1 if a.who is None else a.who)
    )


class _Partial:
    """One plan over one household; every column is what it may be."""

    def __init__(self, plan: Plan, known: Partly, numbers: Mapping[str, Any]) -> None:
        self.plan, self.known, self.numbers = plan, known, numbers
        self.values: dict[tuple[str, int | None], Open] = {}

    def open_facts(self, aims: Iterable[str]) -> Iterator[Ask]:
        seen: set[tuple[str, int | None]] = set()
        for column in aims:
            if column in self.plan.nodes:
                yield from self._reach(self.plan.nodes[column], None, seen)

    # ── values
    def value(self, node: Node, who: int | None) -> Open:
        at = who if node.level == "person" else None
        if (node.column, at) not in self.values:
            self.values[node.column, at] = self._made(node, at)
        return self.values[node.column, at]

    def _made(self, node: Node, who: int | None) -> Open:
        if node.what == "number":
            return _point(self.numbers[node.column])
        if node.what == "fact":
            return self._fact(node, who)
        if node.what == "fold":
            return self._fold(node)
        value = _Body(self, node, who).of(node.text.body)
        rounding = node.version.rounding
        if rounding is None:
            return value
        mode = self.numbers[node.rounding_column] if node.rounding_column else rounding.by
        return tuple(rounded(end, mode, rounding.divisor) for end in value)

    def _fact(self, node: Node, who: int | None) -> Open:
        given = self.known.home if node.level == "household" else self.known.persons[who]
        fact, name = node.fact, node.column
        if name in given and name not in self.known.never_fixed:
            return _point(given[name])
        if name not in self.known.askable and name not in self.known.never_fixed and not fact.required:
            return _point(fact.default)
        if fact.type == "bool":
            return BOTH
        return frozenset(fact.choices) if fact.type == "choice" else (fact.low, fact.high)

    def _fold(self, node: Node) -> Open:
        how, everyone = node.version.how, range(len(self.known.persons))
        if not node.args:
            return _point(len(self.known.persons))
        each = [self.value(self.plan.nodes[node.args[0]], who) for who in everyone]
        if how == "any":
            return frozenset({True}) if frozenset({True}) in each else frozenset().union(*each)
        if how == "count":
            return sum(v == {True} for v in each), sum(True in v for v in each)
        lows, highs = zip(*each, strict=True)
        call = {"sum": sum, "max": max, "min": min}[how]
        return call(lows), call(highs)

    # ── what an undecided column reads
    def _reach(self, node: Node, who: int | None, seen: set) -> Iterator[Ask]:
        at = who if node.level == "person" else None
        if (node.column, at) in seen or _certain(self.value(node, at)):
            return
        seen.add((node.column, at))
        if node.what == "fact":
            if node.column in self.known.askable or (node.fact.required and node.column not in self.known.never_fixed):
                yield Ask(node.fact, at)
        elif node.what == "fold":
            for person in range(len(self.known.persons)):
                yield from self._reach(self.plan.nodes[node.args[0]], person, seen)
        elif node.text is not None:
            for name in _Body(self, node, at).reads(node.text.body):
                yield from self._reach(self.plan.nodes[name], at, seen)


class _Body:
    """A rule's text with open values."""

    def __init__(self, partial: _Partial, node: Node, who: int | None) -> None:
        self.partial, self.node, self.who = partial, node, who
        # A rule names columns as its own service does; the plan of another service holds them under that one's name.
        self.columns = dict(zip(node.text.args, node.args, strict=False)) if node.text else {}

    def of(self, part: ast.expr) -> Open:
        match part:
            case ast.Name():
                if part.id in self.node.text.constants and part.id not in self.node.text.args:
                    return _point(int(self.node.text.constants[part.id]))
                return self.partial.value(self.partial.plan.nodes[self.columns[part.id]], self.who)
            case ast.Constant():
                return _point(part.value)
            case ast.BoolOp():
                return _logic(isinstance(part.op, ast.And), [self.of(each) for each in part.values])
            case ast.UnaryOp(op=ast.Not()):
                return frozenset(not value for value in self.of(part.operand))
            case ast.UnaryOp():
                low, high = self.of(part.operand)
                return -high, -low
            case ast.IfExp():
                test = self.of(part.test)
                if len(test) == 1:
                    return self.of(part.body if True in test else part.orelse)
                return _either(self.of(part.body), self.of(part.orelse))
            case ast.BinOp():
                return _arithmetic(part.op, self.of(part.left), self.of(part.right))
            case ast.Call():
                ends = [self.of(each) for each in part.args]
                call = max if part.func.id == "max" else min  # type: ignore[attr-defined]
                return call(low for low, _ in ends), call(high for _, high in ends)
            case ast.Compare():
                return self._compare(part)
        raise TypeError(ast.dump(part))

    def _compare(self, part: ast.Compare) -> Open:
        op, left, other = part.ops[0], self.of(part.left), part.comparators[0]
        if isinstance(op, ast.In | ast.NotIn):
            wanted = {each.value for each in other.elts}  # type: ignore[attr-defined]
            inside = _among(left, wanted)
            return inside if isinstance(op, ast.In) else frozenset(not value for value in inside)
        right = self.of(other)
        if isinstance(op, ast.Eq | ast.NotEq):
            same = _same(left, right)
            return same if isinstance(op, ast.Eq) else frozenset(not value for value in same)
        holds = HOLDS[type(op)]
        return frozenset(holds(a, b) for a in left for b in right)

    def reads(self, part: ast.expr) -> Iterator[str]:
        """The columns that an undecided part still reads."""
        if _certain(self.of(part)):
            return
        match part:
            case ast.Name():
                yield self.columns[part.id]
            case ast.IfExp():
                test = self.of(part.test)
                branches = [part.body, part.orelse] if len(test) > 1 else [part.body if True in test else part.orelse]
                for each in (part.test, *branches):
                    yield from self.reads(each)
            case _:
                for each in ast.iter_child_nodes(part):
                    if isinstance(each, ast.expr) and not isinstance(each, ast.Tuple) and not _is_function(part, each):
                        yield from self.reads(each)


def _is_function(part: ast.expr, child: ast.expr) -> bool:
    return isinstance(part, ast.Call) and child is part.func


def _point(value: Any) -> Open:
    return (value, value) if isinstance(value, int) and not isinstance(value, bool) else frozenset((value,))


def _certain(value: Open) -> bool:
    return len(value) == 1 if isinstance(value, frozenset) else value[0] == value[1]


def _logic(every: bool, parts: list) -> Open:
    if frozenset((not every,)) in parts:
        return frozenset((not every,))
    return frozenset((every,)) if all(part == {every} for part in parts) else BOTH


def _either(one: Open, other: Open) -> Open:
    if isinstance(one, frozenset):
        return one | other  # type: ignore[operator]
    return min(one[0], other[0]), max(one[1], other[1])


def _arithmetic(op: ast.operator, left: Any, right: Any) -> Open:
    if isinstance(op, ast.Add):
        return left[0] + right[0], left[1] + right[1]
    if isinstance(op, ast.Sub):
        return left[0] - right[1], left[1] - right[0]
    if isinstance(op, ast.Mult):
        ends = [a * b for a in left for b in right]
        return min(ends), max(ends)
    low, high = max(right[0], 1), max(right[1], 1)  # a divisor is never zero (see the law's text)
    ends = [a // b for a in left for b in (low, high)]
    return min(ends), max(ends)


def _among(left: Any, wanted: set) -> Open:
    if isinstance(left, frozenset):
        return frozenset(value in wanted for value in left)
    if left[0] == left[1]:
        return frozenset((left[0] in wanted,))
    return BOTH if any(left[0] <= value <= left[1] for value in wanted) else frozenset((False,))


def _same(left: Any, right: Any) -> Open:
    if isinstance(left, frozenset):
        if len(left) == len(right) == 1:
            return frozenset((left == right,))
        return BOTH if left & right else frozenset((False,))
    if left[1] < right[0] or right[1] < left[0]:
        return frozenset((False,))
    return frozenset((True,)) if left == right and left[0] == left[1] else BOTH
