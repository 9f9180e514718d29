"""A message of a channel becomes a case or a word in one; the same message once (G24)."""

from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.history import acting

from .. import services
from ..mail.intake import topic_of
from ..models import ChannelMessage, Inquiry, Message
from ..reading import only_thanks, reads_as
from ..rules import Asker
from .base import Said

SPACE = UUID("2f0f6f0a-6f3f-4f0e-8d0e-3b8a2c1f9d77")


def take_in(channel: str, said: Said) -> Inquiry | None:
    """The case a message went to; None when the same message was taken in before.

    Who wrote lately and whose case is still open adds to it, and who only thanks for an answer has
    said so there; anybody else asks anew.
    """
    try:
        with transaction.atomic(), override("vi"):
            with acting(None, "channel"):
                row = ChannelMessage.objects.create(
                    channel=channel, number=said.number, sender=said.sender, at=now()
                )
            inquiry = _last_case(channel, said.sender)
            if inquiry is None or not (inquiry.is_open or only_thanks(said.text)):
                inquiry = _new(channel, said)
            elif inquiry.is_open:
                services.add(inquiry, by=Asker(inquiry.pk), text=said.text)
            else:
                _noted(inquiry, said.text)
            with acting(None, "channel"):
                row.inquiry = inquiry
                row.save(update_fields=["inquiry"])
    except IntegrityError:
        if ChannelMessage.objects.filter(channel=channel, number=said.number).exists():
            return None
        raise
    return inquiry


def _noted(inquiry: Inquiry, text: str) -> None:
    """A word of the asker in a case that needs no more."""
    with acting(None, "channel"):
        Message.objects.create(inquiry=inquiry, side=Message.Side.ASKER, text=text, at=now())


def _last_case(channel: str, sender: str) -> Inquiry | None:
    """The latest case of this writer; messages in a row wait for one another."""
    last = (
        ChannelMessage.objects.filter(channel=channel, sender=sender, inquiry__isnull=False)
        .order_by("-pk").values_list("inquiry", flat=True).first()
    )  # fmt: skip
    return Inquiry.objects.select_for_update().filter(pk=last).first() if last else None


def _new(channel: str, said: Said) -> Inquiry:
    label = str(Inquiry.Channel(channel).label)
    line = " ".join(said.text.split())
    matter = services.Matter(
        reads_as(said.text) or Inquiry.Kind.QUESTION, topic_of(said.text), line[:200], said.text
    )
    origin = services.Origin(
        channel, name=said.name or label, submission=uuid5(SPACE, f"{channel} {said.number}")
    )
    inquiry = services.submit(matter, origin).inquiry
    with acting(None, "note"):
        Message.objects.create(
            inquiry=inquiry, side=Message.Side.NOTE, at=now(),
            text=_("This question came by %(channel)s and gives no email: send the answer there as"
                   " well.") % {"channel": label},
        )  # fmt: skip
    return inquiry
