"""What holds of every calendar and every moment (G30)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from directory.working_time import ZONE, DayRule, Hours, WorkingCalendar

CALENDARS = [
    WorkingCalendar(),
    WorkingCalendar((tuple(Hours(n, time(0), time(0)) for n in range(8)),)),
    WorkingCalendar(
        (
            (
                Hours(2, time(7, 30), time(9)),
                Hours(2, time(22), time(0)),
                Hours(6, time(1), time(2)),
            ),
        ),
        {
            date(2024, 2, 29): DayRule(False, reason_vi="Bão"),
            date(2026, 2, 17): DayRule(True, ((time(0), time(0, 1)),), "Trực"),
        },
    ),
]
calendars = st.sampled_from(CALENDARS)
zones = st.sampled_from([UTC, ZONE, timezone(timedelta(hours=-8))])
moments = st.datetimes(datetime(2018, 1, 1), datetime(2035, 12, 31), timezones=zones)
days = st.dates(date(2018, 1, 1), date(2035, 12, 31))
amounts = st.integers(-100_000, 100_000)
many = settings(max_examples=300, deadline=None)


@many
@given(calendars, moments, moments, moments)
def test_sums_are_additive_and_monotone(calendar, a, b, c):
    """G30."""
    between = calendar.minutes_between
    assert between(a, b) + between(b, c) == between(a, c)
    first, middle, last = sorted((a, b, c))
    assert 0 <= between(first, middle) <= between(first, last)
    assert between(first, last) <= (last - first).total_seconds() // 60 + 1


@many
@given(calendars, moments, amounts)
def test_adding_is_the_inverse_of_measuring(calendar, start, n):
    """G30: and no moment nearer to the start would do."""
    end = calendar.add_minutes(start, n)
    assert calendar.minutes_between(start, end) == n
    if n:
        nearer = end + timedelta(minutes=-1 if n > 0 else 1)
        assert abs(calendar.minutes_between(start, nearer)) == abs(n) - 1


@many
@given(calendars, days, st.integers(-600, 600))
def test_added_working_days_are_counted_back(calendar, start, n):
    """G30: the answer is worked, and as many working days away as was asked."""
    end = calendar.add_working_days(start, n)
    assert calendar.is_working_day(end)
    if n > 0:
        assert calendar.working_days_between(start, end) == n
    elif n < 0:
        one = timedelta(days=1)
        assert calendar.working_days_between(end - one, start - one) == -n
    else:
        assert end == start or calendar.working_days_between(start - timedelta(1), end) == 1


@many
@given(calendars, days, days)
def test_days_are_summed_as_one_would_by_hand(calendar, a, b):
    """G30: the running totals against a walk over the days."""
    first, last = sorted((a, b))
    last = min(last, first + timedelta(days=800))
    walk = [first + timedelta(days=n + 1) for n in range((last - first).days)]
    worked = sum(map(calendar.is_working_day, walk))
    assert calendar.working_days_between(first, last) == worked
    assert calendar.working_days_between(last, first) == -worked


pauses = st.lists(st.tuples(moments, moments | st.none()).map(
    lambda pause: pause if pause[1] is None else tuple(sorted(pause))
), max_size=5)  # fmt: skip


@many
@given(calendars, moments, st.integers(0, 50_000), pauses)
def test_a_due_moment_is_when_the_time_has_elapsed(calendar, start, n, spans):
    """G30: with pauses of every kind; a clock that never runs out stands in an open pause."""
    due = calendar.due_at(start, n, spans)
    if due is None:
        far = datetime(2090, 1, 1, tzinfo=UTC)
        assert any(until is None for _, until in spans)
        assert calendar.elapsed(start, far, spans) < n
    else:
        assert calendar.elapsed(start, due, spans) == n


@many
@given(calendars, moments, moments, moments, pauses)
def test_elapsed_time_grows_and_pauses_only_lessen_it(calendar, a, b, c, spans):
    """G30."""
    start, middle, end = sorted((a, b, c))
    assert 0 <= calendar.elapsed(start, middle, spans) <= calendar.elapsed(start, end, spans)
    assert calendar.elapsed(start, end, spans) <= calendar.minutes_between(start, end)
