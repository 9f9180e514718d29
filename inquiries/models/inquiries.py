"""The case: what somebody asked, who answers it now, by when."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.history import tracked
from core.search import SearchField
from directory.models import Enterprise, Unit, User

from ..phones import dialled_from
from ..querysets import InquiryQuerySet
from .topics import Kind, Topic

SECRETS = ("code_hash", "pin_hash", "search")


@tracked(exclude=SECRETS)
class Inquiry(models.Model):
    """One question of an enterprise or a person, from any channel.

    The question stands here; what is said afterwards are messages. ``due_at``, ``first_due_at``,
    ``responded_at`` and ``answered_at`` follow from the rows of the clocks (holdings, pauses,
    extensions, messages) and are kept for the queues; ``services.recount`` makes them anew.
    ``asker_wrote_at``: when the asker last added, asked again or contested; empty once customs has
    written since.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        ROUTED = "routed", _("In hand")
        WAITING = "waiting", _("Waiting for the enterprise")
        ESCALATED = "escalated", _("Put before the level above")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a question", "Withdrawn")
        MERGED = "merged", _("Joined with another case")
        HANDED_OVER = "handed_over", _("Handed over by law")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("Portal")
        HOTLINE = "hotline", _("Hotline")
        COUNTER = "counter", _("At the counter")
        WRITING = "writing", _("In writing")
        EMAIL = "email", _("Email")
        ZALO = "zalo", _("Zalo")
        VIBER = "viber", _("Viber")
        SOCIAL = "social", _("Social network")
        DIALOGUE = "dialogue", _("Dialogue")

    Kind = Kind
    # Ours to answer; in WAITING the clock stands still.
    OPEN = (Status.RECEIVED, Status.ROUTED, Status.WAITING, Status.ESCALATED)
    RUNNING = (Status.RECEIVED, Status.ROUTED, Status.ESCALATED)
    BY_LAW = (Kind.COMPLAINT, Kind.DENUNCIATION)
    ENDED = (Status.CLOSED, Status.WITHDRAWN, Status.MERGED, Status.HANDED_OVER)

    reference = models.CharField(_("reference"), max_length=24, editable=False)
    code_hash = models.CharField(max_length=64, editable=False)
    pin_hash = models.CharField(max_length=64, editable=False)
    submission = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.QUESTION)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="inquiries", verbose_name=_("topic")
    )
    subject = models.CharField(_("subject"), max_length=200)
    question = models.TextField(_("question"))
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("vi", _("Vietnamese")), ("en", _("English"))],
        default="vi",
    )

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name=_("enterprise"),
        help_text=_("Its representatives see the case."),
    )
    asked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries_asked",
        verbose_name=_("asked by the account"),
    )
    asker_name = models.CharField(_("asked by"), max_length=150, blank=True)
    company = models.CharField(_("enterprise as named"), max_length=250, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    mail_id = models.CharField(max_length=250, blank=True, editable=False)

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="inquiries", verbose_name=_("unit that answers")
    )
    handler = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries_handled",
        verbose_name=_("handled by"),
    )
    asked_above = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries_put_before",
        verbose_name=_("put before"),
    )
    handed_to = models.CharField(_("handed over to"), max_length=200, blank=True)

    received_at = models.DateTimeField(_("received at"))
    first_hours = models.PositiveSmallIntegerField(_("working hours to the first response"))
    answer_days = models.PositiveSmallIntegerField(_("working days to the answer"))
    first_due_at = models.DateTimeField(_("first response due"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    responded_at = models.DateTimeField(_("first response"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    asker_wrote_at = models.DateTimeField(_("asker wrote at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.RECEIVED)

    search = SearchField("reference", "subject", "question", "asker_name", "company", "tax_code")

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("inquiry"), _("inquiries")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="inquiry_newest"),
            models.Index(fields=["unit", "-received_at", "-id"], name="inquiry_of_unit"),
            models.Index(
                fields=["handler", "due_at"],
                name="inquiry_of_handler",
                condition=Q(status__in=["received", "routed", "waiting", "escalated"]),
            ),
            models.Index(
                fields=["unit", "status", "due_at"],
                name="inquiry_open",
                condition=Q(status__in=["received", "routed", "waiting", "escalated"]),
            ),
            models.Index(
                fields=["due_at"],
                name="inquiry_due",
                condition=Q(status__in=["received", "routed", "waiting", "escalated"]),
            ),
            models.Index(fields=["status", "-received_at", "-id"], name="inquiry_by_status"),
            # What a year's figures read: without it 50,000 wide rows, with it a tenth of the time.
            models.Index(
                fields=["received_at"],
                name="inquiry_counted",
                include=["unit", "topic", "channel", "answered_at", "due_at"],
            ),
            models.Index(fields=["tax_code", "-received_at"], name="inquiry_of_tax_code"),
            models.Index(dialled_from("phone"), name="inquiry_of_dialled", condition=~Q(phone="")),
            models.Index(fields=["email"], name="inquiry_of_email", condition=~Q(email="")),
            models.Index(fields=["mail_id"], name="inquiry_of_mail", condition=~Q(mail_id="")),
            GinIndex(fields=["search"], name="inquiry_search"),
        ]
        # Constraints instead of ``unique=True``: that would add an index for LIKE to each, which
        # nothing asks and every new case would fill.
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="a_reference_names_one_inquiry"),
            models.UniqueConstraint(fields=["code_hash"], name="a_code_opens_one_inquiry"),
            models.CheckConstraint(
                name="an_inquiry_has_a_question", condition=~Q(subject="") & ~Q(question="")
            ),
            models.CheckConstraint(
                name="an_inquiry_keeps_its_code_as_a_digest",
                condition=Q(code_hash__regex="^[0-9a-f]{64}$", pin_hash__regex="^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="a_running_inquiry_has_a_due_moment",
                condition=~Q(status__in=["received", "routed", "escalated"])
                | Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_waiting_inquiry_has_no_due_moment",
                condition=~Q(status="waiting") | Q(due_at=None),
            ),
            models.CheckConstraint(
                name="an_answered_inquiry_tells_when",
                condition=~Q(status__in=["answered", "closed"]) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_inquiry_put_before_a_unit_is_escalated",
                condition=Q(status="escalated", asked_above__isnull=False)
                | ~Q(status="escalated") & Q(asked_above=None),
            ),
            models.CheckConstraint(
                name="what_is_handed_over_tells_to_whom",
                condition=~Q(status="handed_over") | ~Q(handed_to=""),
            ),
            models.CheckConstraint(
                name="a_complaint_or_denunciation_is_not_answered_here",
                condition=~Q(kind__in=["complaint", "denunciation"])
                | ~Q(status__in=["answered", "closed"]),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.subject}"

    def get_absolute_url(self):
        return reverse("inquiries:mine", args=[self.pk])

    @property
    def asker(self) -> str:
        """Who asked, as an officer reads it."""
        return self.company or self.asker_name or str(_("Unnamed"))

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def goes_by_other_law(self) -> bool:
        """Complaints and denunciations have their own laws and are handed over."""
        return self.kind in self.BY_LAW
