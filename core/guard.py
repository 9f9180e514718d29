"""Public forms without spam and without third parties (G15).

Each form carries a pass: signed, dated, for one purpose and one sending. A small script of ours
(static/js/guard.js) finds a number whose digest with the pass begins with zero bits; who has no
JavaScript is taken too, a little later and less often. A field nobody sees catches those who fill
in everything.
"""

import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from .limits import Limit, wait_for
from .models import SpentPass

SALT = "core.guard"
LONGEST_LIFE = timedelta(hours=12)  # a form may lie open over a working day
LEAST_AGE, LEAST_AGE_PLAIN = timedelta(seconds=3), timedelta(seconds=15)  # with, without the work
BITS = 16  # zero bits to find: about 65,000 digests, a second of a telephone
WITH_WORK: dict[str, Any] = {"per_ip": "40/h", "per_net": "240/h", "everyone": "6000/h"}
PLAIN: dict[str, Any] = {"per_ip": "8/h", "per_net": "40/h", "everyone": "600/h"}
SPEND = "INSERT INTO core_spentpass (digest, spent_at) VALUES (%s, now()) ON CONFLICT DO NOTHING"
REFUSALS = {
    "trap": _(
        "This form could not be taken. Leave the field “Leave this empty” empty and send it again."
    ),
    "stale": _(
        "This form has lain open for too long, or was sent from elsewhere. What you wrote is still"
        " here: look it over and send it again."
    ),
    "early": _("That was very fast. Wait %(seconds)s seconds and send it again; nothing is lost."),
    "often": _(
        "Too many messages came from your network. Wait %(minutes)s minutes and send it again."
    ),
    "spent": _("This form was taken already: it was sent twice."),
}


class Spent(ValidationError):  # noqa: N818 -- reads as a sentence
    """The pass was used before: the same form sent twice, or replayed."""


@dataclass(frozen=True)
class Pass:
    """What a form's pass says: how old it is, and its number."""

    text: str
    age: timedelta


def issue(purpose: str) -> str:
    """A fresh pass for a form of that purpose ("inquiries.ask"); it begins to age now."""
    return signing.TimestampSigner(salt=f"{SALT}.{purpose}").sign(secrets.token_urlsafe(12))


def read(text: str, purpose: str) -> Pass | None:
    """The pass if it is ours, for this purpose and not too old; else None."""
    signer = signing.TimestampSigner(salt=f"{SALT}.{purpose}")
    try:
        signer.unsign(text, max_age=LONGEST_LIFE)
        issued = signing.b62_decode(text.rsplit(":", 2)[1])
    except (signing.BadSignature, ValueError, IndexError):
        return None
    return Pass(text, timedelta(seconds=now().timestamp() - issued))


def worked(text: str, number: str) -> bool:
    """Whether ``number`` solves the task of this pass (SHA-256 of "pass:number", leading zeros)."""
    if not number.isascii() or not number.isdecimal() or len(number) > 12:
        return False
    digest = hashlib.sha256(f"{text}:{number}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0


def spend(text: str) -> bool:
    """Use a pass; False when it was used before.

    Called inside the transaction of what the form does: a second sender of the same pass waits
    for the first, and only finds it free if the first was undone.
    """
    digest = salted_hmac(SALT, text, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [digest])
        return bool(cursor.rowcount)


def forget() -> int:
    """Drop spent passes that are too old to be shown again; returns how many."""
    return SpentPass.objects.filter(spent_at__lt=now() - 4 * LONGEST_LIFE).delete()[0]


class GuardedForm(forms.Form):
    """A public form: ``purpose`` names it for good, ``request`` is who sends it.

    The template says ``{% guard form %}`` inside its form. A view sends ``wait`` on as 429
    (:class:`core.views.GuardedMixin`) and calls :meth:`spend` in the transaction of its verb.
    ``begun``: the pass of an earlier page of the same form, so that age counts from there.
    ``limits`` holds the form more tightly than the guard does.
    """

    purpose = ""
    limits: tuple[Limit, ...] = ()

    def __init__(self, *args: Any, request: Any, begun: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.request, self.wait = request, 0
        self.sent = str(self.data.get("guard_pass", "")) if self.is_bound else ""
        known = next((t for t in (self.sent, begun) if read(t, self.purpose)), "")
        self.pass_text = known or issue(self.purpose)

    def clean(self):
        """After all other checks, so that nothing typed wrong costs a try."""
        found = super().clean()
        if not self.errors:
            self.check_guard()
        return found

    def check_guard(self) -> None:
        if str(self.data.get("guard_trap", "")).strip():
            return self.refuse("trap")
        sent = read(self.sent, self.purpose)
        if sent is None:
            return self.refuse("stale")
        works = worked(sent.text, str(self.data.get("guard_work", "")))
        least = LEAST_AGE if works else LEAST_AGE_PLAIN
        if sent.age < least:
            return self.refuse("early", seconds=math.ceil((least - sent.age).total_seconds()))
        name, rates = (".work", WITH_WORK) if works else (".plain", PLAIN)
        self.wait = wait_for(self.request, Limit(self.purpose + name, **rates), *self.limits)
        return self.refuse("often", minutes=math.ceil(self.wait / 60)) if self.wait else None

    def refuse(self, code: str, **params: int) -> None:
        self.add_error(None, ValidationError(REFUSALS[code], code=code, params=params))

    def renew(self) -> None:
        """Hand out a fresh pass with the form, which is shown once more."""
        self.pass_text = issue(self.purpose)

    def spend(self) -> None:
        """Use the form's pass up; Spent when it was used before (sent twice, replayed)."""
        if not spend(self.sent):
            raise Spent(REFUSALS["spent"], code="spent")
