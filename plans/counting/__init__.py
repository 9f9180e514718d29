"""The registry of figures: every app declares one function, reports and the dashboard gather them.

``SOURCES`` names them in the order in which a report shows them within a task.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import chain

from associations.figures import figures as of_cooperation
from core.figures import Figure, Measure, Source, added, answered
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
    return gathered_over([unit], *spans)


def gathered_over(units: Sequence[Unit | None], *spans: Days) -> list[list[Figure]]:
    """The same of ``units`` together, none of which lies under another, asked at once.

    Values and denominators are summed (:func:`core.figures.added`): a median of several units is
    none, and a sum has no one list of rows.
    """
    asked = [source.asks(unit, *days) for days in spans for unit in units for source in SOURCES]
    found = iter(answered(asked))
    return [
        _together([_in_order([next(found) for _source in SOURCES]) for _unit in units])
        for _days in spans
    ]


@cache
def measures() -> dict[str, Measure]:
    """Every measure by its code, in the order of the tasks; nothing is counted."""
    asked = [source.asks(None, date(2000, 1, 1), date(2000, 12, 31)) for source in SOURCES]
    found = [list(each.told({name: [] for name in each.questions})) for each in asked]
    return {figure.measure.code: figure.measure for figure in _in_order(found)}


def _together(parts: Sequence[list[Figure]]) -> list[Figure]:
    if len(parts) == 1:
        return parts[0]
    by_code: dict[str, list[Figure]] = {}
    for figure in chain.from_iterable(parts):
        by_code.setdefault(figure.measure.code, []).append(figure)
    return [
        added(same[0].measure, [(each.value, each.of) for each in same])
        for same in by_code.values()
    ]


def _in_order(by_source: Iterable[list[Figure]]) -> list[Figure]:
    found = [figure for figures in by_source for figure in figures]
    codes = [figure.measure.code for figure in found]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValueError(f"Two sources count {sorted(twice)}.")
    return sorted(found, key=lambda figure: ORDER.get(figure.measure.task, len(ORDER)))
