"""A survey round: what is asked of whom, between which days, and whether answers have a name."""

import secrets
from datetime import date, timedelta

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Enterprise, Unit

from ..querysets import OfRoundQuerySet, RoundQuerySet
from .criteria import CriteriaSet
from .questionnaires import Questionnaire
from .tongues import said

LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]


def both_languages() -> list[str]:
    return ["vi", "en"]


def new_address() -> str:
    """The unguessable part of an open link or kiosk address (128 random bits)."""
    return secrets.token_urlsafe(16)


@tracked()
class Round(models.Model):
    """One run of a questionnaire.

    ``is_anonymous`` is fixed when the round is approved, before the first answer; the database
    refuses to change it later. ``seed`` makes the drawing of the sample repeatable.
    """

    class Status(models.TextChoices):
        DRAFTED = "drafted", _("Drafted")
        APPROVED = "approved", _("Approved")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        ANALYSED = "analysed", _("Analysed")
        PUBLISHED = "published", _("Published")
        DISCARDED = "discarded", _("Discarded")

    ENDED = (Status.CLOSED, Status.ANALYSED, Status.PUBLISHED)

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="survey_rounds", verbose_name=_("unit")
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="rounds", verbose_name=_("questionnaire")
    )
    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("set of criteria"),
    )
    title_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    title_en = models.CharField(_("name in English"), max_length=250, blank=True)
    population = models.CharField(
        _("population"), max_length=300, blank=True, help_text=_("Who is asked, in words.")
    )
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day to answer"))
    is_anonymous = models.BooleanField(_("anonymous"), default=True)
    languages = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGES),
        verbose_name=_("languages"),
        default=both_languages,
    )
    has_open_link = models.BooleanField(_("open link"), default=False)
    has_kiosk = models.BooleanField(_("kiosk at the counter"), default=False)
    address = models.CharField(max_length=30, unique=True, default=new_address, editable=False)
    seed = models.BigIntegerField(_("seed of the draw"), default=1)
    double_share = models.PositiveSmallIntegerField(
        _("share of paper sheets keyed twice, %"), default=10
    )
    # None in rounds of before this was asked: it keeps old seals of history.
    paper_days = models.PositiveSmallIntegerField(
        _("days after the last one in which paper is keyed"), null=True, default=5
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFTED)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("survey round"), _("survey rounds")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_round_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))
            ),
            models.CheckConstraint(
                name="a_share_is_at_most_the_whole", condition=Q(double_share__lte=100)
            ),
            models.CheckConstraint(
                name="paper_is_keyed_within_a_month", condition=Q(paper_days__lte=31)
            ),
            models.CheckConstraint(
                name="a_round_speaks_some_language", condition=~Q(languages__len=0)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="anonymity_is_promised_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status <> 'drafted' AND (OLD.is_anonymous <> NEW.is_anonymous"
                    " OR OLD.questionnaire_id <> NEW.questionnaire_id)"
                ),
                func="RAISE EXCEPTION 'anonymity and questionnaire of a round are fixed';",
            ),
            pgtrigger.Trigger(
                name="days_of_a_round_are_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status <> 'drafted' AND (OLD.opens_on <> NEW.opens_on"
                    " OR NEW.closes_on < OLD.closes_on OR (NEW.closes_on <> OLD.closes_on"
                    " AND OLD.status NOT IN ('approved', 'open')))"
                ),
                func="RAISE EXCEPTION 'a round is only ever extended, and only before its end';",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        return said(self, "title")

    @property
    def paper_until(self) -> date:
        """Until when sheets are keyed that were handed in by the last day."""
        return self.closes_on + timedelta(days=self.paper_days or 0)

    def tongue(self, wanted: str | None) -> str:
        """The language wanted where the round speaks it, else its first."""
        short = (wanted or "")[:2]
        return short if short in self.languages else self.languages[0]


class InStratum(models.Model):
    """Where an enterprise belongs: department, kind and size; empty means all or unknown."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Enterprise.Kind, blank=True)
    size = models.CharField(_("size"), max_length=10, choices=Enterprise.Size, blank=True)

    class Meta:
        abstract = True


@tracked()
class Stratum(InStratum):
    """A part of the population: how many there are (N) and how many are asked (n)."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="strata", verbose_name=_("survey round")
    )
    population = models.PositiveIntegerField(_("population"))
    sample = models.PositiveIntegerField(_("sample"))

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("stratum"), _("strata")
        ordering = ["unit__path", "kind", "size"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "kind", "size"],
                name="a_stratum_stands_once_in_a_round",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_sample_is_part_of_its_population",
                condition=Q(sample__lte=F("population")),
            ),
        ]

    def __str__(self):
        parts = [self.unit, self.get_kind_display(), self.get_size_display()]
        return " · ".join(str(part) for part in parts if part) or str(_("All"))
