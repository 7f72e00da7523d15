"""A step written out with its figures, as one would work it on paper: "工资性收入 31,200.00 − 就业成本 3,120.00".

The rule's own text is read again with the values it was given: of an `if` only the branch that was taken is told, of
a sum only what is not nothing, a share of ten thousand is written in per cent.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anmin.kernel.law import units
from anmin.kernel.law.declare import BP
from anmin.kernel.law.plan import Node, Plan
from anmin.kernel.law.scalar import Step

ROUNDED = {
    "half_up_yuan": "四舍五入到元",
    "up_yuan": "不足一元的进到元",
    "down_yuan": "舍去不足一元的部分",
    "half_up_jiao": "四舍五入到角",
    "none": "",
}
COMPARED = {ast.Lt: "低于", ast.LtE: "不超过", ast.Gt: "高于", ast.GtE: "不低于", ast.Eq: "等于", ast.NotEq: "不等于"}
OPPOSITE = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
SUM, PRODUCT, ATOM = 1, 2, 3


@dataclass(frozen=True)
class Told:
    """A part of a formula: how it reads, what it is worth, how tightly it binds."""

    text: str
    value: Any
    binds: int = ATOM
    names: tuple[str, ...] = ()

    def inside(self, binds: int) -> str:
        return f"({self.text})" if self.binds < binds else self.text


@dataclass(frozen=True)
class Worked:
    """A formula with figures and the columns it names, in their order."""

    text: str
    names: tuple[str, ...]

    @property
    def passes_on(self) -> str:
        """The one column whose value is taken as it is, or ""."""
        return self.names[0] if len(self.names) == 1 and self.plain else ""

    plain: bool = False


def worked(step: Step, plan: Plan) -> Worked:
    """The formula of a rule's step with its figures."""
    node = step.node
    if node.text is None:
        return Worked("", ())
    told = _Telling(plan, step.inputs, node).tell(node.text.body)
    text, rounding = told.text, node.version.rounding
    if rounding is None:
        return Worked(text, told.names, told.binds == ATOM and len(told.names) == 1)
    shares = sum(1 for number in rounding.per if number == BP)  # a factor in per cent tells its ten thousand itself
    if (rest := rounding.divisor // BP**shares) != 1:
        text = f"{told.inside(PRODUCT)} ÷ {rest}"
    said = rounding_words(step)
    return Worked(f"{text}，{said}" if said else text, told.names)


def rounding_words(step: Step) -> str:
    """How a step's value was rounded, in words; "" where it was not."""
    rounding = getattr(step.node.version, "rounding", None)
    if rounding is None:
        return ""
    column = step.node.rounding_column
    return ROUNDED.get(str(step.inputs[column] if column else rounding.by), "")


def short(value: Any, node: Node) -> str:
    """A value without the words of its unit, as a column of figures needs it."""
    if node.unit.startswith("fen"):
        return units.yuan(int(value))
    return units.show(value, node.unit, node.choices)


class _Telling:
    def __init__(self, plan: Plan, inputs: Mapping[str, Any], node: Node) -> None:
        self.plan, self.inputs = plan, inputs
        # what a rule's text calls a column may be its short name, or another service's full name
        self.columns = dict(zip(node.text.args, node.args, strict=False)) if node.text else {}
        self.constants = node.text.constants if node.text else {}

    def tell(self, node: ast.expr) -> Told:
        match node:
            case ast.Name():
                return self._name(node.id)
            case ast.Constant():
                return Told(str(node.value), node.value)
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return self._sum(node)
            case ast.BinOp(op=ast.Mult()):
                return self._product(node)
            case ast.BinOp():
                return self._quotient(node)
            case ast.IfExp():
                return self.tell(node.body if self.tell(node.test).value else node.orelse)
            case ast.Call():
                return self._extreme(node)
            case ast.Compare():
                return self._compare(node)
            case ast.BoolOp():
                return self._logic(node)
            case ast.UnaryOp(op=ast.Not()):
                told = self.tell(node.operand)
                return Told(told.text, not told.value, told.binds, told.names)
            case ast.UnaryOp():
                told = self.tell(node.operand)
                return Told(f"−{told.inside(ATOM)}", -told.value, PRODUCT, told.names)
            case ast.Tuple():
                parts = [self.tell(each) for each in node.elts]
                return Told("、".join(p.text for p in parts), tuple(p.value for p in parts), ATOM, _names(parts))
        return Told(ast.unparse(node), None)

    def _name(self, name: str) -> Told:
        if name in self.constants:
            return Told(str(int(self.constants[name])), int(self.constants[name]))
        name = self.columns.get(name, name)
        node = self.plan.nodes[name]
        value = self.inputs[name]
        return Told(f"{plain_label(node)} {short(value, node)}", value, ATOM, (name,))

    def _sum(self, node: ast.BinOp) -> Told:
        terms = list(self._terms(node, 1))
        total = sum(sign * told.value for sign, told in terms)
        kept = [(sign, told) for sign, told in terms if told.value] or terms[:1]
        text = ""
        for sign, told in kept:
            mark = (" + " if sign > 0 else " − ") if text else ("" if sign > 0 else "−")
            text += mark + told.inside(PRODUCT)
        return Told(text, total, SUM if len(kept) > 1 else kept[0][1].binds, _names([told for _, told in kept]))

    def _terms(self, node: ast.expr, sign: int) -> list[tuple[int, Told]]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            right = sign if isinstance(node.op, ast.Add) else -sign
            return [*self._terms(node.left, sign), *self._terms(node.right, right)]
        return [(sign, self.tell(node))]

    def _product(self, node: ast.BinOp) -> Told:
        left, right = self.tell(node.left), self.tell(node.right)
        value = left.value * right.value
        if right.value == 1 and isinstance(node.right, ast.Constant):
            return left
        if isinstance(node.right, ast.Name) and node.right.id == "BP":  # scaled only to be divided by shares later
            return Told(left.text, value, left.binds, left.names)
        return Told(f"{left.inside(PRODUCT)} × {right.inside(ATOM)}", value, PRODUCT, _names([left, right]))

    def _quotient(self, node: ast.BinOp) -> Told:
        left, right = self.tell(node.left), self.tell(node.right)
        value = left.value // right.value
        rest = _without_bp(node.right)
        if rest is None:
            return Told(left.text, value, left.binds, left.names)
        by = self.tell(rest)
        return Told(f"{left.inside(PRODUCT)} ÷ {by.inside(ATOM)}", value, PRODUCT, _names([left, by]))

    def _extreme(self, node: ast.Call) -> Told:
        largest = node.func.id == "max"  # type: ignore[attr-defined]
        pairs = [(self.tell(each), isinstance(each, ast.Constant)) for each in node.args]
        parts = [told for told, constant in pairs if not constant] if largest else [told for told, _ in pairs]
        chosen = max(pairs, key=lambda p: p[0].value if largest else -p[0].value)[0]
        if largest and chosen not in parts:  # all below the floor
            first = parts[0]
            return Told(f"{first.text}（不足的按 {chosen.text} 计）", chosen.value, first.binds, first.names)
        if len(parts) == 1 or chosen.binds != ATOM or (largest and not any(p.value for p in parts if p != chosen)):
            return chosen
        said = "取较高的一项" if largest else "取较低的一项"
        return Told(f"{said}（{'；'.join(p.text for p in parts)}）", chosen.value, PRODUCT, _names(parts))

    def _compare(self, node: ast.Compare) -> Told:
        left, right = self.tell(node.left), self.tell(node.comparators[0])
        op = node.ops[0]
        held = _holds(op, left.value, right.value)
        names = _names([left, right])
        if isinstance(op, ast.In | ast.NotIn) or isinstance(left.value, str):
            return Told(left.text, held, PRODUCT, names)
        words = COMPARED[type(op) if held else OPPOSITE[type(op)]]
        return Told(f"{left.text} {words} {right.text}", held, PRODUCT, names)

    def _logic(self, node: ast.BoolOp) -> Told:
        parts = [self.tell(each) for each in node.values]
        every = isinstance(node.op, ast.And)
        value = all(p.value for p in parts) if every else any(p.value for p in parts)
        # One part decides a false "and" and a true "or"; otherwise all of them do.
        decisive = parts if value == every else [next(p for p in parts if bool(p.value) == value)]
        if not every and not value:  # the way of applying that was not chosen need not be told
            decisive = [p for p in parts if not self._only_choices(p)] or parts
        if len(decisive) == 1:
            return decisive[0]
        return Told("；".join(p.text for p in decisive), value, PRODUCT, _names(decisive))

    def _only_choices(self, told: Told) -> bool:
        return bool(told.names) and all(self.plan.nodes[name].unit == "choice" for name in told.names)


def _holds(op: ast.cmpop, left: Any, right: Any) -> bool:
    match op:
        case ast.In():
            return left in right
        case ast.NotIn():
            return left not in right
        case ast.Eq():
            return left == right
        case ast.NotEq():
            return left != right
        case ast.Lt():
            return left < right
        case ast.LtE():
            return left <= right
        case ast.Gt():
            return left > right
    return left >= right


def _names(parts: list[Told]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.names))


def _without_bp(node: ast.expr) -> ast.expr | None:
    """A divisor without the ten-thousand of a share, which per cent signs already tell; None if nothing is left."""
    if isinstance(node, ast.Name) and node.id == "BP":
        return None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        left, right = _without_bp(node.left), _without_bp(node.right)
        if left is None or right is None:
            return left or right
    return node


def plain_label(node: Node) -> str:
    """The label of a column; of a fact without the explanation that helps whoever fills it in."""
    return node.label.partition("（")[0] if node.what == "fact" else node.label
