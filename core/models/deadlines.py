"""Duties that fall due once a period."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..chores import Chore, ChoreQuerySet

LATE = timedelta(minutes=15)  # the clock asks every two minutes: this is more than bad luck


class DeadlineQuerySet(ChoreQuerySet["Deadline"]):
    def late(self, at: datetime):
        """Taken up, or still waiting, more than :data:`LATE` after it fell due: an alert."""
        late = Q(begun_at__gt=F("fell_due_at") + LATE)
        waiting = Q(begun_at=None, fell_due_at__lt=at - LATE)
        return self.filter(late | waiting).order_by("-fell_due_at", "pk")


class Deadline(Chore):
    """A duty that falls due once a period; the clock does it, however late it wakes.

    ``fell_due_at`` is the moment as it was defined when the row was written; a definition edited
    afterwards does not move it.
    """

    kind = models.CharField(_("kind"), max_length=60)
    period = models.CharField(_("period"), max_length=40)
    fell_due_at = models.DateTimeField(_("fell due at"))
    begun_at = models.DateTimeField(_("first taken up at"), null=True, blank=True)

    objects: ClassVar = DeadlineQuerySet.as_manager()
    patience = 500
    longest_pause = timedelta(hours=1)

    class Meta(Chore.Meta):
        verbose_name, verbose_name_plural = _("deadline"), _("deadlines")
        constraints = [
            *Chore.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "period"], name="deadline_once_per_kind_and_period"
            ),
            models.CheckConstraint(
                name="deadline_is_not_done_before_it_falls_due",
                condition=Q(done_at=None) | Q(done_at__gte=F("fell_due_at")),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.period}"

    @property
    def late(self) -> bool:
        """Whether it was taken up more than :data:`LATE` after it fell due."""
        return bool(self.begun_at and self.begun_at - self.fell_due_at > LATE)

    def begin(self, at):
        self.begun_at = self.begun_at or at
        super().begin(at)
