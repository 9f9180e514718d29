"""Verbs of an account: closed and opened again, with the reason in the history."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.history import acting
from core.workflow import NotNow

from .accounts.sessions import end_sessions
from .models import User
from .rules import accounts


def deactivate(account, *, by, reason: str) -> None:
    """Close ``account``: nobody signs in with it, its sessions end at once (G3)."""
    _switch("deactivate", account, on=False, by=by, reason=reason)


def reactivate(account, *, by, reason: str) -> None:
    """Open ``account`` again; the roles it holds today count again."""
    _switch("reactivate", account, on=True, by=by, reason=reason)


@transaction.atomic
def _switch(name, account, *, on, by, reason):
    move = accounts.moves[name]
    account.refresh_from_db(from_queryset=User.objects.select_for_update())
    if by is not None and not move.who(by, account):
        raise PermissionDenied(move.label)
    if not move.fits(account):
        raise NotNow(move.label)
    account.is_active = on
    with acting(by, name, reason=reason):
        account.save(update_fields=["is_active"])
    if not on:
        end_sessions(account)
