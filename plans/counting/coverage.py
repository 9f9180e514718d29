"""Undertakings that answer a Decision: the rows behind each number of the coverage table."""

from ..models import Plan, Undertaking

S = Undertaking.Status
STATUSES = {
    "planned": (S.PLANNED,),
    "in_progress": (S.IN_PROGRESS, S.REPORTED),
    "done": (S.DONE,),
    "dropped": (S.DROPPED,),
}


def covering(plan: Plan | int, kind: str, *, task="", state="", item=None, unit=None):
    """What units of a kind undertook, in plans in force, for obligations of ``plan``.

    ``state`` is a key of :data:`STATUSES`; ``item`` and ``unit`` are keys.
    """
    rows = Undertaking.objects.in_force().filter(
        unit_plan__plan=plan, item__plan=plan, unit_plan__unit__kind=kind
    )
    asked = {"task": task, "item": item, "unit_plan__unit": unit}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    return rows.filter(status__in=STATUSES[state]) if state else rows
