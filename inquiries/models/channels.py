"""Messages of Zalo and Viber, each taken in once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from ..channels.querysets import ChannelMessageQuerySet
from .inquiries import Inquiry


@tracked()
class ChannelMessage(models.Model):
    """The number of a message at its channel, and the case it went to; the words stand there."""

    channel = models.CharField(_("channel"), max_length=10, choices=Inquiry.Channel)
    number = models.CharField(_("number at the channel"), max_length=120)
    sender = models.CharField(_("writer's key at the channel"), max_length=120)
    at = models.DateTimeField(_("received at"))
    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, null=True, blank=True, related_name="channel_messages",
        verbose_name=_("case"),
    )  # fmt: skip

    objects = ChannelMessageQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("message of a channel"), _("messages of channels")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["channel", "sender", "-id"], name="channel_message_sender")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "number"], name="a_channel_s_message_is_taken_once"
            ),
            models.CheckConstraint(
                name="a_channel_s_message_has_a_number", condition=~Q(number="") & ~Q(sender="")
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.number}"
