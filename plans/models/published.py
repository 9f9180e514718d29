"""Figures that were published before the portal counted: kept beside its own, never among them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Unit

from ..querysets import PublishedFigureQuerySet


@tracked()
class PublishedFigure(models.Model):
    """What was published of a year under one of the portal's measures, and where.

    It is shown as published, with its source, beside what the portal counts; no sum, report or
    percentage takes it in.
    """

    measure = models.CharField(
        _("measure"),
        max_length=80,
        help_text=_("The figure of the dashboard beside which it is shown."),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_figures",
        verbose_name=_("unit"),
        help_text=_("Leave empty for the whole country."),
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    of = models.DecimalField(
        _("out of"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("For a share: the whole it is a part of."),
    )
    source = models.CharField(
        _("source"), max_length=300, help_text=_("Where it was published, and when.")
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("What it counts otherwise, if anything.")
    )

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("published figure"), _("published figures")
        ordering = ["-year", "measure", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "year", "unit"],
                name="a_figure_is_published_once_a_year_and_unit",
                nulls_distinct=False,
                violation_error_message=_("This figure of that year and unit is there already."),
            ),
            models.CheckConstraint(
                name="a_published_figure_has_a_source",
                condition=~Q(source=""),
                violation_error_message=_("Say where it was published."),
            ),
            models.CheckConstraint(
                name="a_published_part_is_not_more_than_its_whole",
                condition=Q(of=None) | Q(of__gt=0, value__gte=0, value__lte=F("of")),
                violation_error_message=_("The part is more than the whole."),
            ),
        ]

    def __str__(self):
        return _("Published figure of %(year)s") % {"year": self.year}
