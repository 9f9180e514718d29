"""What a badge says of a deadline, in working time."""

from datetime import date

import pytest
from django.utils.translation import override

from directory.working_time import WorkingCalendar, in_words

from .moments import at

OFFICE = WorkingCalendar()


@pytest.mark.parametrize(
    ("now", "due", "state", "said"),
    [
        ("2026-11-20T09:00", "2026-11-26T09:00", "ok", "3 working days left"),
        ("2026-11-19T16:00", "2026-11-20T17:00", "ok", "1 working day left"),
        ("2026-11-20T09:00", "2026-11-20T17:00", "soon", "7 working hours left"),
        ("2026-11-20T16:00", "2026-11-23T09:00", "soon", "2 working hours left"),
        ("2026-11-20T16:00", "2026-11-20T17:00", "soon", "1 working hour left"),
        ("2026-11-20T16:20", "2026-11-20T17:00", "soon", "40 working minutes left"),
        ("2026-11-20T16:59", "2026-11-20T17:00", "soon", "1 working minute left"),
        ("2026-11-20T17:00", "2026-11-20T17:00", "soon", "Due now"),
        ("2026-11-20T18:00", "2026-11-20T17:00", "late", "Overdue"),
        ("2026-11-22T18:00", "2026-11-20T17:00", "late", "Overdue"),
        ("2026-11-23T08:01", "2026-11-20T17:00", "late", "1 working minute overdue"),
        ("2026-11-23T08:05", "2026-11-20T17:00", "late", "5 working minutes overdue"),
        ("2026-11-23T09:00", "2026-11-20T17:00", "late", "1 working hour overdue"),
        ("2026-11-23T10:30", "2026-11-20T17:00", "late", "2 working hours overdue"),
        ("2026-11-23T17:00", "2026-11-20T17:00", "late", "1 working day overdue"),
        ("2026-11-25T17:00", "2026-11-20T17:00", "late", "2 working days overdue"),
    ],
)
def test_of_a_moment(now, due, state, said):
    """G30: counted over weekends and the holiday of 24 November."""
    left = OFFICE.remaining(at(now), at(due))
    with override("en"):
        assert (left.state, in_words(left)) == (state, said)


@pytest.mark.parametrize(
    ("now", "due", "state", "said"),
    [
        ("2026-11-20T09:00", "2026-11-25", "ok", "2 working days left"),
        ("2026-11-24T23:59", "2026-11-25", "soon", "1 working day left"),
        ("2026-11-25T00:00", "2026-11-25", "soon", "8 working hours left"),
        ("2026-11-25T15:30", "2026-11-25", "soon", "1 working hour left"),
        ("2026-11-25T23:59", "2026-11-25", "soon", "Due now"),
        ("2026-11-26T00:00", "2026-11-25", "late", "1 working day overdue"),
        ("2026-11-21T00:00", "2026-11-20", "late", "Overdue"),
    ],
)
def test_of_a_date(now, due, state, said):
    """G29: a deadline that is a date is kept until the midnight that ends it."""
    left = OFFICE.remaining(at(now), date.fromisoformat(due))
    with override("en"):
        assert (left.state, in_words(left)) == (state, said)


def test_the_warning_comes_as_early_as_asked():
    now, due = at("2026-11-20T15:30"), at("2026-11-20T17:00")
    assert OFFICE.remaining(now, due).state == "soon"
    assert OFFICE.remaining(now, due, soon=30).state == "ok"
