"""The lines of the topmost unit plans of a year: what progress by task and by unit is made of."""

from collections.abc import Collection, Iterable

from django.urls import reverse

from directory.models import Unit
from directory.querysets import within

from ..models import Plan, Undertaking, UnitPlan

COUNTRY = ("/",)


def topmost(plan: Plan | int, reach: Iterable[str]) -> list[UnitPlan]:
    """Plans in force for ``plan`` of the units within ``reach`` (paths) that are under no other
    such unit; the general department's own is left out."""
    rows = UnitPlan.objects.in_force().filter(within(reach, "unit__path"), plan=plan)
    every = list(rows.exclude(unit__parent=None).select_related("unit"))
    paths = [each.unit.path for each in every]
    return [
        each for each in every
        if not any(each.unit.path.startswith(p) and each.unit.path != p for p in paths)
    ]  # fmt: skip


def lines_of(plan: int, task: str, state: str, units: Collection[int]):
    """The lines of those plans that count: not dropped, of a task and a state ("" for all).

    ``units`` are keys; a unit stands for all it covers, none for the country.
    """
    found = Unit.objects.filter(pk__in=units).values_list("covers", flat=True)
    reach = [path for covers in found for path in covers] if units else COUNTRY
    rows = Undertaking.objects.kept().filter(unit_plan__in=[p.pk for p in topmost(plan, reach)])
    asked = {"task": task, "status": state}
    return rows.filter(**{name: value for name, value in asked.items() if value})


def address(plan: Plan, task: str, state: str, units: Iterable[Unit | None]) -> str:
    """The list of undertakings, kept to :func:`lines_of`; a unit None is the country."""
    keys = "-".join(str(unit.pk) for unit in units if unit)
    base = reverse("admin:plans_undertaking_changelist")
    return f"{base}?counted=topmost.{plan.pk}.{task}.{state}.{keys}"
