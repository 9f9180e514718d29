"""Units split, merged or renamed in a period: what they left is counted once in the sum."""

from datetime import date, timedelta

import pytest

from core.history import acting
from directory.models import Unit
from plans.consolidation import Consolidation
from plans.heritage import counts_as
from plans.models import GeneralReport
from plans.services import freezing, periods, register, reports
from tests.factories import UnitFactory

from .activity_factories import ActivityFactory
from .reporting_factories import PeriodFactory, at, written
from .test_lists import SuccessionFactory

HELD = "activities.held.consultation"


@pytest.fixture
def period(db):
    return PeriodFactory(status="planned")


def succeed(old: Unit, *heirs: Unit, kind: str, on: date) -> None:
    with acting(None, "given"):
        Unit.objects.filter(pk=old.pk).update(valid_to=on - timedelta(days=1))
    for heir in heirs:
        SuccessionFactory(predecessor=old, successor=heir, kind=kind, on=on)


def held(unit: Unit) -> None:
    starts = at(2024, 3, 5, 9)
    ends = starts + timedelta(hours=2)
    ActivityFactory(unit=unit, status="held", starts=starts, ends=ends, announced_at=starts)


def accept(period, *codes: str) -> None:
    """Their reports are handed in on 3 June and accepted."""
    for report in period.reports.filter(unit__code__in=codes):
        written(report)
        reports.draft(report, by=None)
        reports.submit(report, by=None, at=at(2024, 6, 3, 9))
        reports.accept_report(report, by=None, at=at(2024, 6, 3, 9))


def summed(period) -> tuple[int, set[str]]:
    """The sum of activities held, and whose figures it is made of."""
    if period.status == "open":
        periods.consolidate(period, by=None)
    said = Consolidation(GeneralReport.objects.get(period=period))
    [total] = [each for each in said.totals if each.measure.code == HELD]
    return int(total.figure.value), {line.report.unit.code for line in said.counting}


def test_what_a_split_unit_left_is_counted_by_the_first_of_its_successors(period):
    """Also where only the other one's report is accepted: then it is not in the sum yet."""
    old = UnitFactory(code="D")
    held(old)
    first, second = UnitFactory(code="D1"), UnitFactory(code="D2")
    succeed(old, first, second, kind="split", on=date(2024, 5, 1))
    held(second)
    periods.open_period(period, by=None, at=at(2024, 5, 2, 9))
    accept(period, "D2")
    assert summed(period) == (1, {"D2"})
    accept(period, "D1")
    assert summed(period) == (2, {"D1", "D2"})
    frozen = {r.unit.code: freezing.side_by_side(r) for r in period.reports.all()}
    assert all(now.rows for now, _before in frozen["D1"])
    assert not any(now.rows for now, _before in frozen["D2"])
    also = {r.unit.code: register.also_for(r) for r in period.reports.all()}
    assert also["D1"] == [old] and also["D2"] == []


def test_a_report_accepted_before_the_unit_was_renamed_is_held_by_the_successors(period):
    """Until the successor's is accepted, it counts itself."""
    old, new = UnitFactory(code="D"), UnitFactory(code="N", valid_from=date(2024, 6, 6))
    held(old)
    periods.open_period(period, by=None, at=at(2024, 5, 2, 9))
    accept(period, "D")
    succeed(old, new, kind="renamed", on=date(2024, 6, 6))
    register.register(period, by=None, at=at(2024, 6, 7, 3))
    assert summed(period) == (1, {"D"})
    accept(period, "N")
    assert summed(period) == (1, {"N"})


def test_a_successor_that_is_excused_leaves_the_rows_to_the_other(people, period):
    old = UnitFactory(code="D")
    held(old)
    heirs = first, second = UnitFactory(code="D1"), UnitFactory(code="D2")
    succeed(old, *heirs, kind="split", on=date(2024, 5, 1))
    periods.open_period(period, by=None, at=at(2024, 5, 2, 9))
    reports.excuse(period.reports.get(unit=first), by=people["board"], reason="mới thành lập")
    assert counts_as(period.reports.get(unit=second)).covers == sorted([old.path, second.path])
    accept(period, "D2")
    assert summed(period)[0] == 1


def test_a_branch_of_a_unit_that_passed_into_another_is_held_too(period):
    """Two units merge; the branch of the old one had handed in by itself."""
    old, new = UnitFactory(code="D"), UnitFactory(code="N")
    branch = UnitFactory(code="DCC", kind="branch", parent=old)
    held(branch)
    with acting(None, "given"):
        type(period).objects.filter(pk=period.pk).update(owing=["department", "branch"])
    period.refresh_from_db()
    periods.open_period(period, by=None, at=at(2024, 5, 2, 9))
    accept(period, "DCC")
    succeed(old, new, kind="merged", on=date(2024, 6, 6))
    accept(period, "N")
    assert summed(period) == (1, {"N"})
