"""What seldom changes and nearly every page asks: kept in this process for a minute at most."""

import time
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

_kept: list[Any] = []


def for_a_minute(ask: Callable) -> Callable:
    """Decorates a function of hashable values whose answer may be as old as that. Nobody may change an answer."""

    @lru_cache(maxsize=1_000)
    def asked_in(_minute: int, *given: object) -> object:
        return ask(*given)

    @wraps(ask)
    def kept(*given: object) -> object:
        return asked_in(int(time.monotonic() // 60), *given)

    _kept.append(asked_in)
    return kept


def forget() -> None:
    """The minute is over for all of it."""
    for each in _kept:
        each.cache_clear()
