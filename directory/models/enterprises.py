"""Enterprises, whom to reach there, and who acts for them on the portal."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.search import SearchField

from ..querysets import EnterpriseQuerySet, OfEnterpriseQuerySet
from ..tax_codes import validate_tax_code
from .dated import DATES_IN_ORDER, Dated
from .people import User
from .units import Unit


@tracked(exclude=("search",))
class Enterprise(models.Model):
    """A company or household business, known by its tax code (10, 13 or 12 digits)."""

    class Kind(models.TextChoices):
        STATE = "state", _("State enterprise")
        PRIVATE = "private", _("Private enterprise")
        FDI = "fdi", _("Foreign-invested enterprise (FDI)")
        HOUSEHOLD = "household", _("Household business")

    class Size(models.TextChoices):
        MICRO = "micro", _("Micro")
        SMALL = "small", _("Small")
        MEDIUM = "medium", _("Medium")
        LARGE = "large", _("Large")

    class Trait(models.TextChoices):
        START_UP = "start_up", _("Start-up")
        KEY_PARTNER = "key_partner", _("Key partner")
        BROKER = "broker", _("Customs broker")
        EXPORT_PROCESSING = "export_processing", _("Export processing enterprise")
        PRIORITY = "priority", _("Priority enterprise (AEO)")
        VOLUNTARY_COMPLIANCE = "voluntary_compliance", _("Voluntary-compliance programme member")
        AGRICULTURE = "agriculture", _("Agricultural trade")

    tax_code = models.CharField(
        _("tax code"), max_length=14, unique=True, validators=[validate_tax_code]
    )
    name_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    size = models.CharField(_("size"), max_length=10, choices=Size)
    traits = ArrayField(
        models.CharField(max_length=20, choices=Trait),
        verbose_name=_("groups"),
        default=list,
        blank=True,
    )
    managed_by = models.ForeignKey(
        Unit, models.PROTECT, related_name="enterprises", verbose_name=_("managing department")
    )
    address = models.CharField(_("address"), max_length=300, blank=True)

    search = SearchField("tax_code", "name_vi", "name_en")

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("enterprise"), _("enterprises")
        indexes = [
            models.Index(fields=["name_vi", "id"], name="enterprise_name"),
            models.Index(fields=["managed_by", "name_vi", "id"], name="enterprise_of_department"),
            GinIndex(fields=["traits"], name="enterprise_traits"),
            GinIndex(fields=["search"], name="enterprise_search"),
        ]
        constraints = [
            models.CheckConstraint(
                name="enterprise_tax_code_has_its_form",
                condition=Q(tax_code__regex=r"^(\d{10}|\d{10}-\d{3}|\d{12})$"),
            ),
            models.CheckConstraint(
                name="only_a_household_business_has_twelve_digits",
                condition=Q(kind="household") | ~Q(tax_code__regex=r"^\d{12}$"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.name_en if english else "") or self.name_vi

    def grouped(self, trait: str, *, belongs: bool) -> list[str]:
        """Its groups, with or without ``trait``, in the order of the list: as files bring them."""
        wanted = {*self.traits, trait} if belongs else {*self.traits} - {trait}
        return [each for each in self.Trait.values if each in wanted]


@tracked()
class Contact(models.Model):
    """A person or desk to reach at an enterprise."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="contacts", verbose_name=_("enterprise")
    )
    name = models.CharField(_("full name"), max_length=150)
    position = models.CharField(_("position"), max_length=100, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    objects = OfEnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("contact"), _("contacts")
        constraints = [
            models.CheckConstraint(
                name="a_contact_can_be_reached", condition=~Q(email="") | ~Q(phone="")
            )
        ]

    def __str__(self):
        return self.name


@tracked()
class Representative(Dated):
    """A user who acts for an enterprise on the portal, between two days."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="representatives", verbose_name=_("enterprise")
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="represents", verbose_name=_("user")
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = OfEnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("representative"), _("representatives")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "user"], name="a_user_represents_an_enterprise_once"
            ),
            models.CheckConstraint(
                name="representative_dates_are_in_order", condition=DATES_IN_ORDER
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.enterprise}"
