"""G28: the two report deadlines of a plan in force: ten working days ahead, once, to who owes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils.timezone import make_aware

from core.clock import run_clock
from core.models import Deadline, Letter
from directory.models import CalendarDay, Role
from plans import services
from plans.models import ReportingDate
from tests.factories import GivenFactory, PlanFactory, RoleFactory, UnitFactory, UserFactory

KIND = "plans.remind_of_report"


class ReportingDateFactory(GivenFactory):
    class Meta:
        model = ReportingDate

    kind = "six_months"
    before = date(2024, 6, 15)


class CalendarDayFactory(GivenFactory):
    class Meta:
        model = CalendarDay


def at(*moment: int) -> datetime:
    return make_aware(datetime(*moment))


# 15 June 2024 is a Saturday: the last working day before is Friday 14; ten working days earlier
# is Friday 31 May.
DUE, BEFORE_IT = at(2024, 5, 31, 7), at(2024, 5, 31, 6, 59)
LAST_MINUTE, TOO_LATE = at(2024, 6, 14, 23, 59), at(2024, 6, 15)


@pytest.fixture
def plan(db):
    plan = PlanFactory(year=2024)
    ReportingDateFactory(plan=plan)
    return plan


@pytest.fixture
def owing(plan):
    """A headquarters unit and a department with their reporters; others who owe nothing."""
    office, customs = UnitFactory(kind="hq_unit", code="VP"), UnitFactory(code="D1")
    branch = UnitFactory(kind="branch", code="D1CC", parent=customs)
    for unit, kind in [(office, "head"), (customs, "focal_point"), (customs, "head")]:
        RoleFactory(unit=unit, kind=kind)
    RoleFactory(unit=customs, kind="officer")
    RoleFactory(unit=branch, kind="head")
    RoleFactory(unit=office, kind="head", valid_to=date(2024, 5, 1))
    RoleFactory(unit=office, kind="focal_point", user=UserFactory(is_active=False))
    return office, customs


def reminded() -> set[str]:
    return set(Letter.objects.values_list("recipient", flat=True))


def reporters(*units) -> set[str]:
    """Who answers for the units in June 2024."""
    roles = Role.objects.as_of(date(2024, 6, 1)).filter(unit__in=units, user__is_active=True)
    roles = roles.filter(kind__in=["head", "focal_point"])
    return set(roles.values_list("user__email", flat=True))


def clock(moment: datetime) -> list[Deadline]:
    """The clock as of ``moment``: everything around it believes the same."""
    with time_machine.travel(moment, tick=False):
        return [row for row in run_clock() if row.kind == KIND]


@pytest.mark.parametrize(
    "moment", [DUE, DUE + timedelta(hours=8), DUE + timedelta(days=2), LAST_MINUTE]
)
def test_each_unit_that_owes_is_reminded_once_also_after_downtime(owing, moment):
    """G28: on time, eight hours late, two days late, in the last minute; and never twice."""
    assert clock(BEFORE_IT) == [] and reminded() == set()
    assert [row.done_at is not None for row in clock(moment)] == [True]
    assert reminded() == reporters(*owing) and len(reminded()) == 3
    assert clock(moment) == [] == clock(moment + timedelta(hours=1))
    assert Letter.objects.count() == 3


@pytest.mark.parametrize("moment", [TOO_LATE, TOO_LATE + timedelta(days=9)])
def test_after_the_last_working_day_nothing_is_written_and_the_duty_is_done(owing, moment):
    """G28: a reminder that helps nobody is not sent, nor tried for ever."""
    assert [row.done_at is not None for row in clock(moment)] == [True]
    assert reminded() == set() and clock(moment + timedelta(days=1)) == []


def test_three_weeks_before_nothing_is_due(owing):
    assert clock(at(2024, 5, 20)) == [] and Deadline.objects.filter(kind=KIND).count() == 1


def test_asked_as_of_a_moment_it_follows_that_moment(owing):
    """`manage.py run_clock --at`: usefulness is judged on that day, not on today's."""
    done = [row for row in run_clock(DUE) if row.kind == KIND]
    assert len(done) == 1 and reminded() == reporters(*owing)


