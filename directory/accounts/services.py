"""What a person decides about the own account, and an administrator about another's."""

from uuid import uuid4

from allauth.mfa.models import Authenticator

from core import letters
from core.history import acting
from directory.models import User
from directory.rules import accounts

from .notices import CHANGES
from .sessions import end_sessions


def choose_language(user: User, *, by: User, language: str) -> None:
    """Keep the language (vi, en) in which ``user`` reads pages and letters."""
    with acting(by, "choose_language"):
        user.language = language
        user.save(update_fields=["language"])


def deactivate(user: User, *, by: User | None, reason: str) -> None:
    """Nobody signs in to it any more, and whoever is signed in is out (G3).

    Raises ``PermissionDenied`` unless ``by`` cares for the account, ``NotNow`` if it is closed.
    """
    with accounts.doing("deactivate", user, by=by, reason=reason):
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(user)


def reactivate(user: User, *, by: User | None, reason: str) -> None:
    """Open the account again: the roles it holds today count again. Refused like closing it."""
    with accounts.doing("reactivate", user, by=by, reason=reason):
        user.is_active = True
        user.save(update_fields=["is_active"])


def forget_second_factor(user: User, *, by: User | None, reason: str) -> None:
    """The telephone is lost: the next sign-in sets up a new second factor (G4).

    ``reason`` says how the person was recognised. Every session of ``user`` ends and a letter
    tells so. Raises ``PermissionDenied`` unless ``by`` cares for the account.
    """
    with accounts.doing("forget_second_factor", user, by=by, reason=reason):
        Authenticator.objects.filter(user=user).delete()
        user.save(update_fields=["is_active"])
        end_sessions(user)
        letters.write(
            f"account {user.pk} forgotten {uuid4()}",
            [user],
            template="account_changed",
            context={"sentence": CHANGES["second_factor_forgotten"]},
            after=letters.AT_ONCE,
        )
