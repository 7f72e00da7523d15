"""The door of the month room: the close of a month as one resumable process, its findings and its report."""

from anmin.kernel.month.closing import (
    STEPS,
    Closed,
    People,
    check,
    close_month,
    is_locked,
    paying,
    prepare,
    reconcile,
    send,
    steps_of,
)
from anmin.kernel.month.due import boundaries, yuan
from anmin.kernel.month.models import Close, Finding
from anmin.kernel.month.reckoning import Reckoned, bases, explain, reckon_households, reckon_known
from anmin.kernel.month.report import MOVES, report_bytes, report_file, write_report

__all__ = [
    "MOVES",
    "STEPS",
    "Close",
    "Closed",
    "Finding",
    "People",
    "Reckoned",
    "bases",
    "boundaries",
    "check",
    "close_month",
    "explain",
    "is_locked",
    "paying",
    "prepare",
    "reckon_households",
    "reckon_known",
    "reconcile",
    "report_bytes",
    "report_file",
    "send",
    "steps_of",
    "write_report",
    "yuan",
]
