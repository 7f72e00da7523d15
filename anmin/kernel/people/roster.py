"""The words in which a service says how its roster is read. Standard library only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Roster:
    """How a county's list of existing recipients comes in.

    `sheet` declares the columns; `group(reading, *, places, periods)` assembles the rows to whole households and gives
    back frames `households` and `persons`, `errors`, `warnings`, `notices`, and `batch()`: one mapping a household.
    """

    sheet: Any
    group: Callable[..., Any]
