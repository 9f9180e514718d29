"""Holding an activity's row while something of it changes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied

from core.history import acting
from core.workflow import NotNow
from directory.models import Unit, User

from ..models import Activity, Item, Serving, Undertaking
from ..rules.activities import activity_flow, organises_for


@contextmanager
def working(activity: Activity, by: User | None, verb: str) -> Iterator[None]:
    """Lock the row for a verb that leaves the status alone; refuse without right or too late."""
    move = activity_flow.moves[verb]
    with acting(by, verb):
        hold_row(activity)
        if by is not None and not move.who(by, activity):
            raise PermissionDenied(move.label)
        if not move.fits(activity):
            raise NotNow(move.label)
        yield


def hold_row(activity: Activity) -> None:
    """Lock the row and read it anew: what is judged next is what stands there now."""
    locked = Activity.objects.select_for_update(no_key=True)
    activity.refresh_from_db(from_queryset=locked)


def for_own_unit(by: User | None, unit: Unit) -> None:
    """Raise ``PermissionDenied`` unless activities of ``unit`` are ``by``'s work."""
    if by is not None and not organises_for(by, unit):
        raise PermissionDenied


def add_servings(activity: Activity, serves: list[Undertaking | Item]) -> None:
    """Note what it serves, each once."""
    for each in serves:
        if isinstance(each, Undertaking):
            Serving.objects.get_or_create(activity=activity, undertaking=each)
        else:
            Serving.objects.get_or_create(activity=activity, item=each)
