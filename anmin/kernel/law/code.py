"""Values not known beforehand, as Python source: what the fused engine compiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Code:
    """A value not known beforehand, as Python source; operators write longer source."""

    text: str

    def _with(self, op: str, other: Any) -> Code:
        return type(self)(f"({self.text} {op} {source(other)})")

    def _after(self, op: str, other: Any) -> Code:
        return type(self)(f"({other!r} {op} {self.text})")

    def __add__(self, other: Any) -> Code:
        return self._with("+", other)

    def __radd__(self, other: Any) -> Code:
        return self._after("+", other)

    def __sub__(self, other: Any) -> Code:
        return self._with("-", other)

    def __rsub__(self, other: Any) -> Code:
        return self._after("-", other)

    def __mul__(self, other: Any) -> Code:
        return self._with("*", other)

    def __rmul__(self, other: Any) -> Code:
        return self._after("*", other)

    def __floordiv__(self, other: Any) -> Code:
        return self._with("//", other)

    def __rfloordiv__(self, other: Any) -> Code:
        return self._after("//", other)

    def __lt__(self, other: Any) -> Code:
        return self._with("<", other)

    def __le__(self, other: Any) -> Code:
        return self._with("<=", other)

    def __gt__(self, other: Any) -> Code:
        return self._with(">", other)

    def __ge__(self, other: Any) -> Code:
        return self._with(">=", other)

    def __eq__(self, other: Any) -> Code:  # type: ignore[override]
        return self._with("==", other)

    def __ne__(self, other: Any) -> Code:  # type: ignore[override]
        return self._with("!=", other)

    def __and__(self, other: Any) -> Code:
        return self._with("and", other)

    def __or__(self, other: Any) -> Code:
        return self._with("or", other)

    def __invert__(self) -> Code:
        return type(self)(f"(not {self.text})")

    def is_in(self, values: list[int]) -> Code:
        """True for any of the values."""
        return type(self)(f"({' or '.join(f'{self.text} == {value}' for value in values)})")

    def choose(self, yes: Any, no: Any) -> Code:
        """One value where this holds, the other where not."""
        return type(self)(f"({source(yes)} if {self.text} else {source(no)})")

    def extreme(self, name: str, others: list[Any]) -> Code:
        """The `max` or `min` of this and other values."""
        return type(self)(f"{name}({', '.join(map(source, [self, *others]))})")


def source(value: Any) -> str:
    """The source of a value, plain or not."""
    return value.text if isinstance(value, Code) else repr(value)
