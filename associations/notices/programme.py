"""Letters of the voluntary-compliance programme."""

from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate

from core import letters
from directory.models import Enterprise, User
from directory.querysets import current

from ..models import Application, Member, RiskWarning, SupportRequest
from .agreements import answering


def acting_for(enterprise: Enterprise, day: date) -> QuerySet[User]:
    """Representatives of the enterprise on ``day``."""
    found = User.objects.filter(current(day, "represents__"), represents__enterprise=enterprise)
    return found.filter(is_active=True).distinct()


def tell_applicant(application: Application, what: str, day: date, *, reason: str = "") -> int:
    """Tell the enterprise what was decided ("accepted", "refused")."""
    return letters.write(
        f"application {application.pk} {what}",
        acting_for(application.enterprise, day),
        template="programme_decided",
        context={"application": application, "what": what, "reason": reason},
    )


def tell_of_withdrawal(member: Member, day: date) -> int:
    """Tell the enterprise that its membership was withdrawn, why, and how to appeal."""
    return letters.write(
        f"member {member.pk} withdrawn {member.step}",
        acting_for(member.enterprise, day),
        template="programme_withdrawn",
        context={"member": member, "reason": member.withdrawn_for},
    )


def tell_of_appeal(member: Member, day: date) -> int:
    """Tell the enterprise what was decided on its appeal, and why."""
    return letters.write(
        f"member {member.pk} heard {member.step}",
        acting_for(member.enterprise, day),
        template="programme_appeal",
        context={"member": member, "kept": member.status == Member.Status.ACTIVE},
    )


def warn(warning: RiskWarning, day: date) -> int:
    """Tell the member's representatives of the risk."""
    return letters.write(
        f"warning {warning.pk}",
        acting_for(warning.member.enterprise, day),
        template="programme_warning",
        context={"warning": warning},
    )


def caring_for(member: Member, day: date) -> list[User]:
    """Who leads the member's department, and the officer designated for it."""
    return [*answering(member.unit, day), *([member.officer] if member.officer else [])]


def received(request: SupportRequest) -> int:
    """Tell the designated officer and who leads the department that a member asks."""
    return letters.write(
        f"request {request.pk} received",
        caring_for(request.member, localdate()),
        template="programme_request",
        context={"request": request, "what": "received"},
        after=letters.AT_ONCE,
    )


def forwarded(request: SupportRequest) -> int:
    """Tell those who lead the unit that a request is theirs now."""
    return letters.write(
        f"request {request.pk} forwarded {request.step}",
        answering(request.forwarded_to, localdate()) if request.forwarded_to else [],
        template="programme_request",
        context={"request": request, "what": "forwarded"},
        after=letters.AT_ONCE,
    )


def not_forwarded(request: SupportRequest) -> int:
    """Tell the same that the time to forward it is over."""
    return letters.write(
        f"request {request.pk} late",
        caring_for(request.member, localdate()),
        template="programme_request",
        context={"request": request, "what": "late"},
        after=letters.AT_ONCE,
    )


def answered(request: SupportRequest) -> int:
    """Send the answer to the member's representatives."""
    return letters.write(
        f"request {request.pk} answered",
        acting_for(request.member.enterprise, localdate()),
        template="programme_answer",
        context={"request": request},
    )
