"""Enterprises sign in by a mailed code; what is not offered does not exist; tokens and language."""

import pytest
from django.core import mail
from django.test import Client

from core.models import Letter
from directory.models import User

from .signing_in import LOGIN, PASSWORD, give_password, is_in


def ask_for_code(client, email):
    return client.post("/accounts/login/code/", {"email": email}, follow=True)


def mailed_code():
    return mail.outbox[-1].body.split("\n\n")[2].strip()


def test_an_enterprise_signs_in_by_a_mailed_code_once(client, people):
    asker = people["asker"]
    ask_for_code(client, asker.email)
    mailed = mailed_code()
    assert mail.outbox[-1].to == [asker.email]
    answer = client.post("/accounts/login/code/confirm/", {"code": mailed})
    assert answer.status_code == 302
    assert is_in(client)
    other = Client()
    ask_for_code(other, asker.email)
    other.post("/accounts/login/code/confirm/", {"code": mailed})
    assert not is_in(other)


def test_a_mailed_code_is_nowhere_but_in_the_mail_and_the_session(client, people):
    """The code is in no letter row and no history."""
    ask_for_code(client, people["asker"].email)
    assert not Letter.objects.exists()
    assert mailed_code() not in str(list(User.objects.get(pk=people["asker"].pk).events.values()))


def test_five_wrong_codes_end_the_try(client, people):
    ask_for_code(client, people["asker"].email)
    mailed = mailed_code()
    for _ in range(5):
        client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    client.post("/accounts/login/code/confirm/", {"code": mailed})
    assert not is_in(client)


def test_an_address_with_and_without_an_account_get_the_same_answer(client, people):
    """G1: neither page nor redirect tells who has an account; officers get no code."""
    told = {}
    for email in (people["asker"].email, "nobody@example.com", people["officer"].email):
        page = ask_for_code(Client(), email)
        told[email] = page.content.decode().replace(email, "ADDRESS"), page.redirect_chain
        told[email] = (len(told[email][0].split()), told[email][1])
    assert len(set(map(str, told.values()))) == 1
    assert [len(letter.body.split("\n\n")) for letter in mail.outbox].count(6) <= 1
    assert [to for letter in mail.outbox for to in letter.to] == list(told)
    assert "No account" in mail.outbox[2].subject or "Không" in mail.outbox[2].subject


def test_mail_that_cannot_leave_is_told_and_asked_again(client, people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for email in (people["asker"].email, "nobody@example.com"):
        page = ask_for_code(Client(), email)
        assert page.redirect_chain[-1][0] == "/accounts/login/code/"
        assert len(page.context["messages"]) == 1


def test_an_enterprise_needs_no_second_factor_and_enters_no_desk(client, people):
    client.force_login(people["asker"])
    assert is_in(client)
    assert client.get("/admin/").status_code in (302, 403)


# --- What is not offered -----------------------------------------------------------------------

CLOSED = ["signup/", "password/set/", "email/", "confirm-email/", "3rdparty/", "social/signup/",
          "signup/passkey/", "phone/change/", "oidc/x/login/", "2fa/trust/"]  # fmt: skip


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_not_offered_does_not_exist(client, people, path):
    client.force_login(people["asker"])
    for ask in (client.get, client.post):
        assert ask(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("path", ["identity/national/", "identity/national/callback/"])
def test_without_an_issuer_there_is_no_identity_provider(client, db, path):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert "identity/national" not in client.get(LOGIN).content.decode()


@pytest.mark.parametrize("path", [LOGIN, "/accounts/logout/", "/accounts/login/code/"])
def test_sign_in_and_out_ask_for_a_token(people, path):
    """G7: logging somebody in or out from another site does not work."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["asker"])
    for headers in ({}, {"HTTP_ORIGIN": "https://evil.example"}):
        assert client.post(path, {"login": "x"}, **headers).status_code == 403
    assert is_in(client)


def test_signing_out_by_a_link_asks_first(client, people):
    client.force_login(people["asker"])
    assert client.get("/accounts/logout/").status_code == 200
    assert is_in(client)


def test_a_foreign_next_is_not_followed(client, people):
    give_password(people["asker"])
    answer = client.post(
        LOGIN,
        {"login": people["asker"].email, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert answer.url == "/"


def test_the_chosen_language_speaks_after_sign_in(client, people):
    client.force_login(people["asker"])
    client.post("/accounts/", {"language": "en"})
    assert "Your account" in client.get("/accounts/").content.decode()
    assert User.objects.get(pk=people["asker"].pk).language == "en"
    assert client.post("/accounts/", {"language": "xx"}).status_code == 200
    assert User.objects.get(pk=people["asker"].pk).language == "en"
