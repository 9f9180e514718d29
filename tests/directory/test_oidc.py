"""Sign-in through a national identity provider, against an issuer that also lies."""

import time

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from directory.models import User

from .issuer import CLIENT, Issuer, new_key
from .signing_in import AUTHENTICATE, code, give_app, is_in

DOOR, BACK = "/accounts/identity/national/", "/accounts/identity/national/callback/"


@pytest.fixture(scope="module")
def server():
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture
def issuer(server, settings):
    server.forge, server.named, server.asked = None, server.url, []
    settings.OIDC_ISSUER, settings.OIDC_NAME = server.url, "National ID"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "national",
                    "name": "National ID",
                    "client_id": CLIENT,
                    "secret": "secret",
                    "settings": {"server_url": server.url, "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    return server


def sign_in(client, issuer, door=DOOR, **claims):
    there = client.get(door)
    return client.get(BACK, issuer.authorize(there.url, **claims))


def test_a_person_with_an_account_comes_in_and_is_known_by_the_identifier_later(
    client, issuer, people
):
    asker = people["asker"]
    assert DOOR in client.get("/accounts/login/").content.decode()
    answer = sign_in(client, issuer, f"{DOOR}?next=/accounts/", email=asker.email.upper())
    assert answer.url == "/accounts/"
    assert is_in(client)
    kept = SocialAccount.objects.get(user=asker)
    assert kept.uid == "person-1" and set(kept.extra_data) == {"iss", "sub"}
    later = Client()
    sign_in(later, issuer, email="moved@example.com")
    assert is_in(later)


def test_the_request_carries_state_nonce_and_a_pkce_challenge(client, issuer, db):
    """G4: each new for every sign-in; only identity and address are asked for."""
    for _ in range(2):
        issuer.authorize(client.get(f"{DOOR}?scope=admin&auth_params=nonce%3Dx").url)
    one, two = issuer.asked
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name]) >= 16 and one[name] != two[name]
    assert one["code_challenge_method"] == "S256"
    assert set(one["scope"].split()) == {"openid", "email"}
    assert one["response_type"] == "code"


def test_an_officer_shows_the_second_factor_after_it(client, issuer, people):
    """G4: the national identity stands in the place of the password."""
    give_app(people["officer"])
    assert sign_in(client, issuer, email=people["officer"].email).url == AUTHENTICATE
    assert not is_in(client)
    client.post(AUTHENTICATE, {"code": code()})
    assert client.get("/admin/").status_code == 200


def forged(key=None, algorithm="RS256", kid="one", **claims):
    """A token as the issuer would make it, but for what is named."""

    def make(issuer):
        body = {**issuer.claims, **claims}
        body = {name: value for name, value in body.items() if value is not None}
        return jwt.encode(body, key or issuer.key, algorithm, headers={"kid": kid})

    return make


def spoilt_signature(issuer):
    head, body, signature = forged()(issuer).split(".")
    return ".".join((head, body, signature[:-8] + "AAAAAAAA"))


def spoilt_claims(issuer):
    head, _, signature = forged()(issuer).split(".")
    return ".".join((head, forged(sub="person-2")(issuer).split(".")[1], signature))


def unsigned(issuer):
    return jwt.encode(issuer.claims, None, "none", headers={"kid": "one"})


TAMPERED = {
    "another signature": spoilt_signature,
    "other claims under the signature": spoilt_claims,
    "no signature": unsigned,
    "a stranger's key": forged(new_key()),
    "a key the issuer does not publish": forged(kid="two"),
    "a shared secret": forged("secret" * 8, "HS256"),
    "for another client": forged(aud="somebody"),
    "for several, made for another": forged(aud=[CLIENT, "other"], azp="other"),
    "from another issuer": forged(iss="https://evil.example"),
    "expired": forged(exp=int(time.time()) - 600),
    "of tomorrow": forged(iat=int(time.time()) + 86400),
    "another nonce": forged(nonce="n" * 32),
    "no nonce": forged(nonce=None),
    "no end": forged(exp=None),
    "nobody": forged(sub=None),
    "no token at all": lambda issuer: "",
    "not a token": lambda issuer: "a.b.c",
}


