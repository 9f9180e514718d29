"""Meetings of the parties: planned with an agenda, held with minutes, followed by actions."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core import stored_files
from core.history import acting
from core.workflow import NotNow
from directory.models import User

from .. import notices
from ..models import Agreement, Commitment, Meeting
from ..rules import meeting_verbs, works
from .commitments import report, undertake

NEAR = timedelta(days=45)  # a meeting fulfils the commitment to meet whose day is this near


@transaction.atomic
def convene(
    *, by: User | None, agreement: Agreement, planned_on: date, agenda: str, place: str = ""
) -> Meeting:
    """Plan a meeting and invite the parties by letter; nobody is invited to one that is over and is
    entered for its minutes. ``PermissionDenied`` outside one's units."""
    if by is not None and not works(by, agreement.unit):
        raise PermissionDenied
    with acting(by, "convene"):
        meeting = Meeting.objects.create(
            agreement=agreement, planned_on=planned_on, agenda=agenda, place=place
        )
    if planned_on >= localdate():
        notices.invite(meeting, localdate())
    return meeting


@transaction.atomic
def hold(meeting: Meeting, *, by: User, held_on: date, minutes: str, upload: Any = None) -> Meeting:
    """Enter the minutes; the nearest open commitment to meet is reported with them.

    Refused: ``PermissionDenied`` outside one's units, ``NotNow`` when there are minutes already,
    ``ValidationError`` for a day to come.
    """
    if held_on > localdate():
        raise ValidationError(_("The meeting lies in the future: enter the minutes afterwards."))
    with meeting_verbs.doing("hold", meeting, by=by):
        meeting.held_on, meeting.minutes = held_on, minutes
        meeting.file = stored_files.take(upload, by=by) if upload else None
        meeting.save(update_fields=["held_on", "minutes", "file"])
    if owed := commitment_to_meet(meeting):
        report(owed, by=by, evidence=str(meeting))
    return meeting


def commitment_to_meet(meeting: Meeting) -> Commitment | None:
    """The open commitment of kind "meeting" whose day is nearest to the day it was held."""
    day = meeting.held_on or meeting.planned_on
    owed = meeting.agreement.commitments.standing().filter(
        kind=Commitment.Kind.MEETING,
        status__in=(Commitment.Status.OPEN, Commitment.Status.LAPSED),
        due_on__range=(day - NEAR, day + NEAR),
    )
    return min(owed, key=lambda each: abs(each.due_on - day), default=None)


def decide(meeting: Meeting, *, by: User | None, **fields: Any) -> Commitment:
    """Enter an action point of a meeting that was held; ``fields`` as of :func:`undertake`."""
    if meeting.held_on is None:
        raise NotNow(meeting_verbs.moves["decide"].label)
    return undertake(by=by, agreement=meeting.agreement, kind=Commitment.Kind.ACTION,
                     meeting=meeting, **fields)  # fmt: skip
