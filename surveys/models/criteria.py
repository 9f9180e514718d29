"""What questions measure: versioned sets of dimensions and criteria, each with its weight."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked

from ..querysets import CriteriaQuerySet
from .tongues import said


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

    objects = CriteriaQuerySet.as_manager()

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
