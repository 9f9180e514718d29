"""The programme of voluntary compliance: its rules as data, and applications to it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.components.leaves import plain
from core.history import tracked
from directory.models import Enterprise, Unit
from directory.models.dated import DATES_IN_ORDER, DAYS, Dated

from ..querysets import (
    ApplicationQuerySet,
    ConditionQuerySet,
    RulesQuerySet,
)

LEVELS = [(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5")]


@tracked()
class Programme(Dated):
    """A Decision that sets the rules (1399 of 2022 as a pilot, 2790 of 2024), between two days."""

    number = models.CharField(_("number of the Decision"), max_length=60, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    about = models.TextField(_("what it offers"), blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)
    forward_hours = models.PositiveSmallIntegerField(
        _("hours to forward a support request"), default=24, db_default=24,
        help_text=_("From its receipt, by the clock: nights and days off count."),
    )  # fmt: skip
    keep_over = models.PositiveSmallIntegerField(
        _("target in percent: members that keep or raise their level, over"), default=80,
        db_default=80,
    )  # fmt: skip
    please_over = models.PositiveSmallIntegerField(
        _("target in percent: members satisfied with the support, over"), default=80,
        db_default=80,
    )  # fmt: skip
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = RulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of voluntary compliance")
        verbose_name_plural = _("rules of voluntary compliance")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(name="programme_dates_are_in_order", condition=DATES_IN_ORDER),
            models.CheckConstraint(
                name="a_programme_leaves_hours_to_forward_a_request",
                condition=Q(forward_hours__range=(1, 720)),
                violation_error_message=_("Hours to forward a request: 1 to 720."),
            ),
            models.CheckConstraint(
                name="targets_of_a_programme_are_percents",
                condition=Q(keep_over__lt=100, please_over__lt=100),
                violation_error_message=_("A target is a percentage from 0 to 99."),
            ),
            ExclusionConstraint(
                name="one_set_of_rules_holds_at_a_time",
                expressions=[(DAYS, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.number}"

    @property
    def name(self) -> str:
        """The name in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.name_en if english else "") or self.name_vi


@tracked()
class Condition(models.Model):
    """One condition of entry, with its source; a threshold nobody has read is not confirmed."""

    class Kind(models.TextChoices):
        LEVEL = "level", _("Compliance level, at most")
        CLEAN = "clean", _("Violations in the period, at most")
        TRADE = "trade", _("Trade value a year in USD, at least")
        DUTY = "duty", _("Duties paid a year in million VND, at least")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="conditions", verbose_name=_("rules")
    )
    kind = models.CharField(_("condition"), max_length=6, choices=Kind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("only under"), help_text=_("Empty: for every customs unit."),
    )  # fmt: skip
    value = models.DecimalField(
        _("threshold"), max_digits=16, decimal_places=2, null=True, blank=True,
        help_text=_("Empty: the threshold is not known; it is judged by hand."),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=250)
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Read in the Decision itself.")
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("condition of entry"), _("conditions of entry")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "unit"], nulls_distinct=False,
                name="a_condition_is_set_once_for_a_unit",
            ),
            models.CheckConstraint(name="a_condition_has_a_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="a_condition_without_threshold_is_not_confirmed",
                condition=Q(confirmed=False) | Q(value__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self):
        value = "…" if self.value is None else plain(self.value)
        return f"{self.get_kind_display()}: {value}"

    def met(self, found) -> bool | None:
        """Whether a figure meets it; None when figure or threshold is not known."""
        if found is None or self.value is None:
            return None
        upper = self.kind in (self.Kind.LEVEL, self.Kind.CLEAN)
        return found <= self.value if upper else found >= self.value


@tracked()
class Application(models.Model):
    """An enterprise asks to join; officers enter the figures, the board decides."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        EXAMINED = "examined", _("Examined")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn by the enterprise")

    PENDING = (Status.RECEIVED, Status.EXAMINED)

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="applications", verbose_name=_("rules")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="applications", verbose_name=_("enterprise")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="applications", verbose_name=_("managing department")
    )
    contact = models.CharField(_("contact person"), max_length=150)
    phone = models.CharField(_("telephone"), max_length=30)
    statement = models.TextField(_("why the enterprise applies"), blank=True)
    received_on = models.DateField(_("received on"))
    level = models.PositiveSmallIntegerField(
        _("compliance level"), null=True, blank=True, choices=LEVELS
    )
    violations = models.PositiveSmallIntegerField(_("violations"), null=True, blank=True)
    trade_usd = models.DecimalField(
        _("trade value a year in USD"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    duty_million = models.DecimalField(
        _("duties paid a year in million VND"), max_digits=16, decimal_places=2, null=True,
        blank=True,
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RECEIVED)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application to the programme")
        verbose_name_plural = _("applications to the programme")
        indexes = [models.Index(fields=["unit", "status"], name="application_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(status__in=["received", "examined"]),
                name="an_enterprise_has_one_application_under_way",
            ),
            models.CheckConstraint(
                name="a_decided_application_was_examined",
                condition=Q(status__in=["received", "withdrawn"])
                | Q(level__isnull=False, violations__isnull=False),
            ),
            models.CheckConstraint(
                name="a_compliance_level_is_one_to_five",
                condition=Q(level=None) | Q(level__range=(1, 5)),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.enterprise}, {self.received_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("associations:compliance")

    def figure(self, kind: str):
        """The figure that a condition of this kind looks at."""
        names = {"level": "level", "clean": "violations", "trade": "trade_usd",
                 "duty": "duty_million"}  # fmt: skip
        return getattr(self, names[kind])
