"""Long work among others, and after any end of its worker."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.timezone import now

from core import jobs
from core.models import Letter
from tests.factories import RoleFactory

from .counting import LATER, PAST, begin, cells, deeds, fresh


def wait_for_the_lock() -> None:
    """Until somebody waits for a row that is held here; ten seconds at most."""
    for _ in range(100):
        with connection.cursor() as cursor:
            # Of this database: others test beside us.
            cursor.execute(
                """SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
                   WHERE NOT granted AND datname = current_database()"""
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_stopped_in_the_middle_what_is_done_stays_and_no_more_is_done(kinds, monkeypatch):
    """The owner's word waits for the step under way, and the next step never begins."""
    monkeypatch.setattr(jobs, "STEP_ITEMS", 10)
    owner, other = RoleFactory().user, RoleFactory().user
    said = []

    def stop():
        try:
            said.append(jobs.cancel(job, by=owner))
        finally:
            connection.close()

    def do(mine, number):
        if number == 55:
            with pytest.raises(PermissionDenied):
                jobs.cancel(mine, by=other)
            said.append(pool.submit(stop))
            wait_for_the_lock()
        if number % 10 == 7:
            raise jobs.Fault("no")

    kinds["count"] = jobs.Handler("Counting", kinds["count"].items, do)
    job = begin(owner, params={"to": 100})
    with ThreadPoolExecutor(1) as pool:
        jobs.work()
    assert said[1] is True
    ended = fresh(job)
    assert (ended.state, ended.done, ended.failed_items) == ("cancelled", 54, 6)
    assert len(cells(ended.errors)) == 7 and jobs.work(now() + LATER) == []


def at_once(times, do):
    def each(_):
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(each, range(times)))


@pytest.mark.django_db(transaction=True)
def test_three_workers_at_once_do_each_item_once(kinds):
    """G26: each task three times in parallel."""
    owner = RoleFactory().user
    asked = [begin(owner, params={"to": 60, "n": n}) for n in range(3)]
    at_once(3, jobs.work)
    assert [deeds(job) for job in asked] == [54] * 3
    assert {fresh(job).state for job in asked} == {"done"}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_lease_changes_nothing_more(kinds):
    owner, taken = RoleFactory().user, []

    def do(job, number):
        if number == 5 and not taken:
            taken.append(at_once(1, lambda: jobs.work(now() + LATER)))
        Letter.objects.create(cause=f"{job.pk}", recipient=f"{number}@x.vn", due_at=PAST)

    kinds["count"] = jobs.Handler("Counting", lambda job: range(10), do)
    job = begin(owner)
    jobs.work()
    assert taken == [[[]]]  # the row was locked: the other found nothing to take
    assert deeds(job) == 10 and fresh(job).done == 10


@pytest.mark.django_db(transaction=True)
def test_the_broker_down_at_submit_costs_nothing(kinds, dead_broker):
    """G26: the broker down at submit; the clock's next poke finds the row."""
    job = begin(RoleFactory().user)
    assert dead_broker() and jobs.work() and fresh(job).state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_with_minus_nine_loses_no_step_and_doubles_none(kinds, tmp_path):
    """G26: kill -9 of a worker process in the middle of a job."""
    job = begin(RoleFactory().user, params={"to": 3000})
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, connection.settings_dict["NAME"], str(tmp_path)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "partnership.settings"},
    )
    try:
        end = time.monotonic() + 60
        while fresh(job).position < 20:
            assert time.monotonic() < end and child.poll() is None
            time.sleep(0.02)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    time.sleep(0.5)  # the server notices the broken connection
    stood = fresh(job)
    assert 20 <= stood.position < 3000 and deeds(job) == stood.done
    assert jobs.work() == []  # its lease still runs
    jobs.work(now() + LATER, budget=timedelta(minutes=5))
    ended = fresh(job)
    assert (ended.state, ended.done, ended.failed_items, deeds(job)) == ("done", 2700, 300, 2700)


CHILD = """
import sys, time, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.MEDIA_ROOT = sys.argv[2]
django.setup()
from django.utils.timezone import now
from core import jobs
from core.models import Letter
jobs.STEP_ITEMS = 10
@jobs.job("count", title="Counting", items=lambda job: range(job.params["to"]))
def count(job, number):
    time.sleep(0.005)
    Letter.objects.create(cause=f"{job.pk}", recipient=f"{number}@x.vn", due_at=now())
    if number % 10 == 7:
        raise jobs.Fault("No sevens here.")
jobs.work()
"""
