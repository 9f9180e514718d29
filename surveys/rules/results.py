"""Who follows up what displeased enterprises, and who confirms that it was put right."""

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move
from directory.models import Role

from ..models import FollowUp
from .questionnaires import DRAFTERS

S = FollowUp.Status
K = Role.Kind
DECIDERS = (K.BOARD, K.HEAD)


def assigns_any(user, follow_up=None) -> bool:
    """Focal points, heads and the board give follow-ups to the units in their reach."""
    return user.holds(*DRAFTERS)


def assigns(user, unit) -> bool:
    """To a unit under one's own, and to no other."""
    return user.holds(*DRAFTERS, path=unit.path)


def carries_out(user, follow_up) -> bool:
    """The owner, or whoever leads the unit."""
    return follow_up.owner_id == user.pk or user.holds(*DRAFTERS, path=follow_up.unit.path)


def decides(user, follow_up) -> bool:
    """The head of the unit or the board."""
    return user.holds(*DECIDERS, path=follow_up.unit.path)


def confirms(user, follow_up) -> bool:
    """A second person: never the one who reported it done."""
    return follow_up.reported_by_id != user.pk and decides(user, follow_up)


follow_up_flow = Flow(
    FollowUp,
    Move(
        "assign",
        _("New follow-up"),
        (),
        S.OPEN,
        who=assigns_any,
        hint=_("Its owner gets a letter; a second person confirms that it is done."),
    ),
    Move(
        "start",
        _("Begin"),
        (S.OPEN,),
        S.IN_PROGRESS,
        who=carries_out,
        hint=_("Everyone who sees the list knows that somebody works on it."),
    ),
    Move(
        "report",
        _("Report as done"),
        (S.OPEN, S.IN_PROGRESS),
        S.REPORTED,
        who=carries_out,
        hint=_("Say what was done; another person confirms it."),
    ),
    Move(
        "confirm",
        _("Confirm"),
        (S.REPORTED,),
        S.DONE,
        who=confirms,
        hint=_("You looked and it is put right."),
    ),
    Move(
        "send_back",
        _("Send back"),
        (S.REPORTED,),
        S.IN_PROGRESS,
        who=confirms,
        hint=_("With the reason; the owner goes on."),
        grave=True,
    ),
    Move(
        "drop",
        _("Drop"),
        (S.OPEN, S.IN_PROGRESS),
        S.DROPPED,
        who=decides,
        hint=_("With the reason; it stays in the list."),
        grave=True,
    ),
)
