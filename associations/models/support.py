"""What members of the programme ask, are warned of, and how their levels are reviewed."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from directory.models import Unit, User

from ..querysets import OfMemberQuerySet, RequestQuerySet, ReviewQuerySet
from .members import Member
from .programme import LEVELS


@tracked()
class SupportRequest(models.Model):
    """A member asks; within the hours of the rules it is with the unit that can answer."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("To be forwarded")
        FORWARDED = "forwarded", _("Forwarded")
        ANSWERED = "answered", _("Answered")
        DECLINED = "declined", _("Not supported")

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="requests", verbose_name=_("programme member")
    )
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    received_at = models.DateTimeField(_("received at"))
    forward_by = models.DateTimeField(_("forward by"))
    forwarded_at = models.DateTimeField(_("forwarded at"), null=True, blank=True)
    forwarded_to = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="support_requests",
        verbose_name=_("forwarded to"),
    )  # fmt: skip
    step = models.PositiveSmallIntegerField(
        default=0, db_default=0, editable=False
    )  # which forwarding it is
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RECEIVED)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("support request"), _("support requests")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "forward_by"], name="request_to_forward")]
        constraints = [
            models.CheckConstraint(
                name="a_request_leaves_time_to_forward_it",
                condition=Q(forward_by__gt=F("received_at")),
            ),
            models.CheckConstraint(
                name="a_forwarded_request_says_where_and_when",
                condition=~Q(status="forwarded")
                | Q(forwarded_at__isnull=False, forwarded_to__isnull=False),
            ),
            models.CheckConstraint(
                name="an_answered_request_has_its_answer",
                condition=~Q(status="answered") | Q(answered_at__isnull=False) & ~Q(answer=""),
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("associations:compliance")


@tracked()
class RiskWarning(models.Model):
    """What a member should know in time: a factor that would lower its level."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="warnings", verbose_name=_("programme member")
    )
    text = models.TextField(_("text"))
    issued_on = models.DateField(_("issued on"))
    read_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("read by")
    )
    read_on = models.DateField(_("read on"), null=True, blank=True)

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("risk warning"), _("risk warnings")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_warning_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="a_warning_is_read_by_somebody_on_a_day",
                condition=Q(read_by=None, read_on=None)
                | Q(read_by__isnull=False, read_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.member}, {self.issued_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("associations:compliance")


@tracked()
class LevelReview(models.Model):
    """The yearly look at a member: its level then and now, whether support satisfied it."""

    member = models.ForeignKey(
        Member, models.CASCADE, related_name="reviews", verbose_name=_("programme member")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    level_before = models.PositiveSmallIntegerField(_("level before"), choices=LEVELS)
    level = models.PositiveSmallIntegerField(
        pgettext_lazy("of compliance", "level"), choices=LEVELS
    )
    satisfied = models.BooleanField(_("satisfied with the support"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("yearly review"), _("yearly reviews")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "year"], name="a_member_is_reviewed_once_a_year"
            ),
            models.CheckConstraint(
                name="reviewed_levels_are_one_to_five",
                condition=Q(level__range=(1, 5), level_before__range=(1, 5)),
            ),
        ]

    def __str__(self):
        return f"{self.member}, {self.year}"
