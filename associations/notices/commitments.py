"""Letters about commitments and meetings."""

from datetime import date

from core import letters
from directory.models import User

from ..models import Agreement, Commitment, Meeting
from .agreements import answering, beside, both_sides, partner_side


def concerned(commitment: Commitment, day: date) -> list[User | str]:
    """Both sides of its agreement, and who answers for the customs unit that carries it out."""
    carrying = answering(commitment.unit, day) if commitment.unit else []
    return [*both_sides(commitment.agreement, day), *carrying]


def remind_of_commitment(commitment: Commitment, step: int, day: date) -> int:
    """Remind both sides and who carries it out ``step`` days before; returns how many letters."""
    return letters.write(
        f"commitment {commitment.pk} due {commitment.due_on:%Y-%m-%d} {step}",
        concerned(commitment, day),
        template="commitment_due",
        context={"commitment": commitment, "agreement": commitment.agreement},
        after=letters.AT_ONCE,
    )


def tell_of_lapse(commitment: Commitment, day: date) -> int:
    """Tell both sides that its day is past; it can be reported late while its agreement binds."""
    return letters.write(
        f"commitment {commitment.pk} lapsed {commitment.due_on:%Y-%m-%d}",
        concerned(commitment, day),
        template="commitment_lapsed",
        context={
            "commitment": commitment,
            "agreement": commitment.agreement,
            "binds": commitment.agreement.status in Agreement.RUNNING,
        },
        after=letters.AT_ONCE,
    )


def tell_reporter(commitment: Commitment, reader: User, reason: str) -> int:
    """Tell who reported it what is missing."""
    return letters.write(
        f"commitment {commitment.pk} sent back {commitment.step}",
        [reader],
        template="commitment_sent_back",
        context={"commitment": commitment, "reason": reason},
    )


def invite(meeting: Meeting, day: date) -> int:
    """Invite the parties, with the agenda."""
    return letters.write(
        f"meeting {meeting.pk} planned",
        [*beside(meeting.agreement, day), *partner_side(meeting.agreement, day)],
        template="meeting_planned",
        context={"meeting": meeting, "agreement": meeting.agreement},
    )
