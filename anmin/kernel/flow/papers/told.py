"""A receipt of the law as the reckoning table of a paper."""

import re
from collections.abc import Iterator
from typing import Any

from anmin.kernel.flow.papers.declare import Reckoning, ReckonLine, written

_SINCE = re.compile(r" ([0-9]{4}-[0-9]{2}-[0-9]{2}) 起$")
DEEPEST = 2  # a paper shows whose income was counted; every further step stands on the page and in the trace


def reckoning_of(receipt: Any, caption: str) -> Reckoning:
    """The lines of `flow.receipt.Receipt`, the last one strong; what is subtracted or added is unfolded."""
    lines = [line for top in receipt.lines for line in _lines(top, 0)]
    if lines:
        last = max(place for place, line in enumerate(lines) if line.depth == 0)
        end = lines[last]
        lines[last] = ReckonLine(end.label, end.amount, end.sign, end.basis, 0, strong=True)
    return Reckoning(tuple(lines), caption)


def _lines(line: Any, depth: int) -> Iterator[ReckonLine]:
    source = _SINCE.sub(r"，\1起施行", line.source)
    basis = "；".join(written(part) for part in (line.formula, line.remark, source) if part)
    yield ReckonLine(written(line.label), line.text, line.sign if depth == 0 else "", basis, depth)
    if depth < DEEPEST and (depth or line.sign in ("−", "+")):
        for below in line.lines:
            if below.unit:  # amounts of money; counts and shares are in the formula
                yield from _lines(below, depth + 1)
