"""A rule's text as an expression (of narwhals, or of Polars itself), or as source code for the fused engine. What is known
beforehand is worked out on the way: a rule whose inputs are all known gives a plain value, a condition that is known
keeps only its branch.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw

from anmin.kernel.law.code import Code
from anmin.kernel.law.plan import Node, Plan
from anmin.kernel.law.scalar import STEP_YUAN


def _varies(value: Any) -> bool:
    """What is known beforehand is a whole number, a truth value or a code; all else differs from row to row."""
    return not isinstance(value, int | str)


def _words_of(column: Any) -> Any:
    """The library in whose words an expression is written: narwhals, or Polars, whose own are built much faster."""
    if isinstance(column, nw.Expr):
        return nw
    import polars as pl

    return pl


def encode(node: Node, value: Any) -> Any:
    """A choice as its place in the declared order; other values as they are."""
    return node.kind.choices.index(value) if node.kind.type == "choice" else value


def value_of(plan: Plan, node: Node, args: list[Any]) -> Any:
    """The node's value (plain or expression), given plain values or columns for what it reads."""
    compiled = plan.cache.setdefault("expressions", {})
    if node.column not in compiled:
        compiled[node.column] = _compiled(plan, node)
    rounding = node.version.rounding
    mode = args.pop() if node.rounding_column else None
    value = compiled[node.column](*args)
    if not rounding:
        return value
    modes = plan.nodes[node.args[-1]].kind.choices if node.rounding_column else (rounding.by,)
    out = rounded(value, modes[-1], rounding.divisor)
    for place, name in reversed(list(enumerate(modes[:-1]))):
        out = where(_equals(mode, place), lambda n=name: rounded(value, n, rounding.divisor), lambda o=out: o)
    return out


def rounded(value: Any, mode: str, divisor: int) -> Any:
    """As `scalar.rounded`, for columns."""
    step = STEP_YUAN[mode] * divisor
    if mode == "up_yuan":
        return (value + (step - 1)) // step * STEP_YUAN[mode]
    if mode == "down_yuan":
        return value // step * STEP_YUAN[mode]
    return (value * 2 + step) // (2 * step) * STEP_YUAN[mode]


def _equals(value: Any, place: int) -> Any:
    return value == place


def _expr(value: Any, words: Any) -> Any:
    if _varies(value):
        return value
    return words.lit(value, words.Boolean if isinstance(value, bool) else words.Int64)


def where(condition: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
    if isinstance(condition, bool):
        return yes() if condition else no()
    a, b = yes(), no()
    if not _varies(a) and not _varies(b):
        if a == b:
            return a
        if a is True and b is False:
            return condition
    if isinstance(condition, Code):
        return condition.choose(a, b)
    words = _words_of(condition)
    return words.when(condition).then(_expr(a, words)).otherwise(_expr(b, words))


def both(*values: Callable[[], Any]) -> Any:
    out: Any = True
    for value in values:
        v = value()
        if v is False:
            return False
        if v is not True:
            out = v if out is True else out & v
    return out


def either(*values: Callable[[], Any]) -> Any:
    out: Any = False
    for value in values:
        v = value()
        if v is True:
            return True
        if v is not False:
            out = v if out is False else out | v
    return out


def negated(value: Any) -> Any:
    return not value if isinstance(value, bool) else ~value


def extreme(fold: Callable, values: tuple) -> Any:
    """The largest or the smallest, by Python's own word for it."""
    plain = [v for v in values if not _varies(v)]
    columns = [v for v in values if _varies(v)]
    if not columns:
        return fold(plain)
    if isinstance(columns[0], Code):
        return columns[0].extreme(fold.__name__, [*columns[1:], *([fold(plain)] if plain else [])])
    words = _words_of(columns[0])
    given = [*columns, *([_expr(fold(plain), words)] if plain else [])]
    return getattr(words, f"{fold.__name__}_horizontal")(*given)


def times(left: Any, right: Any) -> Any:
    """A product; with a known 0 or 1 there is nothing to multiply."""
    for one, other in ((left, right), (right, left)):
        if not _varies(one):
            if one == 0:
                return 0
            if one == 1:
                return other
    return left * right


def plus(left: Any, right: Any) -> Any:
    for one, other in ((left, right), (right, left)):
        if not _varies(one) and one == 0:
            return other
    return left + right


def member(value: Any, codes: tuple) -> Any:
    if not _varies(value):
        return value in codes
    return value == codes[0] if len(codes) == 1 else value.is_in(list(codes))


WORDS = {
    "_where": where,
    "_both": both,
    "_either": either,
    "_not": negated,
    "_max": lambda *xs: extreme(max, xs),
    "_min": lambda *xs: extreme(min, xs),
    "_in": member,
    "_times": times,
    "_plus": plus,
    "_neg": lambda x: 0 - x,
}


def _compiled(plan: Plan, node: Node) -> Callable[..., Any]:
    text = node.text
    kinds = {name: plan.nodes[column].kind for name, column in zip(text.args, node.args, strict=False)}  # type: ignore[union-attr]
    body = _Rewrite(kinds, node.kind).visit(_copied(text.body))  # type: ignore[union-attr]
    arguments = ast.arguments([], [ast.arg(a) for a in text.args], None, [], [], None, [])  # type: ignore[union-attr]
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, body)))
    constants = {name: int(number) for name, number in text.constants.items()}  # type: ignore[union-attr]
    return eval(compile(tree, f"<{node.column}>", "eval"), {**WORDS, **constants})


def _copied(node: Any) -> Any:
    """A tree of its own for the rewriting; many times faster than `copy.deepcopy`."""
    if isinstance(node, list):
        return [_copied(each) for each in node]
    if not isinstance(node, ast.AST):
        return node
    return type(node)(**{name: _copied(value) for name, value in ast.iter_fields(node)})


def _call(name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(args), [])


def _later(body: ast.expr) -> ast.Lambda:
    return ast.Lambda(ast.arguments([], [], None, [], [], None, []), body)


class _Rewrite(ast.NodeTransformer):
    """The subset of `text` in terms of WORDS; choice codes become places."""

    def __init__(self, kinds: dict, own: Any) -> None:
        self.kinds, self.own = kinds, own

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        self.generic_visit(node)
        return _call("_where", node.test, _later(node.body), _later(node.orelse))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        return _call("_both" if isinstance(node.op, ast.And) else "_either", *map(_later, node.values))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        return _call("_not" if isinstance(node.op, ast.Not) else "_neg", node.operand)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.op, ast.Mult):
            return _call("_times", node.left, node.right)
        return _call("_plus", node.left, node.right) if isinstance(node.op, ast.Add) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        return _call("_" + node.func.id, *node.args)  # type: ignore[attr-defined]

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str):  # only a returned choice is met here; compared ones are in visit_Compare
            return ast.Constant(self.own.choices.index(node.value))
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        left, right, op = node.left, node.comparators[0], node.ops[0]
        choices = self._choices(left) or self._choices(right)
        place = (
            (lambda n: ast.Constant(choices.index(n.value)) if _is_code(n) else self.visit(n))
            if choices
            else self.visit
        )
        if isinstance(right, ast.Tuple):
            found = _call("_in", place(left), ast.Tuple([place(e) for e in right.elts], ast.Load()))
            return found if isinstance(op, ast.In) else _call("_not", found)
        return ast.Compare(place(left), [op], [place(right)])

    def _choices(self, node: ast.expr) -> tuple[str, ...]:
        return self.kinds[node.id].choices if isinstance(node, ast.Name) and node.id in self.kinds else ()


def _is_code(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
