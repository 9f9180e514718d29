"""When units report: periods made of the Decision's reporting dates, or opened by the board."""

import json
from hashlib import sha256

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Unit

from ..querysets import ReportingPeriodQuerySet
from .plans import Plan, ReportingDate


def who_reports() -> list[str]:
    """Kinds of units that owe a report unless the board says otherwise (Decision 104, IV.4)."""
    return [Unit.Kind.HQ_UNIT, Unit.Kind.DEPARTMENT]


@tracked()
class ReportingPeriod(models.Model):
    """What every unit reports once: from a day to a cut-off day, handed in by a due day."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open")
        CONSOLIDATING = "consolidating", _("Being consolidated")
        CLOSED = "closed", _("Closed")

    class Kind(models.TextChoices):
        SIX_MONTHS = "six_months", _("Six-month report")
        ANNUAL = "annual", _("Annual report")
        AD_HOC = "ad_hoc", _("Ad hoc report")

    class Rule(models.TextChoices):
        LAST_WORKING_DAY_BEFORE = "last_working_day_before", _("the last working day before it")
        NEXT_WORKING_DAY = "next_working_day", _("the day itself, or the next working day")
        AS_IT_IS = "as_it_is", _("the day itself, also where it is a day off")

    RUNNING = (Status.OPEN, Status.CONSOLIDATING)

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="reporting_periods", verbose_name=_("yearly plan")
    )
    date = models.OneToOneField(
        ReportingDate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="period",
        verbose_name=_("date in the Decision"),
    )
    kind = models.CharField(_("report"), max_length=12, choices=Kind)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    starts = models.DateField(_("figures from"))
    cut_off = models.DateField(
        _("cut-off day"), help_text=_("The last day whose figures the report holds.")
    )
    opens_on = models.DateField(
        _("opens on"), help_text=_("From this day on units find the report on their desk.")
    )
    before = models.DateField(
        _("day named"), help_text=_("The day the Decision or the letter of the board names.")
    )
    rule = models.CharField(
        _("last day to report"),
        max_length=24,
        choices=Rule,
        default=Rule.LAST_WORKING_DAY_BEFORE,
        help_text=_("By the working calendar of the country, from the day named."),
    )
    due_on = models.DateField(_("due on"), editable=False)
    owing = ArrayField(
        models.CharField(max_length=20, choices=Unit.Kind),
        verbose_name=_("who reports"),
        default=who_reports,
    )
    redo_days = models.PositiveSmallIntegerField(
        _("working days to hand in again"),
        default=5,
        validators=[MaxValueValidator(60)],
        help_text=_("After a report was sent back; never before the due day."),
    )
    nag_days = models.PositiveSmallIntegerField(
        _("days of daily reminders"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(366)],
        help_text=_(
            "So long units are reminded every day after the due day; empty: until the period is "
            "closed."
        ),
    )
    status = models.CharField(_("status"), max_length=14, choices=Status, default=Status.PLANNED)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("reporting period"), _("reporting periods")
        ordering = ["-before", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_period_begins_before_its_cut_off", condition=Q(starts__lte=F("cut_off"))
            ),
            models.CheckConstraint(
                name="the_cut_off_is_not_after_the_due_day", condition=Q(cut_off__lte=F("due_on"))
            ),
            models.CheckConstraint(
                name="a_period_opens_by_its_due_day", condition=Q(opens_on__lte=F("due_on"))
            ),
            models.CheckConstraint(
                name="only_an_ad_hoc_period_has_no_date_in_the_decision",
                condition=Q(kind="ad_hoc", date=None) | Q(date__isnull=False) & ~Q(kind="ad_hoc"),
            ),
            models.CheckConstraint(name="somebody_owes_the_report", condition=Q(owing__len__gt=0)),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("admin:plans_reportingperiod_change", args=[self.pk])

    @property
    def version(self) -> str:
        """Stands for the terms: another value means that somebody changed them."""
        said = [self.title_vi, self.title_en, self.starts, self.cut_off, self.opens_on, self.before]
        said += [self.rule, self.owing, self.redo_days, self.nag_days]
        return sha256(json.dumps(said, default=str).encode()).hexdigest()[:16]

    @property
    def title(self) -> str:
        """The title in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.title_en if english else "") or self.title_vi
