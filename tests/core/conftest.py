"""What the kernel's tests share: a queue that is not there, kinds of jobs, files and a paper."""

import pytest
from kombu import Connection
from kombu.exceptions import OperationalError

from core import jobs
from core.models import Letter
from partnership.celery import app

from .counting import PAST
from .papers import opened, paper

AT_ONCE = {"max_retries": 0, "interval_start": 0, "interval_step": 0}
NOBODY = "redis://127.0.0.1:8149/0"


@pytest.fixture
def dead_broker(monkeypatch, caplog):
    """The queue points to a port where nobody listens; call it to see that it was tried in vain."""
    with pytest.raises(OperationalError):
        Connection(NOBODY, transport_options={"max_retries": 0}).default_channel  # noqa: B018
    monkeypatch.setattr(
        type(app), "connection_for_write", lambda self, *a, **k: self._connection(NOBODY)
    )
    # As the settings have it where there is Redis.
    monkeypatch.setitem(app.conf, "broker_transport_options", AT_ONCE)
    pool, producers = app._pool, app.amqp._producer_pool
    app._pool = app.amqp._producer_pool = None
    yield lambda: "Error calling" in caplog.text
    app._pool, app.amqp._producer_pool = pool, producers


@pytest.fixture
def job_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kinds(monkeypatch, job_folder):
    """The kinds of this test alone."""
    monkeypatch.setattr(jobs, "handlers", {})

    @jobs.job("count", title="Counting", items=lambda job: range(job.params.get("to", 10)))
    def count(job, number):
        """Leaves a letter a number, so that deeds can be counted; sevens cannot be done."""
        Letter.objects.create(cause=f"{job.pk}", recipient=f"{number}@x.vn", due_at=PAST)
        if number % 10 == 7:
            raise jobs.Fault("No sevens here.", [number, "=1+1"])

    @jobs.job("square", title="Squares", items=lambda job: range(5), header=lambda job: ["n", "n²"])
    def square(job, number):
        return [number, number**2]

    return jobs.handlers


@pytest.fixture
def owner(people):
    return people["officer"]


@pytest.fixture
def folder(settings, tmp_path):
    """Where this test keeps its files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def document():
    """The whole paper of papers.py, written to a file and read again."""
    return opened(paper())
