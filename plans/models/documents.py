"""Official papers: the numbers they were given."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Unit

from ..querysets import PaperNumberQuerySet
from .general_reports import GeneralVersion
from .reports import Report

FOLLOWING = pgtrigger.Trigger(
    name="numbers_follow_one_another",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func="""
        IF (SELECT count(*) <> max(number) FROM plans_papernumber
            WHERE unit_id = NEW.unit_id AND year = NEW.year AND kind = NEW.kind) THEN
            RAISE EXCEPTION 'number % leaves a gap', NEW.number;
        END IF;
        IF date_part('year', NEW.day) <> NEW.year THEN
            RAISE EXCEPTION 'number % of % is dated %', NEW.number, NEW.year, NEW.day;
        END IF;
        RETURN NULL;
    """,
)


@tracked()
class PaperNumber(models.Model):
    """A number of a unit's papers of one kind in one year (Decree 30/2020, Art. 15).

    Numbers begin at 1 on 1 January and follow one another. Each is of one paper, or says why the
    portal has none for it (given by the clerical office to a paper outside the portal).
    """

    class Kind(models.TextChoices):
        REPORT = "BC", _("Report")

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="paper_numbers", verbose_name=_("unit")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.REPORT)
    number = models.PositiveIntegerField(_("number"))
    day = models.DateField(_("dated"), null=True, blank=True)
    report = models.ForeignKey(
        Report,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="paper_numbers",
        verbose_name=_("report"),
    )
    general_version = models.ForeignKey(
        GeneralVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="paper_numbers",
        verbose_name=_("issued general report"),
    )
    reason = models.CharField(_("why there is no paper"), max_length=300, blank=True)

    objects = PaperNumberQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("number of a paper"), _("numbers of papers")
        ordering = ["-year", "unit", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "kind", "number"], name="a_number_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["report", "general_version"],
                name="a_paper_has_one_number",
                condition=Q(reason=""),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="numbers_begin_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="a_number_is_of_a_paper_or_says_why",
                condition=(Q(report__isnull=False) | Q(general_version__isnull=False))
                & Q(day__isnull=False, reason="")
                | Q(report=None, general_version=None, day=None) & ~Q(reason=""),
            ),
        ]
        triggers = [
            FOLLOWING,
            pgtrigger.Protect(
                name="a_number_given_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self):
        return f"{self.number:02}/{self.kind} {self.year}"
