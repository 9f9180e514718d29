"""A plan as its page shows it: tasks with their items, who does how much, when to report."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import cached_property
from django.utils.timezone import localdate, now

from directory.calendars import calendar_for
from directory.working_time import Remaining

from .models import Assignment, Item, Plan
from .numbering import branches

ICONS = {
    Item.Task.INFORMATION: "file",
    Item.Task.SUPPORT: "help",
    Item.Task.CONSULTATION: "talk",
    Item.Task.SUPERVISION: "watch",
    Item.Task.COOPERATION: "link",
    Item.Task.OTHER: "info",
}


@dataclass
class Line:
    """An item with its sub-items, ready to be shown."""

    code: str
    text: str
    leads: list[str]
    supporters: list[str]
    recurrence: str = ""
    children: list["Line"] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def leaves(self) -> list["Line"]:
        return self.children or [self]


@dataclass
class TaskPart:
    """One of the five tasks."""

    code: str
    label: str
    icon: str
    number: int = 0
    contents: list[str] = field(default_factory=list)
    by_level: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def levels(self) -> list[tuple[str, list[Line]]]:
        """(level in words, its items), headquarters first; without a level last."""
        order = [*Item.Level.values, ""]
        found = sorted(self.by_level, key=order.index)
        return [
            (str(Item.Level(code).label) if code else "", self.by_level[code]) for code in found
        ]

    @property
    def obligations(self) -> int:
        return sum(len(line.leaves) for lines in self.by_level.values() for line in lines)


@dataclass
class Row:
    """A line of the table "who does what": a responsible unit and its obligations by task."""

    name: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass
class Reporting:
    """A report units owe: before which day, by which working day at the latest, time left."""

    label: str
    before: date
    last_day: date
    left: Remaining | None  # None once the day is past


class PlanPage:
    """Everything the page of one plan shows, in five queries."""

    def __init__(self, plan: Plan, at: datetime | None = None):
        self.plan, self.at = plan, at or now()
        self.tree = branches(plan.items.for_tree())

    @cached_property
    def reporting(self) -> list[Reporting]:
        calendar = calendar_for(None)
        found = []
        for each in self.plan.reporting_dates.select_related("period"):
            last_day = calendar.last_working_day_before(each.before)
            if hasattr(each, "period"):  # the board may have chosen another rule
                last_day = each.period.due_on
            left = calendar.remaining(self.at, last_day)
            past = localdate(self.at) > last_day
            found.append(
                Reporting(each.get_kind_display(), each.before, last_day, None if past else left)
            )
        return found

    @property
    def purposes(self) -> list[str]:
        return self._texts(Item.Kind.PURPOSE)

    @property
    def requirements(self) -> list[str]:
        return self._texts(Item.Kind.REQUIREMENT)

    @property
    def implementation(self) -> list[str]:
        return self._texts(Item.Kind.IMPLEMENTATION)

    def _texts(self, kind: str) -> list[str]:
        return [
            each.text for item, below in self.tree if item.kind == kind for each in (item, *below)
        ]

    @cached_property
    def tasks(self) -> list[TaskPart]:
        """The tasks in which the plan says anything, in the regulation's order."""
        parts: dict[str, TaskPart] = {
            code: TaskPart(code, str(Item.Task(code).label), ICONS[code], number)
            for number, code in enumerate(Item.Task, 1)
        }
        for item, below in self.tree:
            if item.kind == Item.Kind.CONTENT:
                parts[item.task].contents += [item.text, *(sub.text for sub in below)]
            elif item.kind == Item.Kind.DETAIL:
                line = _line(item, below)
                parts[item.task].by_level.setdefault(item.level, []).append(line)
        return [part for part in parts.values() if part.contents or part.by_level]

    @property
    def matrix(self) -> list[Row]:
        """Obligations by responsible unit and task; units of a level that acts together as one."""
        columns = [part.code for part in self.tasks]
        counts: dict[str, Counter] = {}
        for name, task, number in self._shares():
            counts.setdefault(name, Counter())[task] += number
        return [Row(name, [each[code] for code in columns]) for name, each in counts.items()]

    def _shares(self) -> Iterator[tuple[str, str, int]]:
        for part in self.tasks:
            for level, lines in part.by_level.items():
                for line in lines:
                    for name in _led_by(line, level):
                        yield name, part.code, 1

    @property
    def obligations(self) -> int:
        return sum(part.obligations for part in self.tasks)

    @property
    def by_level(self) -> list[tuple[str, int]]:
        """(level in words, obligations)."""
        counts: Counter = Counter()
        for item, below in self.tree:
            if item.kind == Item.Kind.DETAIL and item.level:
                counts[item.level] += len(below) or 1
        return [(str(level.label), counts[level]) for level in Item.Level if counts[level]]


def _line(item: Item, below: Iterable[Item] = ()) -> Line:
    units: dict[str, list[str]] = {part: [] for part in Assignment.Part.values}
    for each in item.assignments.all():
        units[each.part].append(each.unit.name)
    return Line(
        code=item.code,
        text=item.text,
        leads=units[Assignment.Part.LEAD],
        supporters=units[Assignment.Part.COORDINATING],
        # get_…_display() translates every choice before it takes one; a label is translated
        # anew each time it is shown. Together they were a quarter of the page.
        recurrence=str(Item.Recurrence(item.recurrence).label) if item.recurrence else "",
        children=[_line(sub) for sub in below],
    )


def _led_by(line: Line, level: str) -> Iterator[str]:
    """Who leads each obligation of a line; without a unit of its own, the level answers for it.

    A sub-item that names no unit is led by the units of its line.
    """
    collective = str(Item.Level(level).label) if level else "–"
    for leaf in line.leaves:
        own = (leaf.leads or line.leads) if level == Item.Level.GENERAL_DEPARTMENT else []
        yield from own or [collective]
