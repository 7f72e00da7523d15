"""The door of the flow room: cases, their moves, clocks, notices and papers."""

from anmin.kernel.flow.cases import (
    MoveRefused,
    Offer,
    consequence,
    file_record,
    flow_of,
    forms_for,
    is_kin,
    make_move,
    next_number,
    offers,
    open_case,
    reckon,
)
from anmin.kernel.flow.days import forget, seed_calendar, working_calendar
from anmin.kernel.flow.matter import Matter, matter_of, next_month
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
from anmin.kernel.flow.notices import NoticeRefused, masked_name
from anmin.kernel.flow.papers_issued import issue, open_paper, without_papers
from anmin.kernel.flow.reckon import gather, reckon_case, recompute
from anmin.kernel.flow.standing import standing_of
from anmin.kernel.flow.timing import Forecast, bars, escalate, forecast
from anmin.kernel.flow.worklist import Load, find_cases, my_cases, my_load, waiting_for_others

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseClock",
    "Channel",
    "Forecast",
    "Load",
    "Matter",
    "MoveRefused",
    "Notice",
    "NoticeRefused",
    "Objection",
    "Offer",
    "Outcome",
    "Paper",
    "Record",
    "Step",
    "Supplement",
    "bars",
    "consequence",
    "escalate",
    "find_cases",
    "file_record",
    "flow_of",
    "forms_for",
    "forecast",
    "forget",
    "gather",
    "is_kin",
    "issue",
    "make_move",
    "masked_name",
    "matter_of",
    "my_cases",
    "my_load",
    "next_month",
    "next_number",
    "offers",
    "open_case",
    "open_paper",
    "reckon",
    "reckon_case",
    "recompute",
    "seed_calendar",
    "standing_of",
    "waiting_for_others",
    "without_papers",
    "working_calendar",
]
