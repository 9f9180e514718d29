"""Who wants to come to an activity: registered on the public page, without an account."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked

from ..querysets import RegistrationQuerySet
from .activities import Activity

MOST_PEOPLE = 20


# History keeps that somebody registered, never who: names are deleted with the row.
@tracked(exclude=("name", "enterprise", "tax_code", "email", "phone", "digest"))
class Registration(models.Model):
    """A person's wish to come, with some others. Of the secret token only an HMAC is kept."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="registrations", verbose_name=_("activity")
    )
    name = models.CharField(_("name"), max_length=150)
    enterprise = models.CharField(_("enterprise or body"), max_length=250, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    people = models.PositiveSmallIntegerField(
        _("number of people"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
    )
    language = models.CharField(_("language"), max_length=2, default="vi")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    registered_at = models.DateTimeField(_("registered at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("registration"), _("registrations")
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="who_registers_can_be_reached", condition=~Q(email="") | ~Q(phone="")
            ),
            models.CheckConstraint(
                name="a_registration_is_for_one_to_twenty_people",
                condition=Q(people__range=(1, MOST_PEOPLE)),
            ),
            models.UniqueConstraint(
                fields=["activity", "email"],
                name="an_address_registers_once_for_an_activity",
                condition=Q(withdrawn_at=None) & ~Q(email=""),
            ),
        ]

    def __str__(self):
        return self.name
