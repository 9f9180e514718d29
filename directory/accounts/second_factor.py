"""The code of an authenticator app or a recovery code: each is taken once, whoever asks (G4).

allauth remembers used codes in the cache; here the last used step stands in the row itself,
so that no worker and no lost cache takes a code twice.
"""

import hmac
import time
from string import digits

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction

from .seal import seal, unseal

PRIMARY = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def step_of(secret: str, code: str) -> int | None:
    """The time step whose code this is, now or one step (30 s) either side; None if none."""
    now = int(time.time()) // app_settings.TOTP_PERIOD
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, step)), code):
            return step
    return None


@transaction.atomic
def take(user, code: str) -> Authenticator | None:
    """Use up ``code``: returns the authenticator it belongs to, or None for a wrong or used one."""
    code = "".join(sign for sign in code if sign in digits)
    mine = Authenticator.objects.select_for_update().filter(user=user)
    for authenticator in mine.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk"):
        is_app = authenticator.type == Authenticator.Type.TOTP
        if (_take_step if is_app else _take_recovery)(authenticator, code):
            return authenticator
    return None


def remember(authenticator: Authenticator, secret: str, step: int) -> None:
    """Nothing up to ``step`` is taken again; the secret is sealed anew under the present key."""
    authenticator.data |= {"secret": seal(secret), "last": step}
    authenticator.save(update_fields=["data"])


def _take_step(authenticator: Authenticator, code: str) -> bool:
    secret = unseal(authenticator.data["secret"])
    step = step_of(secret, code)
    if step is None or step <= authenticator.data.get("last", 0):
        return False
    remember(authenticator, secret, step)
    return True


def _take_recovery(authenticator: Authenticator, code: str) -> bool:
    return authenticator.wrap().validate_code(code)
