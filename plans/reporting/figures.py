"""Figures as pages show them: the value in words beside the one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from core.figures import Figure

from ..consolidation import figure_before, figure_of
from ..counting.words import said
from ..models import FrozenFigure, Item, ReportingPeriod
from ..services.freezing import compared_with


class OfTask(Protocol):
    """A line that knows its task."""

    @property
    def task(self) -> str: ...


L = TypeVar("L", bound=OfTask)


@dataclass(frozen=True)
class Shown:
    """One line of a table of figures."""

    code: str
    task: str
    label: str
    definition: str
    value: str
    before: str
    rows: str = ""
    remark: str = ""
    field: Any = None
    """The form field of the remark, while the report is written."""

    @property
    def of_task(self) -> str:
        """The task in words: several tasks count what has the same name."""
        return str(Item.Task(self.task).label)


def by_task(lines: Iterable[L]) -> list[tuple[str, list[L]]]:
    """(task in words, its lines), tasks in the regulation's order, empty ones left out."""
    found: dict[str, list[L]] = {task.value: [] for task in Item.Task}
    for line in lines:
        found[line.task].append(line)
    return [(str(Item.Task(task).label), mine) for task, mine in found.items() if mine]


def live(pair: tuple[Figure, Figure | None], field: Any = None) -> Shown:
    """A figure as it stands now, with the address of its rows."""
    now, before = pair
    measure = now.measure
    words = str(measure.label), str(measure.definition), said(now), said(before)
    return Shown(measure.code, measure.task, *words, rows=now.rows, field=field)


def kept(rows: Iterable[FrozenFigure], lead: str = "") -> list[Shown]:
    """Figures as they were submitted; ``lead`` is the page that leads to their rows of today."""
    return [
        Shown(
            row.code, row.task, row.label, row.definition, said(figure_of(row)),
            said(figure_before(row)), remark=row.remark,
            rows=f"{lead}?{urlencode({'figure': row.code})}" if lead else "",
        )
        for row in rows
    ]  # fmt: skip


def days_compared(period: ReportingPeriod) -> str:
    """The head of the column beside: the days whose values stand there."""
    start, end = compared_with(period)
    return f"{start:%d/%m/%Y} – {end:%d/%m/%Y}"
