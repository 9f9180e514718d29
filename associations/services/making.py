"""How verbs that leave the status alone hold the row they work on."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied

from core.history import acting
from core.workflow import NotNow, Verbs
from directory.models import User

from ..models import Agreement
from ..rules import agreement_flow


@contextmanager
def holding(
    table: Verbs, subject: Any, by: User | None, verb: str, reason: str = ""
) -> Iterator[None]:
    """Hold the row of ``subject`` while a verb of its ``table`` changes it or its parts.

    Raises ``NotNow`` when the verb is closed by now, ``PermissionDenied`` without the right.
    """
    move = table.moves[verb]
    with acting(by, verb, reason=reason):
        rows = type(subject)._base_manager.select_for_update(of=("self",))
        subject.refresh_from_db(from_queryset=rows)
        if by is not None and not move.who(by, subject):
            raise PermissionDenied(move.label)
        if not move.fits(subject):
            raise NotNow(move.label)
        yield


def making(
    agreement: Agreement, by: User | None, verb: str, reason: str = ""
) -> AbstractContextManager[None]:
    """Hold an agreement for a verb of its table."""
    return holding(agreement_flow, agreement, by, verb, reason)
