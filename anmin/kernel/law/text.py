"""The text of a rule: read from its source, kept to the subset every engine runs alike, its units inferred.

Allowed: arithmetic `+ - * //`, comparisons, `and/or/not`, `if/elif/else` that return on every branch,
conditional expressions, `min/max`, `in (constants)`, the numbers 0, 1, 2 and the declared conversions
(MONTHS_A_YEAR, BP). All else is refused with file and line.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from anmin.kernel.law import units
from anmin.kernel.law.declare import Number
from anmin.kernel.law.errors import RuleRefused
from anmin.kernel.law.units import BOOL, Kind

HINTS: dict[type[ast.AST], str] = {
    ast.Div: "「/」会产生小数：金额按整数分、比例按万分比（bp）计算，请用「//」并把除法留到最后",
    ast.Mod: "「%」各引擎对零的处理不同，请改写",
    ast.Pow: "乘方可能溢出，请改写为乘法",
}


def where(function: Callable) -> str:
    """file:line of a function."""
    code = inspect.unwrap(function).__code__
    return f"{code.co_filename}:{code.co_firstlineno}"


@dataclass(frozen=True)
class Text:
    """A rule's parameters and its body as one expression."""

    file: str
    line: int
    args: tuple[str, ...]
    body: ast.expr
    constants: Mapping[str, Number]

    def refuse(self, node: ast.AST, why: str) -> RuleRefused:
        line = self.line + getattr(node, "lineno", 1) - 1
        return RuleRefused(f"{self.file}:{line} 规则写法不被接受：{why}。")

    @cached_property
    def fingerprint(self) -> str:
        """The text without names of files, comments or docstring; changes when the rule does."""
        return f"{self.args}{ast.dump(self.body)}"


def read(function: Callable) -> Text:
    """Read a rule function and refuse what lies outside the subset."""
    lines, start = inspect.getsourcelines(function)
    tree = ast.parse(textwrap.dedent("".join(lines))).body[0]
    constants = {k: v for k, v in function.__globals__.items() if isinstance(v, Number)}
    at = Text(function.__code__.co_filename, start, (), ast.Constant(0), constants)
    if not isinstance(tree, ast.FunctionDef):
        raise at.refuse(tree, "规则须是 def 函数")
    a = tree.args
    if a.vararg or a.kwarg or a.kwonlyargs or a.posonlyargs or a.defaults:
        raise at.refuse(tree, "参数只能是列名，不能有默认值或 * 参数")
    if not ast.get_docstring(tree):
        raise at.refuse(tree, "缺少说明（docstring）：请写明是什么、单位、条文、留给人工的判断")
    args = tuple(arg.arg for arg in a.args)
    body = _one_expression(tree.body[1:], at, tree)
    text = Text(at.file, at.line, args, body, constants)
    _Subset(text).visit(body)
    return text


def _one_expression(statements: list[ast.stmt], at: Text, parent: ast.AST) -> ast.expr:
    """A chain of `if …: return a` … `return z` as one conditional expression."""
    if not statements:
        raise at.refuse(parent, "每个分支都要 return")
    head, rest = statements[0], statements[1:]
    if isinstance(head, ast.Return) and head.value is not None:
        if rest:
            raise at.refuse(rest[0], "return 之后的语句不会执行，请删去")
        return head.value
    if isinstance(head, ast.If):
        if rest and head.orelse and _always_returns(head.orelse):
            raise at.refuse(rest[0], "if/else 已在每个分支返回，其后的语句不会执行，请删去")
        otherwise = _one_expression([*head.orelse, *rest], at, head)
        return ast.copy_location(ast.IfExp(head.test, _one_expression(head.body, at, head), otherwise), head)
    raise at.refuse(
        head, f"「{ast.unparse(head).splitlines()[0]}」：只能写 if/elif/else 与 return，中间结果请另立一条规则"
    )


