"""Letters of a survey round: the code, the reminder, and how to get no more."""

from datetime import timedelta

from django.conf import settings
from django.core.signing import Signer
from django.db.models import Q
from django.urls import reverse

from core import letters
from core.models import Letter
from directory.models import User

from .codes import plain, spoken
from .models import FollowUp, Invitation

INVITED, REMINDED = "surveys.invite:", "surveys.remind:"
OURS = "surveys."  # letters with codes
GIVEN = "survey_follow_ups.given:"
DELAY = timedelta(minutes=10)  # in which the job may be stopped and its letters stay home
SIGNER = Signer(salt="surveys.opt_out")


def invite(invitation: Invitation) -> int:
    """The letter with the personal code."""
    return _write(f"{INVITED}{invitation.pk}", invitation, "survey_invitation")


def remind(invitation: Invitation, number: int) -> int:
    """The ``number``-th reminder."""
    return _write(f"{REMINDED}{invitation.pk}:{number}", invitation, "survey_reminder")


def asked_by(cause: str) -> int:
    """The key of the invitation a letter is about."""
    return int(cause.partition(":")[2].partition(":")[0])


def recall(invitation: Invitation) -> int:
    """Take back letters of an invitation that have not left yet; returns how many."""
    reminded = f"{REMINDED}{invitation.pk}:{invitation.reminders}"
    return letters.recall(f"{INVITED}{invitation.pk}") + letters.recall(reminded)


def forget(invitation: Invitation) -> None:
    """Letters to a former address: what waits stays home, what ended is dropped.

    The next letter leaves whatever its address is: also the same one, when it was right after all.
    """
    recall(invitation)
    ended = Q(done_at__isnull=False) | Q(given_up_at__isnull=False)
    ours = Q(cause=f"{INVITED}{invitation.pk}")
    ours |= Q(cause__startswith=f"{REMINDED}{invitation.pk}:")
    Letter.objects.filter(ended, ours).delete()


def given_to(follow_up: FollowUp, by: User | None) -> int:
    """The owner of a follow-up is told; not of what they gave themselves."""
    if follow_up.owner == by:
        return 0
    url = absolute(reverse("admin:surveys_followup_change", args=[follow_up.pk]))
    return letters.write(
        f"{GIVEN}{follow_up.pk}", [follow_up.owner], template="survey_follow_up",
        context={"follow_up": follow_up, "url": url},
    )  # fmt: skip


def _write(cause: str, invitation: Invitation, template: str) -> int:
    code = spoken(invitation.nonce, invitation.code)
    context = {
        "invitation": invitation, "round": invitation.round, "code": code,
        "link": link(code), "opt_out": opt_out_link(invitation),
    }  # fmt: skip
    return letters.write(
        cause, [invitation.email], template=template, context=context,
        language=invitation.tongue, after=DELAY,
    )  # fmt: skip


def link(code: str) -> str:
    """The address with the code behind #: browsers send that part to nobody, so no log has it."""
    return f"{absolute(reverse('surveys:code'))}#{plain(code)}"


def opt_out_link(invitation: Invitation) -> str:
    token = SIGNER.sign(str(invitation.pk))
    return absolute(reverse("surveys:opt_out", args=[token]))


def absolute(path: str) -> str:
    """An address of the portal as letters and printed sheets say it."""
    return f"{settings.PORTAL_URL}{path}"
