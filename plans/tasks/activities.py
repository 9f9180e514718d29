"""What the clock does about activities: results that are missing, registrations long over."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils.timezone import localdate, make_aware

from core.clock import duty, nightly
from directory.calendars import calendar_for

from .. import notices
from ..models import Activity
from ..services import registrations

PATIENCE = 2  # working days after the last day of an activity
STALE = timedelta(days=30)  # after that a reminder helps nobody


def results_missing(at: datetime) -> Iterator[tuple[str, datetime]]:
    """Each activity without a result, two working days after its end, once it is due.

    What is not due yet is not written down: a postponed activity ends on another day.
    """
    calendar = calendar_for(None)
    for activity in Activity.objects.results_missing(at).filter(ends__gt=at - STALE):
        day = calendar.add_working_days(activity.last_day, PATIENCE)
        due = make_aware(datetime.combine(day, time(7)))
        if due <= at:
            yield str(activity.pk), due


@duty("plans.remind_of_results", results_missing, asks_when=True)
def remind_of_results(pk: str, at: datetime) -> None:
    """One letter to the people of its unit; nothing when the result has come meanwhile."""
    missing = Activity.objects.results_missing(at).select_related("unit").filter(pk=pk).first()
    if missing is not None:
        notices.remind_of_results(missing, localdate(at))


@duty("plans.forget_registrations", nightly)
def forget_registrations(night: str) -> None:
    """Who registered for what is over for half a year is deleted, as the form promised."""
    registrations.forget()
