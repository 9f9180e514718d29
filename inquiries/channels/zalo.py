"""Zalo Official Account: events of users who write to customs.

From Zalo's documents (developers.zalo.me, Official Account API, "Webhook"): the header
``X-ZEvent-Signature`` holds ``mac=`` and SHA-256 of application key, body, timestamp and the
account's secret (not the application's), one after the other; what users send is told by events
``user_send_text``, ``_image``, ``_link``, ``_audio``, ``_video``, ``_sticker``, ``_gif``,
``_location``, ``_file`` and ``_business_card`` with ``message.msg_id``; every call wants 200 within
two seconds, else it is sent again for twelve hours and the address may be switched off.

Two things senders are seen to do that the documents leave open: the timestamp that is signed stands
in the header ``X-ZEvent-Timestamp`` where that is sent, else in the body; and an address that is
being registered is tried with an unsigned empty object. ``user_send_group_…`` is talk in a group
chat, no question to the account: nothing is done.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import Inquiry
from .base import LONGEST_TEXT, Said, Unreadable, moment, parsed, part, same, words


class Zalo:
    """Texts become words of a case; what is sent beside (pictures, files) is named."""

    code = Inquiry.Channel.ZALO.value
    repeats = timedelta(hours=13)

    def on(self) -> bool:
        return bool(settings.ZALO_APP_ID and settings.ZALO_OA_SECRET)

    def greets(self, headers: Any, body: bytes) -> bool:
        return body.strip() == b"{}" and not headers.get("X-ZEvent-Signature")

    def genuine(self, headers: Any, body: bytes) -> bool:
        try:
            inside = words(parsed(body).get("timestamp"), 20)
        except Unreadable:
            return False
        stamp = words(headers.get("X-ZEvent-Timestamp"), 20) or inside
        secret = stamp + settings.ZALO_OA_SECRET
        mac = sha256(settings.ZALO_APP_ID.encode() + body + secret.encode()).hexdigest()
        return same(mac, headers.get("X-ZEvent-Signature", "").removeprefix("mac="))

    def read(self, said: dict[str, Any]) -> Said | None:
        event = words(said.get("event_name"))
        if not event.startswith("user_send_") or event.startswith("user_send_group_"):
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
