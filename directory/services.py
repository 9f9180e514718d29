"""Verbs of the directory: units open, close, pass into others; roles are given and withdrawn."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.history import acting

from .models import Role, Succession, Unit, User
from .rules import administers, grants, reorganisation

DAY = timedelta(days=1)


@transaction.atomic
def open_unit(*, by: User | None, predecessors: Mapping[Unit, str] | None = None, **fields) -> Unit:
    """Open a unit, and the successions that lead to it.

    ``fields`` are those of :class:`Unit`; ``predecessors`` tells how each old unit passed into this
    one (:class:`Succession.Kind`), on ``valid_from``, which they need (``ValueError``).
    Raises ``PermissionDenied`` unless ``by`` administers the superior unit (None: the system).
    """
    if by is not None and not administers(by, fields.get("parent")):
        raise PermissionDenied
    with acting(by, "open_unit"):
        unit = Unit.objects.create(**fields)
        for old, how in (predecessors or {}).items():
            if unit.valid_from is None:
                raise ValueError("A unit that others pass into has a first day.")
            Succession.objects.create(predecessor=old, successor=unit, kind=how, on=unit.valid_from)
    unit.refresh_from_db()
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, by: User | None, last_day: date, reason: str) -> None:
    """Close ``unit`` and everything under it at the end of ``last_day``.

    Units under it that are already closed keep their own last day. Raises ``PermissionDenied``
    unless ``by`` administers the unit, ``NotNow`` when it is closed already, ``ValidationError``
    for a day before its first.
    """
    with reorganisation.doing("close_unit", unit, by=by, reason=reason):
        if unit.valid_from and last_day < unit.valid_from:
            raise ValidationError(_("The last day comes before the first day."))
        Unit.objects.subtree(unit).as_of(last_day + DAY).update(valid_to=last_day)
    unit.refresh_from_db()


def pass_into(unit: Unit, *, by: User | None, successor: Unit, kind: str) -> Succession:
    """Enter which unit took over from a closed one, from the day after its last.

    The successor answers for its rows from then on. Refused: ``PermissionDenied`` unless ``by``
    administers both, ``NotNow`` while it stands, ``ValidationError`` for a unit that does not
    stand on that day, stands under it, or was entered already.
    """
    if by is not None and not administers(by, successor):
        raise PermissionDenied
    with reorganisation.doing("pass_into", unit, by=by):
        if not successors(unit).filter(pk=successor.pk).exists():
            raise ValidationError(
                _("Choose a unit that stands on the day after and was not entered.")
            )
        day = cast(date, unit.valid_to) + DAY  # the verb is open to closed units only
        return Succession.objects.create(predecessor=unit, successor=successor, kind=kind, on=day)


def successors(unit: Unit) -> QuerySet[Unit]:
    """Units that could have taken over from ``unit`` on the day after its last: in no circle, none
    twice; none of a unit that stands."""
    if unit.valid_to is None:
        return Unit.objects.none()
    known = Succession.objects.filter(predecessor=unit).values("successor")
    rows = Unit.objects.as_of(unit.valid_to + DAY).exclude(pk=unit.pk).exclude(pk__in=known)
    return rows.exclude(path__in=unit.covers)


@transaction.atomic
def grant(*, by: User | None, user: User, kind: str, unit: Unit, since: date) -> Role:
    """Give ``user`` a role in ``unit`` from the first day ``since``.

    Raises ``PermissionDenied`` unless ``by`` may grant it (:func:`directory.rules.grants`).
    """
    role = Role(user=user, kind=kind, unit=unit, valid_from=since)
    if by is not None and not grants(by, role):
        raise PermissionDenied
    with acting(by, "grant"):
        role.save()
    return role


@transaction.atomic
def withdraw(role: Role, *, by: User | None, last_day: date, reason: str) -> Role:
    """End a role at the end of ``last_day``; the same right as for granting it."""
    if by is not None and not grants(by, role):
        raise PermissionDenied
    with acting(by, "withdraw", reason=reason):
        role.valid_to = last_day
        role.save(update_fields=["valid_to"])
    return role
