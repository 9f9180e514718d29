"""Mail that came in, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import StoredFile

from ..mail.querysets import IncomingMailQuerySet
from .inquiries import Inquiry


@tracked()
class IncomingMail(models.Model):
    """One mail, once: the same mail fetched again is recognised by its ``identity``.

    ``raw`` keeps what made no case and no word in one, as it came: a person may look at it.
    """

    class Outcome(models.TextChoices):
        CASE = "case", _("New case")
        JOINED = "joined", _("Joined its case")
        NOTED = "noted", _("Noted in its case")
        AUTO = "auto", _("Automatic reply: laid aside")
        BOUNCE = "bounce", _("Undeliverable letter")
        LIST = "list", _("Mailing list: laid aside")
        OWN = "own", _("Our own letter: laid aside")
        HELD = "held", _("Too many from one sender: held")
        BROKEN = "broken", _("Could not be read: kept as it came")

    # No word in any case; the last two wait for somebody.
    ASIDE = (Outcome.AUTO, Outcome.BOUNCE, Outcome.LIST, Outcome.OWN, Outcome.HELD, Outcome.BROKEN)
    TROUBLE = (Outcome.HELD, Outcome.BROKEN)

    identity = models.CharField(max_length=64, unique=True, editable=False)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    at = models.DateTimeField(_("fetched at"))
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome)
    note = models.TextField(_("remarks"), blank=True)
    inquiry = models.ForeignKey(
        Inquiry, models.PROTECT, null=True, blank=True, related_name="mails",
        verbose_name=_("case"),
    )  # fmt: skip
    raw = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="mails",
        verbose_name=_("as it came"),
    )  # fmt: skip

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("incoming mail"), _("incoming mails")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["sender", "-at"], name="incoming_mail_of_sender")]
        constraints = [
            models.CheckConstraint(
                name="a_mail_s_identity_is_whole", condition=Q(identity__regex="^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="a_mail_that_made_a_case_names_it",
                condition=~Q(outcome__in=["case", "joined", "noted"]) | Q(inquiry__isnull=False),
            ),
        ]

    def __str__(self):
        return self.subject or self.sender or str(self.pk)
