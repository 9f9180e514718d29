"""A unit's plan: drafted from its superior's, approved by its head, issued, carried into next year.

The names are the moves of ``rules.unit_plan_flow``.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directory.models import Unit, User

from .. import notices
from ..models import Plan, UnitPlan
from ..rules import unit_plan_flow as flow
from .carrying_over import carry_over
from .planning import initiate
from .succession import hand_over

__all__ = [
    "approve",
    "close",
    "derive",
    "discard",
    "draft",
    "hand_over",
    "initiate",
    "issue",
    "send_back",
    "submit",
]
KINDS = (Unit.Kind.DEPARTMENT, Unit.Kind.HQ_UNIT)


def draft(
    *, by: User | None, plan: Plan, unit: Unit, continues: UnitPlan | None = None
) -> UnitPlan:
    """Begin the plan of a department or headquarters unit from an issued yearly plan.

    ``continues`` is the unit's plan of an earlier year: what was left undone there is carried
    over. Raises ``PermissionDenied`` for a unit out of reach, ``ValidationError`` when the yearly
    plan is not in force, the unit is of another kind or has its plan already.
    """
    if plan.status != Plan.Status.ISSUED:
        raise ValidationError(_("The yearly plan is not in force."))
    if unit.kind not in KINDS:
        raise ValidationError(_("Branches and teams draft from the plan of the unit above them."))
    return _begin("draft", by, UnitPlan(plan=plan, unit=unit, continues=continues))


def derive(
    *, by: User | None, superior: UnitPlan, unit: Unit, continues: UnitPlan | None = None
) -> UnitPlan:
    """Begin the plan of a branch or team from the issued plan of the unit above it.

    Raises as :func:`draft`; also ``ValidationError`` when ``superior`` is not in force or belongs
    to a unit that is not the one above.
    """
    if superior.status != UnitPlan.Status.ISSUED:
        raise ValidationError(_("The superior unit's plan is not in force."))
    if unit.parent is None or superior.unit.path not in unit.parent.covers:
        raise ValidationError(_("That is not the plan of the unit above."))
    new = UnitPlan(plan=superior.plan, unit=unit, superior=superior, continues=continues)
    return _begin("derive", by, new)


@transaction.atomic
def _begin(move: str, by: User | None, new: UnitPlan) -> UnitPlan:
    if by is not None and not flow.moves["submit"].who(by, new):
        raise PermissionDenied
    Unit.objects.select_for_update(no_key=True).get(pk=new.unit_id)  # a double click waits here
    if UnitPlan.objects.kept().filter(plan=new.plan, unit=new.unit).exists():
        raise ValidationError(_("The unit has a plan for this Decision already."))
    made = flow.begin(
        move, by=by, plan=new.plan, unit=new.unit, superior=new.superior,
        continues=new.continues, author=by,
    )  # fmt: skip
    if made.continues:
        carry_over(made, by=by)
    return made


@transaction.atomic
def submit(plan: UnitPlan, *, by: User | None) -> UnitPlan:
    """Lay the draft before the head of the unit.

    Raises ``ValidationError`` when it holds nothing.
    """
    plan = flow.make("submit", plan, by=by)
    if not plan.undertakings.exists():
        raise ValidationError(_("The plan is empty: answer what is offered first."))
    return plan


def approve(plan: UnitPlan, *, by: User | None) -> UnitPlan:
    """The head of the unit agrees."""
    return flow.make("approve", plan, by=by)


@transaction.atomic
def issue(plan: UnitPlan, *, by: User | None, number: str, signed_on: date) -> UnitPlan:
    """The plan is in force and public; its lead units are told by letter.

    ``number`` and ``signed_on`` are those of the unit's own document. Raises ``ValidationError``
    for an empty number.
    """
    if not number.strip():
        raise ValidationError(_("The document needs its number."))
    plan = flow.make("issue", plan, by=by, number=number.strip(), signed_on=signed_on)
    notices.tell_lead_units(plan)
    return plan


@transaction.atomic
def send_back(plan: UnitPlan, *, by: User | None, reason: str) -> UnitPlan:
    """Back to its author, who is told why by letter."""
    plan = flow.make("send_back", plan, by=by, reason=reason)
    notices.tell_author(plan, reason=reason, by=by)
    return plan


def discard(plan: UnitPlan, *, by: User | None, reason: str) -> UnitPlan:
    """The draft is of no use; the unit may begin another."""
    return flow.make("discard", plan, by=by, reason=reason)


def close(plan: UnitPlan, *, by: User | None, reason: str = "") -> UnitPlan:
    """The year is over: nothing changes any more; the rest can be carried over."""
    return flow.make("close", plan, by=by, reason=reason)
