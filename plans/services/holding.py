"""A verb that changes no status: locked, allowed, open, announced; as a flow's moves are."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied

from core.history import acting
from core.workflow import NotNow, Verbs


@contextmanager
def held(flow: Verbs, name: str, subject, *, by, reason: str = "") -> Iterator[None]:
    """Hold the row of ``subject`` while the verb ``name`` works on it or on what belongs to it.

    Raises ``PermissionDenied`` without the right (``by`` None is the clock), ``NotNow`` when the
    verb is not open by now.
    """
    with acting(by, name, reason=reason):
        rows = type(subject)._base_manager.select_for_update()
        subject.refresh_from_db(from_queryset=rows)
        move = flow.moves[name]
        if by is not None and not move.who(by, subject):
            raise PermissionDenied(move.label)
        if not move.fits(subject):
            raise NotNow(move.label)
        yield
