"""G29: periods open, units are reminded of the right day; faults: test_reporting_faults.py."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.management import call_command

from core import clock
from core.history import acting
from core.models import Deadline, Letter
from directory.models import Succession, Unit
from plans.models import Plan, Report, ReportingPeriod
from plans.services import periods, reminders, reports
from tests.factories import PlanFactory, RoleFactory, UnitFactory, UserFactory

from .reporting_clock import DAY, HOUR, ROUNDS, duties, given, tick
from .reporting_factories import PeriodFactory, at, standing


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    monkeypatch.setattr(clock, "duties", duties())


@pytest.fixture(params=ROUNDS)
def round_(request, db):
    """A department that owes a report: its period, and the moment at which it opens."""
    [period] = given(ROUNDS[request.param])
    return period, ROUNDS[request.param].opens


def test_the_period_opens_with_a_row_a_unit_and_is_announced(round_):
    period, opens = round_
    tick(opens)
    tick(opens + HOUR / 30)
    period.refresh_from_db()
    assert period.status == "open" and period.reports.get().unit.code == "D1"
    causes = Letter.objects.values_list("cause", flat=True)
    assert set(causes) == {f"plans.report:{period.reports.get().pk}:{period.due_on:%Y%m%d}:opened"}


def test_a_day_moved_before_it_came_is_kept_and_the_old_one_does_nothing(round_, people):
    """G28: the board moves the opening by ten days; neither lost nor doubled."""
    period, opens = round_
    tick(opens - DAY)
    terms = {name: getattr(period, name) for name in (
        "title_vi", "title_en", "starts", "cut_off", "before", "rule", "owing", "redo_days",
        "nag_days")}  # fmt: skip
    moved = period.opens_on + 10 * DAY
    periods.set_terms(period, by=people["board"], opens_on=moved, **terms)
    tick(opens + DAY)
    assert standing_now() == "planned"
    tick(opens + 10 * DAY)
    assert standing_now() == "open"


def standing_now() -> str:
    return ReportingPeriod.objects.get().status


def test_the_board_opened_it_already(round_, people):
    """A duty whose work was done by hand does nothing."""
    period, opens = round_
    periods.open_period(period, by=people["board"], at=opens - DAY)
    owed = set(Report.objects.values_list("pk", flat=True))
    assert not any("open_period" in done for done in tick(opens))
    assert owed and set(Report.objects.values_list("pk", flat=True)) == owed


@pytest.mark.parametrize("status", ["closed", "drafted"])
def test_only_a_plan_in_force_opens_periods(db, status):
    plan = PlanFactory(year=2024, status=status)
    PeriodFactory(plan=plan, status="planned")
    tick(at(2024, 6, 1, 8))
    assert standing_now() == "planned"


def test_an_open_period_is_consolidated_also_when_its_plan_was_closed_since(round_):
    """The board closes the plan when the year is over; the annual report goes on."""
    period, opens = round_
    tick(opens)
    with acting(None, "given"):
        Plan.objects.filter(pk=period.plan_id).update(status="closed")
    tick(at(2024, 12, 10, 8))
    assert standing_now() == "consolidating"


def test_the_command_plays_any_day(round_, capsys):
    """`run_clock --at 2024-04-30T08:00+07:00`."""
    _period, opens = round_
    call_command("run_clock", at=f"{opens:%Y-%m-%d}T08:00+07:00")
    assert "plans.open_period" in capsys.readouterr().out
    report = Report.objects.get()
    assert (report.expected_at, report.status) == (opens + HOUR, "expected")


# --- reminders ----------------------------------------------------------------------------------
@pytest.fixture
def owed(db):
    """A report due on Friday 14 June 2024, with a focal point, a head, and the board."""
    unit = UnitFactory(code="D1")
    report = standing("drafted", unit=unit)
    people = {kind: RoleFactory(unit=unit, kind=kind).user for kind in ("focal_point", "head")}
    people["board"] = RoleFactory(unit=UnitFactory(kind="hq_unit", code="B"), kind="board").user
    RoleFactory(unit=unit, kind="officer")
    RoleFactory(unit=unit, kind="head", valid_to=date(2024, 1, 1))
    RoleFactory(unit=unit, kind="focal_point", user=UserFactory(is_active=False))
    return report, {user.email: kind for kind, user in people.items()}


def letters_by_day(people, mornings: list[datetime]) -> dict[str, list[str]]:
    """Who got a letter on which of the mornings."""
    found = {}
    for morning in mornings:
        seen = set(Letter.objects.values_list("pk", flat=True))
        tick(morning)
        new = Letter.objects.exclude(pk__in=seen).values_list("recipient", flat=True)
        if who := sorted(people[email] for email in new):
            found[f"{morning:%m-%d}"] = who
    return found


def test_who_is_reminded_on_which_day(owed):
    """30, 14, 7, 3, 1 days before, daily after: the focal point, the head, the Committee."""
    report, people = owed
    Deadline.objects.create(kind="plans.announce_period", period=str(report.period_id),
                            due_at=at(2024, 4, 30), fell_due_at=at(2024, 4, 30),
                            done_at=at(2024, 4, 30, 1))  # fmt: skip
    all_three = ["board", "focal_point", "head"]
    mornings = [at(2024, 5, day, 8) for day in (10, 14, 15, 16, 23, 30, 31)]
    mornings += [at(2024, 6, day, 8) for day in (1, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16)]
    assert letters_by_day(people, mornings) == {
        "05-15": ["focal_point"],
        "05-31": ["focal_point"],
        "06-07": ["focal_point"],
        "06-11": ["focal_point", "head"],
        "06-13": ["focal_point", "head"],
        "06-15": sorted([*all_three, "board"]),  # the list of the late, and the consolidation
        "06-16": all_three,
    }


def test_the_daily_reminders_go_on_until_the_period_is_closed(owed):
    """To the unit and to the Committee, while the reports are put together too."""
    report, people = owed
    tick(at(2024, 6, 20, 8))
    found = letters_by_day(people, [at(2024, 12, day, 8) for day in (30, 31)])
    assert found == dict.fromkeys(("12-30", "12-31"), ["board", "focal_point", "head"])
    with acting(None, "given"):
        ReportingPeriod.objects.update(status="closed")
    assert letters_by_day(people, [at(2025, 1, 1, 8)]) == {}


def test_the_daily_reminders_end_after_the_limit_that_the_board_set(owed):
    report, people = owed
    with acting(None, "given"):
        ReportingPeriod.objects.update(nag_days=30)
    tick(at(2024, 6, 20, 8))
    found = letters_by_day(people, [at(2024, 7, day, 8) for day in range(12, 18)])
    assert list(found) == ["07-12", "07-13", "07-14"], "thirty days after the 14th of June"


def test_after_long_downtime_a_unit_gets_one_reminder_not_ten(owed):
    """G28: everything was down from 40 days before until two days before."""
    report, people = owed
    tick(at(2024, 5, 4, 8))
    Letter.objects.all().delete()
    tick(at(2024, 6, 12, 8))
    assert sorted(people[e] for e in Letter.objects.values_list("recipient", flat=True)) == [
        "focal_point", "head",
    ]  # fmt: skip


def test_nobody_who_handed_in_or_is_excused_is_reminded(db):
    for status in ("submitted", "accepted", "excused"):
        RoleFactory(unit=standing(status).unit, kind="focal_point")
    assert reminders.remind(at=at(2024, 7, 1, 8)) == 0


def test_a_report_sent_back_is_reminded_by_its_new_day(db):
    """It stays on the clock: due again on the 19th, late from the 20th."""
    report = standing("sent_back", redo_by=date(2024, 6, 19))
    RoleFactory(unit=report.unit, kind="focal_point")
    counts = []
    for day in (18, 19, 20):
        reminders.remind(at=at(2024, 6, day, 8))
        counts.append(Letter.objects.count())
    assert counts == [1, 1, 2]
    assert "late" in Letter.objects.order_by("pk").last().cause


def test_an_extension_begins_the_reminders_anew(owed, people):
    report, _who = owed
    tick(at(2024, 6, 13, 8))
    reports.extend(report, by=people["board"], until=date(2024, 6, 28), reason="bão")
    reminders.remind(at=at(2024, 6, 15, 8))
    causes = list(Letter.objects.filter(cause__contains=":20240628:").values_list("cause"))
    assert causes == [(f"plans.report:{report.pk}:20240628:14",)]


def test_a_unit_without_a_focal_point_reminds_its_head_and_one_without_anybody_is_told(db, caplog):
    led, empty = standing("expected"), standing("expected")
    RoleFactory(unit=led.unit, kind="head")
    assert reminders.remind(at=at(2024, 5, 31, 8)) == 1
    assert f"nobody is reminded of a report for unit {empty.unit.code}" in caplog.text


def test_people_of_the_successor_are_reminded_of_what_a_closed_unit_left(owed, people):
    """The unit is divided while its report is late: both successors are written to, each person
    once; people of a unit that has closed itself, or of the branch below, are not."""
    report, who = owed
    old, between = report.unit, UnitFactory(code="D2", valid_to=date(2024, 6, 17))
    heirs = [UnitFactory(code=f"K{n}") for n in (1, 2)]
    meant = [RoleFactory(unit=heir, kind="focal_point").user for heir in heirs]
    RoleFactory(unit=heirs[0], kind="head", user=meant[0])
    RoleFactory(unit=between, kind="focal_point")
    RoleFactory(unit=UnitFactory(kind="branch", parent=heirs[0]), kind="head")
    with acting(None, "given"):
        Unit.objects.filter(pk=old.pk).update(valid_to=date(2024, 6, 17))
        for one, other in ((old, between), (between, heirs[0]), (old, heirs[1])):
            Succession.objects.create(
                predecessor=one, successor=other, kind="split", on=date(2024, 6, 18)
            )
    reminders.remind(at=at(2024, 6, 17, 8))
    assert not Letter.objects.filter(recipient__in=[user.email for user in meant]).exists()
    with time_machine.travel(at(2024, 6, 18, 8), tick=False):
        reminders.remind(at=at(2024, 6, 18, 8))
        periods.remind_late(report.period, by=people["board"])
        reports.excuse(report, by=people["board"], reason="đã chia tách")
    expected = [user.email for user in meant]
    expected += [email for email, kind in who.items() if kind in ("head", "focal_point")]
    for cause in (":late 2024-06-18", "excused"):
        written = Letter.objects.filter(cause__contains=cause)
        assert sorted(written.values_list("recipient", flat=True)) == sorted(expected), cause


def test_the_board_reminds_the_late_ones_once_a_day_and_unit(owed, people):
    """Also when the clock wrote that morning already."""
    report, _who = owed
    with time_machine.travel(at(2024, 6, 20, 9), tick=False):
        assert periods.remind_late(report.period, by=people["board"]) == 2
        periods.remind_late(report.period, by=people["board"])
    assert Letter.objects.filter(cause__contains=":late 2024-06-20").count() == 2
    tick(at(2024, 6, 20, 10))
    assert Letter.objects.filter(cause__contains=":late 2024-06-20").count() == 2


def test_letters_say_the_day_in_the_readers_language_and_lead_to_the_report(owed, settings):
    """G29: the day named is a Saturday, the letter says Friday the 14th."""
    settings.PORTAL_URL = "https://doitac.example"
    report, _who = owed
    head = RoleFactory(
        unit=report.unit, kind="head", user=UserFactory(language="en", is_staff=True)
    )
    reminders.remind(at=at(2024, 6, 12, 8))
    letter = Letter.objects.get(recipient=head.user.email)
    assert "14/06/2024" in letter.subject and "15/06/2024" in letter.body
    assert f"https://doitac.example{report.get_absolute_url()}" in letter.body
