"""What the clock does about plans: the two report deadlines of each issued plan."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils.timezone import localdate, make_aware

from core.clock import duty
from directory.calendars import calendar_for

from .. import services
from ..models import Plan, ReportingDate

NOTICE = 10  # working days between the reminder and the last day to report
STALE = timedelta(days=30)  # after that a reminder helps nobody


def reminders(at: datetime) -> Iterator[tuple[str, datetime]]:
    """Each reporting date of a plan in force, ten working days ahead, when the day begins."""
    calendar = calendar_for(None)
    dates = ReportingDate.objects.filter(plan__status=Plan.Status.ISSUED)
    for pk, before in dates.values_list("pk", "before"):
        if before >= localdate(at) - STALE:
            day = calendar.add_working_days(calendar.last_working_day_before(before), -NOTICE)
            yield str(pk), make_aware(datetime.combine(day, time(7)))


@duty("plans.remind_of_report", reminders, asks_when=True)
def remind_of_report(pk: str, at: datetime) -> None:
    services.remind_of_report(ReportingDate.objects.select_related("plan").get(pk=pk), at=at)
