"""Who is in the programme: since when, looked after by whom, and how a membership ends."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Enterprise, Unit, User

from ..querysets import MemberQuerySet
from .agreements import Agreement
from .programme import LEVELS, Programme


@tracked()
class Member(models.Model):
    """An enterprise in the programme, with the officer who looks after it."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Member")
        WITHDRAWN = "withdrawn", _("Membership withdrawn")
        CONTESTED = "contested", _("Withdrawn, appealed against")

    class Grounds(models.TextChoices):
        """The first five: the title of a page on Decision 1399; the full list was not read."""

        HIGH_RISK = "high_risk", _("Assessed as high risk")
        CRIME = "crime", _("Risk of crime")
        SMUGGLING = "smuggling", _("Smuggling")
        EVASION = "evasion", _("Tax evasion")
        ENVIRONMENT = "environment", _("Environmental violation")
        OWN_WISH = "own_wish", _("Own wish")
        OTHER = "other", _("Other grounds")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="members", verbose_name=_("rules of entry")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="programme", verbose_name=_("enterprise")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="programme_members",
        verbose_name=_("managing department"),
    )  # fmt: skip
    joined_on = models.DateField(_("member since"))
    level = models.PositiveSmallIntegerField(_("level at entry"), choices=LEVELS)
    memorandum = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="programme_members",
        verbose_name=_("memorandum"),
    )  # fmt: skip
    officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("designated officer"),
    )  # fmt: skip
    channel = models.CharField(_("direct channel"), max_length=150, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    grounds = models.CharField(_("grounds"), max_length=12, choices=Grounds, blank=True)
    withdrawn_for = models.TextField(
        _("reason of the withdrawal"), blank=True, default="", db_default=""
    )
    appeal = models.TextField(
        _("appeal against the withdrawal"), blank=True, default="", db_default=""
    )
    answer = models.TextField(_("decision on the appeal"), blank=True, default="", db_default="")
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("withdrawn by"),
    )  # fmt: skip
    heard_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("appeal decided by"),
    )  # fmt: skip
    step = models.PositiveSmallIntegerField(
        default=0, db_default=0, editable=False
    )  # which withdrawal it is
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("programme member"), _("programme members")
        indexes = [models.Index(fields=["unit", "status"], name="member_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(status="active"),
                name="an_enterprise_is_a_member_once",
            ),
            models.CheckConstraint(
                name="a_membership_ends_with_day_and_grounds",
                condition=Q(status="active", left_on=None, grounds="")
                | Q(status__in=["withdrawn", "contested"], left_on__isnull=False) & ~Q(grounds=""),
            ),
            models.CheckConstraint(
                name="a_contested_withdrawal_has_its_appeal",
                condition=~Q(status="contested") | ~Q(appeal=""),
            ),
            models.CheckConstraint(
                name="a_second_person_hears_the_appeal_of_a_member",
                condition=Q(heard_by=None) | ~Q(heard_by=F("withdrawn_by")),
            ),
            models.CheckConstraint(
                name="a_level_at_entry_is_one_to_five", condition=Q(level__range=(1, 5))
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.enterprise)

    def get_absolute_url(self):
        return reverse("associations:compliance")