@pytest.mark.parametrize("lie", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_tampered_token_opens_nothing(client, issuer, people, lie):
    """G4: each differs from a good token in one thing."""
    issuer.forge = lie
    answer = sign_in(client, issuer, email=people["asker"].email)
    assert answer.status_code == 401
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_code_without_its_verifier_gets_no_token(client, issuer, people):
    """G4: PKCE: an intercepted code is worth nothing in another browser's sign-in."""
    back = issuer.authorize(client.get(DOOR).url, email=people["asker"].email)
    issuer.challenges["the-code"] = "another challenge"
    assert client.get(BACK, back).status_code == 401


@pytest.mark.parametrize("state", ["", "x" * 16, None])
def test_an_answer_nobody_asked_for_is_refused(client, issuer, people, state):
    """G4: state: no session is opened by a link from elsewhere."""
    back = issuer.authorize(client.get(DOOR).url, email=people["asker"].email)
    if state is None:
        assert Client().get(BACK, back).status_code == 401
    assert client.get(BACK, {**back, "state": state or ""}).status_code == 401


def test_an_answer_works_once(client, issuer, people):
    """G4: replay."""
    back = issuer.authorize(client.get(DOOR).url, email=people["asker"].email)
    assert client.get(BACK, back).status_code == 302
    client.post("/accounts/logout/")
    assert client.get(BACK, back).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("verified", [False, "false", "true", 1, None])
def test_an_unverified_address_opens_nothing(client, issuer, people, verified):
    """G4: an address is matched when the issuer vouches for it, in so many words."""
    answer = sign_in(client, issuer, email=people["asker"].email, email_verified=verified)
    assert answer.status_code == 403
    assert not is_in(client)


def test_nobody_is_created(client, issuer, people):
    before = User.objects.count()
    assert sign_in(client, issuer, email="nobody@example.com").status_code == 403
    assert sign_in(client, issuer).status_code == 403
    assert User.objects.count() == before and not SocialAccount.objects.exists()


def test_an_address_given_to_somebody_else_opens_nothing(client, issuer, people):
    """G4: the account stays with the identifier it was first opened by."""
    sign_in(client, issuer, email=people["asker"].email)
    other = Client()
    answer = sign_in(other, issuer, email=people["asker"].email, sub="person-2")
    assert answer.status_code == 403
    assert not is_in(other)


def test_a_closed_account_opens_for_nobody(client, issuer, people):
    User.objects.filter(pk=people["asker"].pk).update(is_active=False)
    sign_in(client, issuer, email=people["asker"].email)
    assert not is_in(client)


def test_another_issuers_discovery_is_refused(client, issuer, db):
    """G4: mix-up."""
    issuer.named = "https://evil.example"
    assert client.get(DOOR).status_code == 401


def test_an_issuer_that_does_not_answer_is_told_in_words(client, issuer, settings, db):
    providers = settings.SOCIALACCOUNT_PROVIDERS
    providers["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    settings.SOCIALACCOUNT_PROVIDERS = providers
    page = client.get(DOOR)
    assert page.status_code == 401 and "/accounts/login/" in page.content.decode()


def test_a_foreign_next_is_not_followed(client, issuer, people):
    answer = sign_in(
        client, issuer, f"{DOOR}?next=https://evil.example/", email=people["asker"].email
    )
    assert answer.url == "/"


def test_cancelling_is_told(client, issuer, db):
    back = issuer.authorize(client.get(DOOR).url)
    answer = client.get(BACK, {"error": "access_denied", "state": back["state"]}, follow=True)
    assert answer.status_code == 200 and answer.redirect_chain
