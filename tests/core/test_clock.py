"""What is due is done once, however often, late or concurrently the clock asks."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core import clock
from core.management.commands.run_clock import moment
from core.models import Deadline, Letter

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 6, 1, tzinfo=UTC)
# 15 June and 10 December, first minute in Viet Nam.
ROUNDS = [datetime(2026, 6, 14, 17, tzinfo=UTC), datetime(2026, 12, 9, 17, tzinfo=UTC)]


def deed(period):
    """Leaves a letter, so that deeds can be counted."""
    Letter.objects.create(cause=period, recipient=f"{Letter.objects.count()}@x.vn", due_at=START)


def days(at):
    return [(f"{START + n * DAY:%Y-%m-%d}", START + n * DAY) for n in range((at - START).days + 2)]


def rounds(at):
    return [(f"{due + 7 * HOUR:%Y-%m-%d}", due) for due in ROUNDS if due <= at + 30 * DAY]


@pytest.fixture
def duties(monkeypatch):
    table = {"daily": clock.Duty(days, deed)}
    monkeypatch.setattr(clock, "duties", table)
    return table


@pytest.fixture
def reports(duties):
    duties.clear()
    duties["reports"] = clock.Duty(rounds, deed)
    return duties


def done(at):
    return [str(deadline) for deadline in clock.run_clock(at) if deadline.done_at]


def test_asked_twice_it_does_once_and_the_next_one_is_already_known(db, duties):
    assert done(START) == ["daily 2026-06-01"]
    assert done(START) == []
    assert Deadline.objects.get(done_at=None).period == "2026-06-02"


def test_days_of_downtime_are_caught_up_in_order(db, duties):
    clock.run_clock(START)
    assert done(START + 5 * DAY) == [f"daily 2026-06-0{n}" for n in range(2, 7)]


@pytest.mark.parametrize("due", ROUNDS, ids=["June", "December"])
@pytest.mark.parametrize(
    ("after", "late"),
    [(0 * DAY, False), (HOUR / 15, False), (8 * HOUR, True), (2 * DAY, True), (21 * DAY, True)],
    ids=["on time", "next ticks", "+8 h", "+2 days", "+3 weeks"],
)  # fmt: skip
def test_a_report_round_opens_once_and_a_late_one_is_told(db, reports, due, after, late):
    """G28: on time, and when everything was down that day."""
    clock.run_clock(due - DAY)
    before = Letter.objects.count()
    [name] = done(due + after)
    assert done(due + after) == done(due + after + HOUR) == []
    deadline = Deadline.objects.get(period=name.split()[1])
    assert deadline.late is late and Letter.objects.count() == before + 1
    assert Deadline.objects.late(due + after).filter(pk=deadline.pk).exists() is late


def test_a_waiting_deadline_is_told_before_any_clock_takes_it_up(db, reports):
    clock.run_clock(ROUNDS[0] - DAY)
    assert not Deadline.objects.late(ROUNDS[0] + timedelta(minutes=14)).exists()
    assert Deadline.objects.late(ROUNDS[0] + timedelta(minutes=16)).exists()


@pytest.mark.parametrize("due", ROUNDS, ids=["June", "December"])
def test_the_last_second_before_is_too_early(db, reports, due):
    """G28: 14 June 23:59:59 +07 is 16:59:59 UTC."""
    clock.run_clock(ROUNDS[0]) if due != ROUNDS[0] else None
    assert done(due - timedelta(seconds=1)) == []
    assert len(done(due)) == 1


@pytest.mark.parametrize("due", ROUNDS, ids=["June", "December"])
def test_a_clock_set_back_an_hour_opens_nothing_twice(db, reports, due):
    """G28: clock back 1 h."""
    clock.run_clock(due)
    count = Letter.objects.count()
    assert done(due - HOUR) == done(due) == done(due + HOUR) == []
    assert Letter.objects.count() == count


@pytest.mark.parametrize("due", ROUNDS, ids=["June", "December"])
def test_a_definition_edited_after_the_miss_neither_loses_nor_doubles_the_round(db, reports, due):
    """G28: the row keeps the day it was written with."""
    clock.run_clock(due - DAY)
    count, name = Letter.objects.count(), f"{due + 7 * HOUR:%Y-%m-%d}"
    reports["reports"] = clock.Duty(lambda at: [(name, due + 10 * DAY)], deed)
    assert done(due + 2 * DAY) == [f"reports {name}"]
    assert done(due + 11 * DAY) == [] and Letter.objects.count() == count + 1


def test_the_turn_of_the_year_loses_nothing(db, duties):
    """G28: down from Christmas to the third of January."""
    global_start = datetime(2026, 12, 24, 17, tzinfo=UTC)
    duties["daily"] = clock.Duty(
        lambda at: [(f"{global_start + n * DAY:%Y-%m-%d}", global_start + n * DAY)
                    for n in range((at - global_start).days + 1)], deed)  # fmt: skip
    clock.run_clock(global_start)
    caught_up = done(datetime(2027, 1, 3, 1, tzinfo=UTC))
    assert len(caught_up) == 9 and caught_up[-1] == "daily 2027-01-02"


def test_a_failing_duty_leaves_nothing_half_done_and_is_tried_again(db, duties):
    def fail(period):
        deed(period)
        raise RuntimeError("half way")

    duties |= {"daily": clock.Duty(days, fail), "other": clock.Duty(days, deed)}
    assert done(START) == ["other 2026-06-01"]
    assert Letter.objects.count() == 1
    failed = Deadline.objects.get(kind="daily", period="2026-06-01")
    assert (failed.attempts, failed.last_error) == (1, "RuntimeError('half way')")
    duties["daily"] = clock.Duty(days, deed)
    assert "daily 2026-06-01" in done(START + DAY)


def test_a_duty_whose_table_is_wrong_stops_no_other(db, duties, caplog):
    duties["broken"] = clock.Duty(lambda at: 1 / 0, deed)
    duties["other"] = clock.Duty(days, deed)
    assert "other 2026-06-01" in done(START)
    assert "the periods of broken are not known" in caplog.text


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("due", ROUNDS, ids=["June", "December"])
def test_a_duty_that_kills_its_worker_is_counted_and_the_next_clock_does_it(db, reports, due):
    """G28: worker killed in the middle."""

    def kill(period):
        deed(period)
        raise Killed

    clock.run_clock(due - DAY)
    count = Letter.objects.count()
    reports["reports"] = clock.Duty(rounds, kill)
    with pytest.raises(Killed):
        clock.run_clock(due)
    deadline = Deadline.objects.get(done_at=None, begun_at__isnull=False)
    assert deadline.attempts == 1 and Letter.objects.count() == count
    reports["reports"] = clock.Duty(rounds, deed)
    assert len(done(due + HOUR)) == 1 and Letter.objects.count() == count + 1


def test_a_duty_that_kills_every_worker_ends_and_is_told(db, duties, monkeypatch):
    monkeypatch.setattr(Deadline, "patience", 5)

    def kill(period):
        raise Killed

    duties["daily"] = clock.Duty(lambda at: [("once", START)], kill)
    at = START
    for _ in range(Deadline.patience):
        with pytest.raises(Killed):
            clock.run_clock(at)
        at += Deadline.longest_pause
    assert Deadline.objects.in_trouble().exists() and not Deadline.objects.given_up().exists()
    clock.run_clock(at)
    assert Deadline.objects.given_up().count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_clocks_at_once_keep_each_deadline_once(duties):
    """G28: beat twice."""

    def tick(_):
        try:
            return done(START + 9 * DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = [name for names in pool.map(tick, range(4)) for name in names]
    assert len(taken) == len(set(taken)) == Letter.objects.count() == 10


def test_two_duties_of_one_name_are_refused_at_start(duties):
    with pytest.raises(ValueError, match="already a duty 'daily'"):
        clock.duty("daily", days)(deed)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Ho_Chi_Minh"])
def test_the_night_is_that_of_viet_nam_whatever_the_server_thinks(monkeypatch, zone):
    """G29: 3 o'clock in Ha Noi is 20:00 UTC of the day before."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        [(name, due)] = clock.nightly(datetime(2026, 6, 14, 20, tzinfo=UTC))
        assert name == "2026-06-15" and due == datetime(2026, 6, 14, 20, tzinfo=UTC)
        [(name, _)] = clock.nightly(datetime(2026, 6, 14, 19, 59, tzinfo=UTC))
        assert name == "2026-06-14"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_command_runs_once_as_of_a_moment_and_says_what_it_did(db, reports, capsys):
    """A time without an offset is Viet Nam's."""
    call_command("run_clock", at="2026-06-15", json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["at"] == "2026-06-15T00:00:00+07:00"
    assert [(t["period"], t["state"], t["late"]) for t in told["taken"]] == [
        ("2026-06-15", "done", False)
    ]
    call_command("run_clock", at="2026-06-15T08:00+07:00")
    assert "0 taken up" in capsys.readouterr().out
    assert moment("2026-06-14T17:00Z") == moment("2026-06-15T00:00")
    with pytest.raises(CommandError, match="is no time. Write it as"):
        call_command("run_clock", at="next Monday")


@pytest.mark.django_db(transaction=True)
def test_a_clock_killed_with_minus_nine_in_the_middle_leaves_nothing_half_done(tmp_path):
    """G28: kill -9 of the process itself."""
    mark = tmp_path / "in the middle"
    child = subprocess.Popen(  # a process of its own, on this test's database
        [sys.executable, "-c", CHILD, str(mark), connection.settings_dict["NAME"]],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "partnership.settings"},
    )
    try:
        wait(lambda: mark.exists())
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    wait(lambda: not locked())
    deadline = Deadline.objects.get(kind="once")
    assert (deadline.attempts, deadline.done_at) == (1, None)
    assert not Letter.objects.exists()


CHILD = """
import sys, time, pathlib, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[2]
django.setup()
from datetime import UTC, datetime
from core import clock
from core.models import Letter
at = datetime(2026, 6, 1, tzinfo=UTC)
def stay(period):
    Letter.objects.create(cause=period, recipient="x@x.vn", due_at=at)
    pathlib.Path(sys.argv[1]).touch()
    time.sleep(60)
clock.duties = {"once": clock.Duty(lambda now: [("once", at)], stay)}
clock.run_clock(at)
"""


def wait(until, seconds=30):
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def locked():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
            " WHERE c.relname = 'core_deadline' AND l.pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]
