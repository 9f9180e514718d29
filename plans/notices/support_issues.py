"""Letters about issues needing support: to the Committee, to the unit, to the unit asked."""

from django.utils.timezone import localdate, now

from core import letters
from directory.models import Role, Unit, User

from ..models import SupportIssue

ANSWERABLE = (Role.Kind.FOCAL_POINT, Role.Kind.HEAD)


def tell_board(issue: SupportIssue, what: str, reason: str = "") -> int:
    """To the Committee: it was raised, advised, reopened or withdrawn."""
    return letters.write(
        _cause(issue, what),
        _holders([Role.Kind.BOARD]),
        template="support_issue_board",
        context={"issue": issue, "what": what, "reason": reason},
    )


def ask_for_opinion(issue: SupportIssue) -> int:
    """To focal points and heads of the unit that is asked to write."""
    return letters.write(
        _cause(issue, "forward"),
        _holders(ANSWERABLE, issue.forwarded_to),
        template="support_issue_opinion",
        context={"issue": issue},
    )


def tell_of_answer(issue: SupportIssue) -> int:
    """To the people of the unit that raised it: what the Committee answers."""
    cause = f"plans.answer:{issue.pk}:{issue.answered_at:%Y%m%d%H%M%S%f}"
    return _tell_unit(issue, cause, "support_issue_answered")


def tell_of_sending_back(issue: SupportIssue, reason: str) -> int:
    """To the people of the unit: why the Committee cannot work on it as it stands."""
    return _tell_unit(issue, _cause(issue, "send_back"), "support_issue_sent_back", reason=reason)


def _tell_unit(issue: SupportIssue, cause: str, template: str, **more) -> int:
    kinds = (*ANSWERABLE, Role.Kind.OFFICER)
    context = {"issue": issue, **more}
    return letters.write(cause, _holders(kinds, issue.unit), template=template, context=context)


def _cause(issue: SupportIssue, what: str) -> str:
    """A cause writes to nobody twice, yet an issue may be sent back twice: the moment is in it."""
    return f"plans.issue.{what}:{issue.pk}:{now():%Y%m%d%H%M%S%f}"


def _holders(kinds, unit: Unit | None = None):
    roles = Role.objects.as_of(localdate()).filter(kind__in=kinds)
    if unit is not None:
        roles = roles.filter(unit__covers__contains=[unit.path])  # or of its successor
    return User.objects.filter(is_active=True, pk__in=roles.values("user"))
