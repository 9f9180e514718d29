"""Figures: numbers with their definition, counted from rows, never typed.

Each app declares one function ``figures(unit, start, end)`` in its module ``figures``; reports and
the dashboard gather them. Sums are made of numerators and denominators, never of percentages.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

Number = int | Decimal


@dataclass(frozen=True)
class Measure:
    """What is counted: its code for good ("inquiries.received"), its name and its definition.

    ``task``: code of the partnership task it belongs to (``plans.Item.Task``). ``kind``: "count";
    "share" (``value`` of ``of``, shown in percent); "median" (shown, never summed). ``unit`` names
    what a number means where it is no count of rows ("working hours").
    """

    code: str
    task: str
    label: str | Promise
    definition: str | Promise
    kind: str = "count"
    unit: str | Promise = ""

    @property
    def adds_up(self) -> bool:
        return self.kind != "median"


@dataclass(frozen=True)
class Figure:
    """A measure of one unit with all under it, in one period.

    ``value`` is None where there is nothing to measure (a median of no rows). ``of`` is the
    denominator of a share. ``rows`` is the address of the list of the rows counted, or "".
    """

    measure: Measure
    value: Number | None
    of: Number | None = None
    rows: str = ""

    @property
    def percent(self) -> Decimal | None:
        """The share in percent; None without a denominator."""
        if self.measure.kind != "share" or not self.of or self.value is None:
            return None
        return Decimal(100) * self.value / self.of


Count = Callable[[Any, date, date], Iterable[Figure]]
"""``figures(unit, start, end)``: of ``unit`` and all it covers (``unit.covers``), from the day
``start`` to the day ``end``, both included; unit None means the whole country."""


def added(measure: Measure, parts: Iterable[tuple[Number | None, Number | None]]) -> Figure:
    """The same measure over several units: values and denominators are summed.

    Parts without a value are left out; a measure that does not add up gives None.
    """
    known = [(value, of) for value, of in parts if value is not None]
    if not measure.adds_up or not known:
        return Figure(measure, None)
    whole = sum((of for _value, of in known if of is not None), start=0)
    return Figure(measure, sum(value for value, _of in known), whole or None)
