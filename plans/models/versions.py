"""Every version a unit submitted: texts and figures as they were that day."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import User

from ..querysets import OfReportQuerySet, OfVersionQuerySet
from .items import Item
from .reports import Report
from .sections import Section


@tracked()
class ReportVersion(models.Model):
    """A report as it was submitted once; figures and texts of it never change.

    ``term`` is the day by which it had to be handed in again (None for the first version).
    ``redo_by``: the day set when this version was sent back.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="versions", verbose_name=_("report")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    submitted_at = models.DateTimeField(_("submitted at"))
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    texts = models.JSONField(_("texts"), default=dict)
    sources = models.JSONField(_("taken over from"), default=list)
    term = models.DateField(_("was due again by"), null=True, blank=True)
    returned_at = models.DateTimeField(_("sent back at"), null=True, blank=True)
    returned_reason = models.CharField(_("reason"), max_length=500, blank=True)
    redo_by = models.DateField(_("to be handed in again by"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("version of a report"), _("versions of a report")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="a_version_has_its_number"),
            models.CheckConstraint(
                name="a_version_is_sent_back_or_accepted_not_both",
                condition=Q(returned_at=None) | Q(accepted_at=None),
            ),
            models.CheckConstraint(
                name="a_version_sent_back_says_why_and_until_when",
                condition=Q(returned_at=None, redo_by=None, returned_reason="")
                | Q(returned_at__isnull=False, redo_by__isnull=False) & ~Q(returned_reason=""),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_was_submitted_stays",
                fields=["report", "number", "submitted_at", "by", "texts", "sources", "term"],
            ),
            pgtrigger.Protect(name="versions_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return _("Version %(number)s") % {"number": self.number}


@tracked()
class Inclusion(models.Model):
    """A narrative that a report took over from the version of a unit under it."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="inclusions", verbose_name=_("report")
    )
    version = models.ForeignKey(
        ReportVersion, models.PROTECT, related_name="included_in", verbose_name=_("version")
    )
    section = models.CharField(_("section"), max_length=14, choices=Section)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("text taken over"), _("texts taken over")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "version", "section"], name="a_text_is_taken_over_once"
            )
        ]

    def __str__(self):
        return f"{self.get_section_display()}: {self.version}"


@tracked()
class FrozenFigure(models.Model):
    """A figure of a version, with the definition as it was that day and the one before it."""

    class Kind(models.TextChoices):
        COUNT = "count", _("Count")
        SHARE = "share", _("Share")
        MEDIAN = "median", _("Median")

    version = models.ForeignKey(
        ReportVersion, models.PROTECT, related_name="figures", verbose_name=_("version")
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a row", "position"))
    code = models.CharField(_("measure"), max_length=80)
    task = models.CharField(_("task"), max_length=20, choices=Item.Task)
    label_vi = models.CharField(_("name in Vietnamese"), max_length=300)
    label_en = models.CharField(_("name in English"), max_length=300)
    definition_vi = models.TextField(_("definition in Vietnamese"))
    definition_en = models.TextField(_("definition in English"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    unit_vi = models.CharField(_("counted in (Vietnamese)"), max_length=60, blank=True)
    unit_en = models.CharField(_("counted in (English)"), max_length=60, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    of = models.DecimalField(_("out of"), max_digits=20, decimal_places=4, null=True, blank=True)
    before_value = models.DecimalField(
        _("value before"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    before_of = models.DecimalField(
        _("out of before"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("figure"), _("figures")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="one_figure_at_a_position"
            ),
            models.UniqueConstraint(fields=["version", "code"], name="a_measure_once_a_version"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="figures_stay_as_submitted", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self):
        return self.label

    def _said(self, name: str) -> str:
        tongue = "en" if (get_language() or "vi").startswith("en") else "vi"
        return getattr(self, f"{name}_{tongue}") or getattr(self, f"{name}_vi")

    @property
    def label(self) -> str:
        return self._said("label")

    @property
    def definition(self) -> str:
        return self._said("definition")

    @property
    def unit(self) -> str:
        return self._said("unit")
