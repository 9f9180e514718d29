"""What the tests of papers share: a report handed in twice, a general report that was issued."""

import pytest

from core.history import acting
from plans.consolidation import Consolidation
from plans.models import GeneralVersion
from plans.services.general_reports import content
from tests.factories import UnitFactory
from tests.plans.reporting_factories import (
    FigureFactory,
    GeneralReportFactory,
    PassageFactory,
    ReportFactory,
    VersionFactory,
    at,
    written,
)


@pytest.fixture
def report(department):
    """A report of Hai Phong that was handed in twice; the second version says more."""
    found = written(ReportFactory(unit=department, status="accepted"))
    VersionFactory(report=found, number=1, texts={"information": "Bản đầu"})
    second = VersionFactory(report=found, number=2, texts={"information": "Bản sau\n- Mục một"})
    FigureFactory(version=second)
    return found


@pytest.fixture
def committee(department):
    return UnitFactory(
        code="TCHQ-CCHDH", kind="hq_unit", name_vi="Ban Cải cách hiện đại hóa hải quan"
    )


def general_version():
    """A preliminary general report with one accepted and one missing unit."""
    whole = GeneralReportFactory()
    accepted = written(ReportFactory(period=whole.period, status="accepted"))
    version = VersionFactory(report=accepted, number=1, accepted_at=at(2024, 6, 14, 9))
    FigureFactory(version=version)
    ReportFactory(period=whole.period, unit=UnitFactory(code="49", name_vi="Cục Hải quan X"))
    PassageFactory(general_report=whole, version=version, use="included")
    return GeneralVersion.objects.create(
        general_report=whole, stage="preliminary", issued_at=at(2024, 7, 1),
        content=content(Consolidation(whole)),
    )  # fmt: skip


@pytest.fixture
def issued(committee):
    with acting(None, "issue"):
        return general_version()
