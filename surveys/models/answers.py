"""Who was invited, and what was answered: two sides that share nothing in an anonymous round.

None of the tables below the invitation has a history: its clock and its order would tell who
answered what (G18, ADR 0007). Until a round has ended its anonymous answers lie sealed.
"""

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from directory.models import Enterprise

from ..querysets import AnswerQuerySet, OfRoundQuerySet, ResponseQuerySet
from .rounds import LANGUAGES, InStratum, Round, Stratum


class Channel(models.TextChoices):
    """How an answer came in."""

    ONLINE = "online", _("Online, personal code")
    OPEN = "open", _("Online, open link")
    KIOSK = "kiosk", _("Kiosk at the counter")
    PAPER = "paper", _("Paper")


@tracked()
class Invitation(models.Model):
    """One personal code. ``code`` is its keyed hash; the code itself is nowhere in the database.

    ``nonce`` lets the portal say the code again in a reminder (:mod:`surveys.codes`).
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("Email")
        LETTER = "letter", _("Letter")
        SMS = "sms", _("Text message")

    # The address that each way needs.
    NEEDED: dict[str, str] = {Channel.MAIL: "email", Channel.LETTER: "postal", Channel.SMS: "phone"}

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="invitations", verbose_name=_("survey round")
    )
    stratum = models.ForeignKey(
        Stratum,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("stratum"),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_invitations",
        verbose_name=_("enterprise"),
    )
    name = models.CharField(_("name"), max_length=250)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    postal = models.CharField(_("address"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="vi")
    channel = models.CharField(_("sent by"), max_length=10, choices=Channel)
    nonce = models.UUIDField(default=uuid4, editable=False)
    code = models.CharField(max_length=64, unique=True, editable=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    bounced_on = models.DateField(_("came back on"), null=True, blank=True)
    opted_out_on = models.DateField(_("opted out on"), null=True, blank=True)

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("invitation"), _("invitations")
        ordering = ["round", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "enterprise"], name="an_enterprise_is_invited_once_a_round"
            ),
            models.CheckConstraint(
                name="an_invitation_by_mail_has_an_address", condition=~Q(channel="mail", email="")
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def tongue(self) -> str:
        """In what language it is written to: its own where the round speaks it."""
        return self.round.tongue(self.language)


class UsedCode(models.Model):
    """A code that was spent, and the day; no history, no time, no word of what was answered."""

    invitation = models.OneToOneField(
        Invitation, models.PROTECT, related_name="used", verbose_name=_("invitation")
    )
    day = models.DateField(_("day"))

    objects = models.Manager()

    class Meta:
        verbose_name, verbose_name_plural = _("used code"), _("used codes")

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"


class SealedAnswer(models.Model):
    """An answer on its way: encrypted, so that a copy of the database tells nothing (G18).

    A job opens all of a round at once after its end, in random order. ``sheet`` is the random
    number of a paper sheet that waits for its second keying.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="sealed", verbose_name=_("survey round")
    )
    sheet = models.CharField(_("number of the sheet"), max_length=12, null=True, unique=True)
    content = models.TextField()

    objects = models.Manager()

    class Meta:
        verbose_name, verbose_name_plural = _("sealed answer"), _("sealed answers")

    def __str__(self):
        return str(self.key)


class Response(InStratum):
    """One set of answers. In an anonymous round no invitation and no day: both are refused.

    ``day`` is the local day of a named or open answer; ``weight`` corrects for non-response.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="responses", verbose_name=_("survey round")
    )
    stratum = models.ForeignKey(
        Stratum,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name=_("stratum"),
    )
    invitation = models.OneToOneField(
        Invitation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="response",
        verbose_name=_("invitation"),
    )
    # Both are empty where fewer than five of a stratum share them (services.opening).
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    weight = models.FloatField(_("weight"), default=1)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("response"), _("responses")
        constraints = [
            models.CheckConstraint(name="a_response_weighs_something", condition=Q(weight__gt=0))
        ]
        triggers = [
            pgtrigger.Trigger(
                name="an_anonymous_response_has_no_name",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.invitation_id IS NOT NULL OR NEW.day IS NOT NULL"
                ),
                func="""
                    IF EXISTS (SELECT 1 FROM surveys_round
                               WHERE id = NEW.round_id AND is_anonymous) THEN
                        RAISE EXCEPTION 'an anonymous response bears neither name nor day';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(self.key)


class Answer(models.Model):
    """One answer: ``code`` is the question's in the bank.

    Scale: ``value`` 1–5, or ``choice`` "na". Single: ``choice`` (``text`` with "other"). Several
    choices: a row each. Ranking: a row each, ``value`` is the place from 1. Number: ``value``. Day:
    ``day``. Texts: ``text``.
    """

    response = models.ForeignKey(
        Response, models.CASCADE, related_name="answers", verbose_name=_("response")
    )
    code = models.CharField(_("question"), max_length=40)
    choice = models.CharField(_("choice"), max_length=40, blank=True)
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=3, null=True, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("answer"), _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "code", "choice"], name="an_answer_is_given_once"
            )
        ]

    def __str__(self):
        return self.code


class DoubleEntry(models.Model):
    """What keying sheets a second time showed in a round so far: sums of all its sheets.

    No row and no history of a single sheet, and every sheet counts the same number of fields: the
    rows of one, beside two backups, told how many questions an enterprise had been asked (G18).
    """

    round = models.OneToOneField(
        Round, models.PROTECT, related_name="double_entry", verbose_name=_("survey round")
    )
    compared = models.PositiveIntegerField(_("fields compared"), default=0)
    differing = models.PositiveIntegerField(_("fields that differed"), default=0)

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("double entry"), _("double entries")
        constraints = [
            models.CheckConstraint(
                name="no_more_fields_differ_than_are_compared",
                condition=Q(differing__lte=models.F("compared")),
            )
        ]

    def __str__(self):
        return f"{self.differing}/{self.compared}"
