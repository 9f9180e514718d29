"""G33: /live touches nothing; /ready tells what stopped; degraded is not down."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils.timezone import now

from core import health
from core.models import Deadline, Letter

GONE = "redis://127.0.0.1:8129/0"
TOKEN = {"Authorization": "Bearer watchman"}


@pytest.fixture(autouse=True)
def healthy(request, settings, monkeypatch, tmp_path):
    settings.HEALTH_TOKEN = "watchman"
    settings.CELERY_BROKER_URL = "memory://"
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setitem(health.CHECKS, "migrations", health.Migrations())
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        health.beat()


def told(client):
    answer = client.get("/ready", headers=TOKEN)
    body = answer.json()
    ails = {name for name, state in body.get("checks", {}).items() if state != "ok"}
    return answer.status_code, body["state"], ails


def test_a_healthy_portal_is_ok(db, client):
    assert told(client) == (200, "ok", set())


def test_live_asks_nothing(client, django_assert_num_queries):
    """G33: no database (blocked for this test), no cache, no session."""
    answer = client.get("/live")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert client.post("/live").status_code == 405


def test_live_answers_with_everything_stopped(client, settings, no_database):
    settings.CELERY_BROKER_URL = GONE
    assert client.get("/live").status_code == 200


@pytest.fixture
def no_database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        its = connection.settings_dict
        before = its["HOST"], its["OPTIONS"]
        connection.close()
        its["HOST"], its["OPTIONS"] = "/nowhere", {}
        yield
        connection.close()
        its["HOST"], its["OPTIONS"] = before


def test_without_its_database_it_is_down(client, no_database):
    """G33: stop the database."""
    assert told(client) == (503, "down", {"database"})
    assert client.get("/ready").json() == {"state": "down"}


def test_with_a_migration_missing_it_is_down(db, client):
    """G33: new code on an old schema."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")
    status, state, ails = told(client)
    assert (status, state) == (503, "down")
    assert "migrations" in ails


def test_applied_migrations_are_asked_for_once(db, client, django_assert_max_num_queries):
    told(client)
    with django_assert_max_num_queries(15) as asked:
        told(client)
    assert not any("django_migrations" in query["sql"] for query in asked.captured_queries)


def test_without_its_cache_it_is_degraded(db, client, settings):
    """G33: stop Redis as cache."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": GONE}
    }
    status, state, ails = told(client)
    assert (status, state) == (200, "degraded")
    assert ails == {"cache", "clock"}  # the clock's sign of life lies there


def test_without_its_queue_it_is_degraded(db, client, settings):
    """G33: stop Redis as queue."""
    settings.CELERY_BROKER_URL = GONE
    started = time.monotonic()
    assert told(client) == (200, "degraded", {"queue"})
    assert time.monotonic() - started < 10


def test_with_a_full_disk_it_is_degraded(db, client, monkeypatch):
    """G33: less room than asked for."""
    monkeypatch.setattr(health, "LEAST_DISK", 10**18)
    assert told(client) == (200, "degraded", {"disk"})


@pytest.mark.parametrize("silent", [None, 3600])
def test_with_a_silent_clock_it_is_degraded(db, client, silent):
    """G33: stop beat."""
    cache.delete(health.BEAT)
    if silent:
        cache.set(health.BEAT, time.time() - silent)
    assert told(client) == (200, "degraded", {"clock"})


@pytest.mark.parametrize("kind", ["letter", "deadline"])
def test_with_work_left_lying_it_is_degraded(db, client, kind):
    """G33: stop the worker: the oldest row that fell due waits too long."""
    late = now() - timedelta(hours=1)
    if kind == "letter":
        Letter.objects.create(cause="c", recipient="a@example.com", due_at=late)
    else:
        Deadline.objects.create(kind="k", period="p", due_at=late, fell_due_at=late)
    assert told(client) == (200, "degraded", {"overdue"})
    Letter.objects.update(done_at=now())
    Deadline.objects.update(done_at=now())
    assert told(client)[1] == "ok"


def test_the_public_reads_a_word_and_no_more(db, client, settings):
    """G33: no versions, no names, no numbers."""
    settings.CELERY_BROKER_URL = GONE
    assert client.get("/ready").json() == {"state": "degraded"}
    wrong = client.get("/ready", headers={"Authorization": "Bearer wrong"})
    assert wrong.json() == {"state": "degraded"}
    settings.HEALTH_TOKEN = ""
    assert "checks" not in client.get("/ready", headers={"Authorization": "Bearer "}).json()


def test_staff_read_the_details_and_enterprises_do_not(client, people, enter):
    assert "checks" in enter(people["system"]).get("/ready").json()
    client.logout()
    assert "checks" not in enter(people["asker"]).get("/ready").json()


def test_the_answer_is_never_kept(db, client):
    assert "no-store" in client.get("/ready")["Cache-Control"]
