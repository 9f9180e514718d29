"""Long work goes item by item, tells what came of it and is stopped when its owner says so."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.timezone import now

from core import jobs, stored_files
from core.models import Job, JobLine, Letter

from .counting import LATER, PAST, begin, cells, deeds, fresh


def test_it_is_done_item_by_item_and_the_faults_are_kept_with_their_reasons(kinds, owner):
    job = begin(owner, params={"to": 20})
    assert job.state == "queued" and [j.pk for j in jobs.work()] == [job.pk]
    job = fresh(job)
    assert (job.state, job.total, job.done, job.failed_items) == ("done", 20, 18, 2)
    assert deeds(job) == 18  # a failed item leaves nothing half done
    assert cells(job.errors)[1:] == [
        [8, "No sevens here.", 7, "=1+1"],
        [18, "No sevens here.", 17, "=1+1"],
    ]
    assert jobs.work() == [] and job.time_left is None


def test_what_it_gives_back_is_kept_as_a_sheet(kinds, owner):
    job = begin(owner, "square")
    jobs.work()
    assert cells(fresh(job).result) == [["n", "n²"], [0, 0], [1, 1], [2, 4], [3, 9], [4, 16]]
    assert fresh(job).errors is None


def test_asked_in_a_transaction_that_is_undone_it_never_was(kinds, owner):
    """G26: raise after save."""
    with pytest.raises(ValueError), transaction.atomic():
        begin(owner)
        raise ValueError
    assert not Job.objects.exists()


def test_a_turn_ends_in_time_and_the_next_goes_on_where_it_stood(kinds, owner, monkeypatch):
    monkeypatch.setattr(jobs, "STEP_SECONDS", 0)  # a step an item
    job = begin(owner, params={"to": 300})
    turns = 0
    while fresh(job).state in ("queued", "running"):
        jobs.work(budget=timedelta(seconds=0.2))
        turns += 1
        going = fresh(job)
        if going.state == "running":
            assert going.position == going.lines.count() + going.done
            assert going.time_left is not None
    assert turns > 2 and deeds(job) == 270
    assert JobLine.objects.filter(job=job).count() == 30


def test_the_owner_stops_it_before_its_turn_and_only_once(kinds, owner):
    job = begin(owner)
    assert jobs.cancel(job, by=owner) and not jobs.cancel(job, by=owner)
    assert jobs.work() == [] and fresh(job).state == "cancelled" and deeds(job) == 0


@pytest.mark.parametrize(
    "items",
    [lambda job: (_ for _ in ()).throw(ValidationError("No rows.")), lambda job: 1 / 0],
    ids=["refused", "broken"],
)
def test_work_that_cannot_begin_ends_with_words_after_due_patience(kinds, owner, items):
    kinds["count"] = jobs.Handler("Counting", items, kinds["count"].do)
    job, at = begin(owner), now()
    for _ in range(Job.patience):
        jobs.work(at)
        at += LATER
    assert fresh(job).state == "failed" and "ZeroDivision" not in fresh(job).last_error
    assert fresh(job).last_error
    assert jobs.work(at) == []


def test_an_item_that_raises_unexpectedly_is_a_fault_and_the_log_has_the_cause(
    kinds, owner, caplog
):
    kinds["count"] = jobs.Handler("Counting", lambda job: range(3), lambda job, n: 1 // (n - 1))
    job = begin(owner)
    jobs.work()
    assert (fresh(job).state, fresh(job).done, fresh(job).failed_items) == ("done", 2, 1)
    assert "ZeroDivisionError" in caplog.text and "item 2" in caplog.text


class Killed(BaseException):
    """The process ends here."""


def test_an_item_that_kills_every_worker_is_found_left_out_and_the_rest_is_done(kinds, owner):
    def do(job, number):
        if number == 37:
            raise Killed
        Letter.objects.create(cause=f"{job.pk}", recipient=f"{number}@x.vn", due_at=PAST)

    kinds["count"] = jobs.Handler("Counting", kinds["count"].items, do)
    job, at, kills = begin(owner, params={"to": 100}), now(), 0
    while fresh(job).state in ("queued", "running"):
        try:
            jobs.work(at)
        except Killed:
            kills += 1
        at += LATER
    assert (fresh(job).done, fresh(job).failed_items, deeds(job)) == (99, 1, 99)
    assert fresh(job).lines.get().number == 38 and kills < 10


def test_the_same_file_is_recognised_and_may_be_worked_on_again_when_meant(kinds, owner):
    def handed_in(name):
        return stored_files.take(SimpleUploadedFile(name, b"a,b\n1,2\n"), by=owner, accept=("csv",))

    first = begin(owner, file=handed_in("a.csv"))
    with pytest.raises(jobs.SameFile) as told:
        begin(owner, file=handed_in("other name.csv"))
    assert told.value.job == first
    with pytest.raises(jobs.SameFile):  # it is being worked on: twice at once is never meant
        begin(owner, file=handed_in("a.csv"), again=True)
    jobs.work()
    with pytest.raises(jobs.SameFile):
        begin(owner, file=handed_in("a.csv"))
    assert begin(owner, file=handed_in("a.csv"), again=True) != first
    assert begin(owner, file=handed_in("a.csv"), params={"dry": True})


def test_the_account_closed_meanwhile_nothing_is_done_in_its_name(kinds, owner):
    job = begin(owner)
    type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    jobs.work()
    assert fresh(job).state == "failed" and deeds(job) == 0


def test_after_thirty_days_it_is_forgotten_with_its_files(kinds, owner):
    job = begin(owner, "square")
    jobs.work()
    file = fresh(job).result
    path = stored_files.Shelf().path(file.key)
    assert jobs.forget(now() + timedelta(days=29)) == 0
    assert stored_files.sweep(now() + timedelta(days=29)) == (0, 0)
    jobs.forget(now() + timedelta(days=31))
    assert not Job.objects.exists() and path.exists()
    with transaction.atomic():
        assert stored_files.sweep(now() + timedelta(days=31))[0] == 1


def test_its_page_shows_how_far_it_is_to_its_owner_alone(kinds, people, owner, enter):
    job = begin(owner)
    urls = [job.get_absolute_url(), f"{job.get_absolute_url()}progress/"]
    for name, user in people.items():
        browser = enter(user)
        expected = 200 if user == owner else 404
        assert [browser.get(url).status_code for url in urls] == [expected] * 2, name
        assert browser.post(f"{urls[0]}cancel/").status_code == (302 if user == owner else 404)
        listed = browser.get("/jobs/").content.decode()
        assert (job.get_absolute_url() in listed) is (user == owner), name
    assert fresh(job).state == "cancelled"


def test_the_page_is_live_until_the_end_and_then_offers_the_sheets(kinds, owner, enter):
    browser, job = enter(owner), begin(owner, params={"to": 20})
    page = browser.get(job.get_absolute_url()).content.decode()
    assert "js/job" in page and '<noscript><meta http-equiv="refresh"' in page
    assert "data-ended" not in page
    jobs.work()
    page = browser.get(job.get_absolute_url()).content.decode()
    assert "data-ended" in page and fresh(job).errors.get_absolute_url() in page
    answer = browser.get(fresh(job).errors.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.getvalue().startswith(b"PK")


def test_stopping_needs_a_post(kinds, owner, enter):
    job = begin(owner)
    assert enter(owner).get(f"{job.get_absolute_url()}cancel/").status_code == 405
