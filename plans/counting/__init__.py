"""The registry of figures: every app declares one function, reports and the dashboard gather them.

``SOURCES`` names them in the order in which a report shows them within a task.
"""

from datetime import date

from associations.figures import figures as of_cooperation
from core.figures import Count, Figure
from directory.models import Unit
from inquiries.figures import figures as of_inquiries
from surveys.figures import figures as of_surveys

from ..models import Item
from . import activities, reports, unit_plans

SOURCES: tuple[Count, ...] = (
    of_inquiries,
    of_surveys,
    of_cooperation,
    unit_plans.figures,
    activities.figures,
    reports.figures,
)
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
