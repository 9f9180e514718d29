"""Every address has a class, and each class is kept, whatever the verb (G5, G7)."""

import pytest
from django.test import Client

from tests import apps
from tests.urls import leaves

PUBLIC = {
    "home", "set_language", "accessibility", "live", "ready", "styleguide",
    "contact:list", "contact:receptions", "contact:unit",
    "account_login", "account_request_login_code", "account_confirm_login_code",
    "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key_done", "mfa_authenticate", "account_logout",
    "socialaccount_login_cancelled", "openid_connect_login", "openid_connect_callback",
} | apps.access("public")  # fmt: skip
TOKEN = {"account_reset_password_from_key"} | apps.access("token")
LOGIN = {
    "account_home", "account_reauthenticate", "account_change_password",
    "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "mfa_edit_webauthn", "usersessions_list", "files:download",
    "jobs:list", "jobs:page", "jobs:progress", "jobs:cancel",
} | apps.access("login")  # fmt: skip
STAFF = {
    "dashboard:cycle", "dashboard:progress", "dashboard:figures", "dashboard:remind",
    "dashboard:export",
} | apps.access("staff") | apps.access("board")  # fmt: skip  # outside the admin
CLOSED = {"account_signup", "account_set_password"} | apps.access(
    "closed"
)  # never offered: 404 for everyone
VERBS = ["get", "post", "put", "patch", "delete"]
ALL = {address.name: address for address in leaves()}


def kind(name: str) -> str:
    """The class of an address; what the admin registers is the officers'."""
    if name.startswith("admin:"):
        return "staff"
    for label, names in {
        "public": PUBLIC, "token": TOKEN, "login": LOGIN, "staff": STAFF, "closed": CLOSED,
    }.items():  # fmt: skip
        if name in names:
            return label
    return ""


@pytest.mark.parametrize("name", ALL)
def test_every_address_has_a_class(name):
    assert kind(name), f"{name}: say in tests/test_access.py who may open it"


def test_the_table_names_no_address_that_is_gone():
    assert not (PUBLIC | TOKEN | LOGIN | STAFF | CLOSED) - set(ALL)


def called(client, name: str, verbs=VERBS):
    """The answers of an address to each of the five verbs, as (verb, answer)."""
    return [(verb, getattr(client, verb)(ALL[name].path)) for verb in verbs]


@pytest.mark.parametrize("name", [n for n in ALL if kind(n) in ("login", "staff")])
def test_a_stranger_to_the_portal_gets_nowhere(db, client, name):
    for verb, answer in called(client, name):
        assert answer.status_code in (302, 403, 404, 405), verb
        if answer.status_code == 302:
            assert "/accounts/login/" in answer.url or "/admin/" in answer.url


@pytest.mark.parametrize("name", [n for n in ALL if kind(n) == "staff"])
def test_an_enterprise_gets_nowhere_at_the_officers_door(client, people, name):
    client.force_login(people["asker"])
    for verb, answer in called(client, name, ("get", "post", "delete")):
        assert answer.status_code in (302, 403, 404, 405), verb
        assert answer.status_code != 302 or "/admin/" in answer.url or "/accounts/" in answer.url


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_what_is_not_offered_does_not_exist(client, people, name):
    assert client.get(ALL[name].path).status_code == 404


@pytest.mark.parametrize("name", [n for n in ALL if kind(n) in ("public", "token")])
def test_public_pages_answer_without_an_account(db, client, name):
    assert client.get(ALL[name].path).status_code in (200, 302, 404, 405, 503)


@pytest.mark.parametrize("name", ALL)
def test_no_browser_verb_changes_anything_without_a_token(people, name):
    """G7: without a token, from a foreign origin, or as text/plain, nothing is taken."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["board"])
    form = "application/x-www-form-urlencoded"
    for origin, content in ((None, form), ("https://evil.example", form), ("null", "text/plain")):
        headers = {"origin": origin} if origin else {}
        answer = client.post(ALL[name].path, "a=b", content_type=content, headers=headers)
        assert answer.status_code in (302, 403, 404, 405)
        if answer.status_code == 302:  # led to the second factor, before anything is read
            assert "/accounts/" in answer.url or "/admin/" in answer.url
