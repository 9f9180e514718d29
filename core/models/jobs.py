"""Long work as rows: how far it is, what came of it, who asked for it."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..chores import BEGUN, TODO, Chore, ChoreQuerySet
from .files import StoredFile

GOING = TODO & Q(cancelled_at=None)


class JobQuerySet(ChoreQuerySet["Job"]):
    def visible_to(self, user):
        """One's own jobs."""
        return self.filter(owner=user.pk)

    def for_list(self):
        return self.select_related("file", "result", "errors").order_by("-pk")

    def todo(self):
        return self.filter(GOING)

    def ended_before(self, day: datetime):
        ended = Q(done_at__lt=day) | Q(given_up_at__lt=day) | Q(cancelled_at__lt=day)
        return self.filter(ended)


class Job(Chore):
    """One piece of long work; its handler is found by ``kind`` (:func:`core.jobs.job`).

    Work stands or falls by steps: ``done`` + ``failed`` is how many items are behind.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Stopped")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(pgettext_lazy("heading", "title"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs", verbose_name=_("asked by")
    )
    params = models.JSONField(_("particulars"), default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="jobs",
        verbose_name=_("file"),
    )  # fmt: skip
    result = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="result_of",
        verbose_name=_("result"),
    )  # fmt: skip
    errors = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="errors_of",
        verbose_name=_("rows at fault"),
    )  # fmt: skip
    total = models.PositiveIntegerField(_("items"), null=True, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    failed_items = models.PositiveIntegerField(_("failed"), default=0)
    worked = models.DurationField(_("time worked"), default=timedelta)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    begun_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("stopped at"), null=True, blank=True)

    objects: ClassVar = JobQuerySet.as_manager()
    patience = 3

    class Meta:
        verbose_name, verbose_name_plural = _("job"), _("jobs")
        indexes = [
            models.Index(fields=["due_at"], condition=GOING, name="job_todo"),
            models.Index(fields=["owner", "-id"], name="job_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_ends_in_one_way",
                condition=Q(done_at=None, given_up_at=None)
                | Q(done_at=None, cancelled_at=None)
                | Q(given_up_at=None, cancelled_at=None),
            ),
            models.CheckConstraint(
                name="job_does_no_more_than_there_is",
                condition=Q(total=None) | Q(total__gte=F("done") + F("failed_items")),
            ),
            models.UniqueConstraint(
                fields=["kind", "digest"],
                condition=GOING & ~Q(digest=""),
                name="a_file_is_worked_on_once_at_a_time",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jobs:page", args=[self.pk])

    def begin(self, at):
        """Lease it for a minute; how often without a step is counted, not ended here."""
        self.attempts, self.last_error = self.attempts + 1, BEGUN
        self.begun_at = self.begun_at or at
        self.due_at = at + timedelta(minutes=1)

    @property
    def state(self) -> State:
        for at, state in (
            (self.cancelled_at, self.State.CANCELLED),
            (self.given_up_at, self.State.FAILED),
            (self.done_at, self.State.DONE),
            (self.begun_at, self.State.RUNNING),
        ):
            if at:
                return state
        return self.State.QUEUED

    @property
    def ended_at(self) -> datetime | None:
        return self.cancelled_at or self.given_up_at or self.done_at

    @property
    def position(self) -> int:
        """How many items are behind."""
        return self.done + self.failed_items

    @property
    def remaining(self) -> int | None:
        return None if self.total is None else self.total - self.position

    @property
    def time_left(self) -> timedelta | None:
        """At the pace so far; None before there is a pace, and when it ended."""
        if self.ended_at or not self.position or self.remaining is None:
            return None
        return timedelta(
            seconds=round(self.worked.total_seconds() * self.remaining / self.position)
        )


class JobLine(models.Model):
    """What came of one item: cells of the result sheet, or why it failed."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="job_line_once_per_item")
        ]

    def __str__(self):
        return f"{self.job_id}:{self.number}"
