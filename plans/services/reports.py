"""The report deadlines of a plan."""

from django.utils.timezone import localdate

from directory.calendars import calendar_for
from directory.models import Unit

from .. import notices
from ..models import ReportingDate


def remind_of_report(date: ReportingDate) -> int:
    """Remind every unit that owes the report (Decision 104, IV.4); returns letters written.

    Units that are open on the day: headquarters units and departments. Once the last working day
    is past nothing is written: a reminder would help nobody.
    """
    today = localdate()
    last_day = calendar_for(None).last_working_day_before(date.before)
    if today > last_day:
        return 0
    kinds = (Unit.Kind.HQ_UNIT, Unit.Kind.DEPARTMENT)
    owing = Unit.objects.as_of(date.before).filter(kind__in=kinds)
    return sum(
        notices.remind_of_report(date, unit, last_day=last_day, today=today) for unit in owing
    )
