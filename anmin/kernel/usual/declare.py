"""What most services of assistance share: states, moves and needs of a request, its papers, and days of their registers.

A service takes what fits its law and gives each part its own article; nothing here holds of itself.
"""

from datetime import date

from anmin.kernel.usual.course import (
    DISPUTE_FIELDS,
    MATERIALS,
    NOT_ACCEPTED,
    OPENING,
    PROOF,
    REASON,
    acceptance_clock,
    endings,
    needs,
    opening_moves,
    way_out_moves,
)
from anmin.kernel.usual.forms import check_report, check_request, county_visit, dispute_answer, visit
from anmin.kernel.usual.papers import Wording, usual_papers

__all__ = [
    "DISPUTE_FIELDS",
    "MATERIALS",
    "NOT_ACCEPTED",
    "OPENING",
    "PROOF",
    "REASON",
    "Wording",
    "acceptance_clock",
    "check_report",
    "check_request",
    "county_visit",
    "dispute_answer",
    "due_on",
    "endings",
    "month_after",
    "needs",
    "opening_moves",
    "usual_papers",
    "visit",
    "way_out_moves",
]


def due_on(length: str, start: date) -> date:
    """The last day of a term such as "10 WD", "7 CD" or "3 month" that begins on `start` (the day itself not counted)."""
    from anmin.kernel.flow.api import Period, due, working_calendar

    return due(Period.parse(length), start, working_calendar()).limit_on


def month_after(day: date) -> date:
    """The first day of the next month (次月起)."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
