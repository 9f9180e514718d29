"""What questions measure: versioned sets of dimensions and criteria, each with its weight."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked

from ..querysets import CriteriaQuerySet, CriteriaSetQuerySet
from .tongues import said


def stands_still_in_use(owner: str) -> pgtrigger.Trigger:
    """Refuse changes of what belongs to a set that an approved questionnaire measures: results are
    computed from its weights, and published ones would change with them.

    ``owner`` is SQL that finds the key of the set, with ``{it}`` for the row.
    """
    owners = ", ".join(f"({owner.format(it=it)})" for it in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="criteria_in_use_stand_still",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (SELECT 1 FROM surveys_dimension AS d
                       JOIN surveys_criterion AS c ON c.dimension_id = d.id
                       JOIN surveys_question AS q ON q.criterion_id = c.id
                       JOIN surveys_questionnaire AS f ON f.id = q.questionnaire_id
                       WHERE d.criteria_set_id IN ({owners})
                       AND f.status IN ('approved', 'withdrawn')) THEN
                RAISE EXCEPTION 'criteria in use stand still: make a new version of the set';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,  # noqa: S608  # nosec B608 -- SQL of ours, written into a migration
    )


@tracked()
class CriteriaSet(models.Model):
    """One version of a set: the five SIPAS factors, the charter's four groups, or one's own."""

    code = models.SlugField(_("code"), max_length=30)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    basis = models.CharField(
        _("basis"), max_length=300, blank=True, help_text=_("The decision it comes from.")
    )

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("set of criteria"), _("sets of criteria")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="a_version_of_a_set_is_there_once"
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.version})"

    @property
    def name(self) -> str:
        return said(self, "name")


@tracked()
class Dimension(models.Model):
    """A factor or group of a set; its weight is its share of the whole index."""

    criteria_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, related_name="dimensions", verbose_name=_("set of criteria")
    )
    code = models.SlugField(_("code"), max_length=30)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=4, default=1)
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a row", "position"))

    objects = CriteriaQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("dimension"), _("dimensions")
        ordering = ["criteria_set", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "code"], name="a_dimension_stands_once_in_its_set"
            ),
            models.CheckConstraint(name="a_dimension_weighs_something", condition=Q(weight__gt=0)),
        ]
        triggers = [stands_still_in_use("{it}.criteria_set_id")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return said(self, "name")


@tracked()
class Criterion(models.Model):
    """What a question measures within a dimension; its weight counts among its neighbours."""

    dimension = models.ForeignKey(
        Dimension, models.CASCADE, related_name="criteria", verbose_name=_("dimension")
    )
    code = models.SlugField(_("code"), max_length=30)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=4, default=1)
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a row", "position"))

    objects = CriteriaQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("criterion"), _("criteria")
        ordering = ["dimension", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "code"], name="a_criterion_stands_once_in_its_dimension"
            ),
            models.CheckConstraint(name="a_criterion_weighs_something", condition=Q(weight__gt=0)),
        ]
        triggers = [
            stands_still_in_use(
                "SELECT criteria_set_id FROM surveys_dimension WHERE id = {it}.dimension_id"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return said(self, "name")

    @property
    def address(self) -> str:
        """How a workbook names it: set, dimension and criterion."""
        dimension = self.dimension
        return f"{dimension.criteria_set.code}/{dimension.code}/{self.code}"
