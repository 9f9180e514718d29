"""Reminders of reports: 30, 14, 7, 3 and 1 days before, and daily once they are late."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.timezone import localdate

from directory.models import Role, Unit, User

from .. import notices
from ..models import Report, ReportingPeriod

logger = logging.getLogger(__name__)
K = Role.Kind
STAGES = (30, 14, 7, 3, 1)  # days before the due day
HEADS_TOO = 3  # days before the due day from which the head is written to as well


def stage_of(due: date, today: date, nag_days: int | None) -> str:
    """Which reminder a report due on ``due`` is at; "" for none.

    ``nag_days``: so long it is reminded of daily once it is late; None: as long as it is owed.

    Between two stages it stays the earlier one, so that a day of downtime is caught up by the next
    day and nothing is said twice; long downtime is caught up by one letter, of the stage reached.
    """
    left = (due - today).days
    if left < 0:
        return f"late {today:%Y-%m-%d}" if nag_days is None or -left <= nag_days else ""
    reached = [days for days in STAGES if left <= days]
    return str(min(reached)) if reached else ""


def remind(*, at: datetime) -> int:
    """Write whatever reminder each owed report is at on the day of ``at``; returns how many."""
    today = localdate(at)
    reports = list(Report.objects.owed().for_list())
    stages = [(report, stage_of(report.due, today, report.period.nag_days)) for report in reports]
    due = [(report, stage) for report, stage in stages if stage]
    written = _write(due, today)
    for period in {report.period for report, stage in due if stage.startswith("late")}:
        written += notices.late_list(period, _late(period, today), today, day=today)
    return written


def remind_the_late(period: ReportingPeriod, *, at: datetime) -> int:
    """The same for the late ones of one period, whatever its limit of days; once a day and unit."""
    today = localdate(at)
    return _write([(each, f"late {today:%Y-%m-%d}") for each in _late(period, today)], today)


def _late(period: ReportingPeriod, today: date) -> list[Report]:
    rows = Report.objects.filter(period=period).late(today)
    return list(rows.for_list().order_by("unit__path"))


def announce(period: ReportingPeriod, *, at: datetime) -> int:
    """Tell every unit that owes the report that it may begin; returns letters written.

    Where a reminder is due by now the announcement takes its place: one letter, not two.
    """
    today = localdate(at)
    reports = list(Report.objects.owed().filter(period=period).for_list())
    people, written = reporters((each.unit for each in reports), today), 0
    for report in reports:
        stage = stage_of(report.due, today, period.nag_days) or "opened"
        written += notices.opened(report, _all(people[report.unit_id]), stage=stage)
    return written


def _write(due: Iterable[tuple[Report, str]], today: date) -> int:
    due, written = list(due), 0
    people = reporters((report.unit for report, _stage in due), today)
    for report, stage in due:
        readers = _readers(people[report.unit_id], (report.due - today).days)
        if not readers:
            logger.warning("nobody is reminded of a report for unit %s", report.unit.code)
        written += notices.reminded(report, readers, stage=stage, today=today)
    return written


People = dict[str, list[User]]


def reporters(units: Iterable[Unit], today: date) -> dict[int, People]:
    """Focal points and heads of the units, by unit and kind of role.

    In a unit that opens after ``today`` its people of the first day are meant; for one that has
    closed, also the people of what it passed into, who owe its report by now.
    """
    by_key = {unit.pk: unit for unit in units}
    meant = _answered_for(by_key, today)
    found: dict[int, People] = defaultdict(lambda: defaultdict(list))
    roles = Role.objects.filter(
        unit__in=meant, kind__in=(K.FOCAL_POINT, K.HEAD), user__is_active=True
    ).select_related("user")
    for role in roles:
        for key in meant[role.unit_id]:
            day = max(today, by_key[key].valid_from or today)
            people = found[key][role.kind]
            if role.stands_on(day) and role.user not in people:
                people.append(role.user)
    return found


def _answered_for(by_key: dict[int, Unit], today: date) -> dict[int, set[int]]:
    """By key of each unit whose people are written to: of which units (keys) the report is."""
    meant = {key: {key} for key in by_key}
    closed = {unit.path: key for key, unit in by_key.items() if (unit.valid_to or today) < today}
    if closed:
        for heir in Unit.objects.answering_for(closed, today):
            mine = {closed[path] for path in heir.covers if path in closed}
            meant.setdefault(heir.pk, set()).update(mine)
    return meant


def _readers(people: People, left: int) -> list[User]:
    """The focal points; the heads too when time is short, or where there is no focal point."""
    focal_points = people[K.FOCAL_POINT]
    return _all(people) if left <= HEADS_TOO or not focal_points else list(focal_points)


def _all(people: People) -> list[User]:
    return [*people[K.FOCAL_POINT], *people[K.HEAD]]
