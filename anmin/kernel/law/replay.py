"""What a decision rested on, kept so that it can be compared: the texts of the rules in force and the numbers read.

A decision keeps only hashes; each different set of texts or numbers is kept once, when it is first read for a decision.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anmin.kernel.law import units
from anmin.kernel.law.plan import Node, Plan

KINDS = {"rule": "规则", "number": "数", "fact": "事实", "result": "结果"}


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was when it was decided. `then` and `now` are words; "" where there was none."""

    kind: str
    name: str
    label: str
    then: str
    now: str
    source: str = ""

    def __str__(self) -> str:
        said = f"{KINDS[self.kind]} {self.label}（{self.name}）：当时 {self.then or '没有'}，现在 {self.now or '没有'}"
        return f"{said}（{self.source}）" if self.source else said


def texts_of(plan: Plan) -> dict[str, str]:
    """Column → everything in its rule that decides its value, as one line of text."""
    return {node.column: _text(node) for node in sorted(plan.computed(), key=lambda n: n.column)}


def _text(node: Node) -> str:
    if node.text is None:
        return f"{node.version.how} {node.version.of} [{node.unit}]"
    rounding = node.version.rounding
    tail = f",取整 {rounding.by} ÷{rounding.divisor}" if rounding else ""
    return f"({', '.join(node.text.args)}) → {ast.unparse(node.text.body)} [{node.unit}{tail}]"


def other_rules(plan: Plan, then: Mapping[str, str]) -> list[Difference]:
    """Rules that are written otherwise, have gone, or have come since."""
    now = texts_of(plan)
    out = []
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            node = plan.nodes.get(name)
            where = str(node.cite) if node else ""
            out.append(
                Difference("rule", name, node.label if node else name, then.get(name, ""), now.get(name, ""), where)
            )
    return out


def other_values(
    kind: str, plan: Plan, then: Mapping[str, Any], now: Mapping[str, Any], sources: Mapping[str, Any] | None = None
) -> list[Difference]:
    """Numbers, facts or results that differ, shown in their units; `sources` tells where today's numbers stand."""
    out = []
    for name in sorted({*then, *now}):
        if name in then and name in now and then[name] == now[name]:
            continue
        node = plan.nodes.get(name)
        said = [shown(node, side[name]) if name in side else "" for side in (then, now)]
        source = str(sources[name].source) if sources and name in sources else ""
        out.append(Difference(kind, name, node.label if node else name, said[0], said[1], source))
    return out


def shown(node: Node | None, value: Any) -> str:
    """A value in its unit."""
    if node is None or value is None:
        return str(value)
    return units.show(value, node.unit, node.choices)
