"""Passwords: how they are kept, which are refused, how often they may be tried."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median

import pytest
import time_machine
from django.conf import settings as conf
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from core.models import RateCount
from directory.accounts.lockout import ADDRESS, PAIR, PERSON
from directory.models import User
from tests.factories import UserFactory
from tests.thorough import some

from .signing_in import (
    AUTHENTICATE,
    LOGIN,
    PASSWORD,
    code,
    enter_password,
    give_app,
    give_password,
    is_in,
)


@pytest.fixture
def owner(people):
    return give_password(people["asker"])


def attempt(login, password="wrong wrong wrong", address="203.0.113.7", client=None, **headers):
    """A sign-in try from ``address``; returns its status."""
    client = client or Client()
    return enter_password(client, login, password, REMOTE_ADDR=address, **headers).status_code


def gets_in(user, address="203.0.113.7", client=None) -> bool:
    client = client or Client()
    attempt(user, PASSWORD, address, client)
    return is_in(client)


# --- Keeping ---------------------------------------------------------------------------------


def test_passwords_are_kept_by_argon2id(owner):
    """G1."""
    assert User.objects.get(pk=owner.pk).password.startswith("argon2$argon2id$")


def test_an_old_hash_is_made_anew_at_sign_in(owner):
    """G1: PBKDF2 becomes Argon2id the first time the password is known again."""
    User.objects.filter(pk=owner.pk).update(
        password=make_password(PASSWORD, hasher="pbkdf2_sha256")
    )
    assert gets_in(owner)
    assert User.objects.get(pk=owner.pk).password.startswith("argon2$argon2id$")


REFUSED = [
    "short", "elevenchars", "password1234", "123456789012", "qwertyuiop123", "administrator",
    "               ", "",
]  # fmt: skip


@pytest.mark.parametrize("weak", REFUSED)
def test_weak_passwords_are_refused(client, owner, weak):
    """G1: at least 12 characters, none of the common ones, not the person's own address."""
    enter_password(client, owner)
    fields = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    page = client.post("/accounts/password/change/", fields)
    assert page.status_code == 200 and page.context["form"].errors
    assert User.objects.get(pk=owner.pk).check_password(PASSWORD)


def test_ones_own_address_is_no_password(client, owner):
    """G1."""
    User.objects.filter(pk=owner.pk).update(email="minhphat.hp@example.com")
    owner.refresh_from_db()
    enter_password(client, owner)
    own = "minhphat.hp@example.com"
    fields = {"oldpassword": PASSWORD, "password1": own, "password2": own}
    client.post("/accounts/password/change/", fields)
    assert User.objects.get(pk=owner.pk).check_password(PASSWORD)


