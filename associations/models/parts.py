"""What belongs to an agreement: its parties, amendments and files."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from core.models import StoredFile
from directory.models import Enterprise, Unit

from ..querysets import FileQuerySet, OfAgreementQuerySet
from .agreements import Agreement, Side
from .associations import Association
from .keeping import IN_FORCE_FROM, parties_stand, stands


@tracked()
class Party(models.Model):
    """One of those who agree: a customs unit, an association, an enterprise or another body."""

    Side = Side

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="parties", verbose_name=_("agreement")
    )
    side = models.CharField(_("side"), max_length=8, choices=Side, default=Side.PARTNER)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="parts",
        verbose_name=_("association"),
    )  # fmt: skip
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="parts",
        verbose_name=_("enterprise"),
    )  # fmt: skip
    body = models.CharField(_("other body"), max_length=250, blank=True)
    signatory = models.CharField(_("signed by"), max_length=150, blank=True)
    email = models.EmailField(_("email"), blank=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("party"), _("parties")
        ordering = ["side", "pk"]
        triggers = [parties_stand()]
        constraints = [
            models.CheckConstraint(
                name="a_party_is_exactly_one_of_four",
                condition=Q(unit__isnull=False, association=None, enterprise=None, body="")
                | Q(unit=None, association__isnull=False, enterprise=None, body="")
                | Q(unit=None, association=None, enterprise__isnull=False, body="")
                | Q(unit=None, association=None, enterprise=None) & ~Q(body=""),
            ),
            models.CheckConstraint(
                name="a_customs_unit_stands_on_the_side_of_customs",
                condition=Q(side="customs", unit__isnull=False)
                | Q(side="partner", unit__isnull=True),
            ),
            models.CheckConstraint(
                name="only_another_body_has_an_address_here", condition=Q(email="") | ~Q(body="")
            ),
            models.UniqueConstraint(
                fields=["agreement", "unit", "association", "enterprise", "body"],
                nulls_distinct=False,
                name="a_party_is_named_once",
            ),
        ]

    def __str__(self):
        return str(self.unit or self.association or self.enterprise or self.body)


@tracked()
class Amendment(models.Model):
    """A numbered change of a signed agreement, itself signed by both; it is never edited."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="amendments", verbose_name=_("agreement")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    signed_by_customs = models.DateField(_("signed by customs on"))
    signed_by_partner = models.DateField(_("signed by the partner on"))
    text = models.TextField(_("what changes"))
    tacit = models.BooleanField(_("tacit renewal"), default=False)
    extends_to = models.DateField(_("extends to"), null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="amendments",
        verbose_name=_("file"),
    )  # fmt: skip
    in_force_from = models.GeneratedField(
        expression=IN_FORCE_FROM, output_field=models.DateField(), db_persist=True,
        verbose_name=_("in force from"),
    )  # fmt: skip

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("amendment"), _("amendments")
        ordering = ["number"]
        triggers = [stands()]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="amendments_are_numbered_once"
            ),
            models.CheckConstraint(
                name="amendments_are_numbered_from_one", condition=Q(number__gte=1)
            ),
            models.CheckConstraint(name="an_amendment_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return _("Amendment %(number)s") % {"number": self.number}


@tracked()
class AgreementFile(models.Model):
    """A file of an agreement: the signed text, a draft, an annex."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="files", verbose_name=_("agreement")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="agreement_files", verbose_name=_("file")
    )
    title = models.CharField(pgettext_lazy("heading", "title"), max_length=200)
    shared = models.BooleanField(
        _("shown to the partner"), default=False, help_text=_("Else only customs sees it.")
    )

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("file of an agreement"), _("files of agreements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "file"], name="a_file_belongs_to_an_agreement_once"
            )
        ]

    def __str__(self):
        return self.title
