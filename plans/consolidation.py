"""What a period's accepted reports say together: sums, who is missing, who said what.

Shares are summed by numerator and denominator, never averaged. A unit under another one whose
report counts too, or that passed into it, is left out of the sums: its figures are in there
already.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.timezone import localdate, now

from core.figures import Figure, Measure, added
from directory.models import Unit

from .heritage import Holders, reporting
from .models import FrozenFigure, GeneralReport, Passage, Report, ReportVersion
from .punctuality import State, Tally, standing_on


@dataclass(frozen=True)
class Total:
    """One measure over all units that count, beside the value before, and each unit's own part."""

    figure: Figure
    before: Figure
    parts: dict[int, FrozenFigure]
    """By the key of the version."""

    @property
    def measure(self) -> Measure:
        return self.figure.measure


@dataclass
class Line:
    """One unit in the general report: its report, how it stands, the version that counts."""

    report: Report
    state: str
    version: ReportVersion | None = None
    cells: list[FrozenFigure | None] = field(default_factory=list)

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)


def place(unit: Unit) -> tuple:
    """In what order units are told of: departments, then headquarters units, then the rest.

    Each kind as in the directory, not by code: region IX would come before V.
    """
    return unit.kind != Unit.Kind.DEPARTMENT, unit.kind, unit.lineage


class Consolidation:
    """Everything the general report of one period shows, in six queries."""

    def __init__(self, general: GeneralReport):
        self.general, self.period = general, general.period

    @cached_property
    def lines(self) -> list[Line]:
        """Every unit that owed the report, in the order of :func:`place`."""
        reports = Report.objects.filter(period=self.period).select_related("unit", "period")
        rows = sorted(standing_on(reports, localdate(now())), key=lambda each: place(each.unit))
        return [Line(each, each.standing, self._accepted.get(each.pk)) for each in rows]

    @cached_property
    def _accepted(self) -> dict[int, ReportVersion]:
        return {version.report_id: version for version in accepted(self.period)}

    @property
    def _reporting(self) -> list[Unit]:
        rows = [line.report for line in self.lines]
        return [report.unit for report in rows if report.status != Report.Status.EXCUSED]

    @cached_property
    def counting(self) -> list[Line]:
        """Lines whose figures are summed: accepted, and held by no other that is."""
        have = [line for line in self.lines if line.version]
        others = Holders([line.report.unit for line in have], self._reporting)
        found = [line for line in have if not others.hold(line.report.unit)]
        for line in found:
            key = line.version.pk if line.version else 0
            line.cells = [total.parts.get(key) for total in self._totals(found)]
        return found

    @cached_property
    def missing(self) -> list[Line]:
        """Units that owe the report and have none accepted, excused ones left out."""
        return [li for li in self.lines if not li.version and li.state != State.EXCUSED]

    @cached_property
    def excused(self) -> list[Line]:
        return [line for line in self.lines if line.state == State.EXCUSED]

    @cached_property
    def tally(self) -> Tally:
        counts: dict[str, int] = defaultdict(int)
        for line in self.lines:
            counts[line.state] += 1
        return Tally(dict(counts))

    @cached_property
    def totals(self) -> list[Total]:
        return self._totals(self.counting)

    def _totals(self, lines: list[Line]) -> list[Total]:
        if not hasattr(self, "_summed"):
            self._summed = list(summed([line.version.pk for line in lines if line.version]))
        return self._summed

    @cached_property
    def passages(self) -> list[Passage]:
        rows = self.general.passages.select_related("version__report__unit")
        return in_order(rows)


def in_order(passages: Iterable[Passage]) -> list[Passage]:
    """By section, then by unit, then as the unit wrote them."""
    return sorted(
        passages,
        key=lambda each: (each.section, place(each.version.report.unit), each.position),
    )


def accepted(period) -> Iterable[ReportVersion]:
    """The versions of a period that the board accepted."""
    rows = ReportVersion.objects.filter(report__period=period, accepted_at__isnull=False)
    return rows.select_related("report__unit").order_by("report__unit__path")


def counting_versions(period) -> list[ReportVersion]:
    """Accepted versions of units held by no other that is: what sums and passages come from."""
    found = list(accepted(period))
    others = Holders([each.report.unit for each in found], reporting(period))
    return [each for each in found if not others.hold(each.report.unit)]


def summed(versions: Iterable[int]) -> Iterable[Total]:
    """Each measure over the versions with these keys, in the order reports show them."""
    rows = FrozenFigure.objects.filter(version__in=list(versions)).order_by("position", "pk")
    rows = rows.select_related("version__report__unit")
    by_code: dict[str, list[FrozenFigure]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    for parts in by_code.values():
        measure = measure_of(parts[-1])
        yield Total(
            added(measure, [(_number(p.value), _number(p.of)) for p in parts]),
            added(measure, [(_number(p.before_value), _number(p.before_of)) for p in parts]),
            {part.version_id: part for part in parts},
        )


def measure_of(row: FrozenFigure) -> Measure:
    """The measure as it was defined when the figure was frozen, in the reader's language."""
    return Measure(row.code, row.task, row.label, row.definition, row.kind, row.unit)


def figure_of(row: FrozenFigure) -> Figure:
    return Figure(measure_of(row), _number(row.value), _number(row.of))


def figure_before(row: FrozenFigure) -> Figure:
    return Figure(measure_of(row), _number(row.before_value), _number(row.before_of))


def _number(value: Decimal | None) -> Decimal | int | None:
    """A whole number as one: 12, not 12.0000."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()
