"""Registrations on the public page: without an account, taken back by a secret link."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.history import acting
from directory.models import Enterprise, User

from .. import notices
from ..models import Activity, Registration
from ..rules.activities import open_for_registration, registration_verbs

KEPT = timedelta(days=180)  # after the activity; then names and addresses are deleted


@transaction.atomic
def register(activity: Activity, *, nonce: str, **person) -> tuple[Registration, str]:
    """Register a person; returns the row and the secret token of its link.

    ``person``: name, enterprise, tax_code, email, phone, people, language. The same ``nonce`` (of
    one form as it was opened) registers once, however often it is sent.
    Raises ``ValidationError`` when registration is closed, the seats do not suffice, or the
    address is registered already.
    """
    token = _mac("token", nonce)
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update(no_key=True))
    if known := find(token):
        return known, token
    _there_is_room(activity, person["people"], person["email"])
    with acting(None, "register"):
        row = Registration.objects.create(activity=activity, digest=_mac("digest", token), **person)
    notices.confirm_registration(row, token)
    return row, token


def _there_is_room(activity: Activity, people: int, email: str) -> None:
    if not open_for_registration(activity):
        raise ValidationError(_("Registration for this activity is closed."))
    taken = activity.registrations.kept()
    if email and taken.filter(email=email).exists():
        raise ValidationError(
            _("This email is registered already: the letter it got then holds the link.")
        )
    left = seats_left(activity)
    if left is not None and people > left:
        said = ngettext("%(n)d seat is left.", "%(n)d seats are left.", left) % {"n": left}
        raise ValidationError(_("All seats are taken.") if left == 0 else said)


def seats_left(activity: Activity) -> int | None:
    """How many people can still register; None without a limit."""
    if activity.seats is None:
        return None
    return max(0, activity.seats - activity.registrations.kept().people())


def find(token: str) -> Registration | None:
    """The registration of a secret token, also after the portal's key was changed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [_mac("digest", token, secret) for secret in secrets]
    return Registration.objects.for_list().filter(digest__in=digests).first()


@transaction.atomic
def withdraw(registration: Registration, *, by: User | None, verb: str = "withdraw"):
    """Take a registration back; its seats are free again.

    By the person's link nobody is signed in (``by`` None, ``verb`` "withdraw_by_link").
    Raises ``NotNow`` when it was withdrawn before.
    """
    registration_verbs.ask("withdraw", registration, by=by)
    with acting(by, verb):
        registration.withdrawn_at = now()
        registration.save(update_fields=["withdrawn_at"])
    return registration


def forget(at: datetime | None = None) -> int:
    """Delete who registered for what is long over (:data:`KEPT`); returns how many."""
    old = Registration.objects.filter(activity__ends__lt=(at or now()) - KEPT)
    with acting(None, "forget"):
        return old.delete()[1].get("plans.Registration", 0)


def _mac(what: str, value: str, secret: str | None = None) -> str:
    salt = f"plans.registration.{what}"
    return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


def known_of(user) -> dict[str, str]:
    """What the form need not ask who is signed in: name, address, the enterprise acted for."""
    if not user.is_authenticated:
        return {}
    known = {"name": str(user), "email": user.email}
    own = None if user.is_staff else Enterprise.objects.visible_to(user).order_by("pk").first()
    return known | ({"enterprise": own.name, "tax_code": own.tax_code} if own else {})
