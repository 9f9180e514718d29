"""Letters about the plans of units and what is carried out."""

from django.utils.timezone import localdate

from core import letters
from directory.models import Role, User

from ..models import Undertaking, UnitPlan

ADDRESSED = (Role.Kind.FOCAL_POINT, Role.Kind.HEAD)


def tell_lead_units(plan: UnitPlan) -> int:
    """Write to heads and focal points of the units that lead a line of a plan just issued; in a
    unit that has neither, to its officers. Returns how many letters."""
    led = plan.undertakings.kept().values("lead")
    roles = Role.objects.as_of(localdate()).filter(unit__in=led)
    chosen = roles.filter(kind__in=ADDRESSED)
    headed = set(chosen.values_list("unit", flat=True))
    others = roles.filter(kind=Role.Kind.OFFICER).exclude(unit__in=headed)
    readers = User.objects.filter(is_active=True, roles__in=chosen | others).distinct()
    return letters.write(
        f"plans.unit_plan_issued:{plan.pk}",
        readers,
        template="unit_plan_issued",
        context={"plan": plan, "path": plan.get_absolute_url()},
    )


def tell_author(plan: UnitPlan, *, reason: str, by: User | None) -> int:
    """Write to the author of a plan that was sent back, with the reason."""
    return letters.write(
        f"plans.unit_plan_sent_back:{plan.pk}:{plan.step}",
        [plan.author] if plan.author else [],
        template="unit_plan_sent_back",
        context={"plan": plan, "reason": reason, "by": by},
    )


def tell_reporter(row: Undertaking, *, reason: str, by: User | None) -> int:
    """Write to the person whose report was sent back, with the reason."""
    return letters.write(
        f"plans.undertaking_sent_back:{row.pk}:{row.step}",
        [row.reported_by] if row.reported_by else [],
        template="undertaking_sent_back",
        context={"row": row, "reason": reason, "by": by},
    )
