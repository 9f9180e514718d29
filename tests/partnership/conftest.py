"""What the tests of the dashboard share: a period, and its reports in four states."""

import pytest

from tests.factories import UnitFactory
from tests.plans.reporting_factories import (
    ConcessionFactory,
    PeriodFactory,
    ReportFactory,
    VersionFactory,
    at,
)


@pytest.fixture
def period(db):
    return PeriodFactory()


@pytest.fixture
def reports(period, department):
    """Hai Phong on time, Hanoi late by three days, two others missing and excused."""
    punctual = ReportFactory(period=period, unit=department, status="submitted")
    VersionFactory(report=punctual)
    late_at = at(2024, 6, 17, 9)
    late = ReportFactory(
        period=period, unit=UnitFactory(code="01"), status="submitted", submitted_at=late_at
    )
    VersionFactory(report=late, submitted_at=late_at)
    missing = ReportFactory(period=period, unit=UnitFactory(code="41"))
    excused = ReportFactory(period=period, unit=UnitFactory(code="48"), status="excused")
    ConcessionFactory(report=excused, kind="excused", until=None)
    return {"on_time": punctual, "late": late, "missing": missing, "excused": excused}
