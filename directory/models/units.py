"""Customs units: a dated tree in which a closed code may later belong to another unit."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.search import SearchField

from ..querysets import OfUnitQuerySet, SuccessionQuerySet, UnitQuerySet
from .dated import DATES_IN_ORDER, DAYS, Dated

PATH = pgtrigger.Trigger(
    name="unit_stands_under_its_parent",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
    func="""
        IF TG_OP = 'UPDATE' AND NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN
            RAISE EXCEPTION 'unit % keeps its parent: close it and open its successor', OLD.code;
        END IF;
        NEW.path := COALESCE((SELECT path FROM directory_unit WHERE id = NEW.parent_id), '/')
                    || NEW.id || '/';
        IF TG_OP = 'INSERT' THEN
            NEW.covers := ARRAY[NEW.path];
        END IF;
        RETURN NEW;
    """,
)
COVERS = pgtrigger.Trigger(
    name="a_successor_covers_its_predecessors",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Delete,
    func="""
        UPDATE directory_unit AS unit SET covers = (
            WITH RECURSIVE back(id) AS (
                SELECT unit.id
                UNION
                SELECT s.predecessor_id FROM directory_succession AS s
                JOIN back ON s.successor_id = back.id
            )
            SELECT array_agg(u.path ORDER BY u.path)
            FROM directory_unit AS u JOIN back ON back.id = u.id
        )
        WHERE unit.id IN (
            WITH RECURSIVE ahead(id) AS (
                SELECT COALESCE(NEW.successor_id, OLD.successor_id)
                UNION
                SELECT s.successor_id FROM directory_succession AS s
                JOIN ahead ON s.predecessor_id = ahead.id
            )
            SELECT id FROM ahead
        );
        RETURN NULL;
    """,
)


@tracked(exclude=("search",))
class Unit(Dated):
    """One customs unit as it stood between two days.

    Whatever changes its name, code or superior closes the row and opens a successor
    (:class:`Succession`), so that a report of 2023 stays under the unit of 2023.
    """

    class Kind(models.TextChoices):
        GENERAL_DEPARTMENT = "general_department", _("General department")
        HQ_UNIT = "hq_unit", _("Headquarters unit")
        DEPARTMENT = "department", _("Customs department")
        BRANCH = "branch", _("Customs branch")
        TEAM = "team", _("Team")

    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[RegexValidator(r"^[\w.-]+$", _("Letters, digits, points and dashes only."))],
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("superior unit"),
    )
    path = models.CharField(max_length=200, editable=False, default="")
    # Paths of this unit and of all it came from: rights over old rows pass to the successor.
    covers = ArrayField(models.CharField(max_length=200), editable=False, default=list)
    area = models.CharField(_("area"), max_length=300, blank=True)
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    search = SearchField("code", "name_vi", "name_en")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("unit"), _("units")
        ordering = ["path"]
        triggers = [PATH]
        indexes = [
            models.Index(fields=["path"], name="unit_path", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["code"], name="unit_code"),
            GinIndex(fields=["search"], name="unit_search"),
        ]
        constraints = [
            models.CheckConstraint(name="unit_dates_are_in_order", condition=DATES_IN_ORDER),
            models.CheckConstraint(
                name="a_unit_code_fits_an_address", condition=Q(code__regex=r"^[\w.-]+$")
            ),
            models.CheckConstraint(
                name="only_a_general_department_stands_on_top",
                condition=Q(parent=None, kind="general_department")
                | Q(parent__isnull=False) & ~Q(kind="general_department"),
            ),
            ExclusionConstraint(
                name="a_code_is_one_unit_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "vi").startswith("en") else self.name_vi

    @property
    def lineage(self) -> list[int]:
        """Keys from the top down to this unit."""
        return _keys(self.path)

    @property
    def ancestry(self) -> set[int]:
        """Keys of the superiors of this unit and of all units it came from, themselves included."""
        return {key for path in self.covers for key in _keys(path)}


def _keys(path: str) -> list[int]:
    return [int(key) for key in path.strip("/").split("/") if key]


@tracked()
class UnitAlias(models.Model):
    """Another spelling under which documents name a unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name=_("unit"))
    name = models.CharField(_("spelling"), max_length=200)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("other spelling"), _("other spellings")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="a_spelling_once_per_unit")
        ]

    def __str__(self):
        return self.name


@tracked()
class Succession(models.Model):
    """A unit passed into another: renamed, moved, merged or split."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("Renamed")
        MOVED = "moved", _("Moved")
        MERGED = "merged", _("Merged")
        SPLIT = "split", _("Split")

    predecessor = models.ForeignKey(
        Unit, models.PROTECT, related_name="successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Unit, models.PROTECT, related_name="origins", verbose_name=_("successor")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    on = models.DateField(_("since"))

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("succession"), _("successions")
        triggers = [COVERS]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="a_unit_passes_into_another_once"
            ),
            models.CheckConstraint(
                name="a_unit_does_not_succeed_itself", condition=~Q(predecessor=F("successor"))
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"


@tracked()
class Channel(models.Model):
    """How a unit is reached (Decision 104, task 4: phone, email, Zalo, Viber are made public)."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        HOTLINE = "hotline", _("Hotline")
        EMAIL = "email", _("Email")
        ZALO = "zalo", _("Zalo")
        VIBER = "viber", _("Viber")
        WEBSITE = "website", _("Website")
        ADDRESS = "address", _("Address")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="channels", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("number or address"), max_length=200)
    note_vi = models.CharField(_("note in Vietnamese"), max_length=200, blank=True)
    note_en = models.CharField(_("note in English"), max_length=200, blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("contact channel"), _("contact channels")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "value"], name="a_channel_is_listed_once"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.value}"


@tracked()
class Reception(models.Model):
    """Hours in which a unit receives citizens, week by week (Decision 104, task 4)."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="receptions", verbose_name=_("unit")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200)
    host = models.CharField(_("received by"), max_length=200, blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("citizen reception"), _("citizen receptions")
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                name="reception_ends_after_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.UniqueConstraint(
                fields=["unit", "weekday", "starts"], name="one_reception_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"
