"""The door of the month room: the close of a month as one resumable process, its findings and its report."""

from anmin.kernel.month import background
from anmin.kernel.month.closing import (
    STEPS,
    Closed,
    People,
    check,
    close_month,
    lock,
    paying,
    prepare,
    reconcile,
    send,
    standing,
    steps_of,
)
from anmin.kernel.month.cycles import Scheduled, classes, correct, schedule
from anmin.kernel.month.derived import Followed, follow
from anmin.kernel.month.due import boundaries, month_from, yuan
from anmin.kernel.month.event_papers import bound, issue_papers, open_event_paper
from anmin.kernel.month.excluding import Way, weigh_beside
from anmin.kernel.month.findings import FindingRefused, may_answer
from anmin.kernel.month.findings import answer as answer_finding
from anmin.kernel.month.findings import answered as findings_answered
from anmin.kernel.month.given_back import NotToNote, may_note, note_return
from anmin.kernel.month.labour import keeps_labour, kept_for, labour_of, note_labour
from anmin.kernel.month.models import (
    Close,
    Cycle,
    Draw,
    EventChange,
    EventPaper,
    EventProposal,
    Finding,
    FindingStand,
    Review,
    ReviewObjection,
    ReviewPaper,
    Stopping,
    Taper,
)
from anmin.kernel.month.on_events import in_force
from anmin.kernel.month.payees import PayeeRefused, may_name_payee, name_payee, onward, who_may_receive
from anmin.kernel.month.raising import Raised, raise_standards
from anmin.kernel.month.recipients import look_again
from anmin.kernel.month.reckoning import Frozen, Reckoned, bases, explain, frozen, reckon_households, reckon_known
from anmin.kernel.month.report import MOVES, report_bytes, report_file, write_report
from anmin.kernel.month.review_objections import answer as answer_review_objection
from anmin.kernel.month.review_objections import object_to as object_to_review
from anmin.kernel.month.review_objections import objections_of as objections_of_review
from anmin.kernel.month.review_papers import open_review_paper, receipt_of_review
from anmin.kernel.month.reviews import (
    ReviewRefused,
    Weighed,
    decide,
    may_check,
    may_decide,
    open_review,
    propose,
    send_back,
    weigh,
)
from anmin.kernel.month.samples import draw_sample, drawn_again
from anmin.kernel.month.stops import (
    StopRefused,
    all_grounds,
    decide_stop,
    grounds_of,
    may_decide_stop,
    months_to_stop,
    propose_stop,
    return_stop,
    stop_brings,
    stopped_by_hand,
)
from anmin.kernel.month.tapers import Standing as TaperStanding
from anmin.kernel.month.tapers import ending as tapers_ending
from anmin.kernel.month.tapers import running as tapers_running
from anmin.kernel.month.two_hands import (
    Happening,
    confirm_event,
    happening_of,
    may_confirm,
    needs_another,
    propose_event,
    return_event,
    seen_again,
)

__all__ = [
    "MOVES",
    "STEPS",
    "Close",
    "Closed",
    "Cycle",
    "Draw",
    "EventChange",
    "EventPaper",
    "EventProposal",
    "Finding",
    "FindingRefused",
    "FindingStand",
    "Followed",
    "Frozen",
    "Happening",
    "NotToNote",
    "PayeeRefused",
    "People",
    "Raised",
    "Reckoned",
    "Review",
    "ReviewObjection",
    "ReviewPaper",
    "ReviewRefused",
    "Scheduled",
    "StopRefused",
    "Stopping",
    "Taper",
    "TaperStanding",
    "Way",
    "Weighed",
    "all_grounds",
    "answer_finding",
    "answer_review_objection",
    "background",
    "bases",
    "bound",
    "boundaries",
    "check",
    "classes",
    "close_month",
    "confirm_event",
    "correct",
    "decide",
    "decide_stop",
    "draw_sample",
    "drawn_again",
    "explain",
    "findings_answered",
    "follow",
    "frozen",
    "grounds_of",
    "happening_of",
    "in_force",
    "issue_papers",
    "keeps_labour",
    "kept_for",
    "labour_of",
    "lock",
    "look_again",
    "may_answer",
    "may_check",
    "may_confirm",
    "may_decide",
    "may_decide_stop",
    "may_name_payee",
    "may_note",
    "month_from",
    "months_to_stop",
    "name_payee",
    "needs_another",
    "note_labour",
    "note_return",
    "object_to_review",
    "objections_of_review",
    "onward",
    "open_event_paper",
    "open_review",
    "open_review_paper",
    "paying",
    "prepare",
    "propose",
    "propose_event",
    "propose_stop",
    "raise_standards",
    "receipt_of_review",
    "reckon_households",
    "reckon_known",
    "reconcile",
    "report_bytes",
    "report_file",
    "return_event",
    "return_stop",
    "schedule",
    "seen_again",
    "send",
    "send_back",
    "standing",
    "steps_of",
    "stop_brings",
    "stopped_by_hand",
    "tapers_ending",
    "tapers_running",
    "weigh",
    "weigh_beside",
    "who_may_receive",
    "write_report",
    "yuan",
]
