"""Who of customs looked at whose words; and the lists a person keeps at hand."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from directory.models import User

from ..querysets import SavedFilterQuerySet, ViewingQuerySet
from .inquiries import Inquiry


class Viewing(models.Model):
    """One look of an officer at a case with its asker's name and contact (G20).

    Kept apart from the history, which tells what was done, and never rewritten: the database
    refuses to change or delete a row.
    """

    inquiry = models.ForeignKey(
        Inquiry, models.PROTECT, related_name="viewings", verbose_name=_("inquiry")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("seen by"))
    at = models.DateTimeField(_("at"), default=now)

    objects = ViewingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("view of a case"), _("views of cases")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["inquiry", "-at", "-id"], name="viewing_of_inquiry"),
            models.Index(fields=["-at", "-id"], name="viewing_newest"),
        ]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.inquiry.reference}, {self.by}"


class SavedFilter(models.Model):
    """Filters, search and order of the case list under a name of one's own.

    ``query`` is the tail of the list's address. Nobody else sees it: it has no history.
    """

    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("by"))
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=1_000)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("saved filter"), _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "name"], name="a_person_names_a_saved_filter_once"
            ),
            models.CheckConstraint(
                name="a_saved_filter_has_a_name_and_filters",
                condition=~Q(name="") & ~Q(query=""),
            ),
        ]

    def __str__(self):
        return self.name
