"""The registry of figures: every app declares one function, reports and the dashboard gather them.

``SOURCES`` names them in the order in which a report shows them within a task.
"""

from datetime import date

from associations.figures import figures as of_cooperation
from core.figures import Figure, Source, answered
from directory.models import Unit
from inquiries.figures import figures as of_inquiries
from surveys.figures import figures as of_surveys

from ..models import Item
from . import activities, reports, unit_plans

SOURCES: tuple[Source, ...] = (
    of_inquiries,
    of_surveys,
    of_cooperation,
    unit_plans.figures,
    activities.figures,
    reports.figures,
)
ORDER = {task: place for place, task in enumerate(Item.Task.values)}


Days = tuple[date, date]


def gathered(unit: Unit | None, start: date, end: date) -> list[Figure]:
    """Every app's figures of ``unit`` with all it covers, both days included, by task.

    ``unit`` None means the whole country. Raises ``ValueError`` where two sources count under one
    code: a frozen figure could not be traced to its definition any more.
    """
    return gathered_for(unit, (start, end))[0]


def gathered_for(unit: Unit | None, *spans: Days) -> list[list[Figure]]:
    """The same for each of several periods (first day, last day), with one query for all."""
    asked = [source.asks(unit, *days) for days in spans for source in SOURCES]
    found = answered(asked)
    size = len(SOURCES)
    return [_in_order(found[place * size : (place + 1) * size]) for place in range(len(spans))]


def _in_order(by_source: list[list[Figure]]) -> list[Figure]:
    found = [figure for figures in by_source for figure in figures]
    codes = [figure.measure.code for figure in found]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"Two sources count {sorted(twice)}.")
    return sorted(found, key=lambda figure: ORDER.get(figure.measure.task, len(ORDER)))
