"""The door of the targets room: plans and reports as kept, and what is done with their rows."""

from anmin.kernel.plans.api import Unreadable
from anmin.kernel.targets.deciding import Refused, add, confirm, correct, drop, merge, restore, split, undo
from anmin.kernel.targets.keeping import Kept, actor_id, describe, keep
from anmin.kernel.targets.labels import write_labels
from anmin.kernel.targets.models import Item, Plan
from anmin.kernel.targets.numbers import in_words

__all__ = [
    "Item",
    "Kept",
    "Plan",
    "Refused",
    "Unreadable",
    "actor_id",
    "add",
    "confirm",
    "correct",
    "describe",
    "drop",
    "in_words",
    "keep",
    "merge",
    "restore",
    "split",
    "undo",
    "write_labels",
]
