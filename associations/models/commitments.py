"""What both sides undertake, clause by clause; meetings that recur, and what they decide."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import StoredFile
from core.search import SearchField
from directory.models import Unit, User

from ..querysets import CommitmentQuerySet, OfReachQuerySet
from .agreements import Agreement
from .keeping import only_amendments_add, words_stand
from .parts import Amendment, Party


@tracked()
class Meeting(models.Model):
    """A meeting of the parties: its agenda before, its minutes afterwards."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="meetings", verbose_name=_("agreement")
    )
    planned_on = models.DateField(_("planned on"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="meetings",
        verbose_name=_("file"),
    )  # fmt: skip

    objects = OfReachQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("meeting"), _("meetings")
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_meeting_has_an_agenda", condition=~Q(agenda="")),
            models.CheckConstraint(
                name="a_meeting_that_was_held_has_minutes",
                condition=Q(held_on=None, minutes="") | Q(held_on__isnull=False) & ~Q(minutes=""),
            ),
        ]

    def __str__(self):
        return _("Meeting of %(day)s") % {"day": f"{self.held_on or self.planned_on:%d/%m/%Y}"}


@tracked(exclude=("search", "step"))
class Commitment(models.Model):
    """What one side undertakes; done when it is reported and a second person confirms it."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        REPORTED = "reported", _("Done, to be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        LAPSED = "lapsed", _("Lapsed")
        RELEASED = "released", _("Released")

    class Kind(models.TextChoices):
        DEED = "deed", _("Clause")
        MEETING = "meeting", _("Meeting of the parties")
        ACTION = "action", _("Action point of a meeting")

    OUTSTANDING = (Status.OPEN, Status.REPORTED, Status.LAPSED)

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="commitments", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.DEED)
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    text_vi = models.TextField(_("text in Vietnamese"))
    text_en = models.TextField(_("text in English"), blank=True)
    side = models.CharField(_("side"), max_length=8, choices=Party.Side)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name=_("unit that carries it out"),
    )  # fmt: skip
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name=_("partner that carries it out"),
    )  # fmt: skip
    due_on = models.DateField(_("due on"), null=True, blank=True)
    every_months = models.PositiveSmallIntegerField(
        _("every so many months"), null=True, blank=True
    )
    first_due_on = models.DateField(null=True, blank=True, editable=False)
    turn = models.PositiveSmallIntegerField(_("turn"), default=0, editable=False)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by",
        editable=False, verbose_name=_("follows"),
    )  # fmt: skip
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="actions",
        verbose_name=_("decided at"),
    )  # fmt: skip
    amendment = models.ForeignKey(
        Amendment, models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name=_("added by"),
    )  # fmt: skip
    # Keys of associations.served: plans stand above this app, so that no foreign key leads there.
    serves = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, editable=False,
        verbose_name=_("obligations and activities it serves"),
    )  # fmt: skip
    evidence = models.TextField(_("what was done"), blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name=_("evidence"),
    )  # fmt: skip
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("reported by"),
    )  # fmt: skip
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    step = models.PositiveSmallIntegerField(
        default=0, db_default=0, editable=False
    )  # of letters to who reported it
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)

    search = SearchField("clause", "text_vi", "text_en", "evidence")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("commitment"), _("commitments")
        indexes = [
            models.Index(fields=["status", "due_on"], name="commitment_by_due_day"),
            models.Index(fields=["due_on", "id"], name="commitment_by_day"),
            models.Index(fields=["agreement", "status"], name="commitment_of_agreement"),
            models.Index(
                fields=["due_on", "id"],
                name="commitment_outstanding",
                condition=Q(status__in=["open", "reported", "lapsed"]),
            ),
            GinIndex(fields=["search"], name="commitment_search"),
            GinIndex(fields=["serves"], name="commitment_by_what_it_serves"),
        ]
        triggers = [words_stand(), only_amendments_add()]
        constraints = [
            models.CheckConstraint(name="a_commitment_says_something", condition=~Q(text_vi="")),
            models.CheckConstraint(
                name="a_commitment_is_carried_out_by_its_side",
                condition=Q(side="customs", unit__isnull=False, party=None)
                | Q(side="partner", unit=None, party__isnull=False),
            ),
            models.CheckConstraint(
                name="a_second_person_confirms",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("reported_by")),
            ),
            models.CheckConstraint(
                name="confirmed_is_what_one_reported_and_another_confirmed",
                condition=~Q(status="confirmed")
                | Q(
                    reported_by__isnull=False,
                    reported_on__isnull=False,
                    confirmed_by__isnull=False,
                    confirmed_on__isnull=False,
                ),
            ),  # fmt: skip
            models.CheckConstraint(
                name="only_what_has_a_date_recurs",
                condition=Q(every_months=None)
                | Q(every_months__gte=1, due_on__isnull=False, first_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_an_action_point_comes_from_a_meeting",
                condition=Q(kind="action", meeting__isnull=False)
                | Q(meeting=None) & ~Q(kind="action"),
            ),
        ]

    def __str__(self):
        return f"{self.clause}. {self.text}" if self.clause else self.text

    def get_absolute_url(self):
        return reverse("associations:commitment", args=[self.pk])

    @property
    def text(self) -> str:
        """The text in the reader's language, Vietnamese where there is no other."""
        english = (get_language() or "vi").startswith("en")
        return (self.text_en if english else "") or self.text_vi

    @property
    def owner(self) -> str:
        """Who carries it out, in words."""
        return str(self.unit or self.party or "")
