"""What most services of assistance share: states, moves and needs of a request, its papers, and days of their registers.

A service takes what fits its law and gives each part its own article; nothing here holds of itself.
"""

from datetime import date
from typing import Any

from anmin.kernel.usual.choices import AWAY, DISABILITY, STUDY
from anmin.kernel.usual.course import (
    DISPUTE_FIELDS,
    MATERIALS,
    NOT_ACCEPTED,
    OPENING,
    PROOF,
    REASON,
    acceptance_clock,
    county_moves,
    endings,
    needs,
    opening_moves,
    way_out_moves,
)
from anmin.kernel.usual.forms import check_report, check_request, county_visit, difference_answer, dispute_answer, visit
from anmin.kernel.usual.papers import office_of, paper_of, reckoned_of, rights_of, usual_papers
from anmin.kernel.usual.recipients import recipients_roster
from anmin.kernel.usual.wording import Wording

__all__ = [
    "AWAY",
    "DISABILITY",
    "DISPUTE_FIELDS",
    "MATERIALS",
    "NOT_ACCEPTED",
    "OPENING",
    "PROOF",
    "REASON",
    "STUDY",
    "Wording",
    "acceptance_clock",
    "check_report",
    "check_request",
    "county_moves",
    "county_visit",
    "difference_answer",
    "dispute_answer",
    "due_on",
    "endings",
    "issue_paper",
    "month_after",
    "needs",
    "office_of",
    "opening_moves",
    "paper_of",
    "recipients_roster",
    "reckoned_of",
    "rights_of",
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


def issue_paper(household: int, service: str, kind: str, *, on: date, reason: str, answers: dict[str, Any]) -> str:
    """Makes a paper of a service into the file of the household's last granted case; gives its number or title.

    "" where the household has no case here, as when it came with an old list.
    """
    from anmin.kernel.flow.api import Case, issue
    from anmin.kernel.service import service as named

    cases = Case.objects.filter(household_id=household, service=service, outcome="granted").order_by("-pk")
    case = cases.select_related("household", "applicant").first()
    made = issue(case, named(service), kind, on, reason=reason, answers=answers) if case else None
    return (made.number or made.title) if made else ""
