"""The door of the flow room: cases, their moves, clocks, notices and papers."""

from anmin.kernel.flow.answers import in_words
from anmin.kernel.flow.cases import (
    MoveRefused,
    Offer,
    consequence,
    flow_of,
    is_kin,
    make_move,
    next_number,
    offers,
    open_case,
)
from anmin.kernel.flow.clocks import ClockBar, Period, add_months, due
from anmin.kernel.flow.days import forget, published_calendar, seed_calendar, working_calendar
from anmin.kernel.flow.filing import file_record, forms_for, may_reckon, reckon
from anmin.kernel.flow.guards import Told, granted, guard, knows
from anmin.kernel.flow.handover import Handed, Held, Passed, answering, cases_held, hand_over, open_work, passed_on
from anmin.kernel.flow.matter import Matter, matter_of, next_month, pays_from
from anmin.kernel.flow.models import (
    CalendarDay,
    CalendarYear,
    Case,
    CaseClock,
    Channel,
    Notice,
    Objection,
    Outcome,
    Paper,
    Record,
    Step,
    Supplement,
)
from anmin.kernel.flow.notices import NoticeRefused, masked_name, running
from anmin.kernel.flow.objections import (
    ObjectionRefused,
    answer_objection,
    cannot_answer,
    may_object,
    object_to_decision,
    object_to_notice,
    objected,
    objections_of,
    to_take_up,
    unanswered,
)
from anmin.kernel.flow.papers.api import FORMS as PAPER_FORMS
from anmin.kernel.flow.papers.api import render as render_paper
from anmin.kernel.flow.papers_issued import Produced, issue, open_paper, produce, without_papers
from anmin.kernel.flow.receipt import Receipt, receipt_of
from anmin.kernel.flow.receipt import build as receipt_from
from anmin.kernel.flow.reckon import gather, reckon_case, recompute
from anmin.kernel.flow.recognised import recognised
from anmin.kernel.flow.replay import DECIDED, Replayed, replay, replay_all
from anmin.kernel.flow.standing import Dossier, opened_record, standing_of
from anmin.kernel.flow.timing import Forecast, bars, escalate, forecast
from anmin.kernel.flow.turns import RECKONERS
from anmin.kernel.flow.worklist import Load, find_cases, my_cases, my_load, my_work

__all__ = [
    "DECIDED",
    "PAPER_FORMS",
    "RECKONERS",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseClock",
    "Channel",
    "ClockBar",
    "Dossier",
    "Forecast",
    "Handed",
    "Held",
    "Load",
    "Matter",
    "MoveRefused",
    "Notice",
    "NoticeRefused",
    "Objection",
    "ObjectionRefused",
    "Offer",
    "Outcome",
    "Paper",
    "Passed",
    "Period",
    "Produced",
    "Receipt",
    "Record",
    "Replayed",
    "Step",
    "Supplement",
    "Told",
    "add_months",
    "answer_objection",
    "answering",
    "bars",
    "cannot_answer",
    "cases_held",
    "consequence",
    "due",
    "escalate",
    "file_record",
    "find_cases",
    "flow_of",
    "forecast",
    "forget",
    "forms_for",
    "gather",
    "granted",
    "guard",
    "hand_over",
    "in_words",
    "is_kin",
    "issue",
    "knows",
    "make_move",
    "masked_name",
    "matter_of",
    "may_object",
    "may_reckon",
    "my_cases",
    "my_load",
    "my_work",
    "next_month",
    "next_number",
    "object_to_decision",
    "object_to_notice",
    "objected",
    "objections_of",
    "offers",
    "open_case",
    "open_paper",
    "open_work",
    "opened_record",
    "passed_on",
    "pays_from",
    "produce",
    "published_calendar",
    "receipt_from",
    "receipt_of",
    "reckon",
    "reckon_case",
    "recognised",
    "recompute",
    "render_paper",
    "replay",
    "replay_all",
    "running",
    "seed_calendar",
    "standing_of",
    "to_take_up",
    "unanswered",
    "without_papers",
    "working_calendar",
]
