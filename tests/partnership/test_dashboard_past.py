"""A past day on the dashboard tells what was known that day: returns, extensions, status."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from partnership.dashboard import drawn, sheets
from partnership.dashboard.cycle import Cycle
from partnership.dashboard.scope import Scope
from plans.models import ReportingPeriod
from plans.punctuality import State
from tests.plans.reporting_factories import (
    ConcessionFactory,
    PeriodFactory,
    ReportFactory,
    VersionFactory,
    at,
)


@pytest.fixture
def period(db) -> ReportingPeriod:
    return PeriodFactory()


@pytest.fixture
def on(people, period):
    """The one row of the period as it stood on a day."""

    def row(day: date):
        (found,) = Cycle(Scope.of(people["board"]), period, [period], day).rows
        return found

    return row


def sent_back_twice(period, unit) -> None:
    """Due 14 June; returned until the 19th, handed in on 1 July, returned until the 10th, taken."""
    report = ReportFactory(
        period=period, unit=unit, status="accepted", redo_by=date(2024, 7, 10)
    )  # fmt: skip
    first, second, third = date(2024, 6, 19), date(2024, 7, 10), date(2024, 7, 9)
    VersionFactory(
        report=report, returned_at=at(2024, 6, 12, 9), returned_reason="x", redo_by=first
    )
    VersionFactory(
        report=report, number=2, term=first, submitted_at=at(2024, 7, 1, 9),
        returned_at=at(2024, 7, 3, 9), returned_reason="y", redo_by=second,
    )  # fmt: skip
    VersionFactory(
        report=report, number=3, term=second, accepted_at=at(2024, 7, 9, 10),
        submitted_at=at(third.year, third.month, third.day, 9),
    )  # fmt: skip


def test_of_two_returns_the_one_of_that_day_counts(period, department, on):
    sent_back_twice(period, department)
    row = on(date(2024, 6, 30))
    assert (row.again_by, row.days_late, row.late_now) == (date(2024, 6, 19), 11, True)
    row = on(date(2024, 7, 5))
    assert (row.again_by, row.days_late, row.waiting) == (date(2024, 7, 10), 0, True)
    assert on(date(2024, 6, 5)).again_by is None


def test_handed_in_again_after_its_day_is_late_by_so_many_days(period, department, on):
    """The first one was in time; the second came twelve days after the day set for it."""
    sent_back_twice(period, department)
    row = on(date(2024, 7, 20))
    assert (row.state, row.days_late) == (State.LATE, 12)


def test_the_status_of_today_stands_beside_no_past_day(period, department, on):
    sent_back_twice(period, department)
    row = on(date(2024, 6, 30))
    accepted = row.report.get_status_display()
    assert accepted not in drawn.state(row) and accepted not in sheets.line(row)
    now = on(localdate())
    assert accepted in drawn.state(now) and accepted in sheets.line(now)


def test_of_two_extensions_day_and_reason_are_of_the_same_one(period, department, on):
    """On 1 June the second one was not granted yet."""
    report = ReportFactory(
        period=period, unit=department, extended_to=date(2024, 8, 1), extended_at=at(2024, 7, 5),
        extension_reason="lần hai: lũ",
    )  # fmt: skip
    for until, reason, when in (
        (date(2024, 6, 28), "lần một: bão", at(2024, 5, 20, 9)),
        (date(2024, 8, 1), "lần hai: lũ", at(2024, 7, 5, 9)),
    ):
        ConcessionFactory(report=report, until=until, reason=reason, at=when)
    for day, reason in ((date(2024, 6, 1), "lần một: bão"), (date(2024, 7, 6), "lần hai: lũ")):
        row = on(day)
        assert row.reason == reason
        assert reason in drawn.due(row)
    assert on(date(2024, 5, 2)).reason == ""
    assert on(date(2024, 6, 1)).due == date(2024, 6, 28)
