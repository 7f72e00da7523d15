"""The door of the means room: sources, checks and findings."""

from anmin.kernel.means.checking import (
    UNSIGNED,
    CheckRefused,
    answer_finding,
    check_household,
    check_roll,
    close_finding,
    return_finding,
)
from anmin.kernel.means.declare import SOURCES, Source
from anmin.kernel.means.loading import KNOWN, LoadRefused, load_source, newest_loads, read_ahead
from anmin.kernel.means.models import Check, Finding, SourceLoad

__all__ = [
    "KNOWN",
    "SOURCES",
    "UNSIGNED",
    "Check",
    "CheckRefused",
    "Finding",
    "LoadRefused",
    "Source",
    "SourceLoad",
    "answer_finding",
    "check_household",
    "check_roll",
    "close_finding",
    "load_source",
    "newest_loads",
    "read_ahead",
    "return_finding",
]
