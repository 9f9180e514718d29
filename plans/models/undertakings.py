"""What stands in a unit's plan: undertakings, who helps with them, what shows they were done."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import StoredFile
from directory.models import Unit, User

from ..querysets import OfUndertakingQuerySet, UndertakingQuerySet
from .items import Item
from .unit_plans import UnitPlan


@tracked()
class Undertaking(models.Model):
    """A line of a unit's plan: its answer to an obligation, or its own initiative."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        IN_PROGRESS = "in_progress", _("In progress")
        REPORTED = "reported", _("Done, to be confirmed")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    class Origin(models.TextChoices):
        TAKEN_UP = "taken_up", _("Taken up as it stands")
        ADAPTED = "adapted", _("Adapted")
        OWN = "own", _("Own initiative")

    OPEN = (Status.PLANNED, Status.IN_PROGRESS, Status.REPORTED)
    # What :class:`plans.progress.Step` is made of.
    FACTS = ("pk", "parent_id", "weight", "status", "percent", "achieved", "target")

    unit_plan = models.ForeignKey(
        UnitPlan, models.CASCADE, related_name="undertakings", verbose_name=_("unit plan")
    )
    item = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undertakings",
        verbose_name=_("obligation answered"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("undertaking of the superior unit"),
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    position = models.PositiveIntegerField(pgettext_lazy("in a row", "position"))
    text_vi = models.TextField(_("text in Vietnamese"))
    text_en = models.TextField(_("text in English"), blank=True)
    task = models.CharField(_("task"), max_length=20, choices=Item.Task)
    lead = models.ForeignKey(
        Unit, models.PROTECT, related_name="undertakings_led", verbose_name=_("lead unit")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    target = models.DecimalField(
        _("target"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    achieved = models.DecimalField(
        _("achieved"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    percent = models.PositiveSmallIntegerField(
        _("percent done"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    # The undertaking of the year before whose undone part this one carries on.
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("carried over from"),
    )
    dropped_because = models.CharField(_("reason for dropping"), max_length=500, blank=True)
    reported_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported done by"),
    )
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PLANNED)

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("undertaking"), _("undertakings")
        ordering = ["unit_plan", "position"]
        indexes = [
            models.Index(fields=["item", "unit_plan", "status"], name="undertaking_coverage"),
            models.Index(fields=["due_on", "id"], name="undertaking_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_an_own_initiative_answers_no_obligation",
                condition=Q(origin="own", item=None) | ~Q(origin="own"),
            ),
            models.CheckConstraint(
                name="a_dropped_undertaking_has_a_reason",
                condition=~Q(status="dropped") | ~Q(dropped_because=""),
            ),
            models.CheckConstraint(
                name="an_undertaking_is_never_over_a_hundred_percent",
                condition=Q(percent=None) | Q(percent__lte=100),
            ),
            models.CheckConstraint(
                name="an_undertaking_weighs_something", condition=Q(weight__range=(1, 100))
            ),
            models.CheckConstraint(
                name="an_undertaking_does_not_answer_itself", condition=~Q(parent=F("pk"))
            ),
            models.CheckConstraint(
                name="what_is_done_has_its_day",
                condition=Q(status="done", done_on__isnull=False)
                | ~Q(status="done") & Q(done_on=None),
            ),
            # Work is never confirmed by the person who reported it (issue 3, section 2).
            models.CheckConstraint(
                name="who_reports_does_not_confirm",
                condition=Q(confirmed_by=None)
                | Q(reported_by=None)
                | ~Q(confirmed_by=F("reported_by")),
            ),
            models.CheckConstraint(
                name="a_target_is_more_than_nothing", condition=Q(target=None) | Q(target__gt=0)
            ),
            models.CheckConstraint(
                name="what_is_achieved_is_not_negative",
                condition=Q(achieved=None) | Q(achieved__gte=0),
            ),
        ]

    def __str__(self):
        return Truncator(self.text).chars(90)

    @property
    def text(self) -> str:
        """The text in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.text_en if english else "") or self.text_vi

    @property
    def step(self):
        """How many changes it has seen: the name of the last one, for good."""
        return self.events.count()

    @property
    def left_the_decision(self) -> bool:
        """The obligation it answers stands in a Decision that was amended, and not in the new."""
        return self.item is not None and self.item.plan_id != self.unit_plan.plan_id


@tracked()
class Coordination(models.Model):
    """A unit that helps the lead unit of an undertaking."""

    undertaking = models.ForeignKey(
        Undertaking, models.CASCADE, related_name="coordinations", verbose_name=_("undertaking")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="coordinations", verbose_name=_("coordinating unit")
    )

    objects = OfUndertakingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("coordinating unit"), _("coordinating units")
        constraints = [
            models.UniqueConstraint(
                fields=["undertaking", "unit"], name="a_unit_coordinates_an_undertaking_once"
            )
        ]

    def __str__(self):
        return str(self.unit)


@tracked()
class Evidence(models.Model):
    """What shows that an undertaking was carried out: a file, or a reference in words."""

    undertaking = models.ForeignKey(
        Undertaking, models.CASCADE, related_name="evidence", verbose_name=_("undertaking")
    )
    note = models.CharField(_("what it shows"), max_length=300)
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("file"),
    )

    objects = OfUndertakingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("evidence"), _("evidence")

    def __str__(self):
        return self.note
