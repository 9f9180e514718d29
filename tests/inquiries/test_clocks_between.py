"""Clocks where calendars meet: from an office to a gate and back, over Tết 2027, at the UTC day.

An office works 8–12 and 13–17 on weekdays, a gate every hour of every day. Tết 2027: 4 to 10
February off. Vietnam's day begins at 17:00 UTC.
"""

from datetime import UTC, date, datetime

import pytest

from directory.working_time import ZONE
from inquiries.clocks import Case, Spell, due_at, first_due_at, held, is_late, last_day, waited
from tests.inquiries.test_clocks import PLAIN, ROUND_THE_CLOCK


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def passed(*spells, days=5, hours=8, pauses=()) -> Case:
    """Held by calendars one after another: (calendar, since), each until the next begins."""
    ends = [since for _calendar, since in spells[1:]]
    made = [Spell(c, since, end) for (c, since), end in zip(spells, [*ends, None], strict=True)]
    return Case(tuple(made), hours, days, tuple(pauses))


TO_GATE = passed((PLAIN, at("2026-06-01 14:00")), (ROUND_THE_CLOCK, at("2026-06-01 16:00")))
TO_OFFICE = passed((ROUND_THE_CLOCK, at("2026-06-06 22:00")), (PLAIN, at("2026-06-06 23:00")))
BETWEEN = [
    # four office days are used up on Friday: the gate's fifth is the Saturday
    (passed((PLAIN, at("2026-06-01 09:00")), (ROUND_THE_CLOCK, at("2026-06-05 10:00"))),
     "2026-06-06"),
    # Saturday and Sunday are used up at the gate: three office days are left
    (passed((ROUND_THE_CLOCK, at("2026-06-05 09:00")), (PLAIN, at("2026-06-07 10:00"))),
     "2026-06-10"),
    # there and back: Friday, the gate's Saturday, then Monday to Wednesday
    (passed((PLAIN, at("2026-06-04 09:00")), (ROUND_THE_CLOCK, at("2026-06-05 09:00")),
            (PLAIN, at("2026-06-06 09:00"))), "2026-06-10"),
    # Tết 2027
    (passed((PLAIN, at("2027-02-03 09:00")), days=1), "2027-02-11"),
    (passed((PLAIN, at("2027-02-03 09:00"))), "2027-02-17"),
    (passed((PLAIN, at("2027-02-08 09:00")), days=1), "2027-02-11"),
    (passed((PLAIN, at("2027-02-02 09:00")), (PLAIN, at("2027-02-11 10:00"))), "2027-02-16"),
    (passed((PLAIN, at("2027-02-02 09:00")),
            pauses=[(at("2027-02-03 09:00"), at("2027-02-11 09:00"))]), "2027-02-17"),
    # one in the morning of the second of June is the first in UTC
    (passed((PLAIN, utc("2026-06-01 18:00"))), "2026-06-09"),
    (passed((PLAIN, utc("2026-06-01 16:59"))), "2026-06-08"),
    # a pause of one day of Vietnam touches two in UTC
    (passed((PLAIN, at("2026-06-01 09:00")),
            pauses=[(utc("2026-06-02 17:30"), utc("2026-06-03 16:30"))]), "2026-06-08"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), BETWEEN)
def test_the_last_day_where_calendars_meet(given, expected):
    assert last_day(given) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (TO_GATE, "2026-06-01 22:00"), (TO_OFFICE, "2026-06-08 16:00"),
        (passed((PLAIN, at("2027-02-03 16:00")), hours=2), "2027-02-11 09:00"),
        (passed((PLAIN, utc("2026-06-01 18:00")), hours=2), "2026-06-02 10:00"),
    ],
)  # fmt: skip
def test_the_first_response_where_calendars_meet(given, expected):
    assert first_due_at(given) == at(expected)


def test_each_unit_s_hours_are_those_of_its_own_calendar():
    """Two hours of the office and six of the gate; one of the gate and none of a Sunday."""
    assert held(TO_GATE, at("2026-06-01 22:00")) == [120, 360]
    assert held(TO_OFFICE, at("2026-06-08 09:00")) == [60, 60]
    assert waited(TO_OFFICE, at("2026-06-08 09:00")) == 120


def test_the_close_of_work_is_that_of_who_has_it_last():
    assert due_at(BETWEEN[0][0]) == at("2026-06-06 23:59")
    assert due_at(BETWEEN[1][0]) == at("2026-06-10 17:00")


def test_late_begins_with_the_day_of_vietnam():
    given = passed((PLAIN, at("2026-06-01 09:00")))
    assert not is_late(given, utc("2026-06-08 16:59"))
    assert is_late(given, utc("2026-06-08 17:00"))
