"""The report deadlines of a plan."""

import logging
from datetime import datetime

from django.utils.timezone import localdate

from directory.calendars import calendar_for
from directory.models import Unit

from .. import notices
from ..models import Plan, ReportingDate

logger = logging.getLogger(__name__)
OWING = (Unit.Kind.HQ_UNIT, Unit.Kind.DEPARTMENT)


def remind_of_report(date: ReportingDate, *, at: datetime) -> int:
    """Remind every unit that owes the report (Decision 104, IV.4); returns letters written.

    Units that are open on the day itself owe it: headquarters units and departments. Nothing is
    written for a plan that is not in force (any more), nor once the last working day is past: a
    reminder would help nobody. ``at`` is the moment the clock stands at.
    """
    today = localdate(at)
    last_day = calendar_for(None).last_working_day_before(date.before)
    if today > last_day or date.plan.status != Plan.Status.ISSUED:
        return 0
    written = 0
    for unit in Unit.objects.as_of(date.before).filter(kind__in=OWING):
        letters = notices.remind_of_report(date, unit, last_day=last_day, today=today)
        if not letters:
            logger.warning("nobody is reminded of a report for unit %s", unit.code)
        written += letters
    return written
