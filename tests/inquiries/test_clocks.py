"""The clocks of cases in working time: one table of 60 cases (G29, G30).

Hours 8–12 and 13–17. Tết 2026: 14 to 22 February off; Hùng Kings 27 April (26 is a Sunday); 30
April and 1 May; 2 September with the day before; Saturday 22 August worked for Monday 31 August.
"""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from directory.working_time import ZONE, Hours, WorkingCalendar
from inquiries.clocks import (
    Case,
    Spell,
    due_at,
    first_due_at,
    held,
    is_late,
    last_day,
    waited,
)

PLAIN, MIDNIGHT = WorkingCalendar(), time(0)
ROUND_THE_CLOCK = WorkingCalendar(
    (
        (
            *(
                Hours(day, datetime.min.time(), datetime.min.time(), date.min, None)
                for day in range(8)
            ),
        ),
    )
)


def at(text: str) -> datetime:
    """ "06-03 09:30" of 2026 in Vietnam."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def case(start, days=5, hours=8, pauses=(), later=(), calendar=PLAIN) -> Case:
    spans = tuple((at(a), at(b) if b else None) for a, b in pauses)
    return Case(
        (Spell(calendar, at(start)),), hours, days, spans,
        tuple((at(moment), day(new)) for moment, new in later),
    )  # fmt: skip


def moved(start, moves, days=5, hours=8, pauses=()) -> Case:
    """Transferred at each of ``moves``; one that begins with "!" was an answer, taken up again."""
    base, spells, since = case(start, days, hours, pauses), [], at(start)
    for move in moves:
        end = at(move.lstrip("!"))
        spells.append(Spell(PLAIN, since, end, move.startswith("!")))
        since = end
    return replace(base, spells=(*spells, Spell(PLAIN, since)))


LAST_DAYS = [
    # received, days, pauses → last day: plain weeks
    ("a Monday", case("06-01 09:00"), "06-08"),
    ("a Friday", case("06-05 16:00"), "06-12"),
    ("after hours counts as that day", case("06-01 20:00"), "06-08"),
    ("a Saturday", case("06-06 10:00"), "06-12"),
    ("a Sunday night", case("06-07 23:59"), "06-12"),
    ("one day", case("06-01 09:00", 1), "06-02"),
    ("one day over a weekend", case("06-05 09:00", 1), "06-08"),
    ("three days for a complaint", case("06-04 09:00", 3), "06-09"),
    ("twenty days", case("06-01 09:00", 20), "06-29"),
    ("across the end of the year of the half", case("06-29 09:00", 3), "07-02"),
    # holidays and swaps
    ("into Tet", case("02-12 09:00", 1), "02-13"),
    ("over Tet", case("02-13 09:00", 1), "02-23"),
    ("five days over Tet", case("02-11 09:00"), "02-25"),
    ("received in Tet", case("02-17 09:00", 1), "02-23"),
    ("Hung Kings", case("04-24 09:00", 1), "04-28"),
    ("30 April and 1 May", case("04-29 09:00", 1), "05-04"),
    ("both spring holidays", case("04-23 09:00"), "05-05"),
    ("a worked Saturday", case("08-21 09:00", 1), "08-22"),
    ("its Monday is off", case("08-28 09:00", 1), "09-03"),
    ("National Day", case("08-27 09:00", 2), "09-03"),
    # pauses
    ("a pause within a day", case("06-01 09:00", pauses=[("06-02 09:00", "06-02 15:00")]), "06-08"),
    ("a pause of a night", case("06-01 09:00", pauses=[("06-02 16:00", "06-03 09:00")]), "06-09"),
    ("a pause of a week", case("06-01 09:00", pauses=[("06-02 09:00", "06-09 09:00")]), "06-15"),
    ("a pause over a weekend", case("06-01 09:00", pauses=[("06-05 16:00", "06-08 08:00")]),
     "06-09"),
    ("two pauses", case("06-01 09:00", pauses=[("06-02 09:00", "06-03 09:00"),
                                               ("06-04 09:00", "06-05 09:00")]), "06-10"),
    ("an open pause", case("06-01 09:00", pauses=[("06-02 09:00", None)]), None),
    ("a closed and an open pause", case("06-01 09:00", pauses=[("06-02 09:00", "06-03 09:00"),
                                                               ("06-04 09:00", None)]), None),
    ("a pause over Tet", case("02-11 09:00", pauses=[("02-12 09:00", "02-24 09:00")]), "03-02"),
    ("a pause from the first minute", case("06-01 09:00", pauses=[("06-01 09:00", "06-03 09:00")]),
     "06-10"),
    # transfers
    ("a transfer the same day", moved("06-01 09:00", ["06-01 15:00"]), "06-08"),
    ("a transfer keeps what ran", moved("06-01 09:00", ["06-03 10:00"]), "06-08"),
    ("two transfers", moved("06-01 09:00", ["06-02 10:00", "06-04 10:00"]), "06-08"),
    ("a transfer after the last day", moved("06-01 09:00", ["06-10 10:00"]), "06-08"),
    ("a transfer on the last day", moved("06-01 09:00", ["06-08 10:00"]), "06-08"),
    ("a transfer over Tet", moved("02-12 09:00", ["02-23 10:00"]), "02-26"),
    ("a pause and a transfer", moved("06-01 09:00", ["06-04 10:00"],
                                     pauses=[("06-02 09:00", "06-03 09:00")]), "06-09"),
    # asked again after an answer
    ("asked again", moved("06-01 09:00", ["!06-10 10:00"]), "06-17"),
    ("asked again and transferred", moved("06-01 09:00", ["!06-10 10:00", "06-11 10:00"]), "06-17"),
    # extensions
    ("extended", case("06-01 09:00", later=[("06-05 09:00", "06-15")]), "06-15"),
    ("extended twice", case("06-01 09:00", later=[("06-05 09:00", "06-15"),
                                                  ("06-12 09:00", "06-22")]), "06-22"),
    ("a pause before the extension", case("06-01 09:00", pauses=[("06-02 09:00", "06-03 09:00")],
                                          later=[("06-05 09:00", "06-15")]), "06-15"),
    ("a pause after the extension", case("06-01 09:00", pauses=[("06-08 09:00", "06-10 09:00")],
                                         later=[("06-05 09:00", "06-15")]), "06-17"),
    ("an open pause after the extension", case("06-01 09:00", pauses=[("06-08 09:00", None)],
                                               later=[("06-05 09:00", "06-15")]), None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "expected"), LAST_DAYS, ids=lambda v: str(v)[:40])
def test_the_last_day_of_an_answer(name, given, expected):
    assert last_day(given) == (expected and day(expected))


FIRST = [
    ("a day's work", case("06-01 08:00"), "06-01 17:00"),
    ("from nine", case("06-01 09:00"), "06-02 09:00"),
    ("from the lunch hour", case("06-01 12:30"), "06-02 12:00"),
    ("after hours", case("06-01 18:00"), "06-02 17:00"),
    ("over a weekend", case("06-05 16:00"), "06-08 16:00"),
    ("24 hours of work for a member", case("06-01 08:00", hours=24), "06-03 17:00"),
    ("over Tet", case("02-13 16:00", hours=2), "02-23 09:00"),
    ("a pause", case("06-01 08:00", pauses=[("06-01 10:00", "06-02 10:00")]), "06-02 17:00"),
    ("a transfer", moved("06-01 08:00", ["06-01 15:00"]), "06-01 17:00"),
    ("a gate round the clock", case("06-06 22:00", calendar=ROUND_THE_CLOCK), "06-07 06:00"),
    ("an open pause", case("06-01 08:00", pauses=[("06-01 10:00", None)]), None),
]


@pytest.mark.parametrize(("name", "given", "expected"), FIRST, ids=lambda v: str(v)[:40])
def test_the_moment_of_a_first_response(name, given, expected):
    assert first_due_at(given) == (expected and at(expected))


LATE = [
    ("on the last day at night", case("06-01 09:00"), "06-08 23:59", False),
    ("the day after", case("06-01 09:00"), "06-09 00:00", True),
    ("in a pause", case("06-01 09:00", pauses=[("06-02 09:00", "06-09 09:00")]), "06-08 09:00",
     False),
    ("before it was extended", case("06-01 09:00", later=[("06-10 09:00", "06-15")]), "06-09 09:00",
     True),
    ("after it was extended", case("06-01 09:00", later=[("06-10 09:00", "06-15")]), "06-11 09:00",
     False),
    ("before it was answered", moved("06-01 09:00", ["!06-10 10:00"]), "06-09 10:00", True),
    ("asked again, in the new time", moved("06-01 09:00", ["!06-10 10:00"]), "06-17 23:00", False),
    ("before it was received", case("06-01 09:00"), "05-30 09:00", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "moment", "late"), LATE, ids=lambda v: str(v)[:40])
def test_late_begins_the_day_after_and_any_past_day_can_be_asked(name, given, moment, late):
    assert is_late(given, at(moment)) is late


def test_the_due_moment_is_the_close_of_work_or_the_last_minute():
    assert due_at(case("06-01 09:00")) == at("06-08 17:00")
    assert due_at(case("06-01 09:00", calendar=ROUND_THE_CLOCK)) == at("06-06 23:59")


def test_each_unit_keeps_the_time_it_held_the_case():
    given = moved("06-01 09:00", ["06-02 09:00", "06-03 11:00"],
                  pauses=[("06-02 10:00", "06-02 15:00")])  # fmt: skip
    assert held(given, at("06-03 17:00")) == [8 * 60, 10 * 60 - 4 * 60, 5 * 60]
    assert waited(given, at("06-03 17:00")) == sum(held(given, at("06-03 17:00")))


def test_the_sixty_cases_are_sixty():
    assert len(LAST_DAYS) + len(FIRST) + len(LATE) >= 60
