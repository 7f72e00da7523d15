"""The door of the targets room: plans and reports as kept, and what is done with their rows."""

from anmin.kernel.plans.api import Unreadable
from anmin.kernel.targets.deciding import (
    Refused,
    add,
    confirm,
    confirm_same,
    correct,
    drop,
    merge,
    restore,
    split,
    undo,
)
from anmin.kernel.targets.keeping import Kept, actor_id, describe, keep
from anmin.kernel.targets.labels import write_labels
from anmin.kernel.targets.models import Item, Plan
from anmin.kernel.targets.numbers import in_words
from anmin.kernel.targets.revising import LEVELS, PARTS, as_read, revise, version_of

__all__ = [
    "LEVELS",
    "PARTS",
    "Item",
    "Kept",
    "Plan",
    "Refused",
    "Unreadable",
    "actor_id",
    "add",
    "as_read",
    "confirm",
    "confirm_same",
    "correct",
    "describe",
    "drop",
    "in_words",
    "keep",
    "merge",
    "restore",
    "revise",
    "split",
    "undo",
    "version_of",
    "write_labels",
]
