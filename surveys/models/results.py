"""What a round found: counts made once when it ends, and what is to be put right because of it."""

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Unit, User

from ..querysets import FollowUpQuerySet, TallyQuerySet
from .criteria import Dimension
from .rounds import Round


class Tally(models.Model):
    """How often one answer was given, in all or in one part of those who answered.

    Counted anew as a whole by :func:`surveys.services.results.tally`; no history, as the answers
    have none (G18). ``answer``: a level 1–5, "na", or the code of a choice. ``part``: key of the
    department, kind, size or channel, "" in all. ``weight``: the answers as non-response weights
    count them. Without ``code`` it says how many were "asked" and "answered": in all, by stratum,
    by channel, by how codes were sent. By place: how often a choice was given that place of a
    ranking. Told: what of a question may be shown (:mod:`surveys.services.telling`); a mean, a
    median and a weighted percent stand in ``weight``. Group: what of a question may be shown by
    department, kind or size (:mod:`surveys.services.parting`), ``part`` being "unit:KEY", or
    "unit:*" for all others together.
    """

    class Split(models.TextChoices):
        ALL = "all", _("All")
        UNIT = "unit", _("Department")
        KIND = "kind", _("Kind of enterprise")
        SIZE = "size", _("Size of enterprise")
        CHANNEL = "channel", _("Channel")
        STRATUM = "stratum", _("Stratum")
        WAY = "way", _("Sent by")
        PLACE = "place", _("Place in a ranking")
        TOLD = "told", _("What may be told")
        GROUP = "group", _("What may be told by group")

    PARTED = (Split.ALL, Split.UNIT, Split.KIND, Split.SIZE, Split.CHANNEL, Split.STRATUM)
    """By what the answers to a question are split."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="tallies", verbose_name=_("survey round")
    )
    code = models.CharField(_("question"), max_length=40, blank=True)
    split = models.CharField(_("by"), max_length=10, choices=Split)
    part = models.CharField(_("part"), max_length=20, blank=True)
    answer = models.CharField(_("answer"), max_length=40)
    count = models.PositiveIntegerField(_("answers"))
    weight = models.FloatField(_("answers, weighted"))

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("tally"), _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "split", "code", "part", "answer"],
                name="an_answer_is_tallied_once",
            )
        ]

    def __str__(self):
        return f"{self.code}, {self.part or self.split}: {self.answer}"


@tracked()
class FollowUp(models.Model):
    """What a unit does because its enterprises were dissatisfied (Decision 104, task 4).

    An owner, a day, and a second person who confirms that it is done.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        IN_PROGRESS = "in_progress", _("In progress")
        REPORTED = "reported", _("Done, to be confirmed")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    GOING = (Status.OPEN, Status.IN_PROGRESS, Status.REPORTED)

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="follow_ups", verbose_name=_("survey round")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="survey_follow_ups", verbose_name=_("unit")
    )
    dimension = models.ForeignKey(
        Dimension,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("dimension"),
    )
    question = models.CharField(_("question"), max_length=40, blank=True)
    # A key of surveys.obligations: plans stand above surveys. None keeps old seals of history.
    obligation = models.CharField(_("obligation in the plan"), max_length=40, null=True, blank=True)
    finding = models.TextField(_("what displeased"))
    measure = models.TextField(_("what is done about it"), blank=True)
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="survey_follow_ups", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due on"))
    reported_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported done by"),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("follow-up"), _("follow-ups")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on", "id"], name="follow_up_due")]
        constraints = [
            models.CheckConstraint(
                name="a_follow_up_that_is_done_says_what_was_done",
                condition=~Q(status__in=["reported", "done"]) | ~Q(measure=""),
            ),
            models.CheckConstraint(
                name="a_follow_up_says_what_displeased", condition=~Q(finding="")
            ),
        ]

    def __str__(self):
        return f"{self.unit}: {Truncator(self.finding).chars(80)}"
