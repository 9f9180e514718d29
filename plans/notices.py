"""Letters about plans and their reports."""

from core import letters
from directory.models import Role, Unit, User

from .models import ReportingDate

REPORTERS = (Role.Kind.FOCAL_POINT, Role.Kind.HEAD)


def remind_of_report(date: ReportingDate, unit: Unit, *, last_day, today) -> int:
    """Write to the focal points and heads of a unit that owes the report; returns how many.

    ``last_day`` is the last working day before the date the Decision names (section IV.4).
    """
    people = User.objects.filter(is_active=True, roles__unit=unit, roles__kind__in=REPORTERS)
    return letters.write(
        f"plans.remind_of_report:{date.pk}:{unit.pk}",
        people.filter(roles__in=Role.objects.as_of(today)).distinct(),
        template="report_reminder",
        context={"date": date, "plan": date.plan, "unit": unit, "last_day": last_day},
    )
