"""Legal periods on the real calendar of 2026 and on random ones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anmin.kernel.flow.calendar import Calendar, DayRow, seed_rows
from anmin.kernel.flow.clocks import Clock, Period, Span, Suspension, add_months, due, due_moment, latest_before

SEEDED = Calendar(seed_rows())
days = st.dates(date(2019, 1, 1), date(2026, 9, 1))


def ends(text, start, calendar=SEEDED, suspensions=()):
    found = due(Period.parse(text), start, calendar, suspensions)
    return found.target_on, found.limit_on


def test_the_notice_of_2026_is_known():
    assert not SEEDED.works(date(2026, 10, 1))
    assert SEEDED.works(date(2026, 10, 10)), "调休 Saturday works"
    assert SEEDED.name(date(2026, 10, 10)) == "国庆节调休上班"
    assert not SEEDED.works(date(2026, 10, 11))


def test_a_year_not_loaded_has_weekends_only_and_is_marked():
    assert not SEEDED.knows(date(2027, 1, 1))
    assert SEEDED.works(date(2027, 10, 1)), "a Friday; its holiday is not guessed"
    assert not due(Period(5, "WD"), date(2026, 12, 1), SEEDED).provisional
    assert due(Period(5, "WD"), date(2026, 12, 29), SEEDED).provisional
    assert due(Period(3, "month"), date(2026, 11, 1), SEEDED).provisional


def test_a_single_local_day_off_does_not_make_a_year_known():
    calendar = Calendar([DayRow(date(2027, 4, 1), False, "三月三")])
    assert not calendar.works(date(2027, 4, 1))
    assert not calendar.knows(date(2027, 4, 1))


def test_the_trigger_day_is_not_counted():
    assert ends("3 WD", date(2026, 10, 12)) == (date(2026, 10, 15), date(2026, 10, 15))
    assert ends("3 WD", date(2026, 10, 11)) == (date(2026, 10, 14), date(2026, 10, 14)), "a Sunday begins on Monday"


def test_working_days_pass_over_national_day_and_use_the_made_up_saturday():
    assert ends("5 WD", date(2026, 9, 30))[1] == date(2026, 10, 13), "8, 9, 10 (调休), 12, 13"


def test_calendar_days_roll_past_days_off_and_keep_the_target():
    assert ends("7 CD", date(2026, 9, 24)) == (date(2026, 10, 1), date(2026, 10, 8))
    assert ends("7 CD", date(2026, 10, 3)) == (date(2026, 10, 10), date(2026, 10, 10)), "a 调休 Saturday does not roll"


def test_months_end_on_the_corresponding_day_or_the_last():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert ends("3 month", date(2025, 11, 30)) == (date(2026, 2, 28), date(2026, 2, 28)), "28 Feb 2026 is 调休"
    assert ends("1 month", date(2026, 9, 1)) == (date(2026, 10, 1), date(2026, 10, 8))
    assert ends("2 year", date(2024, 2, 29))[0] == date(2026, 2, 28)


def test_hours_run_through_the_night_and_never_roll():
    assert due_moment(Period(24, "hour"), datetime(2026, 9, 30, 17, tzinfo=UTC)) == datetime(
        2026, 10, 1, 17, tzinfo=UTC
    )


def test_a_period_before_an_event_is_counted_backwards():
    assert latest_before(Period(20, "CD"), date(2026, 12, 21), SEEDED) == date(2026, 12, 1)
    assert latest_before(Period(5, "WD"), date(2026, 10, 12), SEEDED) == date(2026, 9, 29)
    assert latest_before(Period(1, "month"), date(2026, 3, 31), SEEDED) == date(2026, 2, 28)


def test_a_period_that_cannot_be_read_is_refused_with_its_form():
    for text in ("thirty days", "30", "30 WEEK", "-3 WD"):
        with pytest.raises(ValueError, match="期限"):
            Period.parse(text)
    assert str(Period.parse("30 WD")) == "30 个工作日"


def clock(**kwargs):
    return Clock(Period(10, "WD"), date(2026, 10, 12), SEEDED, stops_for=("supplement",), **kwargs)


def test_the_bar_turns_yellow_at_eighty_percent_and_red_after_the_limit():
    states = {day: clock().bar(date(2026, 10, day)).state for day in (21, 22, 26, 27)}
    assert states == {21: "running", 22: "due_soon", 26: "due_soon", 27: "overdue"}
    bar = clock().bar(date(2026, 10, 22))
    assert (bar.used, bar.limit, bar.left, bar.limit_on) == (8, 10, 2, date(2026, 10, 26))


def test_a_supplement_stops_the_clock_and_shows_as_a_stretch():
    stopped = clock(suspensions=(Suspension("supplement", date(2026, 10, 14), date(2026, 10, 19)),))
    bar = stopped.bar(date(2026, 10, 20))
    assert (bar.used, bar.limit_on) == (3, date(2026, 10, 29)), "13, 19, 20; three working days stood still"
    assert bar.spans == (
        Span(date(2026, 10, 12), date(2026, 10, 14)),
        Span(date(2026, 10, 14), date(2026, 10, 19), "supplement"),
        Span(date(2026, 10, 19), date(2026, 10, 30)),
    )


def test_a_reason_the_rule_does_not_name_stops_nothing():
    waiting = clock(suspensions=(Suspension("means_check", date(2026, 10, 14), date(2026, 10, 19)),))
    assert waiting.bar(date(2026, 10, 20)) == clock().bar(date(2026, 10, 20))


def test_while_a_suspension_is_open_the_limit_moves_on_with_the_days():
    stopped = clock(suspensions=(Suspension("supplement", date(2026, 10, 14)),))
    assert stopped.bar(date(2026, 10, 13)).state == "running"
    bars = [stopped.bar(date(2026, 10, day)) for day in (14, 20)]
    assert [bar.state for bar in bars] == ["suspended", "suspended"]
    assert [bar.used for bar in bars] == [1, 1]
    assert [bar.limit_on for bar in bars] == [date(2026, 10, 27), date(2026, 11, 2)]
    with pytest.raises(ValueError, match="中止"):
        due(Period(10, "WD"), date(2026, 10, 12), SEEDED, stopped.suspensions)


def test_a_finished_clock_stands_where_it_was_finished():
    assert clock(finished_on=date(2026, 10, 16)).bar(date(2026, 12, 1)).state == "done"
    late = clock(finished_on=date(2026, 10, 28)).bar(date(2026, 12, 1))
    assert (late.state, late.used) == ("done_late", 12)


@st.composite
def calendars(draw):
    off = draw(st.sets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=40))
    on = draw(st.sets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=10))
    return Calendar([DayRow(day, day in on) for day in off | on], years=(2025, 2026))


periods = st.builds(Period, st.integers(0, 60), st.sampled_from(("WD", "CD", "month")))
starts = st.dates(date(2025, 1, 1), date(2026, 6, 1))


@given(periods, starts, st.integers(0, 20), calendars())
def test_a_later_start_or_a_longer_period_never_ends_sooner(period, start, later, calendar):
    first = due(period, start, calendar)
    assert start <= first.target_on <= first.limit_on
    assert calendar.works(first.limit_on)
    assert due(period, start + timedelta(days=later), calendar).limit_on >= first.limit_on
    assert due(Period(period.amount + 1, period.unit), start, calendar).limit_on >= first.limit_on


@given(st.integers(1, 60), starts, calendars())
def test_counting_back_gives_what_was_counted_on(count, start, calendar):
    end = due(Period(count, "WD"), start, calendar).limit_on
    assert calendar.working_between(start, end) == count
    assert calendar.working_between(start, calendar.add_working(end, -1)) == count - 1
    assert calendar.add_working(calendar.next_working(end), -count) <= calendar.next_working(start + timedelta(days=1))


@given(st.integers(1, 40), st.sampled_from(("WD", "CD")), starts, st.integers(1, 30), st.integers(0, 25), calendars())
def test_a_suspension_adds_exactly_the_days_it_covers(count, unit, start, after, length, calendar):
    stop = Suspension("s", start + timedelta(days=after), start + timedelta(days=after + length))
    plain, stopped = (due(Period(count, unit), start, calendar, stops).target_on for stops in ((), (stop,)))
    if stop.from_on > plain:
        assert stopped == plain
        return
    covered = [stop.from_on + timedelta(days=n) for n in range(length)]
    if unit == "CD":
        assert stopped == plain + timedelta(days=length)
    else:
        assert calendar.working_between(plain, stopped) == sum(calendar.works(day) for day in covered)


@given(starts, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=3), st.integers(0, 80), calendars())
def test_the_stretches_of_a_bar_cover_it_without_gap_or_overlap(start, stops, passed, calendar):
    suspensions = tuple(Suspension("s", start + timedelta(days=a), start + timedelta(days=a + n)) for a, n in stops)
    bar = Clock(Period(20, "WD"), start, calendar, suspensions, ("s",)).bar(start + timedelta(days=passed))
    assert bar.spans[0].from_on == start
    assert all(left.to_on == right.from_on for left, right in zip(bar.spans, bar.spans[1:], strict=False))
    assert bar.spans[-1].to_on > bar.limit_on
    assert bar.used <= calendar.working_between(start, start + timedelta(days=passed))
