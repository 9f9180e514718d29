"""Activities to be measured: five thousand of them, with ten thousand guests."""

from datetime import timedelta

import pgtrigger
from django.utils.timezone import now

from core.history import acting
from directory.models import Unit
from plans.models import Activity, Plan, Registration, SupportIssue
from tests.plans.activity_factories import (
    ActivityFactory,
    RegistrationFactory,
    SupportIssueFactory,
)

ACTIVITIES, GUESTS, ISSUES = 5_000, 10_000, 1_000
PAGES = [
    ("calendar (200 to come of 5,000)", "/plans/calendar/", None),
    ("calendar: held", "/plans/calendar/?view=past", None),
    ("calendar feed", "/plans/calendar.ics", None),
    ("admin list: activities (25 of 5,000)", "/admin/plans/activity/", "board"),
    ("admin list: guests (25 of 10,000)", "/admin/plans/registration/", "board"),
    ("admin list: issues (25 of 1,000)", "/admin/plans/supportissue/", "board"),
]


def build(people) -> None:
    """Fill the tables once: half of the activities held, half to come within two years."""
    if Activity.objects.count() >= ACTIVITIES:
        return
    units = list(Unit.objects.filter(kind=Unit.Kind.DEPARTMENT, code__startswith="B-"))
    with acting(None, "bench"), pgtrigger.ignore("plans.Activity:flow_starts"):
        rows = Activity.objects.bulk_create(
            [activity(number, units) for number in range(ACTIVITIES)], batch_size=1_000
        )
    to_come = [row for row in rows if row.status == "announced"]
    plan = Plan.objects.get(year=2023)
    with acting(None, "bench"):
        Registration.objects.bulk_create(
            [
                RegistrationFactory.build(
                    activity=to_come[number % len(to_come)], email=f"b{number}@example.com",
                    digest=f"b{number:063x}",
                )
                for number in range(GUESTS)
            ],
            batch_size=2_000,
        )  # fmt: skip
        SupportIssue.objects.bulk_create(
            [issue(number, units, plan) for number in range(ISSUES)], batch_size=1_000
        )


def activity(number: int, units) -> Activity:
    held = number % 2 == 0
    day = now() + timedelta(hours=3 * number + 1) * (-1 if held else 1)
    return ActivityFactory.build(
        unit=units[number % len(units)], starts=day, ends=day + timedelta(hours=2),
        kind=Activity.Kind.values[number % len(Activity.Kind.values)],
        status="held" if held else "announced", registration=not held,
    )  # fmt: skip


def issue(number: int, units, plan: Plan) -> SupportIssue:
    return SupportIssueFactory.build(unit=units[number % len(units)], plan=plan)
