"""The plan a unit derives from its superior's."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Unit, User

from ..querysets import UnitPlanQuerySet
from .plans import Plan


@tracked()
class UnitPlan(models.Model):
    """One unit's own plan for the year of a Decision (Decision 104, IV.2 and IV.3)."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        ISSUED = "issued", _("Issued")
        CLOSED = "closed", _("Closed")
        DISCARDED = "discarded", _("Discarded")

    IN_FORCE = (Status.ISSUED, Status.CLOSED)
    IN_MAKING = (Status.DRAFTED, Status.SUBMITTED, Status.APPROVED)

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="unit_plans", verbose_name=_("yearly plan")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="unit_plans", verbose_name=_("unit")
    )
    superior = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="derived",
        verbose_name=_("plan of the superior unit"),
    )
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues the plan of the year before"),
    )
    author = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    number = models.CharField(_("document number"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFTED)

    objects = UnitPlanQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("unit plan"), _("unit plans")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["plan", "unit"], name="unit_plan_of_plan")]
        constraints = [
            models.UniqueConstraint(
                name="a_unit_has_one_plan_of_its_own_for_a_decision",
                fields=["plan", "unit"],
                condition=~Q(status="discarded"),
            ),
            models.CheckConstraint(
                name="a_unit_plan_in_force_has_number_and_date",
                condition=~Q(status__in=["issued", "closed"])
                | Q(signed_on__isnull=False) & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="a_unit_plan_does_not_derive_from_itself", condition=~Q(superior=F("pk"))
            ),
        ]

    def __str__(self):
        return _("Plan %(year)s of %(unit)s") % {"year": self.plan.year, "unit": self.unit}

    def get_absolute_url(self):
        return reverse("plans:unit", args=[self.plan.year, self.unit.code])

    @property
    def step(self):
        """How many changes it has seen: the name of the last one, for good."""
        return self.events.count()
