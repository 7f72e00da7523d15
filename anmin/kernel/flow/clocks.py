"""Legal periods: when they end, how much is used, and where they stood still.

The trigger day is not counted (民法典 第二百零一条). A month ends on the corresponding day, or on the last day of a
month that lacks it (第二百零二条). When the last day is a day off the period ends on the first working day after
(第二百零三条): the un-rolled day is the agency's own target, the rolled one the legal limit. A clock stops only for
the reasons its rule names.
"""

import calendar as month_table
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from anmin.kernel.flow.calendar import DAY, Calendar, days_between

UNIT_LABELS = {"hour": "小时", "CD": "日", "WD": "个工作日", "month": "个月", "year": "年"}
WARN_PERCENT = 80  # 限时办结: yellow when this much is used


@dataclass(frozen=True, slots=True)
class Period:
    """`amount` of a unit: hour, CD (自然日), WD (工作日), month, year."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNIT_LABELS or self.amount < 0:
            raise ValueError(f"期限“{self.amount} {self.unit}”无效：单位应为 {'、'.join(UNIT_LABELS)}，数量不小于 0")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """From `30 WD`, `7 CD`, `3 month`, `24 hour`, `2 year`."""
        found = re.fullmatch(r"\s*(\d+)\s*(\w+?)s?\s*", text)
        if not found:
            raise ValueError(f"期限“{text}”无效：应写作 30 WD、7 CD、3 month、24 hour 或 2 year")
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.amount} {UNIT_LABELS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stands from `from_on` (that day is no longer counted) until `to_on` (counted again; None: still)."""

    reason: str
    from_on: date
    to_on: date | None = None

    def stops(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


@dataclass(frozen=True, slots=True)
class Due:
    """`target_on` as counted, `limit_on` rolled past days off; `provisional` when an unloaded year was crossed."""

    target_on: date
    limit_on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a clock bar, [from_on, to_on); `reason` is "" while it runs."""

    from_on: date
    to_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClockBar:
    """What a clock bar shows on a day. `used`, `limit` and `left` count days of `unit` (WD or CD)."""

    used: int
    limit: int
    left: int
    unit: str
    state: str  # running, due_soon, overdue, suspended, done, done_late
    target_on: date
    limit_on: date
    provisional: bool
    spans: tuple[Span, ...] = field(default=())


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the last of a month that lacks it (民法典 第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_table.monthrange(year, month + 1)[1]))


def due(period: Period, start: date, calendar: Calendar, suspensions: Sequence[Suspension] = ()) -> Due:
    """When a period begun by an event on `start` ends. Suspensions must be closed (see `Clock` for open ones)."""
    if any(each.to_on is None for each in suspensions):
        raise ValueError("期限仍在中止，恢复计时前没有届满日")
    target = _count_on(start, _length(period, start), period.unit, calendar, suspensions)
    limit = calendar.next_working(target)
    return Due(target, limit, not calendar.knows(start, limit))


def due_moment(period: Period, start: datetime) -> datetime:
    """The moment a period in hours ends. Hours run through nights and days off and never roll."""
    if period.unit != "hour":
        raise ValueError(f"“{period}”不是以小时计的期限")
    return start + timedelta(hours=period.amount)


def latest_before(period: Period, event_on: date, calendar: Calendar) -> date:
    """The last day on which something due so long *before* an event may happen (选举日的二十日以前公布)."""
    if period.unit == "WD":
        return calendar.add_working(event_on, -period.amount)
    if period.unit == "CD":
        return event_on - timedelta(days=period.amount)
    return add_months(event_on, -_months(period))


@dataclass(frozen=True, slots=True)
class Clock:
    """One running period. Only suspensions whose reason is in `stops_for` stop it; others are ignored."""

    period: Period
    start: date
    calendar: Calendar
    suspensions: tuple[Suspension, ...] = ()
    stops_for: Collection[str] = ()
    finished_on: date | None = None

    def due(self, as_of: date) -> Due:
        """When it ends; a suspension still open counts as if the clock ran again from the day after `as_of`."""
        return due(self.period, self.start, self.calendar, self._stops(as_of))

    def bar(self, as_of: date) -> ClockBar:
        """Used and limit, state and stretches as of a day (or of the day it was finished)."""
        seen_on = min(self.finished_on or as_of, as_of)
        stops, ends = self._stops(seen_on), self.due(seen_on)
        limit = _length(self.period, self.start)
        counts = _counter(self.period.unit, self.calendar, stops)
        used = sum(counts(day) for day in days_between(self.start, seen_on))
        return ClockBar(
            used=used,
            limit=limit,
            left=limit - used,
            unit="WD" if self.period.unit == "WD" else "CD",
            state=self._state(seen_on, used, limit, ends, stops),
            target_on=ends.target_on,
            limit_on=ends.limit_on,
            provisional=ends.provisional,
            spans=_spans(self.start, max(ends.limit_on, seen_on) + DAY, stops),
        )

    def _stops(self, as_of: date) -> tuple[Suspension, ...]:
        return tuple(
            each if each.to_on else Suspension(each.reason, each.from_on, max(as_of, each.from_on) + DAY)
            for each in sorted(self.suspensions, key=lambda each: each.from_on)
            if each.reason in self.stops_for and each.from_on <= as_of
        )

    def _state(self, seen_on: date, used: int, limit: int, ends: Due, stops: Sequence[Suspension]) -> str:
        if self.finished_on and self.finished_on <= seen_on:
            return "done_late" if self.finished_on > ends.limit_on else "done"
        if seen_on > ends.limit_on:
            return "overdue"
        if any(each.stops(seen_on) for each in stops):
            return "suspended"
        return "due_soon" if used * 100 >= limit * WARN_PERCENT else "running"


def _months(period: Period) -> int:
    if period.unit not in ("month", "year"):
        raise ValueError(f"“{period}”不能按日历日计算")
    return period.amount * (12 if period.unit == "year" else 1)


def _length(period: Period, start: date) -> int:
    """The number of days to count: months and years become the days up to the corresponding day."""
    if period.unit in ("WD", "CD"):
        return period.amount
    return (add_months(start, _months(period)) - start).days


def _counter(unit: str, calendar: Calendar, stops: Sequence[Suspension]):
    def counts(day: date) -> bool:
        return (unit != "WD" or calendar.works(day)) and not any(each.stops(day) for each in stops)

    return counts


def _count_on(start: date, length: int, unit: str, calendar: Calendar, stops: Sequence[Suspension]) -> date:
    if unit != "WD" and not stops:
        return start + timedelta(days=length)
    counts, day = _counter(unit, calendar, stops), start
    while length:
        day += DAY
        length -= counts(day)
    return day


def _spans(start: date, end: date, stops: Sequence[Suspension]) -> tuple[Span, ...]:
    spans, at = [], start
    for each in stops:
        stop_from, stop_to = max(each.from_on, at), min(each.to_on or end, end)
        if stop_from >= stop_to:
            continue
        if at < stop_from:
            spans.append(Span(at, stop_from))
        spans.append(Span(stop_from, stop_to, each.reason))
        at = stop_to
    if at < end:
        spans.append(Span(at, end))
    return tuple(spans)
