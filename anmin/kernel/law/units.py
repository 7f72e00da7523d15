"""Units as exponents of a few bases, so that fen per month and fen per year can never be added.

>>> parse("fen/month/person") == parse("fen/month")
True
>>> show(86000, "fen/month")
'860.00 元/月'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from anmin.kernel.law.errors import LawError

BASES = {"fen", "bp", "month", "year", "sqm", "day"}
PURE = {"person", "count", "household"}
WORDS = {"day": "天", "month": "月", "year": "年", "person": "人", "household": "户"}


@dataclass(frozen=True)
class Kind:
    """What a column holds: a number with dimensions, a bool, or a choice. `literal` marks a bare 0, 1 or 2."""

    type: str = "number"
    dims: tuple[tuple[str, int], ...] = ()
    choices: tuple[str, ...] = ()
    literal: int | None = None

    def __str__(self) -> str:
        if self.type != "number":
            return {"bool": "是否（bool）", "choice": "选项（choice）"}[self.type]
        return "·".join(base + (f"^{power}" if power != 1 else "") for base, power in self.dims) or "纯数（count）"


BOOL = Kind("bool")


@lru_cache(maxsize=1000)
def parse(unit: str, choices: tuple[str, ...] = ()) -> Kind:
    """The kind of a unit such as `fen/month`, `bp`, `year`, `bool`, `choice`."""
    if unit in ("bool", "choice"):
        return Kind(unit, choices=choices)
    dims: dict[str, int] = {}
    for place, part in enumerate(unit.split("/")):
        for base in part.split("*"):
            if base not in BASES | PURE:
                raise LawError(
                    f"不认识的单位「{unit}」；可用：bool、choice、{'、'.join(sorted(BASES | PURE))} 及其乘除。"
                )
            if base in BASES:
                dims[base] = dims.get(base, 0) + (-1 if place else 1)
    return number(dims)


def number(dims: dict[str, int]) -> Kind:
    return Kind(dims=tuple(sorted((base, power) for base, power in dims.items() if power)))


def times(left: Kind, right: Kind, sign: int = 1) -> Kind:
    """The kind of a product (sign 1) or quotient (sign −1)."""
    dims = dict(left.dims)
    for base, power in right.dims:
        dims[base] = dims.get(base, 0) + sign * power
    return number(dims)


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def show(value: object, unit: str, choices: dict[str, str] | None = None) -> str:
    """A value as a resident reads it."""
    if unit == "bool":
        return "是" if value else "否"
    if unit == "choice":
        return (choices or {}).get(str(value), str(value))
    head, *per = unit.split("/")
    tail = "".join("/" + WORDS.get(part, part) for part in per)
    if head == "fen":
        return f"{yuan(int(value))} 元{tail}"  # type: ignore[call-overload]
    if head == "bp":
        return f"{yuan(int(value)).removesuffix('.00')}%"  # type: ignore[call-overload]
    words = {"person": " 人", "year": " 岁" if not per else " 年", "month": " 个月", "sqm": " ㎡", "day": " 天"}
    return f"{value:,}{words.get(head, '')}{tail}"


def asked(unit: str) -> str:
    """How a number of the unit is to be written, told to whoever wrote something else."""
    head, *per = unit.split("/")
    tail = "".join("/" + WORDS.get(part, part) for part in per)
    if head == "fen":
        return f"“860元{tail}”的样子，或以分计的整数"
    return "“30%”的样子，或以万分之一计的整数" if head == "bp" else f"整数（{WORDS.get(head, '个数')}{tail}）"
