"""Where each unit stands in a reporting period, on any day since it was opened."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import cached_property
from django.utils.timezone import localdate

from directory.models import Unit
from plans.consolidation import place
from plans.models import Report, ReportingPeriod
from plans.punctuality import State, Tally, end_of, standing_on, told_on

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
    again: date | None = None
    """The day set when it was sent back last, as of ``on``."""
    reason: str = ""
    """Why the extension was granted that was in force on that day."""
    latest: timedelta | None = None
    """How long after its day the latest version came."""
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
    def again_by(self) -> date | None:
        """The day by which a report that was sent back was due again, as of the day asked."""
        again = self.again if self.state == State.MISSING else None
        return max(again, self.due) if again else None

    @property
    def status(self) -> str:
        """The report's status in words; "" on a past day, of which it says nothing."""
        return self.report.get_status_display() if self.on >= localdate() else ""

    @property
    def days_late(self) -> int:
        """Days from the due day to the submission, or to the day asked while none stands.

        Calendar days; 0 for who was on time, is excused or is not due yet. A report sent back is
        late after the day set then; of several submissions the one that was latest counts.
        """
        if self.state == State.MISSING:
            return max((self.on - (self.again_by or self.due)).days, 0)
        return max(self.latest.days, 0) if self.latest else 0

    @property
    def waiting(self) -> bool:
        """Not handed in while the day for it has not passed."""
        return self.state == State.MISSING and not self.days_late

    @property
    def late_now(self) -> bool:
        """Not handed in after the day for it."""
        return self.state == State.MISSING and self.days_late > 0

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
        """Departments first, then headquarters units and the others: see ``place``."""
        mine = self.scope.reports().filter(period=self.period).select_related("unit")
        rows = [self._row(report) for report in told_on(mine, self.on)]
        self._remember(rows)
        return sorted(rows, key=lambda row: place(row.unit))

    def _row(self, report) -> Row:
        due = max(filter(None, (report.due_on, report.extension_then)))
        return Row(
            report, State(report.standing), due, self.on,
            again=report.again_then, reason=report.reason_then or "", latest=report.latest_then,
        )  # fmt: skip

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

    @cached_property
    def waiting(self) -> int:
        """How many of those that are not handed in are not due yet."""
        return sum(row.waiting for row in self.rows)

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """(kind of unit, its rows), in the order of the rows."""
        kinds: dict[str, list[Row]] = {}
        for row in self.rows:
            kinds.setdefault(row.unit.kind, []).append(row)
        return list(kinds.items())

    @property
    def late(self) -> list[Row]:
        return [row for row in self.rows if row.late_now]
