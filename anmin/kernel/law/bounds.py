"""How large a value can become. Every engine but plain Python counts in 64 bits and some wrap silently, so a rule whose
sums or products could leave them, for facts and numbers within their declared ranges, is refused when it is loaded.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from anmin.kernel.law.text import Text

LIMIT = 2**63 - 1
MOST_PERSONS = 100  # of one household; a frame with more in one is refused
Range = tuple[int, int]


class Bounds:
    """Interval arithmetic over a rule's text, given the ranges of the columns it reads."""

    def __init__(self, text: Text, ranges: Mapping[str, Range]) -> None:
        self.text, self.ranges = text, ranges

    def of(self, node: ast.expr) -> Range:
        found = getattr(self, "_" + type(node).__name__.lower())(node)
        if found[0] < -LIMIT or found[1] > LIMIT:
            raise self.text.refuse(
                node,
                f"「{ast.unparse(node)}」可能达到 {max(-found[0], found[1]):.1e}，超出 64 位整数；"
                "请收紧事实或数的上限（high），或先除后乘",
            )
        return found

    def _name(self, node: ast.Name) -> Range:
        if node.id in self.text.constants and node.id not in self.text.args:
            return (int(self.text.constants[node.id]),) * 2
        return self.ranges[node.id]

    def _constant(self, node: ast.Constant) -> Range:
        return (int(node.value),) * 2 if isinstance(node.value, int) else (0, 0)

    def _boolop(self, node: ast.BoolOp) -> Range:
        for value in node.values:
            self.of(value)
        return (0, 1)

    def _compare(self, node: ast.Compare) -> Range:
        for side in (node.left, *node.comparators):
            if not isinstance(side, ast.Tuple):
                self.of(side)
        return (0, 1)

    def _unaryop(self, node: ast.UnaryOp) -> Range:
        low, high = self.of(node.operand)
        return (0, 1) if isinstance(node.op, ast.Not) else (-high, -low)

    def _ifexp(self, node: ast.IfExp) -> Range:
        self.of(node.test)
        (a, b), (c, d) = self.of(node.body), self.of(node.orelse)
        return min(a, c), max(b, d)

    def _call(self, node: ast.Call) -> Range:
        choose = max if node.func.id == "max" else min  # type: ignore[attr-defined]
        ranges = [self.of(arg) for arg in node.args]
        return choose(low for low, _ in ranges), choose(high for _, high in ranges)

    def _binop(self, node: ast.BinOp) -> Range:
        (a, b), (c, d) = self.of(node.left), self.of(node.right)
        if isinstance(node.op, ast.Add):
            return a + c, b + d
        if isinstance(node.op, ast.Sub):
            return a - d, b - c
        if isinstance(node.op, ast.Mult):
            corners = [a * c, a * d, b * c, b * d]
        else:  # a divisor is never zero nor negative, see text
            c = max(c, 1)
            corners = [a // c, a // d, b // c, b // d]
        return min(corners), max(corners)


def of_rule(text: Text, ranges: Mapping[str, Range], divisor: int = 1) -> Range:
    """The range of a rule; `divisor` is taken out in its rounding, whose own sums must fit as well."""
    bounds = Bounds(text, ranges)
    low, high = bounds.of(text.body)
    if divisor == 1:
        return low, high
    step = divisor * 100
    if 2 * high + step > LIMIT or 2 * low < -LIMIT:
        raise text.refuse(text.body, "取整前的分子可能超出 64 位整数；请收紧事实或数的上限（high）")
    return (low - step) // divisor, (high + step) // divisor


def of_fold(how: str, of: Range) -> Range:
    """The range of a fold over the persons of a household."""
    if how == "count":
        return 0, MOST_PERSONS
    if how == "sum":
        return min(of[0] * MOST_PERSONS, 0), max(of[1] * MOST_PERSONS, 0)
    return of
