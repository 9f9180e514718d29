"""Zalo Official Account: events of users who write to customs.

``X-ZEvent-Signature`` holds SHA-256 of application key, body, the body's timestamp and the
account's secret, one after the other ("mac=…").
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import Inquiry
from .base import LONGEST_TEXT, Said, Unreadable, moment, parsed, part, same, words


class Zalo:
    """Texts become words of a case; what is sent beside (pictures, files) is named."""

    code = Inquiry.Channel.ZALO.value

    def on(self) -> bool:
        return bool(settings.ZALO_APP_ID and settings.ZALO_OA_SECRET)

    def genuine(self, headers: Any, body: bytes) -> bool:
        try:
            stamp = words(parsed(body).get("timestamp"), 20)
        except Unreadable:
            return False
        secret = stamp + settings.ZALO_OA_SECRET
        mac = sha256(settings.ZALO_APP_ID.encode() + body + secret.encode()).hexdigest()
        return same(mac, headers.get("X-ZEvent-Signature", "").removeprefix("mac="))

    def read(self, said: dict[str, Any]) -> Said | None:
        event = words(said.get("event_name"))
        if not event.startswith("user_send_"):
            return None
        message, sender = part(said, "message"), words(part(said, "sender").get("id"))
        number = words(message.get("msg_id"))
        if not (number and sender):
            raise Unreadable("no number or sender")
        text = words(message.get("text"), LONGEST_TEXT)
        if event != "user_send_text":
            beside = _("(Sent by Zalo beside the text: %(what)s; see it there.)")
            text = f"{text}\n{beside % {'what': event.removeprefix('user_send_')}}".strip()
        return Said(number, sender, "", text, moment(said.get("timestamp"))) if text else None
