"""Agreements of customs units with associations, enterprises and other bodies."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.search import SearchField
from directory.models import Unit

from ..querysets import AgreementQuerySet
from .keeping import ENDS_ON, IN_FORCE_FROM, amended_only, not_above_its_frame


class Side(models.TextChoices):
    CUSTOMS = "customs", _("Customs")
    PARTNER = "partner", _("Partner")


class Status(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    DRAFTED = "drafted", _("Being drafted")
    CONSULTED = "consulted", _("Under consultation")
    SIGNED = "signed", _("Signed")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Expired")
    RENEWED = "renewed", _("Renewed by another")
    TERMINATED = "terminated", _("Terminated")
    DECLINED = "declined", _("Not pursued")


@tracked(exclude=("in_force_from", "ends_on", "search"))
class Agreement(models.Model):
    """A document of cooperation and its life; once signed it is amended, never edited."""

    Status = Status

    class Kind(models.TextChoices):
        COOPERATION = "cooperation", _("Cooperation agreement")
        MEMORANDUM = "memorandum", _("Memorandum of understanding")
        PROGRAMME = "programme", _("Cooperation programme")
        MINUTES = "minutes", _("Minutes of agreement")

    class Field(models.TextChoices):
        """The first six stand in Decision 104, section III, task 5."""

        SMUGGLING = "smuggling", _("Fight against smuggling and trade fraud")
        TRANSIT = "transit", _("Goods in transit")
        IDENTIFICATION = "identification", _("Identifying goods")
        MATERIALS = "materials", _("Materials of processing and export production")
        BROKERS = "brokers", _("Professional customs brokers")
        DIGITAL = "digital", _("Digital transformation")
        INFORMATION = "information", _("Information and training")
        SUPPORT = "support", _("Support of enterprises")
        CONSULTATION = "consultation", _("Consultation on law and procedures")
        COMPLIANCE = "compliance", _("Voluntary compliance")

    OPEN = (Status.PROPOSED, Status.DRAFTED, Status.CONSULTED)
    RUNNING = (Status.IN_FORCE, Status.SUSPENDED)
    ENDED = (Status.DECLINED, Status.EXPIRED, Status.RENEWED, Status.TERMINATED)
    PUBLIC = (Status.IN_FORCE, Status.SUSPENDED, Status.EXPIRED, Status.RENEWED, Status.TERMINATED)

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="agreements", verbose_name=_("unit in charge")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    number = models.CharField(_("number"), max_length=60, blank=True)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    about = models.TextField(_("what it is about"), blank=True)
    fields = ArrayField(
        models.CharField(max_length=15, choices=Field),
        verbose_name=_("fields of cooperation"),
        default=list,
        blank=True,
    )
    signed_by_customs = models.DateField(_("signed by customs on"), null=True, blank=True)
    signed_by_partner = models.DateField(_("signed by the partner on"), null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(
        _("term in months"), null=True, blank=True, help_text=_("Empty: without end.")
    )
    renewal_months = models.PositiveSmallIntegerField(
        _("tacit renewal by months"),
        null=True,
        blank=True,
        help_text=_("Empty: it ends unless it is extended."),
    )
    notice_days = models.PositiveSmallIntegerField(
        _("notice in days"),
        default=0,
        help_text=_("How many days before its end a side may say no to the tacit renewal."),
    )
    renewal_refused_on = models.DateField(_("tacit renewal refused on"), null=True, blank=True)
    extended_to = models.DateField(_("extended to"), null=True, blank=True, editable=False)
    under = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="programmes",
        verbose_name=_("carries out"), help_text=_("The agreement this programme belongs to."),
    )  # fmt: skip
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by",
        verbose_name=_("takes the place of"),
    )  # fmt: skip
    suspended_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("suspended with"),
    )  # fmt: skip
    step = models.PositiveSmallIntegerField(
        default=0, db_default=0, editable=False
    )  # of letters to the partner
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)

    in_force_from = models.GeneratedField(
        expression=IN_FORCE_FROM, output_field=models.DateField(_("in force from")),
        db_persist=True, verbose_name=_("in force from"),
    )  # fmt: skip
    ends_on = models.GeneratedField(
        expression=ENDS_ON, output_field=models.DateField(_("last day")), db_persist=True,
        verbose_name=_("last day"),
    )  # fmt: skip
    search = SearchField("number", "title_vi", "title_en", "about")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("agreement"), _("agreements")
        indexes = [
            models.Index(fields=["status", "ends_on"], name="agreement_by_end"),
            models.Index(fields=["unit", "status"], name="agreement_of_unit"),
            GinIndex(fields=["fields"], name="agreement_fields"),
            GinIndex(fields=["search"], name="agreement_search"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_signed_agreement_has_a_number_and_a_signature",
                condition=~Q(status="signed")
                | (Q(signed_by_customs__isnull=False) | Q(signed_by_partner__isnull=False))
                & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="in_force_are_only_agreements_signed_by_both",
                condition=Q(status__in=["proposed", "drafted", "consulted", "declined", "signed"])
                | Q(status="terminated") & ~Q(number="")
                | Q(signed_by_customs__isnull=False, signed_by_partner__isnull=False)
                & ~Q(number=""),
            ),
            models.CheckConstraint(name="an_agreement_has_a_title", condition=~Q(title_vi="")),
            models.CheckConstraint(
                name="a_term_lasts_a_month_or_more",
                condition=(Q(term_months=None) | Q(term_months__gte=1))
                & (Q(renewal_months=None) | Q(renewal_months__gte=1)),
            ),
            models.CheckConstraint(
                name="only_a_term_is_renewed_or_extended",
                condition=Q(term_months__isnull=False) | Q(renewal_months=None, extended_to=None),
            ),
            models.CheckConstraint(
                name="an_agreement_does_not_stand_under_itself",
                condition=~Q(under=F("pk")) & ~Q(renews=F("pk")),
            ),
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=~Q(number=""),
                name="a_number_is_given_once_in_a_unit",
            ),
        ]
        triggers = [amended_only(), not_above_its_frame()]

    def __str__(self):
        return f"{self.number}: {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("associations:agreement", args=[self.pk])

    @property
    def title(self) -> str:
        """The title in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.title_en if english else "") or self.title_vi

    @property
    def refuse_by(self) -> date | None:
        """The last day on which a side may say no to the tacit renewal of a term."""
        return self.ends_on and self.ends_on - timedelta(days=self.notice_days)

    @property
    def partners(self) -> str:
        """The partner's side in words."""
        return "; ".join(str(p) for p in self.parties.all() if p.side == Side.PARTNER)

    @property
    def topics(self) -> list[str]:
        """Fields of cooperation in words."""
        return [str(self.Field(each).label) for each in self.fields]
