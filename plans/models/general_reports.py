"""The general report: what the Committee makes of the reports it accepted (Decision 104, IV.1)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from directory.models import Unit, User

from ..querysets import GeneralReportQuerySet, OfGeneralReportQuerySet
from .reporting import ReportingPeriod
from .sections import Section
from .versions import ReportVersion


@tracked()
class GeneralReport(models.Model):
    """One period's reports put together; a preliminary version may come before the final one."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", _("Being consolidated")
        PRELIMINARY = "preliminary", _("Preliminary")
        FINAL = "final", _("Final")

    IN_MAKING = (Status.DRAFTED, Status.PRELIMINARY)
    SHOWN = (Status.PRELIMINARY, Status.FINAL)

    period = models.OneToOneField(
        ReportingPeriod,
        models.PROTECT,
        related_name="general_report",
        verbose_name=_("reporting period"),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFTED)

    objects = GeneralReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("general report"), _("general reports")
        ordering = ["-pk"]

    def __str__(self):
        return _("General report: %(period)s") % {"period": self.period.title}

    def get_absolute_url(self):
        return reverse("admin:plans_generalreport_change", args=[self.pk])


@tracked()
class Passage(models.Model):
    """A paragraph of a unit's report, and what became of it in the general report."""

    class Use(models.TextChoices):
        OFFERED = "offered", _("Offered")
        INCLUDED = "included", _("Included")
        EDITED = "edited", _("Edited")
        LEFT_OUT = "left_out", _("Left out")

    TAKEN = (Use.INCLUDED, Use.EDITED)

    general_report = models.ForeignKey(
        GeneralReport, models.CASCADE, related_name="passages", verbose_name=_("general report")
    )
    version = models.ForeignKey(
        ReportVersion, models.PROTECT, related_name="passages", verbose_name=_("version")
    )
    section = models.CharField(_("section"), max_length=14, choices=Section)
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a row", "position"))
    original = models.TextField(_("text of the unit"))
    text = models.TextField(_("text"))
    use = models.CharField(_("use"), max_length=10, choices=Use, default=Use.OFFERED)

    objects = OfGeneralReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("passage"), _("passages")
        ordering = ["general_report", "section", "version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["general_report", "version", "section", "position"],
                name="a_passage_is_offered_once",
            ),
            models.CheckConstraint(
                name="only_an_edited_passage_differs_from_its_unit",
                condition=Q(use="edited") | Q(text=models.F("original")),
            ),
            models.CheckConstraint(name="a_passage_says_something", condition=~Q(text="")),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="a_passage_keeps_where_it_comes_from",
                fields=["general_report", "version", "section", "position", "original"],
            )
        ]

    def __str__(self):
        return self.text[:90]


@tracked()
class Recommendation(models.Model):
    """What the Committee recommends in its general report."""

    general_report = models.ForeignKey(
        GeneralReport,
        models.CASCADE,
        related_name="recommendations",
        verbose_name=_("general report"),
    )
    text = models.TextField(_("text"))
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("addressed to"),
    )

    objects = OfGeneralReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("recommendation"), _("recommendations")
        ordering = ["general_report", "pk"]
        constraints = [
            models.CheckConstraint(name="a_recommendation_says_something", condition=~Q(text=""))
        ]

    def __str__(self):
        return self.text[:90]


@tracked()
class GeneralVersion(models.Model):
    """The general report as it was issued, preliminary or final: it never changes."""

    class Stage(models.TextChoices):
        PRELIMINARY = "preliminary", _("Preliminary")
        FINAL = "final", _("Final")

    general_report = models.ForeignKey(
        GeneralReport, models.PROTECT, related_name="versions", verbose_name=_("general report")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    issued_at = models.DateTimeField(_("issued at"))
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    content = models.JSONField(_("content"))

    objects = OfGeneralReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("issued general report"), _("issued general reports")
        ordering = ["general_report", "issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["general_report", "stage"], name="a_general_report_is_issued_once_a_stage"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="an_issued_general_report_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self):
        return f"{self.general_report} ({self.get_stage_display()})"
