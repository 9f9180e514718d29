"""Where each unit stands in a reporting period, on any day since it was opened."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise, cached_property
from django.utils.timezone import localdate

from directory.models import Unit
from plans.models import Report, ReportingPeriod
from plans.punctuality import State, Tally, end_of, standing_on

from .scope import Scope

PAST = 6  # periods whose punctuality is shown beside the present one


@dataclass(frozen=True)
class Mark:
    """How a unit stood at the end of an earlier period (or on the day asked, if that is before)."""

    period: ReportingPeriod
    state: State


@dataclass
class Row:
    """One unit in the period."""

    report: Report
    state: State
    due: date
    on: date
    marks: list[Mark] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        return self.report.unit

    @property
    def first(self) -> date | None:
        """The day of the first submission, if there was one by the day asked."""
        at = self.report.first_submitted_at
        return localdate(at) if at and at < end_of(self.on) else None

    @property
    def days_late(self) -> int:
        """Days between the due day and the first submission, or the day asked while none is there.

        Calendar days; 0 for who was on time, is excused or is not due yet.
        """
        if self.state == State.EXCUSED:
            return 0
        return max(((self.first or self.on) - self.due).days, 0)

    @property
    def waiting(self) -> bool:
        """Not handed in while the due day has not passed."""
        return self.state == State.MISSING and self.on <= self.due

    @property
    def late_now(self) -> bool:
        """Not handed in after the due day."""
        return self.state == State.MISSING and not self.waiting

    @property
    def punctual(self) -> tuple[int, int]:
        """Of how many earlier reports this unit owed, how many were on time."""
        owed = [mark for mark in self.marks if mark.state != State.EXCUSED]
        return sum(mark.state == State.ON_TIME for mark in owed), len(owed)


class Cycle:
    """All units of the scope in one period on one day: two queries."""

    def __init__(self, scope: Scope, period: ReportingPeriod, periods, on: date):
        self.scope, self.period, self.on = scope, period, on
        self.earlier = [each for each in periods if each.before < period.before][:PAST][::-1]

    @cached_property
    def rows(self) -> list[Row]:
        """Departments first, then headquarters units, each by the order of the structure."""
        mine = self.scope.reports().filter(period=self.period).select_related("unit")
        found = standing_on(mine, self.on).order_by("unit__path")
        rows = [self._row(report) for report in found]
        self._remember(rows)
        return sorted(rows, key=lambda row: row.unit.kind != Unit.Kind.DEPARTMENT)

    def _row(self, report) -> Row:
        due = max(filter(None, (report.due_on, report.extension_then)))
        return Row(report, State(report.standing), due, self.on)

    def _remember(self, rows: Iterable[Row]) -> None:
        """Give each row the marks of the earlier periods, those of its predecessors among them."""
        past = self.scope.reports().filter(period__in=self.earlier)
        known = standing_on(past, self.on).values_list("unit__path", "period_id", "standing")
        states = {(path, period): standing for path, period, standing in known}
        for row in rows:
            for period in self.earlier:
                paths = [row.unit.path, *row.unit.covers]
                found = [states[path, period.pk] for path in paths if (path, period.pk) in states]
                if found:
                    row.marks.append(Mark(period, State(found[0])))

    @cached_property
    def tally(self) -> Tally:
        """The four states of all rows; they add up to the number of rows."""
        states = [str(row.state) for row in self.rows]
        return Tally({str(state): states.count(str(state)) for state in State})

    @property
    def groups(self) -> list[tuple[str | Promise, list[Row]]]:
        """(kind of unit in words, its rows)."""
        kinds: dict[str, list[Row]] = {}
        for row in self.rows:
            kinds.setdefault(row.unit.kind, []).append(row)
        return [(Unit.Kind(kind).label, rows) for kind, rows in kinds.items()]

    @property
    def late(self) -> list[Row]:
        return [row for row in self.rows if row.late_now]
