"""Which days work. Rows come from a dated, editable table; a year that is not loaded is marked, never guessed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day that differs from its weekday, or a weekend day that the yearly notice names as part of a holiday."""

    on: date
    works: bool
    name: str = ""


class Calendar:
    """Working days from rows; weekends rest unless a row says 调休.

    A year is known when it is in `years`, or when its 1 October is among the rows: the yearly notice of the
    国务院办公厅 always names it, a single local day off does not make a year known.
    """

    def __init__(self, rows: Iterable[DayRow] = (), years: Iterable[int] | None = None):
        self._rows = {row.on: row for row in rows}
        loaded = (on.year for on in self._rows if (on.month, on.day) == (10, 1)) if years is None else years
        self.years = frozenset(loaded)

    def works(self, day: date) -> bool:
        """Whether the day is a working day, as far as known."""
        row = self._rows.get(day)
        return row.works if row else day.weekday() < 5

    def knows(self, first: date, last: date | None = None) -> bool:
        """Whether every year from `first` to `last` is loaded; if not, a result there is provisional."""
        years = range(first.year, (last or first).year + 1)
        return all(year in self.years for year in years)

    def name(self, day: date) -> str:
        """The holiday or 调休 as the notice names it, or ""."""
        row = self._rows.get(day)
        return row.name if row else ""

    def next_working(self, day: date) -> date:
        """The day itself when it works, else the first working day after it (民法典 第二百零三条)."""
        while not self.works(day):
            day += DAY
        return day

    def add_working(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); `day` itself is not counted."""
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self.works(day):
                day += step
        return day

    def working_between(self, after: date, until: date) -> int:
        """Working days in (after, until]; 0 when `until` is not later."""
        return sum(self.works(day) for day in days_between(after, until))


def days_between(after: date, until: date) -> Iterator[date]:
    """Each day in (after, until]."""
    for number in range(1, (until - after).days + 1):
        yield after + timedelta(days=number)


def seed_rows(years: Iterable[int] | None = None) -> list[DayRow]:
    """Rows of the years that `chinesecalendar` really knows; a year it does not know yields no rows."""
    from chinese_calendar import constants

    known = {on.year for on in constants.holidays if (on.month, on.day) == (10, 1)}
    wanted = known if years is None else known & set(years)
    titles = {each.value: each.chinese for each in constants.Holiday}
    rows = [DayRow(on, False, titles[name]) for on, name in constants.holidays.items() if on.year in wanted]
    rows += [
        DayRow(on, True, f"{titles[name]}调休上班") for on, name in constants.workdays.items() if on.year in wanted
    ]
    return sorted(rows, key=lambda row: row.on)
