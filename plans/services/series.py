"""An activity once more, or as a series: the same details on later days."""

from calendar import monthrange
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import User

from ..models import Activity
from ..rules.activities import activity_flow
from .activity_work import add_servings

EVERY = {"week": (7, 0), "month": (0, 1), "quarter": (0, 3)}  # days, months
MOST = 12


@transaction.atomic
def repeat(
    activity: Activity, *, by: User | None, first_day: date, every: str = "month", times: int = 1
) -> list[Activity]:
    """Plan ``times`` copies from ``first_day`` on, ``every`` week, month or quarter.

    They keep details, hours and what is served, and are announced one by one. A day that a month
    lacks is its last. Raises ``ValidationError`` for a first day that is past, and beyond a year.
    """
    if first_day < localdate() or not 1 <= times <= MOST:
        raise ValidationError(_("Choose a first day that lies ahead, and at most 12 times."))
    with activity_flow.doing("repeat", activity, by=by):
        served = [each.undertaking or each.item for each in activity.servings.for_list()]
        days = [stepped(first_day, every, number) for number in range(times)]
        made = [activity_flow.begin("plan", by=by, **copied(activity, day)) for day in days]
        with acting(by, "plan"):
            for each in made:
                add_servings(each, served)
    return made


def copied(activity: Activity, day: date) -> dict:
    """The details of ``activity`` on another day; registration closes as long before."""
    details = {name: getattr(activity, name) for name in Activity.DETAILS}
    shift = day - activity.first_day
    until = activity.registration_until
    return details | {
        "starts": _moved(activity.starts, shift),
        "ends": _moved(activity.ends, shift),
        "registration_until": until and until + shift,
    }


def stepped(first: date, every: str, number: int) -> date:
    """The ``number``-th day of a series that begins at ``first``."""
    days, months = EVERY[every]
    month = first.month - 1 + months * number
    year, month = first.year + month // 12, month % 12 + 1
    day = min(first.day, monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=days * number)


def _moved(moment, shift: timedelta):
    """The same hour on the wall so many days later."""
    return localtime(moment) + shift
