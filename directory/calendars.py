"""The working calendar of a unit, read from the database and kept as long as nothing changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from core import shelf

from .models import CalendarDay, Unit, WorkingHours
from .working_time import DayRule, Hours, WorkingCalendar

KEPT = 128
"""Calendars kept in a process; units without rows of their own share their superior's."""

Key = int | None


def calendar_for(unit: Unit | None) -> WorkingCalendar:
    """The unit's working calendar; None gives the country's.

    Never stale: one query asks whether anything changed (core.shelf).
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


_latest: dict[str, Snapshot] = {}
shelf.keep(WorkingHours, CalendarDay)


def _snapshot() -> Snapshot:
    # The version is read before the rows: a change in between is found again next time.
    version, kept = shelf.version(WorkingHours, CalendarDay), _latest.get("latest")
    if kept is None or kept.version != version:
        kept = _latest["latest"] = Snapshot(version, _hours(), _days())
    return kept


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
