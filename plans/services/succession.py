"""A unit passed into another: its plan and what it leads pass on, with history (design: ADR 1).

Where there is one successor the clock does it at night. Where a unit was divided, the board or the
superior unit chooses the successor.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import Succession, Unit, User

from ..models import Coordination, Undertaking, UnitPlan
from ..rules import unit_plan_flow as flow

Status = UnitPlan.Status
# How a plan ends whose lines went into another; what is laid before the head comes back first.
ENDS = {
    Status.DRAFTED: ("discard",),
    Status.SUBMITTED: ("send_back", "discard"),
    Status.APPROVED: ("send_back", "discard"),
    Status.ISSUED: ("close",),
}


def heir(unit: Unit, today: date) -> Unit | None:
    """The open unit that ``unit`` passed into, through any number of steps of one successor each.

    None while the unit is open itself, where it was divided, or where nothing came after it.
    """
    seen = {unit.pk}
    while unit.valid_to is not None and unit.valid_to < today:
        steps = Succession.objects.filter(predecessor=unit).select_related("successor")
        after = [step.successor for step in steps[:2]]
        if len(after) != 1 or after[0].pk in seen:
            return None
        unit = after[0]
        seen.add(unit.pk)
    return unit if len(seen) > 1 else None


@transaction.atomic
def pass_on_all(today: date) -> int:
    """Pass on every plan and every lead of units that closed before ``today``; returns how many.

    Run again it finds nothing: what was passed on stands with an open unit.
    """
    done = 0
    open_plans = UnitPlan.objects.exclude(status__in=[Status.CLOSED, Status.DISCARDED])
    for plan in open_plans.filter(unit__valid_to__lt=today).select_related("unit").order_by("pk"):
        if successor := heir(plan.unit, today):
            done += _pass_on(plan, successor, by=None)
    return done + _pass_on_leads(today)


def hand_over(plan: UnitPlan, *, by: User | None, successor: Unit) -> UnitPlan:
    """The unit was divided: this successor carries its plan on.

    Raises ``ValidationError`` for a unit that does not succeed it, or whose own plan stands in
    another state, so that the two cannot become one.
    """
    with flow.doing("hand_over", plan, by=by):
        if not plan.unit.successions.filter(successor=successor).exists():
            raise ValidationError(_("%(unit)s does not succeed the unit.") % {"unit": successor})
        if not _pass_on(plan, successor, by=by):
            raise ValidationError(
                _("%(unit)s has a plan in another state: bring that one forward first.")
                % {"unit": successor}
            )
    return plan


def _pass_on(plan: UnitPlan, successor: Unit, *, by: User | None) -> int:
    """The plan moves to the successor; where it has one, the open lines move into that one.

    Two plans become one only where both stand in the same state. Else nothing is done: the
    successor's people reach the old plan anyway.
    """
    beside = UnitPlan.objects.kept().filter(plan=plan.plan_id, unit=successor).first()
    before = plan.unit
    with acting(by, "hand_over", reason=f"{before.code} → {successor.code}"):
        if beside is None or beside.status == plan.status:
            # What the unit led itself, its successor leads.
            plan.undertakings.open().filter(lead=before).update(lead=successor)
        if beside is None:
            plan.unit = successor
            plan.save(update_fields=["unit"])
            return 1
        if beside.status != plan.status:
            return 0
        for row in plan.undertakings.open():
            row.unit_plan = beside
            row.save(update_fields=["unit_plan"])
    for move in ENDS[Status(plan.status)]:
        flow.make(move, plan, by=None, reason=f"{plan.unit.code} → {successor.code}")
    return 1


def _pass_on_leads(today: date) -> int:
    """Open lines led, or helped with, by a closed unit go to its one successor."""
    rows = Undertaking.objects.open().exclude(unit_plan__status=Status.CLOSED)
    late = rows.filter(lead__valid_to__lt=today).select_related("lead").order_by("pk")
    helps = Coordination.objects.filter(undertaking__in=rows, unit__valid_to__lt=today)
    return sum(_new_lead(row, today) for row in late) + sum(
        _new_helper(each, today) for each in helps.select_related("unit").order_by("pk")
    )


def _new_lead(row: Undertaking, today: date) -> int:
    successor = heir(row.lead, today)
    if successor is None:
        return 0
    with acting(None, "pass_on", reason=f"{row.lead.code} → {successor.code}"):
        row.coordinations.filter(unit=successor).delete()
        row.lead = successor
        row.save(update_fields=["lead"])
    return 1


def _new_helper(help_: Coordination, today: date) -> int:
    successor = heir(help_.unit, today)
    if successor is None:
        return 0
    row = help_.undertaking
    twice = row.lead_id == successor.pk or row.coordinations.filter(unit=successor).exists()
    with acting(None, "pass_on", reason=f"{help_.unit.code} → {successor.code}"):
        if twice:
            help_.delete()
        else:
            help_.unit = successor
            help_.save(update_fields=["unit"])
    return 1
