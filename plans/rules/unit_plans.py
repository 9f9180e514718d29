"""Who may draft, approve and issue the plan of a unit."""

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move, Verb
from directory.models import Role, Unit

from ..models import UnitPlan

K = Role.Kind
WORKING = (K.OFFICER, K.FOCAL_POINT, K.HEAD)
SIGNING = (K.HEAD,)
P, U = UnitPlan.Status, Unit.Kind


def works_at(user, *kinds) -> bool:
    """Officers, focal points and heads draft the plans of their units (Decision 104, IV.2)."""
    return any(role.kind in WORKING and role.unit.kind in kinds for role in user.held)


def drafts_from_the_decision(user, plan=None) -> bool:
    """People of a department, of a headquarters unit, or above."""
    return works_at(user, U.GENERAL_DEPARTMENT, U.HQ_UNIT, U.DEPARTMENT)


def drafts_from_the_superior(user, plan=None) -> bool:
    """People of a branch or team, or above."""
    return works_at(user, U.GENERAL_DEPARTMENT, U.DEPARTMENT, U.BRANCH, U.TEAM)


def drafts(user, plan) -> bool:
    """The people of the unit, or of one above it, draft its plan."""
    return user.holds(*WORKING, path=plan.unit.path)


def signs(user, plan) -> bool:
    """The head of the unit, or of one above it, answers for its plan."""
    return user.holds(*SIGNING, path=plan.unit.path)


def disposes(user, plan) -> bool:
    """Who says which successor takes over: the board, or the head of the superior unit."""
    above = "".join(f"/{key}" for key in plan.unit.lineage[:-1]) + "/"
    return user.holds(K.BOARD, path=plan.unit.path) or user.holds(K.HEAD, path=above)


def is_orphaned(plan) -> bool:
    """The unit passed into several others, and nobody has said yet which takes its plan."""
    return plan.status not in (P.CLOSED, P.DISCARDED) and plan.unit.successions.count() > 1


def is_drafted(plan) -> bool:
    return plan.status == P.DRAFTED


unit_plan_flow = Flow(
    UnitPlan,
    Move(
        "draft",
        _("Draft my unit's plan"),
        (),
        P.DRAFTED,
        who=drafts_from_the_decision,
        hint=_("The obligations that bind your unit are offered one by one."),
    ),
    Move(
        "derive",
        _("Draft from the superior unit's plan"),
        (),
        P.DRAFTED,
        who=drafts_from_the_superior,
        hint=_("What the superior unit's plan assigns to your unit is offered one by one."),
    ),
    Move(
        "submit",
        _("Submit for approval"),
        (P.DRAFTED,),
        P.SUBMITTED,
        who=drafts,
        hint=_("The head of the unit approves it or sends it back."),
    ),
    Verb(
        "initiate",
        _("Add an own initiative"),
        who=drafts,
        when=is_drafted,
        hint=_("What your unit does beyond what it is asked."),
    ),
    Move(
        "approve",
        _("Approve the plan"),
        (P.SUBMITTED,),
        P.APPROVED,
        who=signs,
        hint=_("It can then be issued with its number and date."),
    ),
    Move(
        "issue",
        _("Issue the unit plan"),
        (P.APPROVED,),
        P.ISSUED,
        who=signs,
        hint=_("It becomes public; lead units are told by letter."),
        cause="plans.unit_plan_issued:{subject.pk}",
    ),
    Move(
        "send_back",
        _("Send back"),
        (P.SUBMITTED, P.APPROVED),
        P.DRAFTED,
        who=signs,
        hint=_("Its author is told why by letter."),
        cause="plans.unit_plan_sent_back:{subject.pk}:{subject.step}",
        grave=True,
    ),
    Move(
        "discard",
        _("Discard the draft"),
        (P.DRAFTED,),
        P.DISCARDED,
        who=drafts,
        hint=_("It leaves the lists of the unit; another can be drafted."),
        grave=True,
    ),
    Move(
        "close",
        _("Close the unit plan"),
        (P.ISSUED,),
        P.CLOSED,
        who=signs,
        hint=_("The year is over; what is left undone can be carried over."),
        grave=True,
    ),
    Verb(
        "hand_over",
        _("Hand over to a successor"),
        who=disposes,
        when=is_orphaned,
        hint=_("The unit was divided: choose the unit that carries its plan on."),
    ),
)
