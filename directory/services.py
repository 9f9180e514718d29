"""Verbs of the directory: units open, close, pass into others; roles are given and withdrawn."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.history import acting

from .models import Role, Succession, Unit, User
from .rules import administers, grants

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

    Units under it that are already closed keep their own last day.
    Raises ``PermissionDenied`` unless ``by`` administers the unit.
    """
    if by is not None and not administers(by, unit):
        raise PermissionDenied
    with acting(by, "close_unit", reason=reason):
        Unit.objects.subtree(unit).as_of(last_day + DAY).update(valid_to=last_day)
    unit.refresh_from_db()


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
