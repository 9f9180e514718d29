"""The plan's way from a checked reading to its closing."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory.models import User

from ..models import Plan
from ..rules import flow


def accept(plan: Plan, *, by: User | None) -> Plan:
    """The reading is right: the plan is drafted.

    Raises ``ValidationError`` naming what is missing: open doubts, heading, levels, obligations.
    """
    missing = list(shortcomings(plan))
    if missing:
        raise ValidationError(missing)
    return flow.make("accept", plan, by=by)


def shortcomings(plan: Plan) -> Iterator[str]:
    """What keeps a reading from being accepted, in words that name the remedy."""
    if doubts := plan.doubts.filter(settled_at=None).count():
        yield _("%(count)s doubts are open: correct or settle each.") % {"count": doubts}
    if not (plan.number and plan.signed_on and plan.signer and plan.title_vi):
        yield _("Number, date, signer and Vietnamese title of the Decision are needed.")
    obligations = plan.items.obligations()
    if not obligations.exists():
        yield _("The plan has no obligation.")
    if loose := list(obligations.filter(level="").values_list("code", flat=True)[:10]):
        yield _("These items have no level: %(codes)s.") % {"codes": ", ".join(loose)}


def discard(plan: Plan, *, by: User, reason: str) -> Plan:
    """The reading is of no use; it is kept, and seen no more."""
    return flow.make("discard", plan, by=by, reason=reason)


def issue(plan: Plan, *, by: User | None) -> Plan:
    """The plan is in force and public.

    Raises ``ValidationError`` when the unit has another plan of that year in force.
    """
    others = Plan.objects.filter(issuer=plan.issuer, year=plan.year, status=Plan.Status.ISSUED)
    if others.exclude(pk=plan.pk).exists():
        raise ValidationError(
            _("A plan of %(year)s is in force: close it first."), params={"year": plan.year}
        )
    return flow.make("issue", plan, by=by)


def close(plan: Plan, *, by: User, reason: str = "") -> Plan:
    """The year is over: the plan stays public and takes no more changes."""
    return flow.make("close", plan, by=by, reason=reason)
