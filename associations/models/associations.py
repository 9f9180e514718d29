"""Associations of business, who belongs to them, and who speaks for them on the portal."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.search import SearchField
from directory.models import Enterprise, Unit, User
from directory.models.dated import DATES_IN_ORDER, DAYS, Dated

from ..querysets import (
    AssociationQuerySet,
    MembershipQuerySet,
    OfAssociationQuerySet,
    RepresentativeQuerySet,
)


@tracked(exclude=("search",))
class Association(models.Model):
    """A body that speaks for enterprises: of a trade, a region, or of foreign investors."""

    class Sector(models.TextChoices):
        GENERAL = "general", _("All trades")
        FOREIGN = "foreign", _("Foreign business")
        LOGISTICS = "logistics", _("Logistics and customs brokers")
        METALS = "metals", _("Metals and minerals")
        AGRICULTURE = "agriculture", _("Agriculture, forestry, fishery")
        TEXTILES = "textiles", _("Textiles, footwear, leather")
        ELECTRONICS = "electronics", _("Electronics and information technology")
        INDUSTRY = "industry", _("Machinery, chemicals, other industry")
        CONSUMER = "consumer", _("Food, health, consumer goods")

    class Level(models.TextChoices):
        NATIONAL = "national", _("National")
        REGIONAL = "regional", _("Regional")
        PROVINCIAL = "provincial", _("Provincial")

    name_vi = models.CharField(_("name in Vietnamese"), max_length=250, unique=True)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    short = models.CharField(_("abbreviation"), max_length=30, blank=True)
    sector = models.CharField(_("sector"), max_length=12, choices=Sector)
    level = models.CharField(_("reach"), max_length=12, choices=Level, default=Level.NATIONAL)
    kept_by = models.ForeignKey(
        Unit, models.PROTECT, related_name="associations", verbose_name=_("unit in charge")
    )
    website = models.URLField(_("website"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)

    search = SearchField("name_vi", "name_en", "short")

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("association"), _("associations")
        ordering = ["name_vi", "pk"]
        indexes = [
            models.Index(fields=["sector", "name_vi"], name="association_of_sector"),
            GinIndex(fields=["search"], name="association_search"),
        ]
        constraints = [
            models.CheckConstraint(name="an_association_has_a_name", condition=~Q(name_vi="")),
            models.CheckConstraint(
                name="a_website_of_an_association_is_a_web_address",
                condition=Q(website="") | Q(website__regex=r"^https?://"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("associations:detail", args=[self.pk])

    @property
    def name(self) -> str:
        """The name in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.name_en if english else "") or self.name_vi


@tracked()
class AssociationContact(models.Model):
    """A person or desk to reach at an association; not public."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="contacts", verbose_name=_("association")
    )
    name = models.CharField(_("full name"), max_length=150)
    position = models.CharField(_("position"), max_length=100, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    objects = OfAssociationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("contact"), _("contacts")
        constraints = [
            models.CheckConstraint(
                name="a_contact_of_an_association_can_be_reached",
                condition=~Q(email="") | ~Q(phone=""),
            )
        ]

    def __str__(self):
        return self.name


@tracked()
class AssociationRepresentative(Dated):
    """A user who speaks for an association on the portal, between two days."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="representatives", verbose_name=_("association")
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="speaks_for", verbose_name=_("user")
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative of an association")
        verbose_name_plural = _("representatives of associations")
        constraints = [
            models.UniqueConstraint(
                fields=["association", "user"], name="a_user_speaks_for_an_association_once"
            ),
            models.CheckConstraint(
                name="association_representative_dates_are_in_order", condition=DATES_IN_ORDER
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.association}"


@tracked()
class Membership(Dated):
    """An enterprise belongs to an association, between two days."""

    association = models.ForeignKey(
        Association, models.CASCADE, related_name="memberships", verbose_name=_("association")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="memberships", verbose_name=_("enterprise")
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("membership"), _("memberships")
        constraints = [
            models.CheckConstraint(name="membership_dates_are_in_order", condition=DATES_IN_ORDER),
            ExclusionConstraint(
                name="an_enterprise_belongs_to_an_association_once_at_a_time",
                expressions=[
                    ("association", RangeOperators.EQUAL),
                    ("enterprise", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.enterprise}, {self.association}"
