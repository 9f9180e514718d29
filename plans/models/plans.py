"""The yearly plan, the Decision it was read from, and when its results are reported."""

import json
from hashlib import sha256

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import StoredFile
from directory.models import Unit

from ..querysets import OfPlanQuerySet, PlanQuerySet


@tracked()
class Plan(models.Model):
    """One year's plan for developing the partnership, issued with a Decision."""

    class Status(models.TextChoices):
        READ = "read", _("Read, to be checked")
        DRAFTED = "drafted", _("Drafted")
        ISSUED = "issued", _("Issued")
        CLOSED = "closed", _("Closed")
        DISCARDED = "discarded", _("Discarded")

    FIRST_YEAR, LAST_YEAR = 2000, 2099
    NUMBER_LENGTH, SIGNER_LENGTH = 60, 150
    HEADING = ("year", "number", "signed_on", "signer", "title_vi", "title_en")
    PUBLIC = (Status.ISSUED, Status.CLOSED)
    IN_MAKING = (Status.READ, Status.DRAFTED)

    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="plans", verbose_name=_("issuing unit")
    )
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amended_by",
        verbose_name=_("amends"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.CharField(_("number of the Decision"), max_length=NUMBER_LENGTH, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signer = models.CharField(_("signed by"), max_length=SIGNER_LENGTH, blank=True)
    title_vi = models.TextField(_("title in Vietnamese"), blank=True)
    title_en = models.TextField(_("title in English"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.READ)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("yearly plan"), _("yearly plans")
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["-year", "-id"], name="plan_by_year")]
        constraints = [
            models.CheckConstraint(
                name="a_plan_past_reading_has_number_date_and_signer",
                condition=Q(status__in=["read", "discarded"])
                | Q(signed_on__isnull=False) & ~Q(number="") & ~Q(signer="") & ~Q(title_vi=""),
            ),
            models.UniqueConstraint(
                name="one_issued_plan_a_year_and_unit",
                fields=["issuer", "year"],
                condition=Q(status="issued"),
            ),
            models.CheckConstraint(
                name="a_plan_is_of_this_century", condition=Q(year__range=(2000, 2099))
            ),
        ]

    def __str__(self):
        return _("Partnership plan %(year)s, Decision %(number)s") % {
            "year": self.year,
            "number": self.number or "…",
        }

    def get_absolute_url(self):
        return reverse("plans:detail", args=[self.year])

    @property
    def title(self) -> str:
        """The title in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.title_en if english else "") or self.title_vi or self.title_en

    @property
    def version(self) -> str:
        """Stands for the heading: another value means that somebody corrected it."""
        said = [str(getattr(self, name)) for name in self.HEADING]
        return sha256(json.dumps(said).encode()).hexdigest()[:16]

    @property
    def has_heading(self) -> bool:
        """Whether number, day, signer and Vietnamese title are known."""
        return bool(self.number and self.signed_on and self.signer and self.title_vi)


@tracked(exclude=("lines",))
class Source(models.Model):
    """The Decision's text in one language, line by line, as it was read from its file."""

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="sources", verbose_name=_("yearly plan")
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("vi", _("Vietnamese")), ("en", _("English"))]
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="plan_sources", verbose_name=_("file")
    )
    lines = models.JSONField(_("lines"), default=list)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("text of the Decision"), _("texts of the Decision")
        constraints = [
            models.UniqueConstraint(fields=["plan", "language"], name="one_text_per_language")
        ]

    def __str__(self):
        return f"{self.plan} ({self.get_language_display()})"


@tracked()
class Doubt(models.Model):
    """A place where the reader was not sure; a person settles it before the plan is accepted."""

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="doubts", verbose_name=_("yearly plan")
    )
    language = models.CharField(_("language"), max_length=2)
    line = models.PositiveIntegerField(_("line"))
    why = models.CharField(_("why"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("doubt"), _("doubts")
        ordering = ["language", "line", "pk"]

    def __str__(self):
        return f"{self.line}: {self.why}"


@tracked()
class ReportingDate(models.Model):
    """Before which day units report (section IV.4: 15 June and 10 December in 2023)."""

    class Kind(models.TextChoices):
        SIX_MONTHS = "six_months", _("Six-month report")
        ANNUAL = "annual", _("Annual report")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="reporting_dates", verbose_name=_("yearly plan")
    )
    kind = models.CharField(_("report"), max_length=12, choices=Kind)
    before = models.DateField(_("before"))

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("reporting date"), _("reporting dates")
        ordering = ["before"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind"], name="one_date_a_kind_of_report")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.before:%d/%m/%Y}"
