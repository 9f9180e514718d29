"""Items of a plan: a tree whose leaves are the obligations."""

import json
from hashlib import sha256

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.search import SearchField
from directory.models import Unit

from ..querysets import AssignmentQuerySet, ItemQuerySet
from .plans import Plan


@tracked(exclude=("search",))
class Item(models.Model):
    """One line of the Decision, or one roman sub-item of it."""

    class Task(models.TextChoices):
        INFORMATION = "information", _("Information")
        SUPPORT = "support", _("Supporting enterprises")
        CONSULTATION = "consultation", _("Consultation")
        SUPERVISION = "supervision", _("Supervision of law enforcement")
        COOPERATION = "cooperation", _("Cooperation")
        OTHER = "other", _("Other task")

    class Kind(models.TextChoices):
        PURPOSE = "purpose", _("Purpose")
        REQUIREMENT = "requirement", _("Requirement")
        CONTENT = "content", _("Content")
        DETAIL = "detail", _("Detailed task")
        IMPLEMENTATION = "implementation", _("Implementation")

    class Level(models.TextChoices):
        GENERAL_DEPARTMENT = "general_department", _("General department")
        COLLECTIVE = "collective", _("All units of the general department")
        DEPARTMENTS = "departments", _("Customs departments of provinces and cities")

    class Recurrence(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")
        SIX_MONTHS = "six_months", _("Every six months")
        ANNUALLY = "annually", _("Every year")
        PERIODICALLY = "periodically", _("Periodically")

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="items", verbose_name=_("yearly plan")
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    task = models.CharField(_("task"), max_length=20, choices=Task, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    position = models.PositiveIntegerField(pgettext_lazy("in a row", "position"))
    code = models.CharField(_("code"), max_length=20)
    text_vi = models.TextField(_("text in Vietnamese"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    recurrence = models.CharField(
        _("how often"), max_length=12, choices=Recurrence, blank=True, default=""
    )
    line = models.PositiveIntegerField(_("line in the Decision"), null=True, blank=True)
    # The same obligation in the Decision that this one amends.
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    search = SearchField("code", "text_vi", "text_en")

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("plan item"), _("plan items")
        ordering = ["plan", "position"]
        indexes = [
            models.Index(fields=["plan", "task", "level"], name="item_of_plan_by_task"),
            GinIndex(fields=["search"], name="item_search"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="one_item_at_a_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="one_item_of_a_code",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="contents_and_details_belong_to_a_task",
                condition=Q(kind__in=["content", "detail"]) & ~Q(task="")
                | ~Q(kind__in=["content", "detail"]) & Q(task=""),
            ),
            models.CheckConstraint(
                name="only_details_have_a_level", condition=Q(kind="detail") | Q(level="")
            ),
            models.CheckConstraint(
                name="an_item_says_something", condition=~Q(text_vi="") | ~Q(text_en="")
            ),
        ]

    def __str__(self):
        return f"{self.code} {Truncator(self.text).chars(90)}"

    # What apps below know it by: they keep this key, for no foreign key of theirs leads here.
    KEY = "plans.item."

    @property
    def key(self) -> str:
        return f"{self.KEY}{self.pk}"

    @property
    def text(self) -> str:
        """The text in the reader's language, the other one where there is none."""
        mine, other = self.text_vi, self.text_en
        if (get_language() or "vi").startswith("en"):
            mine, other = other, mine
        return mine or other

    @property
    def version(self) -> str:
        """Stands for all that is corrected here: another value means that somebody did."""
        units = sorted((each.unit_id, each.part) for each in self.assignments.all())
        said = [self.text_vi, self.text_en, self.task, self.level, self.recurrence, units]
        return sha256(json.dumps(said).encode()).hexdigest()[:16]

    def units(self, part: str) -> list[Unit]:
        """Units of a part; from the prefetched assignments."""
        return [each.unit for each in self.assignments.all() if each.part == part]

    @property
    def leads(self) -> list[Unit]:
        return self.units(Assignment.Part.LEAD)

    @property
    def supporters(self) -> list[Unit]:
        return self.units(Assignment.Part.COORDINATING)


@tracked()
class Assignment(models.Model):
    """A unit's part in an item: it leads or coordinates."""

    class Part(models.TextChoices):
        LEAD = "lead", _("Lead unit")
        COORDINATING = "coordinating", _("Coordinating unit")

    item = models.ForeignKey(
        Item, models.CASCADE, related_name="assignments", verbose_name=_("plan item")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assignments", verbose_name=_("unit")
    )
    part = models.CharField(_("part"), max_length=12, choices=Part, default=Part.LEAD)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("assignment"), _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["item", "unit"], name="a_unit_has_one_part_in_an_item")
        ]

    def __str__(self):
        return f"{self.unit}: {self.get_part_display()}"
