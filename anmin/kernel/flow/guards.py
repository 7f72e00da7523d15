"""What other rooms have to say when a case is reckoned and decided: they stand above this one and register here.

`knows` tells a reckoning what is held beside the request; `guard` says why a request may not be granted now; `granted` does
what a grant brings with it elsewhere, in the move's own transaction.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from anmin.kernel.access.api import User
    from anmin.kernel.flow.models import Case


class Told(NamedTuple):
    """What a reckoning is told: facts of the household, of its persons by id, and who is not counted."""

    home: dict[str, Any]
    persons: dict[int, dict[str, Any]]
    without: frozenset[int]


Knows = Callable[["Case", date], Told]
Guard = Callable[["Case", date], Iterable[str]]
Granted = Callable[["Case", "User", date], None]
_knows: list[Knows] = []
_guards: list[Guard] = []
_granted: list[Granted] = []


def knows(handler: Knows) -> Knows:
    """Registers who tells a reckoning what is held beside it."""
    _knows.append(handler)
    return handler


def guard(handler: Guard) -> Guard:
    """Registers who says in words, with the article, why a case may not be granted on a day."""
    _guards.append(handler)
    return handler


def granted(handler: Granted) -> Granted:
    """Registers who does what a grant brings with it elsewhere."""
    _granted.append(handler)
    return handler


def told_to(case: "Case", day: date) -> list[Told]:
    """All that is told of a case's household for a reckoning of the day."""
    return [handler(case, day) for handler in _knows]


def objections(case: "Case", on: date) -> tuple[str, ...]:
    """Why the case may not be granted on the day, each in words."""
    return tuple(text for handler in _guards for text in handler(case, on))


def follow(case: "Case", who: "User", on: date) -> None:
    """Does what the grant brings with it."""
    for handler in _granted:
        handler(case, who, on)
