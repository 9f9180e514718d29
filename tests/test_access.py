"""Every address has a class, and each class is kept, whatever the verb (G5, G7)."""

import pytest
from django.test import Client

from tests import apps
from tests.thorough import some
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
FORM = "application/x-www-form-urlencoded"
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


def of(*kinds: str) -> list[str]:
    return [name for name in ALL if kind(name) in kinds]


def test_every_address_has_a_class():
    """Say of each in this file, or in its app's ``parts.py``, who may open it."""
    assert of("") == []


def test_the_table_names_no_address_that_is_gone():
    assert not (PUBLIC | TOKEN | LOGIN | STAFF | CLOSED) - set(ALL)


def answers(client, names, verbs=VERBS):
    """Each address asked with each verb: (name, verb, status, where it leads)."""
    for name in names:
        for verb in verbs:
            answer = getattr(client, verb)(ALL[name].path)
            yield name, verb, answer.status_code, getattr(answer, "url", "")


def let_in(found, *doors: str) -> list[tuple]:
    """Those answers that neither refuse nor lead to one of ``doors``."""
    return [
        (name, verb, status, url)
        for name, verb, status, url in found
        if status not in (302, 403, 404, 405)
        or (status == 302 and not any(door in url for door in doors))
    ]


def test_a_stranger_to_the_portal_gets_nowhere(db, client):
    found = answers(client, of("login", "staff"))
    assert let_in(found, "/accounts/login/", "/admin/") == []


def test_an_enterprise_gets_nowhere_at_the_officers_door(client, people):
    client.force_login(people["asker"])
    found = [*answers(client, of("staff"), ["get"])]
    found += answers(client, some(of("staff"), 0), ["post", "delete"])
    assert let_in(found, "/admin/", "/accounts/") == []


def test_what_is_not_offered_does_not_exist(db, client):
    assert {status for _, _, status, _ in answers(client, of("closed"), ["get"])} == {404}


def test_public_pages_answer_without_an_account(db, client):
    found = answers(client, of("public", "token"), ["get"])
    assert [f for f in found if f[2] not in (200, 302, 404, 405, 503)] == []


@pytest.mark.parametrize(
    ("origin", "content"),
    [(None, FORM), ("https://evil.example", FORM), ("null", "text/plain")],
)
def test_no_browser_verb_changes_anything_without_a_token(people, origin, content):
    """G7: without a token, from a foreign origin, or as text/plain, nothing is taken."""
    client = Client(enforce_csrf_checks=True, headers={"origin": origin} if origin else {})
    client.force_login(people["board"])
    names = some(list(ALL), 0) if origin else ALL  # the same guard stands before each address
    told = {name: client.post(ALL[name].path, "a=b", content_type=content) for name in names}
    found = [(n, "post", a.status_code, getattr(a, "url", "")) for n, a in told.items()]
    # Led to the second factor, before anything is read.
    assert let_in(found, "/accounts/", "/admin/") == []
