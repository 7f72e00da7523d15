"""The door of the room for changes of law: numbers or rules drafted, rehearsed, confirmed, and what follows."""

from anmin.kernel.lawchange.changing import (
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
from anmin.kernel.lawchange.models import Change, ChangeRefused
from anmin.kernel.lawchange.rehearsal import KINDS, Rehearsal, rehearse, rehearse_rules
from anmin.kernel.lawchange.versions import Arrival, arrivals, arriving, draft_rules, rule_days

__all__ = [
    "KINDS",
    "Arrival",
    "Change",
    "ChangeRefused",
    "Rehearsal",
    "affected",
    "arrivals",
    "arriving",
    "confirm",
    "differing",
    "draft",
    "draft_rules",
    "effect_of",
    "hand_over",
    "hand_over_due",
    "may_confirm",
    "rehearse",
    "rehearse_rules",
    "rehearsed",
    "rehearsed_beside",
    "rows_of",
    "rule_days",
    "withdraw",
]
