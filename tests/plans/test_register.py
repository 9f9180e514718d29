"""Who owes a report, counted right: opened, closed, merged units; a thousand rows at once."""

import time
from datetime import date

import pytest

from core.history import acting, history
from directory.models import Succession, Unit
from plans.models import Report
from plans.services import periods, register, reports
from tests.factories import UnitFactory, top

from .reporting_factories import PeriodFactory, at, standing

OPENING = at(2024, 4, 30, 7)


def succeed(old: Unit, *new: Unit) -> None:
    with acting(None, "given"):
        for each in new:
            Succession.objects.create(
                predecessor=old, successor=each, kind="merged", on=date(2024, 5, 1)
            )


def states(period) -> dict[str, str]:
    return dict(period.reports.order_by("unit__code").values_list("unit__code", "status"))


@pytest.fixture
def period(db):
    return PeriodFactory(status="planned")


def test_units_open_on_the_due_day_owe_it_and_no_others(period):
    """Departments and headquarters units; branches only where the period says so."""
    office = UnitFactory(kind="hq_unit", code="VP")
    customs = UnitFactory(code="D1")
    UnitFactory(kind="branch", code="D1CC", parent=customs)
    UnitFactory(code="OLD", valid_to=date(2023, 12, 31))
    UnitFactory(code="NEW", valid_from=date(2024, 6, 14))
    UnitFactory(code="LATER", valid_from=date(2024, 6, 15))
    periods.open_period(period, by=None, at=OPENING)
    assert states(period) == {"D1": "expected", "NEW": "expected", "VP": "expected"}
    assert {r.due_on for r in period.reports.all()} == {date(2024, 6, 14)}
    assert history(office.reports.get())[0].verb == "expect"


def test_a_unit_that_passed_into_another_owes_nothing_of_its_own(period):
    """Closed with a successor: that one reports for both. Without: excused, the reason shown."""
    merged = UnitFactory(code="M", valid_to=date(2024, 4, 1))
    UnitFactory(code="X", valid_to=date(2024, 4, 1))
    heir = UnitFactory(code="H")
    succeed(merged, heir)
    periods.open_period(period, by=None, at=OPENING)
    assert states(period) == {"H": "expected", "X": "excused"}
    alone = period.reports.get(unit__code="X")
    assert "01/04/2024" in alone.excused_reason
    assert [c.kind for c in alone.concessions.all()] == ["excused"]
    assert register.also_for(period.reports.get(unit__code="H")) == [merged]


def test_a_successor_that_owes_no_report_is_named_in_the_excuse(period):
    """It is not true that the unit has none."""
    closed = UnitFactory(code="D", valid_to=date(2024, 4, 1))
    succeed(closed, office := UnitFactory(code="VP", kind="hq_unit"))
    with acting(None, "given"):
        type(period).objects.filter(pk=period.pk).update(owing=["department"])
    period.refresh_from_db()
    periods.open_period(period, by=None, at=OPENING)
    assert states(period) == {"D": "excused"}
    assert office.name_vi in period.reports.get().excused_reason


def test_units_that_open_or_close_after_the_opening_are_followed(period):
    """The nightly duty; asked twice it changes nothing."""
    closing, heir = UnitFactory(code="C"), UnitFactory(code="H")
    done = UnitFactory(code="S")
    periods.open_period(period, by=None, at=OPENING)
    with acting(None, "given"):
        Report.objects.filter(unit=done).update(status="drafted")
        Unit.objects.filter(pk=closing.pk).update(valid_to=date(2024, 5, 20))
    succeed(closing, heir)
    UnitFactory(code="N", valid_from=date(2024, 5, 21))
    for _night in range(2):
        register.register(period, by=None, at=at(2024, 5, 21, 3))
        assert states(period) == {
            "C": "excused", "H": "expected", "N": "expected", "S": "drafted",
        }  # fmt: skip
    assert heir.name_vi in period.reports.get(unit=closing).excused_reason
    assert period.reports.get(unit__code="N").expected_at == at(2024, 5, 21, 3)


def test_what_a_closed_unit_handed_in_already_stays(period):
    unit = UnitFactory(code="C")
    handed_in = standing("submitted", period=period, unit=unit)
    with acting(None, "given"):
        Unit.objects.filter(pk=unit.pk).update(valid_to=date(2024, 6, 11))
    register.register(period, by=None, at=OPENING)
    handed_in.refresh_from_db()
    assert handed_in.status == "submitted"


def test_a_thousand_rows_open_in_under_two_seconds(db, django_assert_max_num_queries):
    """Issue 3, section 4: all branches at once; again, and nothing is new."""
    root = top()
    with acting(None, "given"):
        Unit.objects.bulk_create(
            Unit(code=f"T{n}", kind="branch", parent=root, name_vi=f"CC {n}", name_en=f"B {n}")
            for n in range(1000)
        )
    period = PeriodFactory(status="planned", owing=["branch"])
    begun = time.perf_counter()
    with django_assert_max_num_queries(30):
        periods.open_period(period, by=None, at=OPENING)
    assert time.perf_counter() - begun < 2
    assert period.reports.count() == 1000
    assert register.register(period, by=None, at=OPENING) == 0


def test_an_extension_for_all_who_owe_it(people, period):
    owed, done = standing("drafted", period=period), standing("accepted", period=period)
    with acting(None, "given"):
        type(period).objects.filter(pk=period.pk).update(status="open")
    assert periods.extend_all(
        period, by=people["board"], until=date(2024, 6, 28), reason="bão số 1"
    ) == 1  # fmt: skip
    owed.refresh_from_db()
    done.refresh_from_db()
    assert (owed.extended_to, done.extended_to) == (date(2024, 6, 28), None)


def test_an_excuse_taken_back_leaves_the_report_owed_and_both_moments_known(people, department):
    report = standing("drafted", unit=department)
    reports.excuse(report, by=people["board"], reason="bão", at=at(2024, 5, 20))
    reports.expect_again(report, by=people["board"], reason="nhầm", at=at(2024, 5, 25))
    assert (report.status, report.excused_reason) == ("expected", "")
    assert [c.kind for c in report.concessions.all()] == ["excused", "expected_again"]
