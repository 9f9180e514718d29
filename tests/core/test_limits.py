"""G17: rate limits answer 429 with Retry-After, never 500, whatever has stopped."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path, reverse
from django.utils.timezone import now

from core import limits
from core.limits import Limit, Rate, caller, limited, networks
from core.models import RateCount
from partnership.urls import urlpatterns as portal

GONE = "redis://127.0.0.1:8129/0"
NAMES = ["ask", "comment", "track", "answer", "rate", "subscribe", "invite", "upload"]


def done(request):
    return HttpResponse("done")


def fails(request):
    with transaction.atomic():
        raise OSError("undone")


def shut(name):
    return login_not_required(limited(name, per_ip="3/m", closes=True)(done))


urlpatterns = [
    *portal,
    *[path(n, login_not_required(limited(n, per_ip="3/m")(done)), name=n) for n in NAMES],
    path("shut", shut("shut"), name="shut"),
    path("named", login_not_required(done), name="named"),
    path("fails", login_not_required(limited("fails", per_ip="3/m")(fails)), name="fails"),
    path("read", login_not_required(limited("read", per_ip="3/m", methods=("GET",))(done))),
]


@pytest.fixture
def own_urls(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture(params=["all is well", "redis stopped"])
def redis(request, settings):
    if request.param == "redis stopped":
        settings.CACHES = {
            "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": GONE}
        }
        settings.REDIS_URL = settings.CELERY_BROKER_URL = GONE


@pytest.fixture(autouse=True)
def forgotten():
    limits.here.clear()


def codes(client, address, times, **extra):
    return [client.post(address, **extra).status_code for _ in range(times)]


@pytest.mark.parametrize("name", NAMES)
def test_a_burst_gets_429_with_retry_after(db, client, own_urls, redis, name):
    """G17: 8 endpoints, with Redis and without."""
    assert codes(client, f"/{name}", 5) == [200, 200, 200, 429, 429]
    refused = client.post(f"/{name}")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert b"Traceback" not in refused.content


@pytest.mark.parametrize("name", ["account_login", "set_language"])
def test_the_portals_own_doors_are_limited(db, client, settings, redis, name):
    """G17: sign-in and language, named in the settings by URL name."""
    calls = Rate.parse(settings.RATE_LIMITS[name]["per_ip"]).calls
    found = codes(client, reverse(name), calls + 2)
    assert found[calls:] == [429, 429]
    assert max(found[:calls]) < 429


def test_a_named_view_is_limited_by_the_settings(db, settings, client, own_urls):
    settings.RATE_LIMITS = {"named": {"per_ip": "2/m"}}
    assert codes(client, "/named", 3) == [200, 200, 429]


def test_who_has_to_wait_long_is_told_so_in_minutes(db, settings, client, own_urls):
    settings.RATE_LIMITS = {"named": {"per_ip": "1/h"}}
    client.post("/named")
    page = client.post("/named", headers={"accept-language": "en"})
    assert "go back in 60 minutes" in page.content.decode()


def test_a_window_ends_and_refused_calls_do_not_prolong_it(db, client, own_urls):
    codes(client, "/ask", 9)
    RateCount.objects.update(since=now() - timedelta(seconds=61))
    assert codes(client, "/ask", 4) == [200, 200, 200, 429]


def test_a_rollback_does_not_undo_the_count(transactional_db, client, own_urls):
    client.raise_request_exception = False
    assert codes(client, "/fails", 4) == [500, 500, 500, 429]


def test_only_the_named_methods_count(db, client, own_urls):
    assert [client.get("/ask").status_code for _ in range(5)] == [200] * 5
    assert [client.get("/read").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_views_do_not_share_their_counts(db, client, own_urls):
    codes(client, "/ask", 4)
    assert codes(client, "/comment", 1) == [200]


@pytest.mark.django_db(transaction=True)
def test_with_the_store_gone_forms_stay_open_and_doors_close(client, own_urls):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_ratecount RENAME TO away")
    try:
        assert codes(client, "/ask", 3) == [200, 429, 429]
        assert codes(client, "/shut", 2) == [429, 429]
        assert client.post("/shut")["Retry-After"] == "60"
        assert client.get("/shut").status_code == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO core_ratecount")


def test_the_low_cap_ends_with_its_window(monkeypatch):
    moments = iter([0.0, 1.0, 61.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))
    rate = Rate(2, 60)
    assert [limits.tally_here("k", rate)[0] for _ in range(3)] == [1, 2, 1]


def ask(**meta):
    return RequestFactory().post("/", **meta)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "9.9.9.9"),
        (1, "6.6.6.6", "6.6.6.6"),
        (1, "1.1.1.1, 6.6.6.6", "6.6.6.6"),
        (2, "1.1.1.1, 6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (2, "6.6.6.6", "9.9.9.9"),
        (1, "", "9.9.9.9"),
        (1, "6.6.6.6, ", "9.9.9.9"),
    ],
)
def test_a_forged_forwarded_address_does_not_help(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert caller(ask(REMOTE_ADDR="9.9.9.9", HTTP_X_FORWARDED_FOR=forwarded)) == expected


@pytest.mark.parametrize(
    ("one", "other", "same_own", "same_wide"),
    [
        ("203.0.113.7", "203.0.113.8", False, True),
        ("203.0.113.7", "203.0.114.7", False, False),
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", True, True),
        ("2001:db8:1:1::1", "2001:db8:1:2::1", False, True),
        ("2001:db8:1:1::1", "2001:db8:2:1::1", False, False),
        ("::ffff:203.0.113.7", "203.0.113.7", True, True),
        ("", "nonsense", True, True),
    ],
)
def test_who_counts_as_one_caller(one, other, same_own, same_wide):
    own, wide = zip(networks(one), networks(other), strict=True)
    assert (own[0] == own[1], wide[0] == wide[1]) == (same_own, same_wide)


def test_a_neighbourhood_and_everyone_have_limits_of_their_own(db):
    limit = Limit("asked", per_ip="9/m", per_net="2/m", everyone="3/m")
    near = [ask(REMOTE_ADDR=f"203.0.113.{n}") for n in (1, 2, 3)]
    assert [bool(limit.wait(request)) for request in near] == [False, False, True]
    assert limit.wait(ask(REMOTE_ADDR="198.51.100.1")) > 0


@pytest.mark.parametrize("text", ["", "20", "20/x", "/m", "20/m/m", "-1/m"])
def test_a_rate_written_wrongly_is_refused(text):
    with pytest.raises(ValueError, match="20/m"):
        Rate.parse(text)


def test_no_address_is_kept_and_old_counts_go(db, client, own_urls):
    client.post("/ask", REMOTE_ADDR="203.0.113.7")
    assert "203" not in RateCount.objects.get().key.split(":")[0]
    assert "203.0.113" not in RateCount.objects.get().key
    assert limits.forget() == 0
    RateCount.objects.update(since=now() - timedelta(days=3))
    assert limits.forget() == 1


def test_a_count_is_not_waited_for_but_what_stands_beside_it_is(transactional_db):
    """G27: a count alone need not reach the disk; within a transaction that keeps a case it does,
    and the connection goes on as before."""
    rate = Rate(3, 60)

    def waits():
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            return cursor.fetchone()[0]

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = 'on'")  # tests have it off
    with transaction.atomic():
        limits.tally("k", rate)
        assert waits() == "on"
    assert limits.tallies({"k": rate, "other": rate})["k"][0] == 2
    assert waits() == "on"
