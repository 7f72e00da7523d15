"""What most services of assistance share: states, moves and needs of a request, and its papers.

A service takes what fits its law and gives each part its own article; nothing here holds of itself.
"""

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
    "endings",
    "needs",
    "opening_moves",
    "usual_papers",
    "visit",
    "way_out_moves",
]
