"""What is made once in each thread: a statement holds the connection of the thread that wrote it, and ends with it."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")


def once_in_a_thread(make: Callable[[], T]) -> Callable[[], T]:
    """Calls `make` at the first asking of a thread, and gives it the same again."""
    kept = threading.local()

    @wraps(make)
    def given() -> T:
        if not hasattr(kept, "made"):
            kept.made = make()
        return kept.made

    return given
