"""Brokers and partner enterprises measured by criteria that are data, with weights and versions."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Enterprise, Unit, User
from directory.models.dated import DATES_IN_ORDER, Dated

from ..querysets import (
    AssessmentQuerySet,
    CriteriaQuerySet,
    OfCriteriaQuerySet,
    ScoreQuerySet,
)
from .keeping import criteria_stand


@tracked()
class CriteriaSet(Dated):
    """One version of a set of criteria; another version is another set."""

    class Subject(models.TextChoices):
        BROKER = "broker", _("Customs brokers")
        PARTNER = "partner", _("Partner enterprises")

    subject = models.CharField(_("for"), max_length=8, choices=Subject)
    version = models.CharField(_("version"), max_length=20)
    name = models.CharField(_("name"), max_length=250)
    source = models.CharField(_("source"), max_length=250)
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Read in the document that sets it.")
    )
    comment_days = models.PositiveSmallIntegerField(
        _("working days to comment"), default=10, db_default=10,
        help_text=_("From the day an assessment is shared with the enterprise."),
    )  # fmt: skip
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = CriteriaQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("set of criteria"), _("sets of criteria")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "version"], name="a_version_of_criteria_is_one_set"
            ),
            models.CheckConstraint(name="criteria_dates_are_in_order", condition=DATES_IN_ORDER),
            models.CheckConstraint(
                name="criteria_leave_days_to_comment",
                condition=Q(comment_days__range=(1, 60)),
                violation_error_message=_("Working days to comment: 1 to 60."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.version})"


@tracked()
class Criterion(models.Model):
    """One criterion: how many points at most, and how much it weighs beside the others."""

    criteria = models.ForeignKey(
        CriteriaSet, models.CASCADE, related_name="items", verbose_name=_("set of criteria")
    )
    code = models.CharField(_("code"), max_length=10)
    text_vi = models.CharField(_("text in Vietnamese"), max_length=400)
    text_en = models.CharField(_("text in English"), max_length=400, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2)
    most = models.DecimalField(_("points at most"), max_digits=6, decimal_places=2)

    objects = OfCriteriaQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("criterion"), _("criteria")
        ordering = ["code", "pk"]
        triggers = [criteria_stand()]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria", "code"], name="a_criterion_has_its_own_code"
            ),
            models.CheckConstraint(
                name="a_criterion_of_brokers_weighs_something",
                condition=Q(weight__gt=0, most__gt=0),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.text}"

    @property
    def text(self) -> str:
        """The text in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.text_en if english else "") or self.text_vi


@tracked()
class Assessment(models.Model):
    """One enterprise in one year: points with evidence, its comment, the outcome, an appeal."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", _("Being assessed")
        SHARED = "shared", _("Shared for comment")
        COMMENTED = "commented", _("Commented on")
        DECIDED = "decided", _("Decided")
        APPEALED = "appealed", _("Appealed against")

    class Outcome(models.TextChoices):
        """Decision 104, III.5, province: core partners, examples, and stopping cooperation."""

        CORE = "core", _("Core partner")
        EXAMPLE = "example", _("Example to replicate")
        GOES_ON = "goes_on", _("Cooperation goes on")
        WARNED = "warned", _("Warning")
        ENDED = "ended", _("End of cooperation")

    criteria = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="assessments", verbose_name=_("set of criteria")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="assessments", verbose_name=_("enterprise")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assessments", verbose_name=_("assessing unit")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    comment_by = models.DateField(_("comment by"), null=True, blank=True)
    comment = models.TextField(_("comment of the enterprise"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    grounds = models.TextField(_("grounds"), blank=True)
    lesson = models.TextField(
        _("what others can learn"), blank=True, default="", db_default="",
        help_text=_("Published with the name of the enterprise."),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    key_before = models.BooleanField(
        default=False, db_default=False, editable=False
    )  # whether it was a key partner before the first decision
    appeal = models.TextField(_("appeal"), blank=True)
    heard_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("appeal decided by"),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFTED)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("assessment"), _("assessments")
        indexes = [models.Index(fields=["unit", "year"], name="assessment_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria", "enterprise", "year"],
                name="an_enterprise_is_assessed_once_a_year_by_a_set",
            ),
            models.CheckConstraint(
                name="a_decided_assessment_has_outcome_and_grounds",
                condition=~Q(status__in=["decided", "appealed"])
                | ~Q(outcome="") & ~Q(grounds="") & Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_an_example_teaches_others",
                condition=Q(lesson="") | Q(outcome="example"),
            ),
            models.CheckConstraint(
                name="a_second_person_hears_the_appeal_of_an_assessment",
                condition=Q(heard_by=None) | ~Q(heard_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="a_shared_assessment_leaves_time_to_comment",
                condition=Q(status="drafted") | Q(comment_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.enterprise}, {self.year}"

    def get_absolute_url(self):
        return reverse("associations:assessment", args=[self.pk])

    @property
    def turn(self) -> str:
        """Which decision its letter tells of: the first, or the one after an appeal."""
        return "again" if self.appeal else "decided"


@tracked()
class Score(models.Model):
    """Points for one criterion, with what they rest on."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="scores", verbose_name=_("assessment")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    evidence = models.TextField(_("evidence"))

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("points"), _("points")
        ordering = ["criterion__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="a_criterion_is_scored_once"
            ),
            models.CheckConstraint(
                name="points_rest_on_evidence", condition=Q(points__gte=0) & ~Q(evidence="")
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.points}"
