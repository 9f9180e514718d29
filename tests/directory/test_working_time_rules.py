"""A unit's own hours, rules for dates, and clocks that stand still in a pause."""

from datetime import time, timedelta

import pytest

from directory.working_time import DayRule, Hours, WorkingCalendar

from .moments import at, day

OFFICE = WorkingCalendar()


def test_rules_go_before_holidays_and_weekends():
    """G30: the Government's later word, and an office's own, beat the library."""
    rules = {
        day("2026-11-24"): DayRule(True, reason_vi="Trực"),
        day("2026-11-28"): DayRule(True, reason_vi="Làm bù"),
        day("2026-11-26"): DayRule(False, reason_vi="Bão", reason_en="Storm"),
        day("2026-08-22"): DayRule(False, reason_vi="Bỏ hoán đổi"),
        day("2026-11-27"): DayRule(True, ((time(8), time(11)),), "Họp"),
    }
    calendar = WorkingCalendar(rules=rules)
    minutes = {day: calendar.minutes_of(day) for day in rules}
    assert list(minutes.values()) == [480, 480, 0, 0, 180]
    storm = calendar.why_not(day("2026-11-26"))
    assert (storm.kind, storm.vi, storm.en) == ("rule", "Bão", "Storm")
    assert calendar.why_not(day("2026-08-22")).en == "Bỏ hoán đổi"
    assert calendar.next_working_day(day("2026-11-25")) == day("2026-11-27")


def test_the_nearest_hours_give_the_whole_week_while_they_are_valid():
    summer = (Hours(0, time(7), time(11), day("2026-06-01"), day("2026-06-30")),)
    branch = (Hours(0, time(7, 30), time(11, 30)), Hours(5, time(8), time(10)))
    calendar = WorkingCalendar((summer, branch))
    assert calendar.hours_of(day("2026-06-08")) == ((time(7), time(11)),)
    assert not calendar.is_working_day(day("2026-06-13"))
    assert calendar.hours_of(day("2026-07-06")) == ((time(7, 30), time(11, 30)),)
    assert calendar.minutes_of(day("2026-07-11")) == 120
    assert not calendar.is_working_day(day("2026-07-07"))
    assert calendar.hours_of(day("2026-08-22")) == ((time(7, 30), time(11, 30)),)
    begun = (Hours(0, time(9), time(10), valid_from=day("2026-07-01")),)
    assert WorkingCalendar((begun,)).minutes_of(day("2026-06-29")) == 480


ROUND_THE_CLOCK = WorkingCalendar((tuple(Hours(n, time(0), time(0)) for n in range(8)),))


def test_a_gate_open_round_the_clock():
    for text in ("2026-11-21", "2026-11-24", "2026-02-17", "2026-08-22"):
        assert ROUND_THE_CLOCK.hours_of(day(text)) == ((time(0), time(0)),)
    start = at("2026-02-16T22:00")
    assert ROUND_THE_CLOCK.minutes_between(start, start + timedelta(days=30)) == 30 * 1440
    assert ROUND_THE_CLOCK.add_minutes(start, 120) == at("2026-02-17T00:00")
    assert ROUND_THE_CLOCK.next_working_moment(start) == start
    assert ROUND_THE_CLOCK.working_days_between(day("2026-02-13"), day("2026-02-23")) == 10


def test_a_national_day_off_is_a_holiday_an_own_one_closes():
    hours, storm = ROUND_THE_CLOCK.layers, day("2026-10-10")
    national = WorkingCalendar(hours, {storm: DayRule(False, reason_vi="Bão", national=True)})
    own = WorkingCalendar(hours, {storm: DayRule(False, reason_vi="Bão")})
    assert (national.is_working_day(storm), own.is_working_day(storm)) == (True, False)


def test_overlapping_hours_count_once():
    double = (
        Hours(0, time(8), time(12)),
        Hours(0, time(10), time(14)),
        Hours(0, time(14), time(15)),
    )
    assert WorkingCalendar((double,)).hours_of(day("2026-11-23")) == ((time(8), time(15)),)


PAUSE = (at("2026-11-20T10:00"), at("2026-11-23T10:00"))


@pytest.mark.parametrize(
    ("pauses", "elapsed", "due"),
    [
        ([], 600, "2026-11-23T10:00"),
        ([PAUSE], 120, "2026-11-25T10:00"),
        ([PAUSE, PAUSE], 120, "2026-11-25T10:00"),
        ([PAUSE, (at("2026-11-20T09:00"), at("2026-11-20T11:00"))], 60, "2026-11-25T11:00"),
        ([(at("2026-11-19T09:00"), at("2026-11-20T09:00"))], 540, "2026-11-23T11:00"),
        ([(at("2026-11-19T08:00"), at("2026-11-19T09:00"))], 600, "2026-11-23T10:00"),
        ([(at("2026-11-20T10:00"), None)], 120, None),
        ([(at("2026-11-23T11:00"), None)], 600, "2026-11-23T10:00"),
        ([(at("2026-11-20T10:00"), None), PAUSE], 120, None),
        ([(at("2026-11-20T16:00"), at("2026-12-20T00:00"))], 420, "2026-12-21T11:00"),
    ],
)
def test_the_clock_stands_while_the_enterprise_is_asked(pauses, elapsed, due):
    """G30: pauses overlap, lie outside, last on."""
    start, end = at("2026-11-20T08:00"), at("2026-11-23T10:00")
    assert OFFICE.elapsed(start, end, pauses) == elapsed
    assert OFFICE.due_at(start, 600, pauses) == (due and at(due))


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "2026-11-27"),
        ([("2026-11-20", "2026-11-23")], "2026-11-30"),
        ([("2026-11-21", "2026-11-22")], "2026-11-27"),
        ([("2026-11-27", "2026-12-31")], "2026-11-27"),
        ([("2026-11-26", "2026-12-31")], "2027-01-04"),
        ([("2026-11-26", None)], None),
    ],
)
def test_a_term_in_days_stands_too(pauses, due):
    """G30: four working days from Friday 20 November 2026."""
    spans = [(day(since), until and day(until)) for since, until in pauses]
    assert OFFICE.due_on(day("2026-11-20"), 4, spans) == (due and day(due))


def test_impossible_pauses_and_terms_are_refused():
    with pytest.raises(ValueError, match="must end after it begins"):
        OFFICE.elapsed(PAUSE[0], PAUSE[1], [(PAUSE[1], PAUSE[0])])
    with pytest.raises(ValueError, match="cannot be negative"):
        OFFICE.due_at(PAUSE[0], -1)
