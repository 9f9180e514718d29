"""The plan's way from a checked reading to its closing."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import Unit, User

from ..models import Plan
from ..rules import flow
from .amendment import take_effect
from .periods import plan_periods


@transaction.atomic
def accept(plan: Plan, *, by: User | None) -> Plan:
    """The reading is right: the plan is drafted.

    Raises ``ValidationError`` naming what is missing: open doubts, heading, levels, obligations.
    """
    now = Plan.objects.select_for_update().get(pk=plan.pk)  # corrections under way come first
    if missing := list(shortcomings(now)):
        raise ValidationError(missing)
    return flow.make("accept", plan, by=by)


def shortcomings(plan: Plan) -> Iterator[str]:
    """What keeps a reading from being accepted, in words that name the remedy."""
    if doubts := plan.doubts.filter(settled_at=None).count():
        said = ngettext(
            "%(count)s doubt is open: correct the item or settle it.",
            "%(count)s doubts are open: correct or settle each.",
            doubts,
        )
        yield said % {"count": doubts}
    if not plan.has_heading:
        yield _("Number, date, signer and Vietnamese title of the Decision are needed.")
    obligations = plan.items.obligations()
    if not obligations.exists():
        yield _("The plan has no obligation.")
    if loose := list(obligations.filter(level="").values_list("code", flat=True)[:10]):
        yield _("These items have no level: %(codes)s.") % {"codes": ", ".join(loose)}


def discard(plan: Plan, *, by: User, reason: str) -> Plan:
    """The reading is of no use; it is kept, and seen no more."""
    return flow.make("discard", plan, by=by, reason=reason)


@transaction.atomic
def issue(plan: Plan, *, by: User | None) -> Plan:
    """The plan is in force and public; its reporting dates become periods.

    A plan that it amends is closed and hands its work on.

    Raises ``ValidationError`` when the unit has another plan of that year in force.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=plan.issuer_id)  # one issue at a time
    take_effect(plan, by=by)
    if other := in_force_beside(plan):
        raise ValidationError(
            _("%(plan)s is in force: close it first, then issue this one."), params={"plan": other}
        )
    flow.make("issue", plan, by=by)
    plan_periods(plan, by=by)
    return plan


def in_force_beside(plan: Plan) -> Plan | None:
    """Another plan of the same unit and year that is in force."""
    same = Plan.objects.filter(issuer=plan.issuer_id, year=plan.year, status=Plan.Status.ISSUED)
    return same.exclude(pk=plan.pk).first()


def close(plan: Plan, *, by: User | None, reason: str = "") -> Plan:
    """The year is over: the plan stays public and takes no more changes."""
    return flow.make("close", plan, by=by, reason=reason)