def _always_returns(statements: list[ast.stmt]) -> bool:
    last = statements[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _always_returns(last.body) and _always_returns(last.orelse)
    return isinstance(last, ast.Return)


class _Subset(ast.NodeVisitor):
    """Refuses every node that is not known to mean the same on all engines."""

    allowed = (
        ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.FloorDiv,
        ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.IfExp, ast.Call,
        ast.Name, ast.Load, ast.Constant, ast.Tuple,
    )  # fmt: skip

    def __init__(self, text: Text) -> None:
        self.text = text
        self.place: ast.AST = text.body

    def visit(self, node: ast.AST) -> None:
        if not isinstance(node, self.allowed):
            hint = HINTS.get(type(node), f"不支持 {type(node).__name__}「{_source(node)}」")
            raise self.text.refuse(self.place if not hasattr(node, "lineno") else node, hint)
        self.place = node if hasattr(node, "lineno") else self.place
        super().visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        if name not in ("min", "max") or node.keywords or len(node.args) < 2:
            raise self.text.refuse(node, f"不能调用「{name}」；只可用 min、max（至少两个参数）")
        for arg in node.args:
            self.visit(arg)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id not in self.text.args and node.id not in self.text.constants:
            raise self.text.refuse(
                node, f"「{node.id}」既不是参数也不是已声明的换算数；数字请写进 params.yaml 再作参数读入"
            )

    def visit_Constant(self, node: ast.Constant) -> None:
        if not isinstance(node.value, bool | int | str):
            raise self.text.refuse(node, f"常量 {node.value!r} 不可用：只可用整数、真假和选项代码")

    def visit_Compare(self, node: ast.Compare) -> None:
        if len(node.ops) != 1:
            raise self.text.refuse(node, "连写的比较请拆成 and")
        self.visit(node.ops[0])
        self.visit(node.left)
        right = node.comparators[0]
        if isinstance(node.ops[0], ast.In | ast.NotIn):
            if not isinstance(right, ast.Tuple) or not all(isinstance(e, ast.Constant) for e in right.elts):
                raise self.text.refuse(right, "in 的右边须是常量元组，例如 in (1, 2)")
        elif isinstance(right, ast.Tuple):
            raise self.text.refuse(right, "元组只能用在 in 的右边")
        for element in right.elts if isinstance(right, ast.Tuple) else [right]:
            self.visit(element)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        for operand in (node.left, node.right):
            if isinstance(operand, ast.Tuple):
                raise self.text.refuse(operand, "元组只能用在 in 的右边")
        self.visit(node.op)
        self.visit(node.left)
        self.visit(node.right)
        if isinstance(node.op, ast.FloorDiv) and not self._never_zero(node.right):
            raise self.text.refuse(node, "除数可能为零：请写成 max(除数, 1) 或用已声明的换算数")

    def _never_zero(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return bool(self.text.constants.get(node.id))
        if isinstance(node, ast.Constant):
            return isinstance(node.value, int) and node.value > 0
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return self._never_zero(node.left) and self._never_zero(node.right)
        is_max = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "max"
        return is_max and any(self._never_zero(arg) for arg in node.args)  # type: ignore[attr-defined]


def _source(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else type(node).__name__


class Inference:
    """The kind of a rule's body, given the kinds of the columns it reads; a misfit is refused with its line."""

    def __init__(self, text: Text, kinds: Mapping[str, Kind]) -> None:
        self.text, self.kinds = text, kinds

    def of(self, node: ast.expr) -> Kind:
        return getattr(self, "_" + type(node).__name__.lower())(node)

    def same(self, node: ast.AST, left: Kind, right: Kind) -> Kind:
        """Both kinds, as one; a literal 0 fits every number."""
        if left.type == right.type == "number":
            if left.literal == 0 or left.dims == right.dims:
                return right if left.literal == 0 else left
            if right.literal == 0:
                return left
        elif left.type == right.type and (
            left.type != "choice" or not left.choices or not right.choices or left.choices == right.choices
        ):
            return left if left.choices else right
        raise self.text.refuse(node, f"单位不合：「{_source(node)}」左边是 {left}，右边是 {right}")

    def must(self, node: ast.expr, kind: str) -> Kind:
        found = self.of(node)
        if found.type != kind:
            raise self.text.refuse(node, f"「{ast.unparse(node)}」应是{Kind(kind)}，现在是 {found}")
        return found

    def _name(self, node: ast.Name) -> Kind:
        if node.id in self.text.constants and node.id not in self.text.args:
            return units.parse(self.text.constants[node.id].unit)
        return self.kinds[node.id]

    def _constant(self, node: ast.Constant) -> Kind:
        if isinstance(node.value, bool):
            return BOOL
        if isinstance(node.value, str):
            return Kind("choice")
        if not isinstance(node.value, int) or node.value not in (0, 1, 2):
            raise self.text.refuse(node, f"规则里不写数字 {node.value!r}：请写进 params.yaml（带单位、文号、起止日期）")
        return Kind(literal=node.value)

    def _boolop(self, node: ast.BoolOp) -> Kind:
        for value in node.values:
            self.must(value, "bool")
        return BOOL

    def _unaryop(self, node: ast.UnaryOp) -> Kind:
        return self.must(node.operand, "bool" if isinstance(node.op, ast.Not) else "number")

    def _binop(self, node: ast.BinOp) -> Kind:
        left, right = self.must(node.left, "number"), self.must(node.right, "number")
        if isinstance(node.op, ast.Add | ast.Sub):
            return self.same(node, left, right)
        return units.times(left, right, -1 if isinstance(node.op, ast.FloorDiv) else 1)

    def _compare(self, node: ast.Compare) -> Kind:
        left, right = self.of(node.left), node.comparators[0]
        if isinstance(right, ast.Tuple):
            for element in right.elts:
                self._belongs(element, left)
            return BOOL
        other = self.of(right)
        self.same(node, left, other)
        for side, kind in ((node.left, other), (right, left)):
            if kind.type == "choice" and isinstance(side, ast.Constant):
                self._belongs(side, kind)
        if left.type != "number" and not isinstance(node.ops[0], ast.Eq | ast.NotEq):
            raise self.text.refuse(node, "选项和真假只能用 ==、!= 比较")
        return BOOL

    def _belongs(self, element: ast.expr, kind: Kind) -> None:
        value = element.value if isinstance(element, ast.Constant) else None
        if kind.type == "choice" and kind.choices and value not in kind.choices:
            raise self.text.refuse(element, f"选项里没有 {value!r}；可用：{'、'.join(kind.choices)}")
        if (kind.type == "choice") != isinstance(value, str):
            raise self.text.refuse(element, f"{value!r} 与左边的 {kind} 不是一类")

    def _ifexp(self, node: ast.IfExp) -> Kind:
        self.must(node.test, "bool")
        return self.same(node, self.of(node.body), self.of(node.orelse))

    def _call(self, node: ast.Call) -> Kind:
        kind = self.must(node.args[0], "number")
        for arg in node.args[1:]:
            kind = self.same(node, kind, self.must(arg, "number"))
        return Kind(dims=kind.dims)


def check_unit(text: Text, kinds: Mapping[str, Kind], declared: Kind, divisors: tuple[Number, ...] = ()) -> None:
    """Refuse a rule whose text gives another unit than it declares (after the divisors of its rounding)."""
    inference = Inference(text, kinds)
    found = inference.of(text.body)
    for number in divisors:
        found = units.times(found, units.parse(number.unit), -1)
    if found.type == "choice" and declared.type == "choice":
        for leaf in ast.walk(text.body):
            if isinstance(leaf, ast.IfExp):
                for branch in (leaf.body, leaf.orelse):
                    if isinstance(branch, ast.Constant):
                        inference._belongs(branch, declared)
        return
    if not (found.literal == 0 and declared.type == "number") and (found.type, found.dims) != (
        declared.type,
        declared.dims,
    ):
        raise text.refuse(text.body, f"声明的单位是 {declared}，算出来的是 {found}")
