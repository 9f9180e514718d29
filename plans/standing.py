"""How a unit's plan stands: its lines by task with their percentage, due day and state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.timezone import localdate

from directory.querysets import within

from .models import Item, Undertaking, UnitPlan
from .progress import Step, figure, mean, of_tree
from .rules.undertakings import latest_late_day


@dataclass(frozen=True)
class Line:
    """One undertaking as a page shows it; ``percent`` is None where nothing is known."""

    row: Undertaking
    percent: Decimal | None
    late: bool

    @property
    def drawn(self) -> float:
        """The length of its bar."""
        return float(self.percent or 0)


class Standing:
    """A unit's plan with all that was derived from it, in three queries."""

    def __init__(self, plan: UnitPlan, today: date | None = None):
        self.plan, self.today = plan, today or localdate()

    @cached_property
    def steps(self) -> list[Step]:
        """The plan's lines and those below it; what was dropped takes no part."""
        near = Undertaking.objects.filter(unit_plan__plan=self.plan.plan_id).kept()
        rows = near.filter(within(self.plan.unit.covers, "unit_plan__unit__path"))
        counted = rows.in_force() | rows.filter(unit_plan=self.plan)
        return [Step(*facts) for facts in counted.values_list(*Undertaking.FACTS)]

    @cached_property
    def percents(self) -> dict[int, Decimal | None]:
        return of_tree(self.steps)

    @cached_property
    def percent(self) -> Decimal | None:
        """The whole plan, from its weighted lines."""
        return mean((line.row.weight, line.percent) for line in self.lines)

    @property
    def drawn(self) -> float:
        """The length of the plan's bar."""
        return float(self.percent or 0)

    @cached_property
    def lines(self) -> list[Line]:
        last = latest_late_day(self.today)
        running = self.plan.status == UnitPlan.Status.ISSUED
        rows = self.plan.undertakings.with_units().order_by("position", "pk")
        return [
            Line(row, self.percents.get(row.pk), running and is_late(row, last)) for row in rows
        ]

    @property
    def kept(self) -> int:
        """Lines that count: not what was dropped."""
        return len(self.lines) - self.counts[Undertaking.Status.DROPPED]

    @property
    def by_task(self) -> Iterator[tuple[str, list[Line]]]:
        """(task in words, its lines), tasks in the regulation's order."""
        for task in Item.Task:
            lines = [line for line in self.lines if line.row.task == task]
            if lines:
                yield str(task.label), lines

    @property
    def counts(self) -> dict[str, int]:
        """How many lines stand in each state, and how many are late."""
        found = dict.fromkeys(Undertaking.Status.values, 0) | {"late": 0}
        for line in self.lines:
            found[line.row.status] += 1
            found["late"] += line.late
        return found


def own_figure(row: Undertaking) -> Decimal | None:
    """How far one undertaking has come by itself, in percent."""
    return figure(Step(*(getattr(row, name) for name in Undertaking.FACTS)))


def is_late(row: Undertaking, last: date) -> bool:
    """Open after its due day; ``last`` as in :func:`latest_late_day`."""
    return row.due_on is not None and row.due_on <= last and row.status in Undertaking.OPEN