def test_the_old_password_is_asked_and_counted(client, owner):
    """An open session is no place to guess the password."""
    enter_password(client, owner)
    fields = {
        "oldpassword": "wrong",
        "password1": "a quite new one 9",
        "password2": "a quite new one 9",
    }
    client.cookies.pop("device")
    answers = [client.post("/accounts/password/change/", fields).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


# --- The same answer ----------------------------------------------------------------------------


def test_unknown_and_wrong_get_the_same_answer(owner):
    """G1: neither words nor status tell who has an account."""
    closed = give_password(UserFactory(is_active=False))
    pages = [
        Client().post(LOGIN, {"login": login, "password": "wrong wrong wrong"})
        for login in (owner.email, "nobody@example.com", closed.email)
    ]
    assert len({page.status_code for page in pages}) == 1
    assert len({str(page.context["form"].non_field_errors()) for page in pages}) == 1


def test_unknown_and_wrong_take_the_same_time(owner):
    """G1: 200 pairs when thorough, else 50; known and unknown in turn, a hash for both."""
    took = {owner.email: [], "nobody@example.com": []}
    for turn in some(range(200), 0, of=4):
        address = f"198.51.{turn}.9"
        RateCount.objects.all().delete()
        for login in took:
            began = time.perf_counter()
            attempt(login, address=address)
            took[login].append(time.perf_counter() - began)
    known, unknown = map(median, took.values())
    assert abs(known - unknown) < 0.25 * known, (known, unknown)


# --- Lock-out -----------------------------------------------------------------------------------


def test_five_failures_close_the_door_even_to_the_right_password(owner):
    """G2: the sixth try is not made; the answer says when to come again."""
    assert [attempt(owner) for _ in range(5)] == [200] * 5
    page = enter_password(Client(), owner, REMOTE_ADDR="203.0.113.7")
    assert page.status_code == 429
    assert 0 < int(page.headers["Retry-After"]) <= PAIR.seconds
    assert not gets_in(owner)


def test_an_unknown_address_is_locked_in_the_same_way(db):
    """G1, G2: lock-out tells no more than the answer."""
    assert [attempt("nobody@example.com") for _ in range(6)] == [200] * 5 + [429]


def test_forged_forwarding_headers_do_not_help(owner):
    """G2: fifty tries, each from another invented address."""
    made = [attempt(owner, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}") for n in range(50)]
    assert made == [200] * 5 + [429] * 45


def test_behind_a_proxy_only_its_own_entry_counts(owner, settings):
    """G2: what the caller wrote himself stands further left."""
    settings.TRUSTED_PROXIES = 1
    made = [
        attempt(owner, address="10.0.0.1", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}, 198.51.100.4")
        for n in range(7)
    ]
    assert made == [200] * 5 + [429] * 2


def test_guessing_one_person_from_many_addresses_ends_too(owner):
    """G2: per person across addresses."""
    made = [attempt(owner, address=f"198.51.100.{n}") for n in range(8)]
    assert made == [200] * 5 + [429] * 3


def test_twenty_people_from_one_address(db):
    """G2: one guess each is many guesses."""
    made = [attempt(f"user{n}@example.com") for n in range(20)]
    assert made == [200] * ADDRESS.calls + [429] * (20 - ADDRESS.calls)
    assert attempt("another@example.com", address="203.0.113.8") == 200


def test_a_person_under_attack_still_gets_in_from_the_own_device(owner):
    """G2: a stranger's failures do not lock the owner's browser, however many."""
    mine = Client()
    assert gets_in(owner, "198.51.100.20", mine)
    mine.post("/accounts/logout/")
    for n in range(60):
        attempt(owner, address=f"203.0.113.{n}")
    assert gets_in(owner, "198.51.100.20", mine)


def test_a_person_under_attack_gets_in_anywhere_after_a_short_while(owner):
    """G2: cool-off: minutes, and tries while locked do not prolong it."""
    for n in range(30):
        attempt(owner, address=f"203.0.113.{n}")
    assert not gets_in(owner, "198.51.100.20")
    wait_for(PERSON.seconds + 1)
    assert gets_in(owner, "198.51.100.20")


def test_an_own_device_guesses_no_more_than_another(owner):
    """G2: nor is the device's mark worth anything for somebody else, or forged."""
    mine = Client()
    assert gets_in(owner, client=mine)
    mine.post("/accounts/logout/")
    assert [attempt(owner, client=mine) for _ in range(6)] == [200] * 5 + [429]
    other = UserFactory()
    assert [attempt(other, client=mine) for _ in range(6)] == [200] * 5 + [429]
    forged = Client()
    for n in range(6):
        forged.cookies["device"] = f"number{n}.{'0' * 64}"
        last = attempt("third@example.com", client=forged, address="203.0.113.99")
    assert last == 429


def test_right_tries_are_not_counted(owner):
    for _ in range(8):
        mine = Client()
        assert gets_in(owner, client=mine)


def test_second_factor_codes_are_counted_too(people, client):
    """G2, G4: six digits are few; whoever has the password gets five tries, in any session."""
    officer = give_password(people["officer"])
    give_app(officer)
    made = []
    for _ in range(6):
        thief = Client()
        enter_password(thief, officer)
        made.append(thief.post(AUTHENTICATE, {"code": "000000"}).status_code)
    assert made == [200] * 5 + [429]
    enter_password(client, officer)
    assert client.post(AUTHENTICATE, {"code": code()}).status_code == 429


def test_mails_with_codes_and_links_are_few(owner):
    """G2: nobody's mailbox is filled, and no code is guessed by asking for many."""
    doors = ["/accounts/login/code/", "/accounts/password/reset/"] * 3
    made = [Client().post(door, {"email": owner.email}).status_code for door in doors]
    assert made == [302] * 5 + [429]


def wait_for(seconds):
    """Let the windows be that much older (their clock is the database's)."""
    for row in RateCount.objects.all():
        row.since -= timedelta(seconds=seconds)
        row.save()


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_are_still_five():
    """G2: forty at the same moment: each is counted before it is made."""
    user = UserFactory(password=make_password(PASSWORD))

    def guess(n):
        try:
            return attempt(user)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(guess, range(40)))
    assert made.count(200) == PAIR.calls and made.count(429) == 40 - PAIR.calls


def test_the_lock_needs_no_cache(owner, settings):
    """G2: with Redis gone people still come in, and are still locked out."""
    gone = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:9",
    }
    settings.CACHES = {"default": gone}
    assert gets_in(owner)
    assert [attempt(owner) for _ in range(6)] == [200] * 5 + [429]


def test_no_request_is_counted_by_name_or_address(owner):
    """The table of counts keeps keyed hashes only."""
    attempt(owner)
    kept = " ".join(RateCount.objects.values_list("key", flat=True))
    assert kept and owner.email not in kept and "203.0.113" not in kept
    assert conf.SECRET_KEY not in kept


def test_travelling_clocks_do_not_open_the_door(owner):
    """The window is the database's clock, not the web server's."""
    for _ in range(5):
        attempt(owner)
    with time_machine.travel(now() + timedelta(days=1)):
        assert attempt(owner) == 429
