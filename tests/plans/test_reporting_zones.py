"""G29: days of reports are Viet Nam's, wherever the server's own clock stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.timezone import localdate

from core import clock
from core.models import Letter
from plans.models import Report
from plans.punctuality import State, counted, life_of
from plans.services import reports
from tests.factories import RoleFactory, UnitFactory

from .reporting_clock import ROUNDS, duties, given, tick
from .reporting_factories import PeriodFactory, at, standing


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def there(request):
    """A moment of Viet Nam as that server knows it: time_machine takes over the zone as well."""
    zone = ZoneInfo(request.param)

    def moment(*parts: int) -> datetime:
        return at(*parts).astimezone(zone)

    return moment


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    monkeypatch.setattr(clock, "duties", duties())


def test_the_last_second_of_the_due_day_is_on_time_and_the_next_one_late(db, there):
    """Due on 14 June: as handed in, as asked of the database, and as the rule is told."""
    period = PeriodFactory()
    moments = {"A": there(2024, 6, 14, 23, 59, 59), "B": there(2024, 6, 15)}
    made = {code: standing("drafted", period=period, unit=UnitFactory(code=code)) for code in "AB"}
    for code, moment in moments.items():
        with time_machine.travel(moment, tick=False):
            assert datetime.now() == moment.replace(tzinfo=None), "the server's own clock"
            assert localdate() == date(2024, 6, 14 + (code == "B"))
            reports.submit(made[code], by=None)
    expected = {14: {"A": State.ON_TIME, "B": State.MISSING},
                15: {"A": State.ON_TIME, "B": State.LATE}}  # fmt: skip
    with time_machine.travel(there(2024, 6, 16), tick=False):
        for day, states in expected.items():
            on = date(2024, 6, day)
            told = {code: life_of(report).standing(on) for code, report in made.items()}
            assert told == states
            tally = counted(Report.objects.all(), on)
            assert [tally[state] for state in states.values()] == [1, 1]


def test_a_period_opens_and_is_put_together_at_seven_in_viet_nam(db, there):
    [period] = given(ROUNDS["June"])
    seen = []
    for moment in (
        there(2024, 4, 30, 6, 59), there(2024, 4, 30, 7), there(2024, 6, 15, 6, 59),
        there(2024, 6, 15, 7),
    ):  # fmt: skip
        tick(moment)
        period.refresh_from_db()
        seen.append(period.status)
    assert seen == ["planned", "open", "open", "consolidating"]
    assert period.due_on == date(2024, 6, 14)
    assert period.reports.get().expected_at == at(2024, 4, 30, 7)


def test_a_report_is_late_from_the_morning_after_its_day_in_viet_nam(db, there):
    report = standing("drafted", period=PeriodFactory(status="consolidating"))
    RoleFactory(unit=report.unit, kind="focal_point")
    found = []
    for moment in (there(2024, 6, 14, 7, 30), there(2024, 6, 15, 7, 29), there(2024, 6, 15, 7, 30)):
        tick(moment)
        causes = Letter.objects.order_by("pk").values_list("cause", flat=True)
        found.append([cause.rpartition(":")[2] for cause in causes])
    assert found == [["1"], ["1"], ["1", "late 2024-06-15"]]


def test_an_extension_counts_in_days_of_viet_nam(db, there):
    """Extended and sent back shortly after midnight: the days set are counted from that day."""
    board = RoleFactory(kind="board", unit=UnitFactory(kind="hq_unit")).user
    report = standing("submitted", period=PeriodFactory(status="consolidating"))
    with time_machine.travel(there(2024, 6, 18, 0, 30), tick=False):
        reports.send_back(report, by=board, reason="thiếu")
    report.refresh_from_db()
    assert report.redo_by == date(2024, 6, 25), "five working days from Tuesday the 18th"
