"""What a unit does for the plan: an activity, what it serves, who came, its files."""

import json
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import StoredFile
from directory.models import Unit

from ..querysets import ActivityQuerySet, OfActivityQuerySet
from .items import Item
from .undertakings import Undertaking


@tracked()
class Activity(models.Model):
    """One conference, dialogue, training or other work towards enterprises, on its day.

    An activity of whole days begins and ends at midnight, the end being the day after its last.
    """

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        DIALOGUE = "dialogue", _("Dialogue")
        SEMINAR = "seminar", _("Seminar")
        TRAINING = "training", _("Training")
        ARTICLE = "article", _("Article")
        BROADCAST = "broadcast", _("Radio or television broadcast")
        SOCIAL_GROUP = "social_group", _("Social network group")
        ASSOCIATION_MEETING = "association_meeting", _("Meeting with an association")
        SURVEY = "survey", _("Survey")
        CONSULTATION = "consultation", _("Consultation")
        VISIT = "visit", _("Visit to an enterprise")
        OTHER = "other", _("Other activity")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ANNOUNCED = "announced", _("Announced")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    TO_COME = (Status.PLANNED, Status.ANNOUNCED)
    DETAILS = (
        "unit_id", "kind", "task", "title_vi", "title_en", "starts", "ends", "all_day", "place",
        "online_url", "summary_vi", "summary_en", "public", "registration", "seats",
        "registration_until",
    )  # fmt: skip

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="activities", verbose_name=_("unit")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    task = models.CharField(_("task"), max_length=20, choices=Item.Task)
    title_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    title_en = models.CharField(_("name in English"), max_length=250, blank=True)
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"))
    all_day = models.BooleanField(_("whole days"), default=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("online address"), max_length=300, blank=True)
    summary_vi = models.TextField(_("what it is about, in Vietnamese"), blank=True)
    summary_en = models.TextField(_("what it is about, in English"), blank=True)
    public = models.BooleanField(_("in the public calendar"), default=True)
    registration = models.BooleanField(_("registration on the portal"), default=False)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    registration_until = models.DateField(_("registration closes after"), null=True, blank=True)
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    postponed_from = models.DateTimeField(_("first meant for"), null=True, blank=True)
    why = models.CharField(_("why it was cancelled or postponed"), max_length=500, blank=True)
    result = models.TextField(_("result"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("activity"), _("activities")
        ordering = ["-starts", "-pk"]
        indexes = [
            models.Index(fields=["starts", "id"], name="activity_by_day"),
            models.Index(fields=["status", "ends"], name="activity_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_activity_ends_after_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.CheckConstraint(
                name="an_announced_activity_says_since_when",
                condition=~Q(status="announced") | Q(announced_at__isnull=False, public=True),
            ),
            models.CheckConstraint(
                name="a_held_activity_has_a_result", condition=~Q(status="held") | ~Q(result="")
            ),
            models.CheckConstraint(
                name="a_cancelled_activity_has_a_reason",
                condition=~Q(status="cancelled") | ~Q(why=""),
            ),
            models.CheckConstraint(
                name="an_activity_with_registration_is_public",
                condition=Q(registration=False) | Q(public=True),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("plans:activity", args=[self.pk])

    @property
    def uid(self) -> str:
        """Its name in calendars, the same for good."""
        return f"activity-{self.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('>')}"

    @property
    def title(self) -> str:
        """The title in the reader's language, Vietnamese where there is no other."""
        return (self.title_en if _english() else "") or self.title_vi

    @property
    def summary(self) -> str:
        """What it is about, in the reader's language where that was written."""
        mine, other = self.summary_vi, self.summary_en
        return (other or mine) if _english() else (mine or other)

    @property
    def online_link(self) -> str:
        """The online address where it is one a browser may follow."""
        return self.online_url if self.online_url.startswith(("https://", "http://")) else ""

    @property
    def first_day(self):
        return localtime(self.starts).date()

    @property
    def last_day(self):
        """The last day it takes; an end at midnight belongs to the day before."""
        return localtime(self.ends - self.ends.resolution).date()

    @property
    def over(self) -> bool:
        return self.ends <= now()

    @property
    def version(self) -> str:
        """Stands for its details: another value means that somebody changed them."""
        said = [str(getattr(self, name)) for name in self.DETAILS]
        return sha256(json.dumps(said).encode()).hexdigest()[:16]


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


@tracked()
class Serving(models.Model):
    """What an activity serves: an undertaking of a unit's plan, or an obligation itself."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="servings", verbose_name=_("activity")
    )
    undertaking = models.ForeignKey(
        Undertaking,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="servings",
        verbose_name=_("undertaking"),
    )
    item = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="servings",
        verbose_name=_("obligation"),
    )

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("what it serves"), _("what it serves")
        constraints = [
            models.CheckConstraint(
                name="an_activity_serves_an_undertaking_or_an_obligation",
                condition=Q(undertaking=None, item__isnull=False)
                | Q(undertaking__isnull=False, item=None),
            ),
            models.UniqueConstraint(
                fields=["activity", "undertaking", "item"],
                name="an_activity_serves_one_thing_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return str(self.undertaking or self.item)


@tracked()
class Participation(models.Model):
    """How many came of one group: enterprises or bodies, and people. Each is counted once."""

    class Kind(models.TextChoices):
        LARGE = "large", _("Large enterprises")
        SME = "sme", _("Small and medium enterprises")
        START_UP = "start_up", _("Start-ups and newly established")
        FDI = "fdi", _("Foreign-invested enterprises")
        EXPORT_PROCESSING = "export_processing", _("Export processing enterprises")
        BROKER = "broker", _("Customs brokers")
        ASSOCIATION = "association", _("Associations")
        AGENCY = "agency", _("Agencies")
        PRESS = "press", _("Press")
        OTHER = "other", _("Others")

    ENTERPRISES = (
        Kind.LARGE, Kind.SME, Kind.START_UP, Kind.FDI, Kind.EXPORT_PROCESSING, Kind.BROKER,
    )  # fmt: skip

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="participations", verbose_name=_("activity")
    )
    kind = models.CharField(_("group"), max_length=20, choices=Kind)
    bodies = models.PositiveIntegerField(_("enterprises or bodies"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("participants"), _("participants")
        constraints = [
            models.UniqueConstraint(fields=["activity", "kind"], name="a_group_is_counted_once"),
            models.CheckConstraint(
                name="a_group_that_came_counts_somebody",
                condition=Q(bodies__gt=0) | Q(people__gt=0),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.bodies} / {self.people}"


@tracked()
class ActivityFile(models.Model):
    """A document or photo of an activity; ``public`` ones stand on its page."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="files", verbose_name=_("activity")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="activity_files", verbose_name=_("file")
    )
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    public = models.BooleanField(_("on the public page"), default=False)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("document or photo"), _("documents and photos")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "file"], name="a_file_hangs_on_an_activity_once"
            )
        ]

    def __str__(self):
        return self.caption or str(self.file)
