"""The registry of figures: every app declares one function, reports and the dashboard gather them.

``SOURCES`` names them in the order in which a report shows them within a task.
"""

from datetime import date

from core.figures import Count, Figure
from directory.models import Unit

from ..models import Item
from . import activities, reports

SOURCES: tuple[Count, ...] = (activities.figures, reports.figures)
ORDER = {task: place for place, task in enumerate(Item.Task.values)}


def gathered(unit: Unit | None, start: date, end: date) -> list[Figure]:
    """Every app's figures of ``unit`` with all it covers, both days included, by task.

    ``unit`` None means the whole country. Raises ``ValueError`` where two sources count under one
    code: a frozen figure could not be traced to its definition any more.
    """
    found = [figure for source in SOURCES for figure in source(unit, start, end)]
    codes = [figure.measure.code for figure in found]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"Two sources count {sorted(twice)}.")
    return sorted(found, key=lambda figure: ORDER.get(figure.measure.task, len(ORDER)))
