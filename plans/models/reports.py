"""What a unit owes: the register's row, what the board allowed, and the draft in the making."""

import json
from hashlib import sha256

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from directory.models import Unit

from ..querysets import OfReportQuerySet, ReportQuerySet
from .reporting import ReportingPeriod
from .sections import Section


@tracked()
class Report(models.Model):
    """A report that a unit owes for a period: it stands here before anything is written.

    ``due_on`` is the original day and never moves; ``extended_to`` stands beside it.
    ``first_submitted_at`` survives every resubmission.
    """

    class Status(models.TextChoices):
        EXPECTED = "expected", _("Expected")
        DRAFTED = "drafted", _("Being drafted")
        SUBMITTED = "submitted", pgettext_lazy("report", "Submitted")
        SENT_BACK = "sent_back", _("Sent back")
        ACCEPTED = "accepted", _("Accepted")
        EXCUSED = "excused", _("Excused")

    OWED = (Status.EXPECTED, Status.DRAFTED, Status.SENT_BACK)  # it is the unit's turn
    IN_WRITING = (Status.DRAFTED, Status.SENT_BACK)
    HANDED_IN = (Status.SUBMITTED, Status.ACCEPTED)
    OVERSEEN = (Unit.Kind.BRANCH, Unit.Kind.TEAM)  # their reports are part of a department's

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="reports", verbose_name=_("reporting period")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name=_("unit"))
    expected_at = models.DateTimeField(_("owed since"))
    due_on = models.DateField(_("due on"))
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    extension_reason = models.CharField(_("reason of the extension"), max_length=500, blank=True)
    extended_at = models.DateTimeField(_("extended at"), null=True, blank=True)
    excused_at = models.DateTimeField(_("excused at"), null=True, blank=True)
    excused_reason = models.CharField(_("reason of the excuse"), max_length=500, blank=True)
    redo_by = models.DateField(_("to be handed in again by"), null=True, blank=True)
    first_submitted_at = models.DateTimeField(_("first submitted at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("last submitted at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.EXPECTED)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("report"), _("reports")
        ordering = ["period", "unit__path"]
        indexes = [models.Index(fields=["status", "due_on", "id"], name="report_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"], name="a_unit_owes_one_report_a_period"
            ),
            models.CheckConstraint(
                name="an_extension_is_later_and_has_a_reason_and_moment",
                condition=Q(extended_to=None, extended_at=None, extension_reason="")
                | Q(
                    extended_to__isnull=False,
                    extended_to__gt=F("due_on"),
                    extended_at__isnull=False,
                )
                & ~Q(extension_reason=""),
            ),
            models.CheckConstraint(
                name="an_excused_report_has_a_reason_and_moment",
                condition=Q(status="excused", excused_at__isnull=False) & ~Q(excused_reason="")
                | ~Q(status="excused") & Q(excused_at=None, excused_reason=""),
            ),
            models.CheckConstraint(
                name="the_first_submission_comes_first",
                condition=Q(first_submitted_at=None, submitted_at=None)
                | Q(
                    first_submitted_at__isnull=False,
                    submitted_at__isnull=False,
                    first_submitted_at__lte=F("submitted_at"),
                ),
            ),
            models.CheckConstraint(
                name="a_report_handed_in_was_submitted",
                condition=~Q(status__in=["submitted", "accepted", "sent_back"])
                | Q(submitted_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="the_original_due_day_stays", fields=["due_on", "period", "unit"]
            ),
            pgtrigger.Protect(
                name="the_first_submission_survives",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.first_submitted_at IS NOT NULL"
                    " AND NEW.first_submitted_at IS DISTINCT FROM OLD.first_submitted_at"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.period.title}: {self.unit}"

    def get_absolute_url(self):
        return reverse("admin:plans_report_change", args=[self.pk])

    @property
    def due(self):
        """The day it is due by now: the extension where there is one; later if to be redone."""
        return max(filter(None, (self.due_on, self.extended_to, self.redo_by)))


@tracked()
class Concession(models.Model):
    """What the board allowed a unit: an extension, an excuse, or that an excuse is over.

    Rows are only added: they tell how things stood on any past day.
    """

    class Kind(models.TextChoices):
        EXTENDED = "extended", _("Extended")
        EXCUSED = "excused", _("Excused")
        EXPECTED_AGAIN = "expected_again", _("Expected again")

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="concessions", verbose_name=_("report")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("at"))

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("concession"), _("concessions")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="only_an_extension_has_a_day",
                condition=Q(kind="extended", until__isnull=False)
                | ~Q(kind="extended") & Q(until=None),
            ),
            models.CheckConstraint(name="a_concession_says_why", condition=~Q(reason="")),
        ]
        triggers = [
            pgtrigger.Protect(
                name="concessions_are_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.reason}"


@tracked()
class ReportSection(models.Model):
    """One narrative part of a report in the making."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="sections", verbose_name=_("report")
    )
    section = models.CharField(_("section"), max_length=14, choices=Section)
    text = models.TextField(_("text"), blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("section of a report"), _("sections of a report")
        constraints = [
            models.UniqueConstraint(fields=["report", "section"], name="a_section_once_a_report")
        ]

    def __str__(self):
        return self.get_section_display()

    @property
    def version(self) -> str:
        """Stands for the text: another value means that somebody wrote meanwhile."""
        return sha256(json.dumps(self.text).encode()).hexdigest()[:16]


@tracked()
class Remark(models.Model):
    """What a unit has to say about a figure: figures themselves are never typed."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="remarks", verbose_name=_("report")
    )
    measure = models.CharField(_("measure"), max_length=80)
    text = models.CharField(_("remark"), max_length=500)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("remark"), _("remarks")
        constraints = [
            models.UniqueConstraint(fields=["report", "measure"], name="one_remark_a_figure"),
            models.CheckConstraint(name="a_remark_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return self.text
