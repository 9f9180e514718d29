"""How far the plan has come, by task and by department: from the weighted lines of unit plans."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import Promise, cached_property

from directory.models import Unit
from plans.consolidation import place
from plans.counting.topmost import COUNTRY, address, topmost
from plans.models import Item, Plan, Undertaking, UnitPlan
from plans.progress import Step, mean, of_tree

from .scope import Scope

FACTS = (
    "pk", "parent_id", "weight", "status", "percent", "achieved", "target", "task",
    "unit_plan__unit",
)  # fmt: skip


@dataclass
class Part:
    """The lines of a task, a unit or both: how many, how far, how many done."""

    lines: list[tuple[int, Decimal | None]] = field(default_factory=list)
    done: int = 0

    def add(self, step: Step, percent: Decimal | None) -> None:
        self.lines.append((step.weight, percent))
        self.done += step.status == Undertaking.Status.DONE

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def percent(self) -> Decimal | None:
        """The weighted mean of lines that have a figure; None where none has."""
        return mean(self.lines)


class Advance:
    """Unit plans of a year within the scope: three queries."""

    def __init__(self, scope: Scope, plan: Plan):
        self.scope, self.plan = scope, plan

    @cached_property
    def plans(self) -> list[UnitPlan]:
        """The topmost plans in force within reach: departments' (for the country), or one's own."""
        found = topmost(self.plan, COUNTRY if self.scope.reach is None else self.scope.reach)
        return sorted(found, key=lambda each: place(each.unit))

    @cached_property
    def parts(self) -> dict[tuple[int, str], Part]:
        """Lines of those plans by unit and task; percentages come up from what was derived."""
        rows = Undertaking.objects.filter(
            self.scope.of_unit("unit_plan__unit__path"),
            unit_plan__plan=self.plan,
            unit_plan__status__in=UnitPlan.IN_FORCE,
        ).exclude(status=Undertaking.Status.DROPPED)
        found = [(Step(*facts[:7]), *facts[7:]) for facts in rows.values_list(*FACTS)]
        percents = of_tree(step for step, _task, _unit in found)
        top = {plan.unit_id for plan in self.plans}
        parts: dict[tuple[int, str], Part] = defaultdict(Part)
        for step, task, unit in found:
            if unit in top:
                parts[unit, task].add(step, percents[step.key])
        return parts

    def together(self, *, unit: int | None = None, task: str | None = None) -> Part:
        """The lines of a unit, of a task, or all."""
        made = Part()
        for (of, kind), part in self.parts.items():
            if unit in (None, of) and task in (None, kind):
                made.lines += part.lines
                made.done += part.done
        return made

    @property
    def tasks(self) -> list[tuple[str, str | Promise, Part]]:
        """(task, its name, its lines), tasks in the regulation's order, empty ones left out."""
        found = [(task.value, task.label, self.together(task=task.value)) for task in Item.Task]
        return [each for each in found if each[2].total]

    def rows(self, task: str = "", state: str = "") -> str:
        """The address of the lines of a task and a state ("" for all)."""
        return address(self.plan, task, state, self.scope.measured)

    @property
    def units(self) -> list[tuple[Unit, Part]]:
        return [(plan.unit, self.together(unit=plan.unit_id)) for plan in self.plans]
