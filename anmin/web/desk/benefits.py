"""Benefits of a household as bars on a time line."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from anmin.kernel.access.api import GIVEN, Statement, User, Viewer, statement
from anmin.kernel.screens.api import register
from anmin.web.registers.words import services
from anmin.web.rows.query import visible
from anmin.web.templatetags.words import month, yuan

FEWEST_MONTHS = 12


@dataclass(frozen=True)
class Bar:
    """A span of a benefit. `left` and `width` are percent of the line."""

    left: float
    width: float
    text: str
    title: str
    now: bool


@dataclass(frozen=True)
class TimeLine:
    """One line a programme, a mark a year, and where today lies."""

    lines: list[tuple[str, list[Bar]]]
    marks: list[tuple[float, str]]
    now: float


def time_line(household: int, who: User, today: date) -> TimeLine | None:
    """The household's entitlements that the user may see; None where there are none."""
    found = _entitlements(who.viewer).rows(household)
    if not found:
        return None
    first = _number(min(today, *(row[2] for row in found)))
    last = max(_number(today) + 3, *(_number(row[3] or today) for row in found), first + FEWEST_MONTHS)
    span = last - first
    lines: dict[str, list[Bar]] = {}
    for programme, amount, since, until, reason in found:
        end = _number(until) if until else last
        text = f"{yuan(amount)} 元/月"
        dates = f"{month(since)}起" + (f"，{month(until)}停" if until else "")
        bar = Bar(
            round(100 * (_number(since) - first) / span, 2),
            round(100 * max(end - _number(since), 0) / span, 2),
            text,
            "；".join(filter(None, (text, dates, reason))),
            since <= today and (until is None or until > today),
        )
        lines.setdefault(services().get(programme, programme), []).append(bar)
    return TimeLine(list(lines.items()), _marks(first, last), round(100 * (_number(today) - first) / span, 2))


@lru_cache(maxsize=200)
def _entitlements(viewer: Viewer) -> Statement:
    rows = visible(register("entitlements"), viewer.who).filter(household=GIVEN).order_by("programme", "since")
    return statement(rows.values_list("programme", "amount_month", "since", "until", "end_reason"))


def _number(day: date) -> int:
    """Months since year nought."""
    return day.year * 12 + day.month - 1


def _marks(first: int, last: int) -> list[tuple[float, str]]:
    years = range((first + 11) // 12, (last + 11) // 12)  # a mark at the very end would stand outside
    return [(round(100 * (year * 12 - first) / (last - first), 2), str(year)) for year in years]
