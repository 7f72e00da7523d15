"""The door of the means room: sources, checks and findings."""

from anmin.kernel.means.answering import (
    TO_KEEP_AWAY,
    Done,
    answer_finding,
    close_finding,
    close_findings,
    near_relatives,
    return_finding,
    return_findings,
    why_not,
)
from anmin.kernel.means.checking import UNSIGNED, CheckRefused, Looked, answer_by, check_household, check_roll, look
from anmin.kernel.means.declare import SOURCES, Source
from anmin.kernel.means.loading import KNOWN, LoadRefused, load_source, newest_loads, read_ahead
from anmin.kernel.means.models import Check, Finding, SourceLoad

__all__ = [
    "KNOWN",
    "SOURCES",
    "TO_KEEP_AWAY",
    "UNSIGNED",
    "Check",
    "CheckRefused",
    "Done",
    "Finding",
    "LoadRefused",
    "Looked",
    "Source",
    "SourceLoad",
    "answer_by",
    "answer_finding",
    "check_household",
    "check_roll",
    "close_finding",
    "close_findings",
    "load_source",
    "look",
    "near_relatives",
    "newest_loads",
    "read_ahead",
    "return_finding",
    "return_findings",
    "why_not",
]
