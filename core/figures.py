"""Figures: numbers with their definition, counted from rows, never typed.

Each app declares one source ``figures`` in its module ``figures``; reports and the dashboard gather
them, all apps' questions and several periods in one query. Sums are made of numerators and
denominators, never of percentages.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value
from django.utils.functional import Promise

Number = int | Decimal
FEW = 5
"""Of fewer enterprises than this nothing is told to others (G19)."""


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

    ``value`` is None where there is nothing to measure (a median of no rows), or too few are
    counted to be told (:func:`about`). ``of`` is the denominator of a share. ``rows`` is the
    address of the list of the rows counted, or "".
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


Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """What a source asks about one unit and period.

    ``questions``: querysets of ``values()`` by name; ``told`` makes figures of their rows, by the
    same names. Rows come as JSON: numbers and words as they are, days as ISO text.
    """

    questions: Mapping[str, QuerySet]
    told: Callable[[dict[str, Rows]], Iterable[Figure]]


class Source:
    """An app's figures; decorates ``asks(unit, start, end)``, which says what is asked.

    Of ``unit`` and all it covers (``unit.covers``), from the day ``start`` to the day ``end``, both
    included; unit None means the whole country. Called, it asks by itself.
    """

    def __init__(self, asks: Callable[[Any, date, date], Asked]):
        self.asks = asks

    def __call__(self, unit: Any, start: date, end: date) -> list[Figure]:
        return answered([self.asks(unit, start, end)])[0]


Group = tuple[QuerySet, date, date]
_about: list[Callable[[QuerySet, date, date], Asked]] = []


def about_enterprises(asks: Callable[[QuerySet, date, date], Asked]):
    """Decorate ``asks(enterprises, start, end)``: an app's figures of a group of enterprises for
    who speaks for all of them (an association); ``enterprises``: a queryset of their keys.

    The reader knows the members by name: what fewer than :data:`FEW` of them did is not told (G19).
    """
    _about.append(asks)
    return asks


def about(groups: Sequence[Group]) -> list[list[Figure]]:
    """The figures every app has of each group of enterprises in its period, in one query."""
    asked = [[asks(*group) for asks in _about] for group in groups]
    found = iter(answered([each for part in asked for each in part]))
    return [[figure for _each in part for figure in next(found)] for part in asked]


def answered(several: Sequence[Asked]) -> list[list[Figure]]:
    """The figures of each of ``several``; the questions of all of them are one query."""
    questions = [
        (place, name, rows)
        for place, asked in enumerate(several)
        for name, rows in asked.questions.items()
    ]
    found: list[dict[str, Rows]] = [{} for _asked in several]
    answers = at_once([rows for _place, _name, rows in questions])
    for (place, name, _rows), answer in zip(questions, answers, strict=True):
        found[place][name] = answer
    return [list(asked.told(rows)) for asked, rows in zip(several, found, strict=True)]


def at_once(several: Sequence[QuerySet]) -> list[Rows]:
    """The rows of each queryset of ``values()``, in one query."""
    parts: list[str] = []
    params: list[Any] = []
    for rows in several:
        try:
            sql, given = rows.query.sql_with_params()
        except EmptyResultSet:
            sql, given = "SELECT WHERE false", ()
        # The inner SQL is Django's own, with its parameters beside it.
        parts.append(f"(SELECT coalesce(json_agg(r), '[]'::json) FROM ({sql}) AS r)")  # noqa: S608  # nosec B608
        params += given
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return list(cursor.fetchone())


def totals(rows: QuerySet, **aggregates: Any) -> QuerySet:
    """Aggregates over all ``rows`` as a question of one row: ``aggregate()`` not yet asked."""
    return rows.order_by().values(every=Value(1)).annotate(**aggregates)


def only(rows: Rows) -> Mapping[str, Any]:
    """The one row of :func:`totals`; zeros where nothing could be meant."""
    return rows[0] if rows else defaultdict(int)


def added(measure: Measure, parts: Iterable[tuple[Number | None, Number | None]]) -> Figure:
    """The same measure over several units: values and denominators are summed.

    Parts without a value are left out; a measure that does not add up gives None.
    """
    known = [(value, of) for value, of in parts if value is not None]
    if not measure.adds_up or not known:
        return Figure(measure, None)
    whole = sum((of for _value, of in known if of is not None), start=0)
    return Figure(measure, sum(value for value, _of in known), whole or None)


def in_whole(percent: Decimal) -> int:
    """A percentage without places, as it is shown: 100 only where nothing is left to do."""
    rounded = int(percent + Decimal("0.5"))
    return 99 if rounded == 100 and percent < 100 else rounded
