"""Support requests of members: asked, forwarded in time, answered."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from directory.models import Unit, User

from .. import notices
from ..models import Member, Programme, SupportRequest
from ..rules import request_flow as flow


@transaction.atomic
def ask(*, by: User, member: Member, subject: str, text: str) -> SupportRequest:
    """A member asks; the designated officer and who leads its department are told at once.

    The rules in force today say how many hours there are to forward it (24 in Decision 2790 of
    2024). Refused (``ValidationError``) for who does not act for a member.
    """
    if not Member.objects.active().of_representative(by).filter(pk=member.pk).exists():
        raise ValidationError(_("Only members of the programme ask here."))
    at, rules = now(), Programme.objects.as_of(localdate()).first() or member.programme
    within = timedelta(hours=rules.forward_hours)
    made = flow.begin("ask", by=by, member=member, asked_by=by, subject=subject, text=text,
                      received_at=at, forward_by=at + within)  # fmt: skip
    notices.received(made)
    return made


@transaction.atomic
def forward(request: SupportRequest, *, by: User | None, unit: Unit) -> SupportRequest:
    """Forward it to the unit that can answer; its heads and focal points are told.

    One sent to a wrong unit is forwarded again until it is answered: from then on the other unit
    has it. Refused (``ValidationError``) where it lies already.
    """
    flow.ask("forward", request, by=by)
    if unit == request.forwarded_to:
        raise ValidationError(_("This unit has the request already."))
    flow.make("forward", request, by=by, forwarded_to=unit, forwarded_at=now(),
              step=request.step + 1)  # fmt: skip
    notices.forwarded(request)
    return request


@transaction.atomic
def answer(request: SupportRequest, *, by: User | None, text: str) -> SupportRequest:
    """Answer it; the member gets the answer by letter."""
    flow.make("answer", request, by=by, answer=text, answered_at=now())
    notices.answered(request)
    return request


@transaction.atomic
def turn_away(request: SupportRequest, *, by: User | None, reason: str) -> SupportRequest:
    """Matters under investigation, prosecution or inspection are not supported."""
    flow.make("turn_away", request, by=by, reason=reason, answer=reason, answered_at=now())
    notices.answered(request)
    return request


def alert(request: SupportRequest, *, at: datetime) -> int:
    """The clock's: its time is over and nobody forwarded it; the same are told. Returns letters."""
    if request.status != SupportRequest.Status.RECEIVED or at < request.forward_by:
        return 0
    return notices.not_forwarded(request)
