"""Issues needing support: what a unit cannot settle alone and asks the Committee about."""

import json
from hashlib import sha256

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Unit

from ..querysets import SupportIssueQuerySet
from .activities import Activity
from .plans import Plan
from .undertakings import Undertaking


@tracked()
class SupportIssue(models.Model):
    """A matter raised at a dialogue or met in carrying out (Decision 104, IV.1, IV.3, IV.4)."""

    class Status(models.TextChoices):
        RAISED = "raised", _("Raised")
        TAKEN_UP = "taken_up", _("Taken up")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")
        SENT_BACK = "sent_back", _("Sent back")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    WITH_BOARD = (Status.RAISED, Status.TAKEN_UP)
    WITH_UNIT = (Status.ANSWERED, Status.SENT_BACK)

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="support_issues", verbose_name=_("unit")
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="support_issues", verbose_name=_("yearly plan")
    )
    undertaking = models.ForeignKey(
        Undertaking,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="support_issues",
        verbose_name=_("met in carrying out"),
    )
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="support_issues",
        verbose_name=_("raised at"),
    )
    title = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("what the matter is"))
    asked = models.TextField(_("what is asked of the Committee"))
    forwarded_to = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issues_to_advise_on",
        verbose_name=_("unit asked to write"),
    )
    opinion = models.TextField(_("opinion of the unit asked"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    raised_at = models.DateTimeField(_("raised at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RAISED)

    objects = SupportIssueQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("issue needing support"), _("issues needing support")
        ordering = ["raised_at", "pk"]
        indexes = [models.Index(fields=["status", "raised_at"], name="support_issue_waiting")]
        constraints = [
            models.CheckConstraint(
                name="an_answered_issue_has_its_answer_and_day",
                condition=~Q(status__in=["answered", "closed"])
                | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_opinion_comes_from_a_unit_that_was_asked",
                condition=Q(opinion="") | Q(forwarded_to__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def version(self) -> str:
        """Stands for what was written: another value means that somebody changed it."""
        said = [self.title, self.text, self.asked, self.opinion, self.answer]
        return sha256(json.dumps(said).encode()).hexdigest()[:16]
