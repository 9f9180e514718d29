"""How verbs that leave the status alone hold the agreement's row."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied

from core.history import acting
from core.workflow import NotNow
from directory.models import User

from ..models import Agreement
from ..rules import agreement_flow as flow


@contextmanager
def making(agreement: Agreement, by: User | None, verb: str, reason: str = "") -> Iterator[None]:
    """Hold the agreement's row while a verb of its table changes it or its parts.

    Raises ``NotNow`` when the verb is closed by now, ``PermissionDenied`` without the right.
    """
    move = flow.moves[verb]
    with acting(by, verb, reason=reason):
        agreement.refresh_from_db(from_queryset=Agreement._base_manager.select_for_update())
        if by is not None and not move.who(by, agreement):
            raise PermissionDenied(move.label)
        if not move.fits(agreement):
            raise NotNow(move.label)
        yield
