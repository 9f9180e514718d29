"""How a verb that leaves the status alone is done: lock, right, state, announcement."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.history import acting
from core.workflow import NotNow, Verbs


@contextmanager
def doing(flow: Verbs, verb: str, subject: Any, by, *, reason: str = "") -> Iterator[None]:
    """Hold the row of ``subject`` while ``verb`` of ``flow`` changes it or what belongs to it.

    Raises ``PermissionDenied`` without the right and ``NotNow`` when the verb is not open; both
    are asked after the row is locked. ``by`` None is the clock, which needs no right.
    """
    move = flow.moves[verb]
    with transaction.atomic():
        subject.refresh_from_db(from_queryset=type(subject)._base_manager.select_for_update())
        if by is not None and not move.who(by, subject):
            raise PermissionDenied(move.label)
        if not move.fits(subject):
            raise NotNow(move.label)
        with acting(by, verb, reason=reason):
            yield