@pytest.mark.parametrize("status", ["read", "drafted", "closed", "discarded"])
def test_only_a_plan_in_force_asks_for_reports(owing, status):
    ReportingDateFactory(plan=PlanFactory(status=status), before=date(2024, 6, 10))
    assert len(clock(LAST_MINUTE)) == 1, "the plan in force alone"


def test_a_plan_closed_after_the_row_was_written_reminds_nobody(people, plan, owing):
    clock(BEFORE_IT)
    services.close(plan, by=people["board"])
    assert [row.done_at is not None for row in clock(DUE)] == [True]
    assert reminded() == set()


def test_a_letter_names_the_last_working_day_in_the_readers_language(owing):
    """G29: the date of the Decision is a Saturday, the letter says Friday the 14th."""
    head = RoleFactory(unit=owing[0], kind="head", user=UserFactory(language="en", is_staff=True))
    clock(DUE)
    letter = Letter.objects.get(recipient=head.user.email)
    assert letter.language == "en"
    assert "14/06/2024" in letter.subject and "15/06/2024" in letter.body


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (date(2023, 12, 10), at(2023, 11, 24, 7)),  # a Sunday: Friday 8 December
        (date(2024, 6, 15), DUE),  # a Saturday: Friday 14 June
        (date(2026, 12, 10), at(2026, 11, 25, 7)),  # a Thursday: Wednesday 9 December
    ],
)
def test_ten_working_days_lie_between_the_letter_and_the_last_day(db, before, due):
    """G28, G30: weekends count neither as the last day nor among the ten."""
    ReportingDateFactory(plan=PlanFactory(), before=before)
    clock(due - timedelta(days=20))
    assert Deadline.objects.get(kind=KIND).due_at == due


def test_a_day_off_shifts_the_letter(plan):
    """G30: a day the government declares off is no working day here either."""
    CalendarDayFactory(date=date(2024, 6, 14), working=False, reason_vi="Nghỉ bù")
    clock(at(2024, 5, 20))
    assert Deadline.objects.get(kind=KIND).due_at == at(2024, 5, 30, 7)


def test_units_opened_and_closed_during_the_year(plan):
    """Who is open on the day of the report owes it, whoever was open when the letter left."""
    closing = UnitFactory(code="C1", valid_to=date(2024, 6, 9))
    opening = UnitFactory(code="O1", valid_from=date(2024, 6, 10))
    RoleFactory(unit=closing, kind="head")
    RoleFactory(unit=opening, kind="head", valid_from=date(2024, 6, 10))
    clock(DUE)
    assert reminded() == reporters_on(opening, date(2024, 6, 10))


def reporters_on(unit, day) -> set[str]:
    return set(Role.objects.as_of(day).filter(unit=unit).values_list("user__email", flat=True))


def test_a_role_elsewhere_does_not_stand_in_for_an_ended_one(plan):
    """A former head who is an officer elsewhere by now is not written to."""
    office = UnitFactory(kind="hq_unit", code="VP")
    former = RoleFactory(unit=office, kind="head", valid_to=date(2024, 1, 1)).user
    RoleFactory(unit=UnitFactory(), kind="officer", user=former)
    clock(DUE)
    assert former.email not in reminded()


@pytest.mark.django_db(transaction=True)
def test_four_clocks_at_once_write_each_letter_once():
    """G28: beat twice, worker doubled: one letter a person."""
    ReportingDateFactory(plan=PlanFactory(year=2024))
    unit = UnitFactory(kind="hq_unit", code="VP")
    RoleFactory.create_batch(3, unit=unit, kind="head")

    def ask(_n):
        try:
            return len([row for row in run_clock(DUE) if row.kind == KIND and row.done_at])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(ask, range(4)))
    assert sum(done) == 1 and Letter.objects.count() == 3
