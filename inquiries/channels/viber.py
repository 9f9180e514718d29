"""Viber bot: messages of users who write to customs.

From Viber's REST Bot API (developers.viber.com/docs/api/rest-bot-api, "Callbacks"): the header
``X-Viber-Content-Signature`` holds HMAC-SHA256 of the very body, keyed with the bot's
authentication token; a call tells ``event``, ``timestamp`` (milliseconds), ``message_token`` (a
number of 64 bits), ``sender`` (``id``, ``name``) and ``message`` (``type``, ``text``). Registering
the address sends a signed ``webhook`` event. From its FAQ: a call that is not answered with 200 is
sent again for an hour.
"""

import hmac
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import Inquiry
from .base import LONGEST_TEXT, Said, Unreadable, moment, part, same, words


class Viber:
    """Texts become words of a case; what is sent beside (pictures, files) is named."""

    code = Inquiry.Channel.VIBER.value
    repeats = timedelta(hours=2)

    def on(self) -> bool:
        return bool(settings.VIBER_TOKEN)

    def greets(self, headers: Any, body: bytes) -> bool:
        return False  # its own greeting is signed like any call

    def genuine(self, headers: Any, body: bytes) -> bool:
        mac = hmac.digest(settings.VIBER_TOKEN.encode(), body, sha256).hex()
        return same(mac, headers.get("X-Viber-Content-Signature", ""))

    def read(self, said: dict[str, Any]) -> Said | None:
        if said.get("event") != "message":
            return None
        message, sender = part(said, "message"), part(said, "sender")
        number, who = words(said.get("message_token")), words(sender.get("id"))
        if not (number and who):
            raise Unreadable("no number or sender")
        text, kind = words(message.get("text"), LONGEST_TEXT), words(message.get("type"))
        if kind != "text":
            beside = _("(Sent by Viber beside the text: %(what)s; see it there.)") % {"what": kind}
            text = f"{text}\n{beside}".strip()
        name = words(sender.get("name"), 150)
        return Said(number, who, name, text, moment(said.get("timestamp"))) if text else None
