"""Codes go out, reminders follow, who does not want them gets none."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, Lower
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.history import acting
from core.jobs import begin
from core.models import Job, Letter
from core.workflow import NotNow
from directory.models import User

from .. import notices
from ..models import Invitation, Round
from ..rules import invitation_verbs, round_flow

KEPT = timedelta(days=30)  # a letter that comes back does so within a week
PAUSE = timedelta(days=3)  # between a letter and the next reminder


@transaction.atomic
def send_invitations(survey_round: Round, *, by: User) -> Job:
    """Begin the job that writes to everyone by mail who was not written to yet.

    Raises ``PermissionDenied`` and ``NotNow`` as the table says; ``ValidationError`` without work.
    """
    round_flow.ask("send_invitations", survey_round, by=by)
    if not unsent(survey_round).exists():
        raise ValidationError(_("Everyone with an address was written to."))
    return begin("surveys.invite", by=by, params={"round": survey_round.pk, "on": today()})


def unsent(survey_round: Round) -> QuerySet[Invitation]:
    rows = survey_round.invitations.filter(channel=Invitation.Channel.MAIL, sent_on=None)
    return rows.filter(opted_out_on=None, bounced_on=None).order_by("pk")


@transaction.atomic
def remind(survey_round: Round, *, by: User) -> Job:
    """Begin the job that reminds those who have not answered; refused as the codes are."""
    round_flow.ask("remind", survey_round, by=by)
    if not late(survey_round).exists():
        raise ValidationError(
            _("Nobody is to be reminded: all answered, opted out, or were written to in the last"
              " three days.")
        )  # fmt: skip
    return begin("surveys.remind", by=by, params={"round": survey_round.pk, "on": today()})


def late(survey_round: Round) -> QuerySet[Invitation]:
    """Whom a reminder may go to: written to three days ago or more, and silent since."""
    before = localdate() - PAUSE
    rows = survey_round.invitations.to_remind().filter(sent_on__lte=before)
    return rows.filter(Q(reminded_on=None) | Q(reminded_on__lte=before)).order_by("pk")


def today() -> str:
    return localdate().isoformat()


def write_to(invitation: Invitation) -> None:
    """One letter with its code; once, however often it is asked."""
    wanted = invitation.opted_out_on is None and invitation.bounced_on is None
    if wanted and invitation.sent_on is None and invitation.round.status == Round.Status.OPEN:
        notices.invite(invitation)
        _note(invitation, None, "send_invitations", sent_on=localdate())


def remind_one(invitation: Invitation) -> None:
    """One reminder, counted; nothing when the code was used meanwhile."""
    if invitation.round.status == Round.Status.OPEN and not hasattr(invitation, "used"):
        number = invitation.reminders + 1
        notices.remind(invitation, number)
        _note(invitation, None, "remind", reminders=number, reminded_on=localdate())


def to_hand_out(survey_round: Round, way: str) -> QuerySet[Invitation]:
    """Whom a code is to reach in that way: not used yet, wanted, not come back.

    Each with ``last``, the day it was listed: never, three days ago or more (a reminder), or today,
    so that a list may be had once more.
    """
    rows = survey_round.invitations.filter(channel=way).with_use()
    wanted = rows.filter(is_used=False, opted_out_on=None, bounced_on=None)
    due = Q(last=None) | Q(last__lte=localdate() - PAUSE) | Q(last=localdate())
    return wanted.annotate(last=Coalesce("reminded_on", "sent_on")).filter(due)


def is_reminder(invitation: Invitation) -> bool:
    """Whether a row of :func:`to_hand_out` was sent before; what was listed today stays what it
    was."""
    today = localdate()
    return invitation.sent_on is not None and invitation.sent_on != today


@transaction.atomic
def hand_out(survey_round: Round, *, by: User, way: str, keys=None) -> list[Invitation]:
    """Invitations sent in that way (letter, sms), noted as sent today, or as reminded where they
    were sent before; those not yet used.

    ``keys`` keeps it to some of them. Raises NotNow unless the round is open.
    """
    if survey_round.status != Round.Status.OPEN:
        raise NotNow(_("Codes are handed out while the round is open."))
    rows = to_hand_out(survey_round, way)
    found = list((rows if keys is None else rows.filter(pk__in=keys)).order_by("name", "pk"))
    today = localdate()
    fresh = [row.pk for row in found if row.sent_on is None]
    late = [row for row in found if is_reminder(row) and row.reminded_on != today]
    for row in late:
        row.reminders, row.reminded_on = row.reminders + 1, today
    with acting(by, "hand_out"):
        Invitation.objects.filter(pk__in=fresh).update(sent_on=today)
        Invitation.objects.bulk_update(late, ["reminders", "reminded_on"], batch_size=1000)
    return found


@transaction.atomic
def note_return(invitation: Invitation, *, by: User | None, reason: str = "") -> Invitation:
    """The letter came back: no reminders; by post it may be tried again."""
    invitation_verbs.ask("note_return", invitation, by=by)
    return _note(invitation, by, "note_return", reason, bounced_on=localdate())


def letter_came_back(letter: Letter, why: str) -> None:
    """The mail server returned a letter of invitation or a reminder, as the mailbox has it.

    Noted once, with what the server said; an officer's own note stays, and so does an address that
    was corrected since the letter left.
    """
    rows = Invitation.objects.filter(pk=notices.asked_by(letter.cause), bounced_on=None)
    row = rows.filter(email__iexact=letter.recipient).first()
    if row is not None:
        note_return(row, by=None, reason=why)


@transaction.atomic
def correct_address(
    invitation: Invitation, *, by: User, channel: str, reason: str, **addresses: str
) -> Invitation:
    """Where the code is to go from now on; it is sent again in that way, and reminders follow.

    ``addresses``: email, phone, postal. Letters to the old address that have not left stay home.
    ``ValidationError`` when the chosen way has no address.
    """
    if not addresses[Invitation.NEEDED[channel]]:
        raise ValidationError(_("Give the address for the way you chose."))
    invitation_verbs.ask("correct_address", invitation, by=by)
    notices.forget(invitation)
    fresh = {"channel": channel, "bounced_on": None, "sent_on": None}
    return _note(invitation, by, "correct_address", reason, **fresh, **addresses)


def opt_out(invitation: Invitation, *, by: User | None = None, reason: str = "") -> Invitation:
    """No more letters, not even those that wait to leave, in later rounds either
    (:func:`keep_opt_outs`); the code stays good."""
    notices.recall(invitation)
    if invitation.opted_out_on is None:
        _note(invitation, by, "opt_out", reason, opted_out_on=localdate())
    return invitation


@transaction.atomic
def note_opt_out(invitation: Invitation, *, by: User, reason: str) -> Invitation:
    """The same, as somebody said by telephone or letter; ``reason`` says who, and how."""
    invitation_verbs.ask("note_opt_out", invitation, by=by)
    return opt_out(invitation, by=by, reason=reason)


@transaction.atomic
def write_again(invitation: Invitation, *, by: User, reason: str) -> Invitation:
    """Letters are wanted after all: in this round and, as an opt-out holds everywhere, in all."""
    invitation_verbs.ask("write_again", invitation, by=by)
    out = Invitation.objects.filter(opted_out_on__isnull=False)
    same = Q(pk=invitation.pk)
    if invitation.enterprise_id:
        same |= Q(enterprise=invitation.enterprise_id)
    if invitation.email:
        same |= Q(email__iexact=invitation.email)
    if invitation.phone:
        same |= Q(phone=invitation.phone)
    if invitation.postal:
        same |= Q(name=invitation.name, postal=invitation.postal)
    with acting(by, "write_again", reason=reason):
        out.filter(same).update(opted_out_on=None)
    invitation.opted_out_on = None
    return invitation


def keep_opt_outs(survey_round: Round, *, by: User | None) -> int:
    """Who wanted no more letters in another round gets none in this one; returns how many.

    Known by the enterprise, the email, the telephone, or name and address together.
    """
    out = Invitation.objects.filter(opted_out_on__isnull=False).exclude(round=survey_round)
    low, there = Lower("email"), Concat("name", Value("\n"), "postal")
    same = Q(enterprise__in=out.exclude(enterprise=None).values("enterprise"))
    same |= Q(low__in=out.exclude(email="").values_list(low))
    same |= Q(phone__in=out.exclude(phone="").values("phone"))
    same |= Q(there__in=out.exclude(postal="").values_list(there))
    fresh = survey_round.invitations.filter(opted_out_on=None, sent_on=None)
    keys = list(fresh.annotate(low=low, there=there).filter(same).values_list("pk", flat=True))
    with acting(by, "opt_out"):
        return Invitation.objects.filter(pk__in=keys).update(opted_out_on=localdate())


def note_given_up() -> int:
    """Letters and reminders that could not be delivered: their invitations came back."""
    gone = Letter.objects.given_up().filter(cause__startswith=notices.OURS)
    told = gone.values_list("cause", "recipient")
    lost = {(notices.asked_by(cause), recipient.lower()) for cause, recipient in told}
    rows = Invitation.objects.filter(pk__in={key for key, _to in lost}, bounced_on=None)
    keys = [row.pk for row in rows.only("email") if (row.pk, row.email.lower()) in lost]
    with acting(None, "note_return"):
        return Invitation.objects.filter(pk__in=keys).update(bounced_on=localdate())


def sweep_letters(at: datetime) -> int:
    """Drop letters that left or were given up 30 days ago: they hold codes in clear (ADR 0007)."""
    ended = Q(done_at__lt=at - KEPT) | Q(given_up_at__lt=at - KEPT)
    return Letter.objects.filter(ended, cause__startswith=notices.OURS).delete()[0]


def _note(invitation: Invitation, by, verb: str, reason: str = "", **changes) -> Invitation:
    for name, value in changes.items():
        setattr(invitation, name, value)
    with acting(by, verb, reason=reason):
        invitation.save(update_fields=list(changes))
    return invitation
