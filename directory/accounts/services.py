"""What a person decides about the own account, and an administrator about another's."""

from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import letters
from core.history import acting
from directory.models import Role, User
from directory.rules import administers

from .notices import CHANGES
from .sessions import end_sessions


def choose_language(user: User, *, by: User, language: str) -> None:
    """Keep the language (vi, en) in which ``user`` reads pages and letters."""
    with acting(by, "choose_language"):
        user.language = language
        user.save(update_fields=["language"])


def cares_for(by: User, user: User) -> bool:
    """An administrator of every unit in which ``user`` holds a role; never of oneself.

    Accounts without a role (enterprises) are the system administrator's.
    """
    if by.pk == user.pk:
        return False
    if by.holds(Role.Kind.SYSTEM_ADMINISTRATOR):
        return True
    return bool(user.held) and all(administers(by, role.unit) for role in user.held)


@transaction.atomic
def close_account(user: User, *, by: User, reason: str) -> None:
    """Nobody signs in to it any more, and whoever is signed in is out (G3).

    Raises ``PermissionDenied`` unless ``by`` cares for the account.
    """
    _demand(by, user)
    with acting(by, "close_account", reason=reason):
        user.is_active = False
        user.save(update_fields=["is_active"])
    end_sessions(user)


@transaction.atomic
def forget_second_factor(user: User, *, by: User, reason: str) -> None:
    """The telephone is lost: the next sign-in sets up a new second factor (G4).

    ``reason`` says how the person was recognised. Every session of ``user`` ends and a letter
    tells so. Raises ``PermissionDenied`` unless ``by`` cares for the account.
    """
    _demand(by, user)
    with acting(by, "forget_second_factor", reason=reason):
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


def _demand(by: User, user: User) -> None:
    if not cares_for(by, user):
        raise PermissionDenied
