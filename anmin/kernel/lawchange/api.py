"""The door of the room for changes of law: a document's numbers drafted, rehearsed, confirmed, and what follows."""

from anmin.kernel.lawchange.changing import (
    ChangeRefused,
    affected,
    confirm,
    differing,
    draft,
    effect_of,
    hand_over,
    hand_over_due,
    may_confirm,
    rehearsed,
    rehearsed_beside,
    rows_of,
    withdraw,
)
from anmin.kernel.lawchange.models import Change
from anmin.kernel.lawchange.rehearsal import KINDS, Rehearsal, rehearse

__all__ = [
    "KINDS",
    "Change",
    "ChangeRefused",
    "Rehearsal",
    "affected",
    "confirm",
    "differing",
    "draft",
    "effect_of",
    "hand_over",
    "hand_over_due",
    "may_confirm",
    "rehearse",
    "rehearsed",
    "rehearsed_beside",
    "rows_of",
    "withdraw",
]
