"""Two doors, one sign-in; an officer shows a second factor in every session."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import URLPattern, get_resolver

from core.models import Letter
from directory.accounts.seal import seal, unseal

from .signing_in import (
    AUTHENTICATE,
    LOGIN,
    PASSWORD,
    SECRET,
    SET_UP,
    SHOW,
    code,
    come_in,
    enter_password,
    give_app,
    give_password,
)

# What an officer with the password alone may still reach: the way to the second factor, and out.
WAY_IN = {
    "account_logout", "set_language", "account_reauthenticate",
    "mfa_activate_totp", "mfa_add_webauthn",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
}  # fmt: skip
ARGUMENTS = {"int": "1", "slug": "national", "str": "x", "path": "x", "uuid": "0" * 32}


@pytest.fixture
def officer(people):
    return give_password(people["officer"])


def addresses(patterns=None, prefix="/", space=""):
    """(view name, path) of every address of the portal, admin included."""
    for pattern in patterns or get_resolver().url_patterns:
        route = getattr(pattern.pattern, "_route", None)
        if route is None:
            continue  # regular expressions: one link of a letter, the admin's last resort
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower()
            value = ARGUMENTS.get("int" if kind == "int" else kind, "1")
            tags = [tag for tag in ("int", "slug", "str", "path", "uuid")]
            for tag in tags:
                route = route.replace(f"<{tag}:{name}>", value)
            route = route.replace(f"<{name}>", value)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", prefix + route
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, prefix + route, inner)


def closed_to_the_password_alone():
    return sorted({path for name, path in addresses() if name not in WAY_IN and "<" not in path})


def test_the_admin_door_leads_to_the_one_sign_in(client, db):
    to_admin = client.get("/admin/", follow=True)
    assert to_admin.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302


def test_every_address_without_a_second_factor_leads_to_setting_one_up(client, officer):
    """G4: generated over the resolver, so that no staff page is forgotten."""
    enter_password(client, officer)
    paths = closed_to_the_password_alone()
    assert len(paths) > 30
    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location", "")[: len(SET_UP)]) == (
            302,
            SET_UP,
        ), path


def test_every_address_in_a_session_older_than_the_second_factor_asks_for_it(client, officer):
    """G4: nor may such a session set up a factor of its own beside the one there is."""
    enter_password(client, officer)
    give_app(officer)
    for path in [*closed_to_the_password_alone(), SET_UP, "/accounts/2fa/webauthn/add/"]:
        assert client.get(path).headers.get("Location", "").startswith(SHOW), path
    client.post(SHOW, {"code": code()})
    assert client.get("/admin/").status_code == 200


def test_password_then_code_opens_the_desk_and_the_code_works_once(client, officer):
    """G4: a code is not taken twice in its window, in no session and by no worker."""
    give_app(officer)
    assert enter_password(client, officer).url == AUTHENTICATE
    assert client.get("/admin/").status_code == 302
    assert client.post(AUTHENTICATE, {"code": code()}).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    for other in (Client(), Client()):
        enter_password(other, officer)
        other.post(AUTHENTICATE, {"code": code()})
        assert other.get("/admin/").status_code == 302


def test_an_earlier_code_is_not_taken_after_a_later_one(client, officer):
    """G4: steps only go forward."""
    give_app(officer)
    enter_password(client, officer)
    assert client.post(AUTHENTICATE, {"code": code(ahead=1)}).status_code == 302
    other = Client()
    enter_password(other, officer)
    assert other.post(AUTHENTICATE, {"code": code()}).status_code == 200


@pytest.mark.parametrize("wrong", ["", "000000", "²²²²²²", "12345", "a" * 5000])
def test_a_wrong_code_opens_nothing(client, officer, wrong):
    give_app(officer)
    enter_password(client, officer)
    assert client.post(AUTHENTICATE, {"code": wrong}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_a_recovery_code_works_once(client, officer):
    """G4."""
    give_app(officer)
    spare = RecoveryCodes.activate(officer).generate_codes()[0]
    enter_password(client, officer)
    assert client.post(AUTHENTICATE, {"code": spare}).status_code == 302
    assert client.get("/admin/").status_code == 200
    other = Client()
    enter_password(other, officer)
    assert other.post(AUTHENTICATE, {"code": spare}).status_code == 200
    assert other.get("/admin/").status_code == 302


def test_setting_up_an_app_shows_it_too_and_hands_out_recovery_codes(
    client, officer, django_capture_on_commit_callbacks
):
    enter_password(client, officer)
    again = client.get(SET_UP).url
    page = client.post(again, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    before, used = client.session.session_key, code(secret)
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(SET_UP, {"code": used}, follow=True)
    assert len(done.context["unused_codes"]) == 10
    assert client.get("/admin/").status_code == 200
    assert client.session.session_key != before
    other = Client()
    enter_password(other, officer)
    assert other.post(AUTHENTICATE, {"code": used}).status_code == 200
    assert Letter.objects.filter(recipient=officer.email).count() == 1


def test_without_the_requirement_the_password_opens_the_desk(client, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    enter_password(client, officer)
    assert client.get("/admin/").status_code == 200


def test_the_admin_door_takes_no_password_from_one_already_inside(client, officer, people):
    """G4: nobody becomes another person through a form of the admin."""
    give_app(officer)
    come_in(client, officer)
    other = give_password(people["system"])
    for door in ("/admin/login/", LOGIN):
        names = {"username": other.username, "login": other.email, "password": PASSWORD}
        client.post(door, names)
        assert client.session["_auth_user_id"] == str(officer.pk)


def test_a_forced_session_is_not_enough(client, officer):
    client.force_login(officer)
    assert client.get("/admin/").status_code == 302


IDENTITY_HEADERS = [
    "REMOTE_USER", "HTTP_REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER",
    "HTTP_X_AUTH_REQUEST_EMAIL", "HTTP_X_SSL_CLIENT_S_DN",
]  # fmt: skip


@pytest.mark.parametrize("header", IDENTITY_HEADERS)
def test_identity_headers_are_ignored(client, people, header):
    """G4: who somebody is follows from the session alone."""
    for value in (people["system"].email, people["system"].username):
        assert client.get("/accounts/", **{header: value}).status_code == 302


def test_an_officer_keeps_one_second_factor(client, officer):
    app = give_app(officer)
    come_in(client, officer)
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/", {"password": PASSWORD})
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 200
    assert Authenticator.objects.filter(pk=app.pk).exists()


def test_second_factor_secrets_are_sealed_and_survive_a_new_key(officer, settings):
    """G4: a copy of the table opens no account; the former key still reads until used again."""
    app = give_app(officer)
    assert SECRET not in str(app.data)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 5
    assert unseal(app.data["secret"]) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FALLBACKS"):
        unseal(app.data["secret"])
    assert seal(SECRET) != seal(SECRET)


def test_using_a_code_seals_its_secret_under_the_present_key(client, officer, settings):
    app = give_app(officer)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 5
    come_in(client, officer)
    settings.SECRET_KEY_FALLBACKS = []
    app.refresh_from_db()
    assert unseal(app.data["secret"]) == SECRET
