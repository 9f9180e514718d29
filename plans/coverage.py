"""Coverage: which unit answers which obligation of a Decision, and how far it has come."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, TextChoices, Value
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from directory.models import Unit

from .counting.coverage import STATUSES, covering
from .models import Assignment, Item, Plan

Kind = Unit.Kind
KINDS = (Kind.DEPARTMENT, Kind.HQ_UNIT)
# Which level of the Decision binds all units of a kind.
BINDS_ALL = {Kind.DEPARTMENT: Item.Level.DEPARTMENTS, Kind.HQ_UNIT: Item.Level.COLLECTIVE}


class State(TextChoices):
    """How a unit stands to an obligation that binds it."""

    NOT_TAKEN_UP = "not_taken_up", _("Not taken up")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


MARKS = {
    State.NOT_TAKEN_UP: "–",
    State.PLANNED: "○",
    State.IN_PROGRESS: "◐",
    State.DONE: "●",
    State.DROPPED: "✕",
}
TAKEN = (State.PLANNED, State.IN_PROGRESS, State.DONE, State.DROPPED)


@dataclass
class Cell:
    """One unit's undertakings for one obligation, counted by state; reasons of what was dropped."""

    counts: Counter = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)

    @property
    def state(self) -> State:
        """The whole cell in one word: done when all that was not dropped is done."""
        kept = {state for state in TAKEN[:3] if self.counts[state]}
        if not kept:
            return State.DROPPED if self.counts[State.DROPPED] else State.NOT_TAKEN_UP
        if kept == {State.DONE}:
            return State.DONE
        return State.PLANNED if kept == {State.PLANNED} else State.IN_PROGRESS


@dataclass
class Row:
    """An obligation: its cells by column (None: it does not bind that unit), and its sums."""

    item: Item
    cells: list[Cell | None]

    @cached_property
    def counts(self) -> Counter:
        return total(self.cells)

    @property
    def is_untaken(self) -> bool:
        """Nobody does anything for it: nothing stands here but what was dropped."""
        return not any(self.counts[state] for state in TAKEN[:3])


def total(cells: Iterable[Cell | None]) -> Counter:
    """Undertakings by state; of cells without any, how many there are."""
    found: Counter = Counter()
    for cell in cells:
        if cell is not None:
            found.update(cell.counts or {State.NOT_TAKEN_UP: 1})
    return found


class Matrix:
    """Obligations × units of one kind, for one Decision; five queries whatever its size.

    Only plans in force count. Columns are the units of the plan's year (today, or its last day);
    a unit that took over the plan of another stands in its place. They stand in the directory's
    order (by code, region IX would come before V). ``untaken_first`` puts what
    nobody took up on top.
    """

    def __init__(
        self, plan: Plan, kind: str = Kind.DEPARTMENT, *, task="", state="", untaken_first=False
    ):
        self.plan, self.kind, self.task, self.state = plan, kind, task, state
        self.untaken_first = untaken_first

    @property
    def day(self) -> date:
        return min(localdate(), date(self.plan.year, 12, 31))

    @cached_property
    def units(self) -> list[Unit]:
        plans = self.plan.unit_plans.in_force()
        holders = list(Unit.objects.filter(kind=self.kind, pk__in=plans.values("unit")))
        taken_over = {path for unit in holders for path in unit.covers}
        others = Unit.objects.as_of(self.day).filter(kind=self.kind).exclude(path__in=taken_over)
        return sorted([*holders, *others], key=lambda unit: unit.lineage)

    @cached_property
    def rows(self) -> list[Row]:
        """Obligations that bind one of the units, in the Decision's order."""
        found = [self._row(item) for item in self._items()]
        rows = [row for row in found if any(cell is not None for cell in row.cells)]
        if self.state:
            rows = [row for row in rows if self._has_state(row)]
        return sorted(rows, key=lambda row: not row.is_untaken) if self.untaken_first else rows

    @property
    def columns(self) -> Iterator[tuple[Unit, Counter]]:
        """Each unit with its sums over the rows that are shown."""
        for at, unit in enumerate(self.units):
            yield unit, total(row.cells[at] for row in self.rows)

    @property
    def counts(self) -> Counter:
        """Sums over the whole table."""
        found: Counter = Counter()
        for row in self.rows:
            found.update(row.counts)
        return found

    @property
    def untaken(self) -> int:
        return sum(row.is_untaken for row in self.rows)

    def _items(self):
        items = self.plan.items.obligations()
        if self.task:
            items = items.filter(task=self.task)
        names = Assignment.objects.filter(unit__kind=self.kind)
        bound = (
            items.filter(level=BINDS_ALL[Kind(self.kind)])
            | items.filter(pk__in=names.values("item"))
            | items.filter(pk__in=covering(self.plan, self.kind).values("item"))
        )
        return bound.select_related("parent").prefetch_related("assignments").order_by("position")

    def _row(self, item: Item) -> Row:
        named = {each.unit_id for each in item.assignments.all()}
        all_bound = item.level == BINDS_ALL[Kind(self.kind)]
        cells = [self._cell(item, unit, all_bound, named) for unit in self.units]
        return Row(item, cells)

    def _cell(self, item: Item, unit: Unit, all_bound: bool, named: set[int]) -> Cell | None:
        if found := self._cells.get((item.pk, unit.pk)):
            return found
        # A successor is bound by what named the unit it came from.
        bound = all_bound or bool(named and named & self._origins[unit.pk])
        return Cell() if bound else None

    @cached_property
    def _origins(self) -> dict[int, set[int]]:
        """By unit: keys of itself and of all units it came from."""
        return {
            u.pk: {int(path.rstrip("/").rpartition("/")[2]) for path in u.covers}
            for u in self.units
        }

    @cached_property
    def _cells(self) -> dict[tuple[int, int], Cell]:
        """One aggregate: how many undertakings by obligation, unit and status."""
        rows = covering(self.plan, self.kind, task=self.task).order_by()
        grouped = rows.values_list("item", "unit_plan__unit", "status").annotate(
            n=Count("pk"), why=StringAgg("dropped_because", Value("; "), distinct=True)
        )
        found: dict[tuple[int, int], Cell] = {}
        for item, unit, status, count, why in grouped:
            cell = found.setdefault((item, unit), Cell())
            cell.counts[state_of(status)] += count
            if state_of(status) == State.DROPPED:
                cell.reasons.append(why)
        return found

    def _has_state(self, row: Row) -> bool:
        return any(cell is not None and cell.state == self.state for cell in row.cells)


def state_of(status: str) -> State:
    """The state of coverage in which an undertaking of this status counts."""
    return State(next(state for state, statuses in STATUSES.items() if status in statuses))
