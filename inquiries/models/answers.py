"""The answer base: answers for everyone, what they rest on, where two disagree."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.search import SearchField
from directory.models import Unit, User

from ..answers import querysets
from .inquiries import Inquiry
from .topics import Topic


@tracked(exclude=("search",))
class PublishedAnswer(models.Model):
    """A question with its answer, without anything that tells who asked.

    A row is one version: a revision is a row of its own that ``replaces`` this one on the day it
    is published; until then this one stays public. ``review`` tells why it is being looked at.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CHECKED = "checked", _("Checked")
        PUBLISHED = "published", _("Published")
        FLAGGED = "flagged", _("Being reviewed")
        REPLACED = "replaced", _("Replaced by a new version")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    PUBLIC = (Status.PUBLISHED, Status.FLAGGED)
    IN_MAKING = (Status.PROPOSED, Status.CHECKED)

    inquiry = models.ForeignKey(
        Inquiry, models.PROTECT, null=True, blank=True, related_name="published",
        verbose_name=_("from the case"),
    )  # fmt: skip
    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="answers", verbose_name=_("topic")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="published_answers", verbose_name=_("unit that answers")
    )
    language = models.CharField(
        _("language"), max_length=2, default="vi",
        choices=[("vi", _("Vietnamese")), ("en", _("English"))],
    )  # fmt: skip
    title = models.CharField(_("question in one line"), max_length=200)
    question = models.TextField(_("question"))
    answer = models.TextField(_("answer"))
    written_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("last written by"),
    )  # fmt: skip
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="newer",
        verbose_name=_("new version of"),
    )  # fmt: skip
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    review = models.CharField(_("why it is reviewed"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)

    search = SearchField("title", "question", "answer")

    objects = querysets.PublishedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("published answer"), _("published answers")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], name="answer_newest",
                condition=Q(status__in=["published", "flagged"]),
            ),
            GinIndex(fields=["search"], name="answer_search"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="a_published_answer_says_something",
                condition=~Q(title="") & ~Q(question="") & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="what_is_published_was_checked",
                condition=Q(status__in=["proposed", "withdrawn"])
                | Q(status="checked", checked_by__isnull=False)
                | Q(checked_by__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_answer_is_checked_by_a_second_person",
                condition=Q(checked_by=None) | Q(written_by=None) | ~Q(checked_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="a_flagged_answer_tells_why", condition=~Q(status="flagged") | ~Q(review="")
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=~Q(status="withdrawn"),
                name="an_answer_has_one_next_version",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("inquiries:answers:detail", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.status in self.PUBLIC


@tracked()
class AnswerCitation(models.Model):
    """A legal document on which a published answer rests."""

    answer = models.ForeignKey(
        PublishedAnswer, models.CASCADE, related_name="citations", verbose_name=_("answer")
    )
    document = models.CharField(_("number of the document"), max_length=80, db_index=True)
    place = models.CharField(_("article, clause"), max_length=100, blank=True)

    objects = querysets.OfAnswerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("cited document"), _("cited documents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="a_cited_document_has_a_number", condition=~Q(document="")),
        ]

    def __str__(self):
        return f"{self.document}, {self.place}" if self.place else self.document


@tracked()
class ReplacedDocument(models.Model):
    """A legal document that is no longer in force; every answer that rests on it is flagged."""

    number = models.CharField(_("number of the document"), max_length=80, unique=True)
    successor = models.CharField(_("replaced by"), max_length=200)
    since = models.DateField(_("since"))

    objects = querysets.ForOfficersQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("replaced document"), _("replaced documents")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_replaced_document_names_its_successor",
                condition=~Q(number="") & ~Q(successor=""),
            ),
        ]

    def __str__(self):
        return self.number


class AnswerDay(models.Model):
    """How often an answer was opened on a day, and helped; nothing about who opened it."""

    answer = models.ForeignKey(PublishedAnswer, models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    reads = models.PositiveIntegerField(_("read"), default=0)
    helped = models.PositiveIntegerField(_("helped"), default=0)
    unhelped = models.PositiveIntegerField(_("did not help"), default=0)

    objects = querysets.OfAnswerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("readings of a day"), _("readings by day")
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "day"], name="readings_are_counted_once_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.answer_id} {self.day:%d/%m/%Y}"


@tracked()
class Contradiction(models.Model):
    """Two published answers that say different things, side by side until headquarters settles."""

    one = models.ForeignKey(
        PublishedAnswer, models.CASCADE, related_name="contradicted", verbose_name=_("one answer")
    )
    other = models.ForeignKey(
        PublishedAnswer, models.CASCADE, related_name="contradicting",
        verbose_name=_("the other answer"),
    )  # fmt: skip
    reason = models.CharField(_("where they differ"), max_length=500)
    raised_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("raised by")
    )
    raised_at = models.DateTimeField(_("raised at"))
    stands = models.ForeignKey(
        PublishedAnswer, models.CASCADE, null=True, blank=True, related_name="upheld",
        verbose_name=_("answer that stands"),
    )  # fmt: skip
    ruling = models.TextField(_("ruling of headquarters"), blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = querysets.ContradictionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("contradiction"), _("contradictions")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], name="two_answers_are_set_side_by_side_once"
            ),
            models.CheckConstraint(
                name="an_answer_does_not_contradict_itself", condition=~Q(one=F("other"))
            ),
            models.CheckConstraint(
                name="a_settled_contradiction_has_a_ruling",
                condition=Q(settled_at=None, ruling="", stands=None)
                | Q(settled_at__isnull=False) & ~Q(ruling=""),
            ),
        ]

    def __str__(self):
        return f"{self.one} / {self.other}"
