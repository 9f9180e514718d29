"""Holding an activity's row while something of it changes."""

from django.core.exceptions import PermissionDenied

from directory.models import Unit, User

from ..models import Activity, Item, Serving, Undertaking
from ..rules.activities import organises_for


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
