"""The sample year 2023: whole, plausible, without two units that say the same, and done once."""

from collections import Counter

import pytest
from django.db.models import Count

from directory import tables
from directory.models import Unit
from partnership.sample import plan, year_2023
from plans.models import (
    Activity,
    GeneralReport,
    PaperNumber,
    Report,
    ReportingPeriod,
    ReportVersion,
    Undertaking,
    UnitPlan,
)
from plans.punctuality import State, counted


@pytest.fixture
def year(db):
    tables.load()
    plan.load()
    year_2023.load()
    return ReportingPeriod.objects.in_bulk(field_name="pk")


def rows() -> list[int]:
    models = (Activity, PaperNumber, Report, ReportVersion, Undertaking, UnitPlan)
    return [model.objects.count() for model in models]


def test_every_unit_plays_the_whole_year_once(year):
    """35 departments and 11 headquarters units: a plan in force, both reports, all four states."""
    issued = UnitPlan.objects.filter(status="issued").values_list("unit__kind", flat=True)
    assert Counter(issued) == {Unit.Kind.DEPARTMENT: 35, Unit.Kind.HQ_UNIT: 11}
    for period in year.values():
        reports = period.reports.all()
        assert reports.count() == 46
        tally = counted(reports, period.due_on.replace(month=12, day=31))
        assert all(tally[state] for state in State) and sum(tally.percents.values()) == 100
    assert {p.kind: p.status for p in year.values()} == {
        "six_months": "consolidating", "annual": "closed",
    }  # fmt: skip
    assert dict(GeneralReport.objects.values_list("period__kind", "status")) == {
        "six_months": "preliminary", "annual": "final",
    }  # fmt: skip
    narratives_differ()
    before = rows()
    year_2023.load()
    assert rows() == before


def narratives_differ() -> None:
    """No two units say the same in a section, and every section of every version says something."""
    for period in ReportingPeriod.objects.all():
        versions = ReportVersion.objects.filter(report__period=period, number=1)
        for section in ("information", "support", "proposals"):
            said = [version.texts[section] for version in versions]
            assert all(said) and len(set(said)) == len(said)
    states = Counter(Undertaking.objects.values_list("status", flat=True))
    assert set(states) == {"planned", "in_progress", "done", "dropped"}
    assert states["done"] > states["in_progress"] > states["dropped"]
    twice = Report.objects.annotate(n=Count("versions")).filter(n=2)
    assert twice.exists() and not twice.exclude(status="accepted").exists()
