"""A year of reports for the clock: two deadlines, a unit that owes, and ticks at any moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import time_machine

from core import clock
from directory.models import Role
from plans.models import ReportingPeriod
from plans.services import periods
from plans.tasks import reporting
from tests.factories import PlanFactory, RoleFactory, UnitFactory, top

from .reporting_factories import ReportingDateFactory, at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Round:
    """A reporting date of a year: opened 45 days ahead at 7:00, put together the day after."""

    kind: str
    before: date
    opens: datetime
    reminds: datetime
    late: datetime
    consolidates: datetime


ROUNDS = {
    "June": Round(
        "six_months", date(2024, 6, 15), at(2024, 4, 30, 7), at(2024, 6, 11, 7, 30),
        at(2024, 6, 15, 7, 30), at(2024, 6, 15, 7),
    ),
    "December": Round(
        "annual", date(2024, 12, 10), at(2024, 10, 25, 7), at(2024, 12, 6, 7, 30),
        at(2024, 12, 10, 7, 30), at(2024, 12, 10, 7),
    ),
}  # fmt: skip


def given(*rounds: Round, units=("D1",)) -> list[ReportingPeriod]:
    """A plan in force with these dates; departments that owe, each with focal point and head; the
    board."""
    plan = PlanFactory(year=2024)
    for each in rounds:
        ReportingDateFactory(plan=plan, kind=each.kind, before=each.before)
    for code in units:
        unit = UnitFactory(code=code)
        RoleFactory(unit=unit, kind=Role.Kind.FOCAL_POINT)
        RoleFactory(unit=unit, kind=Role.Kind.HEAD)
    RoleFactory(unit=top(), kind=Role.Kind.BOARD)
    periods.plan_periods(plan)
    return list(plan.reporting_periods.order_by("due_on"))


def duties() -> dict[str, clock.Duty]:
    """The duties about reports alone: ticks are cheap without those of all the other apps."""
    mine = reporting.__name__
    return {kind: duty for kind, duty in clock.duties.items() if duty.do.__module__ == mine}


def tick(moment: datetime) -> list[str]:
    """The clock as of ``moment``, everything around it believing the same; what got done."""
    with time_machine.travel(moment, tick=False):
        return [f"{row.kind} {row.period}" for row in clock.run_clock() if row.done_at]
