"""Sessions: a new key when more is proved, an end when it should end."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings as conf
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from core.history import acting
from directory.accounts.sessions import end_sessions
from directory.models import Role
from directory.services import grant, withdraw
from tests.factories import RoleFactory

from .signing_in import (
    AUTHENTICATE,
    PASSWORD,
    SHOW,
    code,
    come_in,
    enter_password,
    give_app,
    give_password,
    is_in,
)

NEW = "another long one 43"


@pytest.fixture
def officer(people):
    give_app(people["officer"])
    return give_password(people["officer"])


@pytest.fixture
def cookie(client, officer):
    """The cookie of an officer who has come in."""
    come_in(client, officer)
    assert is_in(client)
    return client.cookies[conf.SESSION_COOKIE_NAME].value


def replayed(cookie) -> Client:
    thief = Client()
    thief.cookies[conf.SESSION_COOKIE_NAME] = cookie
    return thief


def test_a_planted_session_key_is_not_kept_at_sign_in(client, officer):
    """G3: fixation: the key known before is worth nothing after, neither step keeps it."""
    client.get("/accounts/login/")
    enter_password(client, officer)
    planted = client.session.session_key
    client.post(AUTHENTICATE, {"code": code()})
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_second_factor_shown_later_gives_a_new_key(client, people):
    """G3: rotates at MFA in a session that was signed in already."""
    officer = give_password(people["officer"])
    enter_password(client, officer)
    before = client.session.session_key
    give_app(officer)
    client.post(SHOW, {"code": code()})
    assert is_in(client)
    assert client.session.session_key != before
    assert not is_in(replayed(before))
    assert [s.session_key for s in UserSession.objects.all()] == [client.session.session_key]


# --- Six events after which the old cookie is worth nothing -----------------------------------


def signs_out(client, officer):
    client.post("/accounts/logout/")


def changes_password_elsewhere(client, officer):
    other = Client()
    with time_machine.travel(now() + timedelta(seconds=90)):
        come_in(other, officer)
        fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        other.post("/accounts/password/change/", fields)
        assert is_in(other), "the session that changed it goes on"


def resets_password(client, officer):
    other = Client()
    other.post("/accounts/password/reset/", {"email": officer.email})
    link = re.search(r"http\S+", mail.outbox[-1].body)[0]
    page = other.get(link, follow=True)
    other.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    officer.refresh_from_db()
    assert officer.check_password(NEW)
    assert not other.get(link, follow=True).redirect_chain, "the link works once"


def is_deactivated(client, officer):
    with acting(None, "deactivate"):
        officer.is_active = False
        officer.save()


def is_given_a_role(client, officer):
    grant(by=None, user=officer, kind=Role.Kind.HEAD, unit=officer.unit, since=date(2020, 1, 1))


def loses_a_role(client, officer):
    yesterday = officer.today - timedelta(days=1)
    withdraw(officer.held[0], by=None, last_day=yesterday, reason="moved")


def ends_other_sessions(client, officer):
    other = Client()
    with time_machine.travel(now() + timedelta(seconds=90)):
        come_in(other, officer)
        other.post("/accounts/sessions/")
        assert is_in(other)


def is_ended_by_an_administrator(client, officer):
    end_sessions(officer)


EVENTS = [
    signs_out, changes_password_elsewhere, resets_password, is_deactivated, is_given_a_role,
    loses_a_role, ends_other_sessions, is_ended_by_an_administrator,
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS)
def test_the_old_cookie_is_worth_nothing_after(client, officer, cookie, event):
    """G3."""
    assert is_in(replayed(cookie))
    event(client, officer)
    assert not is_in(replayed(cookie))


def test_a_role_that_ends_by_its_date_ends_the_session(client, officer, cookie):
    """G3: nobody has to remember it: the day after the last day is enough."""
    with acting(None, "given"):
        Role.objects.filter(user=officer).update(valid_to=officer.today)
    assert is_in(replayed(cookie))
    with time_machine.travel(now() + timedelta(days=1)):
        client.session["seen"] = now().timestamp()
        assert not is_in(replayed(cookie))


def test_anothers_roles_do_not_end_my_session(client, cookie):
    RoleFactory()
    assert is_in(replayed(cookie))


# --- Time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "open_still"), [(28, True), (31, False)])
def test_an_officer_idle_for_half_an_hour_is_signed_out(
    client, officer, cookie, minutes, open_still
):
    """G3: 30 minutes, right to the minute."""
    with time_machine.travel(now() + timedelta(minutes=minutes)):
        assert is_in(client) is open_still


def test_an_officer_at_work_stays_in_for_ten_hours_and_no_longer(client, officer, cookie):
    """G3: absolute limit, however busy."""
    start = now()
    for minutes in range(20, 600, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert is_in(client), minutes
    with time_machine.travel(start + timedelta(minutes=601)):
        page = client.get("/accounts/", follow=True)
        assert page.redirect_chain[0][0].startswith("/accounts/login/")
        assert len(page.context["messages"]) == 1
    assert not is_in(replayed(cookie))


def test_confirming_a_password_does_not_prolong_the_day(client, officer, cookie):
    start = now()
    for minutes in range(20, 600, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    with time_machine.travel(start + timedelta(minutes=601)):
        assert not is_in(client)


def test_an_enterprise_stays_signed_in_longer(client, people):
    client.force_login(people["asker"])
    assert is_in(client)
    with time_machine.travel(now() + timedelta(hours=23)):
        assert is_in(client)
    with time_machine.travel(now() + timedelta(hours=48)):
        assert not is_in(client)


def test_a_request_costs_three_queries_and_rarely_a_write(
    client, officer, cookie, django_assert_num_queries
):
    """Session, user, roles; the last request is written down once a minute at most."""
    with django_assert_num_queries(3):
        client.get("/accounts/logout/")
    with time_machine.travel(now() + timedelta(seconds=90)):
        client.get("/accounts/logout/")
        with django_assert_num_queries(3):
            client.get("/accounts/logout/")


# --- The cookie, the list -------------------------------------------------------------------------


def test_the_cookie_is_for_this_site_and_for_no_script(client, officer, cookie):
    """G3."""
    held = client.cookies[conf.SESSION_COOKIE_NAME]
    assert held["httponly"] and held["samesite"] == "Lax"
    assert bool(held["secure"]) == conf.HTTPS


def test_the_cookie_goes_by_https_alone_when_there_is_https(officer, settings):
    """G3."""
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    come_in(client, officer)
    assert client.cookies[conf.SESSION_COOKIE_NAME]["secure"]
    assert client.cookies["device"]["secure"] and client.cookies["device"]["httponly"]


def test_one_sees_and_ends_ones_own_other_sessions(client, officer, people):
    """Two browsers: each is listed, the other is ended, another person's is not seen."""
    stranger = give_password(people["asker"])
    enter_password(Client(), stranger, HTTP_USER_AGENT="Stranger's")
    enter_password(client, officer)
    client.post(AUTHENTICATE, {"code": code()}, headers={"user-agent": "Office"})
    other = Client()
    with time_machine.travel(now() + timedelta(seconds=90)):
        enter_password(other, officer)
        other.post(AUTHENTICATE, {"code": code()}, headers={"user-agent": "Home"})
        listed = other.get("/accounts/sessions/").content.decode()
        assert "Office" in listed and "Home" in listed and "Stranger" not in listed
        other.post("/accounts/sessions/")
        assert is_in(other)
    assert not is_in(client)
    assert UserSession.objects.filter(user=stranger).count() == 1
