"""Letters about plans and their reports."""

from datetime import date

from core import letters
from directory.models import Role, Unit, User

from ..models import ReportingDate

REPORTERS = (Role.Kind.FOCAL_POINT, Role.Kind.HEAD)


def remind_of_report(report: ReportingDate, unit: Unit, *, last_day: date, today: date) -> int:
    """Write to the focal points and heads of a unit that owes the report; returns how many.

    ``last_day`` is the last working day before the date the Decision names (section IV.4). In a
    unit that opens after ``today`` its people of the first day are written to.
    """
    day = max(today, unit.valid_from or today)
    roles = Role.objects.as_of(day).filter(unit=unit, kind__in=REPORTERS)
    return letters.write(
        f"plans.remind_of_report:{report.pk}:{unit.pk}",
        User.objects.filter(is_active=True, pk__in=roles.values("user")),
        template="report_reminder",
        context={"date": report, "plan": report.plan, "unit": unit, "last_day": last_day},
    )
