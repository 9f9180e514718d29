"""The working calendar of a unit, read from the database and kept as long as nothing changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Value

from .models import CalendarDay, Unit, WorkingHours
from .working_time import DayRule, Hours, WorkingCalendar

KEPT = 128
"""Calendars kept in a process; units without rows of their own share their superior's."""

Key = int | None


def calendar_for(unit: Unit | None) -> WorkingCalendar:
    """The unit's working calendar; None gives the country's.

    Never stale: one query asks whether anything changed, in whatever process, by whatever door.
    Many units on one page: :func:`calendars_for`. Terms that a law sets in working days run by
    the country's calendar, also where a gate is open round the clock (Labour Code 2019, Art. 112).
    """
    return _snapshot().of(unit.lineage if unit else [])


def calendars_for(units: Iterable[Unit]) -> dict[int, WorkingCalendar]:
    """Calendars by the units' keys, with the one query of :func:`calendar_for` for all."""
    units = list(units)
    snapshot = _snapshot() if units else None
    return {unit.pk: snapshot.of(unit.lineage) for unit in units} if snapshot else {}


@dataclass(frozen=True)
class Snapshot:
    """All rows of the calendar as of a version, by unit, and the calendars made of them."""

    version: tuple
    hours: dict[Key, tuple[Hours, ...]]
    days: dict[Key, dict[date, DayRule]]
    made: dict[tuple[Key, ...], WorkingCalendar] = field(default_factory=dict)

    def of(self, lineage: list[int]) -> WorkingCalendar:
        """The calendar of the unit with these superiors, the highest first."""
        nearest_first = (*reversed(lineage), None)
        speaking = tuple(key for key in nearest_first if key in self.hours or key in self.days)
        calendar = self.made.get(speaking) or self._make(speaking)
        if len(self.made) >= KEPT:
            self.made.clear()
        self.made[speaking] = calendar
        return calendar

    def _make(self, speaking: tuple[Key, ...]) -> WorkingCalendar:
        rules: dict[date, DayRule] = {}
        for key in reversed(speaking):
            rules |= self.days.get(key, {})
        layers = tuple(self.hours[key] for key in speaking if key in self.hours)
        return WorkingCalendar(layers, rules)


_shelf: dict[str, Snapshot] = {}


def _snapshot() -> Snapshot:
    # The version is read before the rows: a change in between is found again next time.
    version, kept = _version(), _shelf.get("latest")
    if kept is None or kept.version != version:
        kept = _shelf["latest"] = Snapshot(version, _hours(), _days())
    return kept


def _version() -> tuple:
    """How many changes the history of both tables holds, and the last one's number.

    History is append-only, so the count tells even of a change that was committed after one
    with a higher number.
    """
    with connection.cursor() as cursor:
        cursor.execute(*_question())
        return tuple(sorted(cursor.fetchall()))


@cache
def _question() -> tuple[str, Any]:
    """The question of the version, put together once: each clock that is read asks it."""
    tallies = (_tally("hours", WorkingHours), _tally("days", CalendarDay))
    return tallies[0].union(tallies[1], all=True).query.sql_with_params()


def _tally(name: str, model):
    changes = (
        model._meta.get_field("events").related_model.objects.order_by().values(table=Value(name))
    )
    return changes.annotate(n=Count("pk"), last=Max("pk")).values_list("table", "n", "last")


def _hours() -> dict[Key, tuple[Hours, ...]]:
    found: dict[Key, list[Hours]] = defaultdict(list)
    for row in WorkingHours.objects.order_by("pk"):
        valid_from = row.valid_from or date.min
        hours = Hours(row.weekday, row.starts, row.ends, valid_from, row.valid_to)
        found[row.unit_id].append(hours)
    return {key: tuple(rows) for key, rows in found.items()}


def _days() -> dict[Key, dict[date, DayRule]]:
    found: dict[Key, dict[date, DayRule]] = defaultdict(dict)
    for row in CalendarDay.objects.order_by("pk"):
        national = row.unit_id is None
        rule = DayRule(row.working, row.hours, row.reason_vi, row.reason_en, national)
        found[row.unit_id][row.date] = rule
    return dict(found)
