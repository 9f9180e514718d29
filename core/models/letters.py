"""What a change says to a person."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..chores import Chore


class Letter(Chore):
    """What a change says to a person; written with the change, sent by a repeatable job."""

    cause = models.CharField(_("cause"), max_length=120)
    recipient = models.EmailField(_("recipient"))
    language = models.CharField(_("language"), max_length=2, default="vi")
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    key = models.UUIDField(default=uuid4, editable=False)

    class Meta(Chore.Meta):
        verbose_name, verbose_name_plural = _("letter"), _("letters")
        constraints = [
            *Chore.Meta.constraints,
            models.UniqueConstraint(
                fields=["cause", "recipient"], name="letter_once_per_cause_and_recipient"
            ),
        ]

    def __str__(self):
        return f"{self.cause} → {self.recipient}"

    @property
    def message_id(self) -> str:
        """Always the same, so that a letter sent twice is recognised by the mail server."""
        return f"<{self.key}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('>')}>"
