"""G29: the day a report is due follows the rule and the calendar."""

from datetime import date

import pytest

from core import clock
from core.history import acting
from directory.models import CalendarDay
from plans.services import periods

from .reporting_clock import ROUNDS, duties, given, tick


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    monkeypatch.setattr(clock, "duties", duties())


@pytest.mark.parametrize(
    ("before", "rule", "due"),
    [
        (date(2024, 6, 15), "last_working_day_before", date(2024, 6, 14)),  # a Saturday
        (date(2024, 6, 15), "next_working_day", date(2024, 6, 17)),
        (date(2024, 6, 15), "as_it_is", date(2024, 6, 15)),
        (date(2025, 6, 15), "last_working_day_before", date(2025, 6, 13)),  # a Sunday
        (date(2025, 6, 15), "next_working_day", date(2025, 6, 16)),
        (date(2023, 6, 15), "last_working_day_before", date(2023, 6, 14)),  # a Thursday
        (date(2023, 6, 15), "next_working_day", date(2023, 6, 15)),
        (date(2023, 12, 10), "last_working_day_before", date(2023, 12, 8)),  # a Sunday
        (date(2024, 2, 12), "last_working_day_before", date(2024, 2, 7)),  # in Tet 8-14 February
        (date(2024, 2, 12), "next_working_day", date(2024, 2, 15)),
        # Monday 29 April 2024 was off, Saturday 4 May worked in its place.
        (date(2024, 5, 2), "last_working_day_before", date(2024, 4, 26)),
        (date(2024, 5, 5), "last_working_day_before", date(2024, 5, 4)),
    ],
)
def test_the_due_day_follows_the_rule_and_the_calendar(db, before, rule, due):
    """G30: weekends, Tet, swapped days."""
    assert periods.due_day(before, rule) == due


def test_a_day_the_government_declares_off_moves_the_due_day(db):
    with acting(None, "given"):
        CalendarDay.objects.create(date=date(2024, 6, 14), working=False, reason_vi="Nghỉ bù")
    assert periods.due_day(date(2024, 6, 15), "last_working_day_before") == date(2024, 6, 13)


@pytest.mark.parametrize(
    ("off", "due"),
    [
        ([date(2024, 6, 14)], date(2024, 6, 13)),
        ([], date(2024, 6, 14)),
        # Never before the cut-off: every day between was declared off.
        ([date(2024, 6, n) for n in range(1, 15)] + [date(2024, 5, 31)], date(2024, 5, 31)),
    ],
)
def test_a_day_declared_off_after_the_planning_counts_when_the_period_opens(db, off, due):
    """G30: no report falls due on a day off."""
    [period] = given(ROUNDS["June"])
    assert period.due_on == date(2024, 6, 14)
    with acting(None, "given"):
        for day in off:
            CalendarDay.objects.create(date=day, working=False, reason_vi="Nghỉ bù")
    tick(ROUNDS["June"].opens)
    period.refresh_from_db()
    assert (period.status, period.due_on) == ("open", due)
    assert {report.due_on for report in period.reports.all()} == {due}
