"""The sample year 2023: whole, plausible, without two units that say the same, and done once."""

from collections import Counter
from datetime import date

import pytest
import time_machine
from django.db.models import Count

from core.history import acting
from directory import tables
from directory.models import Succession, Unit
from partnership.sample import inquiries, plan, world, year_2023, year_now
from plans.models import (
    Activity,
    Coordination,
    FrozenFigure,
    GeneralReport,
    Item,
    PaperNumber,
    Plan,
    Report,
    ReportingPeriod,
    ReportVersion,
    Undertaking,
    UnitPlan,
)
from plans.punctuality import State, counted
from plans.services.drafts import offered
from tests.factories import UnitFactory
from tests.plans.activity_factories import ActivityFactory
from tests.plans.reporting_factories import PeriodFactory, ReportFactory, VersionFactory, at
from tests.thorough import some


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


@pytest.mark.parametrize("today", some([(2026, 11, 25), (2027, 3, 1), (2026, 5, 20)], 0))
def test_the_running_year_has_an_open_round_of_reports(db, today):
    """Whatever day the trial is loaded: a plan in force, work under way, a round not yet due."""
    tables.load()
    with time_machine.travel(at(*today, 9), tick=False):
        world.load("!")
        plan.load()
        year_now.load()
        before = rows()
        year_now.load()
        assert rows() == before
    day = date(*today)
    ours = Plan.objects.get(year=2026)
    assert ours.status == "issued" and ours.issuer.code == "CHQ"
    said = "\n".join(ours.items.values_list("text_vi", flat=True))
    assert "Tổng cục" not in said and "2023" not in said and "Chi cục Hải quan khu vực" in said
    assert ours.items.count() == Item.objects.filter(plan__year=2023).count()
    assert not ours.items.exclude(assignments__unit__valid_to=None).exists()
    period = ours.reporting_periods.get(kind="ad_hoc")
    assert period.status == "open" and period.opens_on < day < period.due_on
    states = Counter(period.reports.values_list("status", flat=True))
    assert set(states) == set(Report.Status.values) and sum(states.values()) == 28
    assert states["accepted"] + states["submitted"] > 10
    region = period.reports.get(unit__code="KVIII")
    assert region.status == "drafted" and offered(region).count() == 5, "of its six branches"
    versions = ReportVersion.objects.filter(report__period=period)
    assert all(each.submitted_at < at(*today, 9) and each.figures.exists() for each in versions)
    for other in ours.reporting_periods.exclude(pk=period.pk):
        assert other.due_on >= day and (other.status == "open") is (other.opens_on <= day)
    assert UnitPlan.objects.filter(plan=ours, status="issued").count() == 20
    work = Undertaking.objects.filter(unit_plan__plan=ours)
    handed_down = Coordination.objects.filter(undertaking__unit_plan__unit__code="KVIII")
    assert handed_down.filter(unit__parent=region.unit, undertaking__in=work.open()).exists()
    assert Plan.objects.get(year=2023).status == "closed"
    assert work.filter(status="in_progress").exists() and not work.filter(done_on__gt=day).exists()


def test_a_unit_is_compared_with_its_own_figures_before(db):
    """Not with another's: an activity of the days before stands beside its own unit alone."""
    period = PeriodFactory()
    versions = [
        VersionFactory(report=ReportFactory(period=period, unit=UnitFactory(code=code)))
        for code in ("A", "B", "C")
    ]
    ActivityFactory(unit=versions[1].report.unit, status="held", starts=at(2023, 5, 5, 9))
    with acting(None, "sample"):
        year_2023.reports.freeze(versions)
    held = FrozenFigure.objects.filter(code="activities.held.consultation").order_by("version")
    assert list(held.values_list("before_value", flat=True)) == [0, 1, 0]


def test_a_sample_case_of_2023_was_asked_of_the_department_of_then(db):
    """So that its year's report counts it; the region it passed into began in 2025."""
    old = [UnitFactory(code=code, valid_to=date(2025, 2, 28)) for code in ("A", "B")]
    region = UnitFactory(code="KV", valid_from=date(2025, 3, 1))
    with acting(None, "given"):
        for each in old:
            Succession.objects.create(
                predecessor=each, successor=region, kind="merged", on=date(2025, 3, 1)
            )
    region.refresh_from_db()
    world = inquiries.World()
    asked = {world.of_then(region, date(2023, 5, 5), number) for number in range(4)}
    assert asked == set(old)
    assert world.of_then(region, date(2025, 3, 1), 0) == region
