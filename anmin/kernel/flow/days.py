"""The working calendar of this installation: rows of the editable table, seeded once for the years really known."""

from functools import cache

from django.db import connection

from anmin.kernel.flow.calendar import Calendar, DayRow, seed_rows
from anmin.kernel.flow.models import CalendarDay, CalendarYear

DOC = "国务院办公厅年度节假日安排通知"

# Whose transaction wrote the youngest row is part of it: a day that is corrected in place leaves the count as it was.
STAMP = """
SELECT array(SELECT year FROM flow_calendaryear ORDER BY year), count(*), max(xmin::text::bigint) FROM flow_calendarday
"""


def working_calendar() -> Calendar:
    """The calendar as the table now has it; read again when a day or year was changed."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        years, *days = cursor.fetchone()
    return _built((tuple(years), *days))


def published_calendar() -> Calendar:
    """The calendar as published, for an installation whose own table is not laid out yet."""
    return Calendar(seed_rows())


@cache
def _built(stamp: tuple) -> Calendar:
    rows = [DayRow(d.day, not d.off, d.name) for d in CalendarDay.objects.all()]
    return Calendar(rows, years=stamp[0])


def forget() -> None:
    """To be called after a day was edited in place."""
    _built.cache_clear()


def seed_calendar() -> int:
    """Loads what the published notices say, for years not loaded yet. Runs inside `audit.acting`."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    rows = [row for row in seed_rows() if row.on.year not in known]
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=row.on, off=not row.works, name=row.name, doc=DOC) for row in rows], ignore_conflicts=True
    )
    years = {row.on.year for row in rows}
    CalendarYear.objects.bulk_create([CalendarYear(year=year, doc=DOC) for year in sorted(years)])
    forget()
    return len(rows)
