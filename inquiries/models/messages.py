"""What is said about a case, with files and sources, and what came of it."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from core.models import StoredFile
from directory.models import Unit, User

from ..querysets import AttachmentQuerySet, MessageQuerySet, OfInquiryQuerySet, OfMessageQuerySet
from .inquiries import Inquiry


@tracked()
class Message(models.Model):
    """One passage of the conversation; notes are read by officers only.

    ``answers`` marks the answer itself. ``mail_id`` and ``mail_headers`` are those of a message
    that came by mail; ``quoted`` is what its writer quoted, folded away.
    """

    class Side(models.TextChoices):
        ASKER = "asker", _("Asker")
        OFFICER = "officer", _("Customs")
        NOTE = "note", _("Internal note")
        SYSTEM = "system", _("Portal")

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="messages", verbose_name=_("inquiry")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    answers = models.BooleanField(_("answer"), default=False)
    text = models.TextField(_("text"))
    quoted = models.TextField(_("quoted text"), blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    mail_id = models.CharField(max_length=250, blank=True, editable=False)
    mail_headers = models.JSONField(default=dict, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("message"), _("messages")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["inquiry", "at", "id"], name="message_of_inquiry"),
            models.Index(fields=["mail_id"], name="message_of_mail", condition=~Q(mail_id="")),
        ]
        constraints = [
            models.CheckConstraint(name="a_message_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="only_customs_answers", condition=Q(answers=False) | Q(side="officer")
            ),
        ]

    def __str__(self):
        return Truncator(self.text).chars(80)


@tracked()
class Attachment(models.Model):
    """A file of the question (no message) or of a message."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="attachments", verbose_name=_("inquiry")
    )
    message = models.ForeignKey(
        Message,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("message"),
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="inquiry_attachments", verbose_name=_("file")
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("attachment"), _("attachments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "file"], name="a_file_is_attached_once_to_a_case"
            ),
        ]

    def __str__(self):
        return str(self.file)


@tracked()
class Citation(models.Model):
    """A legal document on which an answer rests."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="citations", verbose_name=_("message")
    )
    document = models.CharField(
        _("number of the document"), max_length=80, help_text=_("For example 39/2018/TT-BTC.")
    )
    place = models.CharField(_("article, clause"), max_length=100, blank=True)

    objects = OfMessageQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("citation"), _("citations")
        ordering = ["pk"]
        indexes = [models.Index(fields=["document"], name="citation_of_document")]
        constraints = [
            models.CheckConstraint(name="a_citation_names_a_document", condition=~Q(document="")),
        ]

    def __str__(self):
        return f"{self.document}, {self.place}" if self.place else self.document


class FirstResponse(models.Model):
    """The first word of customs in a round, with the moment it was due: written once, for good.

    The case itself knows only those of its last round.
    """

    inquiry = models.ForeignKey(
        Inquiry, models.PROTECT, related_name="first_responses", verbose_name=_("inquiry")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    at = models.DateTimeField(_("at"))
    due_at = models.DateTimeField(_("due then"), null=True, blank=True)

    objects = OfInquiryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("first response"), _("first responses")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["at"], name="first_response_counted", include=["unit", "due_at", "inquiry"]
            ),
        ]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M}"


@tracked()
class Usefulness(models.Model):
    """How the asker found the answer: five levels, with a reason for the lower ones."""

    class Level(models.IntegerChoices):
        VERY_UNSATISFIED = 1, _("Very unsatisfied")
        UNSATISFIED = 2, _("Unsatisfied")
        NORMAL = 3, _("Normal")
        SATISFIED = 4, _("Satisfied")
        VERY_SATISFIED = 5, _("Very satisfied")

    USEFUL = (Level.SATISFIED, Level.VERY_SATISFIED)

    inquiry = models.OneToOneField(
        Inquiry, models.CASCADE, related_name="usefulness", verbose_name=_("inquiry")
    )
    level = models.PositiveSmallIntegerField(pgettext_lazy("of usefulness", "level"), choices=Level)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"))

    objects = OfInquiryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("usefulness of an answer"), _("usefulness of answers")
        constraints = [
            models.CheckConstraint(
                name="usefulness_has_five_levels", condition=Q(level__range=(1, 5))
            ),
            models.CheckConstraint(
                name="who_is_unsatisfied_says_why",
                condition=Q(level__gte=3) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return str(self.get_level_display())


@tracked()
class Link(models.Model):
    """One case passed into another, was split from it, or goes on in it after its end."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("joined with")
        SPLIT = "split", _("split into")
        FOLLOWS = "follows", _("taken up again in")

    source = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="links", verbose_name=_("from")
    )
    target = models.ForeignKey(Inquiry, models.CASCADE, related_name="linked", verbose_name=_("to"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    objects = OfInquiryQuerySet.as_manager()
    inquiry_field = "source"

    class Meta:
        verbose_name, verbose_name_plural = _("link between cases"), _("links between cases")
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="two_cases_are_linked_once"),
            models.CheckConstraint(
                name="a_case_is_not_linked_to_itself", condition=~Q(source=F("target"))
            ),
        ]

    def __str__(self):
        return f"{self.source.reference} {self.get_kind_display()} {self.target.reference}"
