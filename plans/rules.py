"""Who may bring a plan forward, and from which state."""

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move
from directory.models import Role

from .models import Plan

S = Plan.Status


def reads(user, plan=None) -> bool:
    """The Committee of Reform and Modernization reads Decisions in (Decision 104, IV.1)."""
    return user.holds(Role.Kind.BOARD)


def leads(user, plan) -> bool:
    """The board of the issuing unit brings its plan forward."""
    return user.holds(Role.Kind.BOARD, path=plan.issuer.path)


def edits(user, plan) -> bool:
    """Texts, units and levels are corrected until the plan is issued."""
    return plan.status in Plan.IN_MAKING and leads(user, plan)


flow = Flow(
    Plan,
    Move("read", _("Read a Decision"), (), S.READ, who=reads),
    Move("accept", _("Accept the reading"), (S.READ,), S.DRAFTED, who=leads),
    Move("discard", _("Discard the reading"), (S.READ,), S.DISCARDED, who=leads),
    Move("issue", _("Issue the plan"), (S.DRAFTED,), S.ISSUED, who=leads),
    Move("close", _("Close the plan"), (S.ISSUED,), S.CLOSED, who=leads),
)
