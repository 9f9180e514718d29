"""The rows from which every clock is computed, and the limits as data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from directory.models import Unit, User

from ..querysets import EscalationQuerySet, HoldingQuerySet, LimitQuerySet, OfInquiryQuerySet
from .inquiries import Inquiry
from .topics import Kind, Topic


@tracked()
class Limit(models.Model):
    """How fast a kind, a topic or members of the programme are answered; the narrowest row holds.

    Hours and days are working time of the unit that answers; only those in which a request is
    passed on run by the clock.
    """

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, blank=True)
    topic = models.ForeignKey(
        Topic,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="limits",
        verbose_name=_("topic"),
    )
    members = models.BooleanField(
        _("members of the voluntary-compliance programme only"), default=False
    )
    first_hours = models.PositiveSmallIntegerField(_("working hours to the first response"))
    answer_days = models.PositiveSmallIntegerField(_("working days to the answer"))
    forward_hours = models.PositiveSmallIntegerField(
        _("hours until it is passed on to who answers"),
        null=True,
        blank=True,
        help_text=_(
            "By the clock, day and night; what would end on a day of rest ends with the next"
            " working day. Empty: no such limit."
        ),
    )
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    objects = LimitQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("time limit"), _("time limits")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "topic", "members"],
                nulls_distinct=False,
                name="one_limit_for_a_kind_topic_and_membership",
                violation_error_message=_("There is a limit for this already."),
            ),
            models.CheckConstraint(
                name="a_limit_leaves_time",
                condition=Q(first_hours__range=(1, 400), answer_days__range=(1, 200)),
            ),
            models.CheckConstraint(
                name="passing_on_has_an_hour_at_least",
                condition=Q(forward_hours=None) | Q(forward_hours__range=(1, 400)),
            ),
        ]

    def __str__(self):
        return _("%(hours)s working hours, %(days)s working days") % {
            "hours": self.first_hours,
            "days": self.answer_days,
        }


@tracked()
class Term(models.Model):
    """The limits that held for a case until its kind or topic was corrected: what was late before
    stays late for the figures of that day."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="terms", verbose_name=_("inquiry")
    )
    until = models.DateTimeField(_("until"))
    first_hours = models.PositiveSmallIntegerField(_("working hours to the first response"))
    answer_days = models.PositiveSmallIntegerField(_("working days to the answer"))

    objects = OfInquiryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("former time limit"), _("former time limits")
        ordering = ["until", "pk"]

    def __str__(self):
        return f"{self.until:%d/%m/%Y}"


@tracked()
class Holding(models.Model):
    """A unit had the case from one moment to another; a transfer keeps each unit's own time.

    ``ended`` tells how it left the unit; ``due_at`` is the limit as it stood then, ``minutes``
    the working minutes that the asker had waited in this round, at all units together (see
    ``with_own`` for those of one unit).
    """

    class End(models.TextChoices):
        ANSWERED = "answered", _("answered")
        TRANSFERRED = "transferred", _("transferred")
        RETURNED = "returned", _("given back")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("joined")
        HANDED_OVER = "handed_over", _("handed over")

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="holdings", verbose_name=_("inquiry")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="inquiry_holdings", verbose_name=_("unit")
    )
    since = models.DateTimeField(pgettext_lazy("moment", "since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    ended = models.CharField(_("left by being"), max_length=12, choices=End, blank=True)
    due_at = models.DateTimeField(_("due then"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("working minutes waited"), null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("time held by a unit"), _("times held by units")
        ordering = ["since", "pk"]
        indexes = [
            models.Index(fields=["unit", "until"], name="holding_of_unit"),
            models.Index(fields=["since"], name="holding_since"),
            # What the figures of a period read: 50,000 answers of a year from it alone. No second
            # index begins with "until": the planner would take the smaller one and visit each row.
            models.Index(
                fields=["until"],
                name="holding_counted",
                include=["since", "ended", "inquiry", "unit", "due_at", "minutes"],
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=Q(until=None),
                name="one_unit_holds_a_case_at_a_time",
            ),
            models.CheckConstraint(
                name="a_holding_ends_after_it_began",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="a_holding_that_ended_tells_how",
                condition=Q(until=None, ended="") | Q(until__isnull=False) & ~Q(ended=""),
            ),
        ]

    def __str__(self):
        return f"{self.unit}: {self.since:%d/%m/%Y}"


@tracked()
class Pause(models.Model):
    """The clock stands still: the enterprise was asked for more."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="pauses", verbose_name=_("inquiry")
    )
    since = models.DateTimeField(pgettext_lazy("moment", "since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = OfInquiryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("pause"), _("pauses")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry"], condition=Q(until=None), name="one_pause_at_a_time"
            ),
            models.CheckConstraint(
                name="a_pause_ends_after_it_began",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self):
        return f"{self.since:%d/%m/%Y %H:%M}"


@tracked()
class Extension(models.Model):
    """A later day, with the reason that the asker reads."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="extensions", verbose_name=_("inquiry")
    )
    new_due = models.DateField(_("new last day"))
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = OfInquiryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("extension"), _("extensions")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="an_extension_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.new_due:%d/%m/%Y}"


@tracked()
class Escalation(models.Model):
    """A case put before the level above: by an officer, by the asker, or by the clock when late.

    ``rung`` 0 is by hand; 1 to 5 are the steps of the ladder of late cases, each taken once while
    one unit has the case: whoever has it next is told anew. ``over``: what is late.
    """

    class Over(models.TextChoices):
        ANSWER = "answer", _("The answer")
        PASSING_ON = "passing_on", _("Passing on")

    class Rung(models.IntegerChoices):
        BY_HAND = 0, _("By hand")
        OFFICER = 1, _("Officer")
        TEAM = 2, _("Team head")
        BRANCH = 3, _("Head of branch")
        DEPARTMENT = 4, _("Focal point of the department")
        COMMITTEE = 5, _("Committee")

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="escalations", verbose_name=_("inquiry")
    )
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("from"))
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="escalations", verbose_name=_("to")
    )
    rung = models.PositiveSmallIntegerField(_("rung"), choices=Rung, default=Rung.BY_HAND)
    over = models.CharField(_("what is late"), max_length=10, choices=Over, default=Over.ANSWER)
    holding = models.ForeignKey(
        Holding,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rungs",
        verbose_name=_("time held by a unit"),
    )
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reply = models.TextField(_("reply"), blank=True)
    replied_at = models.DateTimeField(_("replied at"), null=True, blank=True)
    replied_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replied by")
    )
    recalled_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("escalation"), _("escalations")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["rung", "at"], name="escalation_of_rung")]
        constraints = [
            models.UniqueConstraint(
                fields=["holding", "rung", "over"],
                condition=Q(rung__gt=0),
                name="each_rung_is_taken_once_by_who_has_it",
            ),
            models.CheckConstraint(name="a_ladder_has_five_rungs", condition=Q(rung__lte=5)),
            models.CheckConstraint(name="an_escalation_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_reply_from_above_tells_when",
                condition=Q(replied_at=None, reply="") | Q(replied_at__isnull=False) & ~Q(reply=""),
            ),
            models.CheckConstraint(
                name="what_was_taken_back_has_no_reply",
                condition=Q(recalled_at=None) | Q(replied_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.from_unit} → {self.to_unit}"
