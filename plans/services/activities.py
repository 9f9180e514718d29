"""The verbs of an activity: planned, announced, changed, postponed, held, cancelled."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import User

from .. import notices
from ..models import Activity, Item, Participation, Undertaking
from ..rules.activities import activity_flow
from .activity_files import NONE, Photos, attach, keep
from .activity_work import add_servings, for_own_unit, hold_row
from .series import repeat

__all__ = [
    "announce", "attach", "cancel", "correct_result", "hold", "plan", "postpone", "repeat",
    "revise", "serve",
]  # fmt: skip
Came = Mapping[str, tuple[int, int]]


@transaction.atomic
def plan(*, by: User | None, serves: Undertaking | Item | None = None, **details) -> Activity:
    """A new activity; ``details`` are :data:`Activity.DETAILS`, ``serves`` what it is for.

    Raises ``PermissionDenied`` when it is planned for a unit that is not ``by``'s.
    """
    for_own_unit(by, details["unit"])
    activity = activity_flow.begin("plan", by=by, **details)
    with acting(by, "plan"):
        add_servings(activity, [serves] if serves else [])
    return activity


@transaction.atomic
def announce(activity: Activity, *, by: User | None) -> Activity:
    """It stands in the public calendar.

    Raises ``ValidationError`` for one that is over or not meant for the public.
    """
    hold_row(activity)
    if activity.over:
        raise ValidationError(_("It is over already: enter its result."))
    if not activity.public:
        raise ValidationError(
            _("It is not for the public calendar: change the details first, then announce it.")
        )
    return activity_flow.make("announce", activity, by=by, announced_at=now())


@transaction.atomic
def revise(activity: Activity, *, by: User | None, **details) -> Activity:
    """Change details; the day of an announced activity moves by :func:`postpone` alone.

    Who has registered is told when the place or online address changes.
    """
    with activity_flow.doing("revise", activity, by=by):
        for_own_unit(by, details.get("unit", activity.unit))
        announced = activity.status == Activity.Status.ANNOUNCED
        if announced:
            details = {n: v for n, v in details.items() if n not in ("starts", "ends", "all_day")}
            details["public"] = True
        before = (activity.place, activity.online_url)
        for field, value in details.items():
            setattr(activity, field, value)
        _in_order(activity)
        activity.save(update_fields=list(details))
        if announced and before != (activity.place, activity.online_url):
            notices.tell_of_place(activity)
    return activity


@transaction.atomic
def postpone(
    activity: Activity, *, by: User | None, reason: str, starts: datetime, ends: datetime, **more
) -> Activity:
    """Move it to another time; ``more``: all_day, registration_until. Those registered are told.

    Raises ``ValidationError`` unless the new time lies ahead and differs from the old one.
    """
    hold_row(activity)
    if starts <= now() or starts == activity.starts or ends <= starts:
        raise ValidationError(_("Give a new time that lies ahead."))
    first = activity.postponed_from or activity.starts
    fields = {"starts": starts, "ends": ends, "postponed_from": first, "why": reason, **more}
    before = activity.starts
    activity_flow.make("postpone", activity, by=by, reason=reason, **fields)
    notices.tell_of_date(activity, before)
    return activity


@transaction.atomic
def cancel(activity: Activity, *, by: User | None, reason: str) -> Activity:
    """It does not take place; who has registered is told why."""
    activity_flow.make("cancel", activity, by=by, reason=reason, why=reason)
    notices.tell_of_cancelling(activity)
    return activity


@transaction.atomic
def hold(
    activity: Activity, *, by: User | None, result: str, came: Came, photos: Photos = NONE
) -> Activity:
    """It took place: ``came`` is {group: (enterprises or bodies, people)}.

    Raises ``ValidationError`` before it has begun, and for a picture that is not taken.
    """
    hold_row(activity)
    if activity.starts > now():
        raise ValidationError(_("It has not begun yet: its result is entered afterwards."))
    seen = activity.announced_at or (now() if activity.public else None)
    activity_flow.make("hold", activity, by=by, result=result, announced_at=seen)
    with acting(by, "hold"):
        _count(activity, came)
        keep(activity, photos, by=by)
    return activity


@transaction.atomic
def correct_result(activity: Activity, *, by: User | None, result: str, came: Came) -> Activity:
    """Put the words or the numbers of the result right."""
    with activity_flow.doing("correct_result", activity, by=by):
        activity.result = result
        activity.save(update_fields=["result"])
        _count(activity, came)
    return activity


@transaction.atomic
def serve(activity: Activity, *, by: User | None, serves: list[Undertaking | Item]) -> Activity:
    """Say anew what it serves: these undertakings and obligations, and no others."""
    with activity_flow.doing("serve", activity, by=by):
        activity.servings.exclude(
            undertaking__in=[each.pk for each in serves if isinstance(each, Undertaking)]
        ).exclude(item__in=[each.pk for each in serves if isinstance(each, Item)]).delete()
        add_servings(activity, serves)
    return activity


def _count(activity: Activity, came: Came) -> None:
    """Write who came; a group of which nobody came has no row."""
    counted = {kind: pair for kind, pair in came.items() if any(pair)}
    activity.participations.exclude(kind__in=counted).delete()
    for kind, (bodies, people) in counted.items():
        Participation.objects.update_or_create(
            activity=activity, kind=kind, defaults={"bodies": bodies, "people": people}
        )


def _in_order(activity: Activity) -> None:
    if activity.ends <= activity.starts:
        raise ValidationError(_("It ends before it starts."))
