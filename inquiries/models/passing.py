"""The clock of a request that has to be passed on within hours of its receipt."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Unit

from ..querysets import OfInquiryQuerySet
from .inquiries import Inquiry


@tracked()
class PassingOn(models.Model):
    """A request of a programme member reaches who answers it within 24 hours (Decision
    2790/QĐ-TCHQ of 4 December 2024); the limit is a row of :class:`Limit`.

    ``at``: when the unit that received it gave it to an officer, transferred, answered or ended it.
    """

    inquiry = models.OneToOneField(
        Inquiry, models.CASCADE, related_name="passing_on", verbose_name=_("inquiry")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    due_at = models.DateTimeField(_("to be passed on by"))
    at = models.DateTimeField(_("passed on at"), null=True, blank=True)

    objects = OfInquiryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("passing on"), _("requests to be passed on")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], name="passing_on_due", include=["at", "unit"]),
        ]

    def __str__(self):
        return f"{self.due_at:%d/%m/%Y %H:%M}"
