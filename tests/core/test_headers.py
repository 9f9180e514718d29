"""G9, G11: what every answer says to the browser, and what no request can break."""

import re

import pytest
from django.conf import settings as configured
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from core.headers import ALWAYS, unreadable
from core.models import RateCount
from partnership.urls import urlpatterns as portal
from tests.core.addresses import every
from tests.thorough import THOROUGH

CLOSED = [
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
]


@login_not_required
def fails(request):
    raise RuntimeError


@login_not_required
def echo(request):
    return HttpResponse(str(sorted(request.POST.items())))


urlpatterns = [*portal, path("fails", fails), path("echo", echo)]


@pytest.fixture
def own_urls(settings, client):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False


def lacking(answer) -> list[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    wrong = [name for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    wrong += [words for words in CLOSED if words not in policy]
    return wrong + [words for words in ("unsafe-inline", "unsafe-eval", "*") if words in policy]


@pytest.mark.parametrize("person", [None, "asker", "system"])
def test_every_address_answers_with_every_header(people, client, enter, person, own_urls):
    """G9: over every URL of the resolver, whatever it answers."""
    if person:
        enter(people[person])
    addresses = every()
    assert len(addresses) > 40
    seen, wrong = set(), {}
    for address in addresses:
        if "logout" in address:
            continue
        answer = client.get(address)
        answer.getvalue()
        seen.add(answer.status_code)
        if lacking(answer):
            wrong[address] = lacking(answer)
    assert wrong == {}
    assert {200, 302, 404} <= seen


@pytest.mark.parametrize(
    ("address", "extra", "status"),
    [
        ("/nowhere", {}, 404),
        ("/fails", {}, 500),
        ("/", {"headers": {"Host": "evil.example"}}, 400),
        ("/?q=%00", {}, 400),
        ("/live", {"method": "POST"}, 405),
        ("/static/nothing.css", {}, 404),
    ],
)
def test_errors_carry_the_headers_too(db, client, own_urls, address, extra, status):
    """G9: 400, 404, 405, 500 from whatever depth."""
    extra = dict(extra)
    answer = client.generic(extra.pop("method", "GET"), address, **extra)
    assert answer.status_code == status
    assert lacking(answer) == []


def test_static_files_carry_the_headers_too(db, client, settings, tmp_path):
    """G9: WhiteNoise answers before most of the middleware is asked."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "a.css").write_text("b{}")
    answer = client.get("/static/a.css")
    answer.close()
    assert answer.status_code == 200
    assert lacking(answer) == []


def test_https_is_remembered(db, client, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    sent = client.get("/live", secure=True)["Strict-Transport-Security"]
    assert sent.startswith("max-age=31536000; includeSubDomains")


def test_probes_are_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/live").status_code == 200
    assert client.get("/").status_code == 301


# --- G11 ------------------------------------------------------------------------------------
UNREADABLE = ["%00", "a%00b", "%ff", "%c3%28", "%ed%a0%80", "%f8%88%80%80%80", "%C0%80"]
HOSTILE = [
    "9" * 400,
    "-" + "9" * 5000,
    "1e400",
    "' OR 1=1 --",
    "') UNION SELECT NULL--",
    "\ufffe\uffff",
    "%",
    "x" * 20_000,
]
KEYED = re.compile(r"/\d+/")
LIST_NAMES = ("q", "p", "o", "after", "before", "id__exact", "year")
NAMES = ("q", "p", "page", "o", "e", "after", "before", "next", "id__exact", "unit", "year", "date",
         "pk", "code")  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE)
@pytest.mark.parametrize("where", ["query", "name", "path", "form", "form name"])
def test_text_nobody_can_keep_is_a_400(db, client, own_urls, text, where):
    """G11: NUL and broken UTF-8 in query, path and form: 400 (404 for a path)."""
    form = {"content_type": "application/x-www-form-urlencoded"}
    answer = {
        "query": lambda: client.generic("GET", "/", QUERY_STRING=f"q={text}"),
        "name": lambda: client.generic("GET", "/", QUERY_STRING=f"{text}=1"),
        "path": lambda: client.generic("GET", f"/plans/{text}/"),
        "form": lambda: client.post("/echo", f"a={text}", **form),
        "form name": lambda: client.post("/echo", f"{text}=a", **form),
    }[where]()
    assert answer.status_code in ((400, 404) if where == "path" else (400,))
    assert b"<h1" in answer.content, "a person may come here by a link that was cut off"


def test_nul_in_a_multipart_form_and_in_a_cookie_is_a_400(db, client, own_urls):
    """G11: the session's key would go to PostgreSQL as it is."""
    assert client.post("/echo", {"a": "x\0y"}).status_code == 400
    assert client.post("/echo", {"x\0y": "a"}).status_code == 400
    client.cookies.load('sessionid="a\\000b"')
    assert client.get("/accounts/login/", HTTP_COOKIE='sessionid="a\\000b"').status_code == 400


@pytest.mark.parametrize("text", ["tiếng Việt & < > \" ' \\", "😀", "a+b", "100%25", "\ufffd"])
def test_whole_text_passes(db, client, own_urls, text):
    answer = client.post("/echo", {"a": text})
    assert answer.status_code == 200 and repr(text) in answer.content.decode()
    assert client.get("/", {"q": text}).status_code == 200


def test_what_is_unreadable():
    assert [unreadable(text) for text in UNREADABLE] == [True] * len(UNREADABLE)
    assert not any(map(unreadable, ["", "q=a", "q=%C4%91", "q=100%25", "q=a+b", "q=%"]))
    assert unreadable("q=\xff")


def in_turn(addresses: list[str], number: int) -> list[str]:
    """Those to try the ``number``-th hostile value on: a quarter of them, an eighth of the cards.

    The same code reads the parameters of each kind of page: two of the eight values on each, one
    on a card, shifting from one address to the next, try every value on every kind.
    """
    return [
        address
        for place, address in enumerate(addresses)
        if THOROUGH or (place - number) % (8 if KEYED.search(address) else 4) == 0
    ]


def asked(address: str, number: int) -> list[tuple[str, ...]]:
    """The names to try at once, each group in a request of its own.

    An admin list stops at the first name it does not know, so that it is asked by one name. Lists
    are read by the same code too: each meets every value, and every name on some list.
    """
    if not (address.startswith("/admin/") and address.count("/") == 4 or "/export/" in address):
        return [NAMES]
    if THOROUGH:
        return [(name,) for name in LIST_NAMES]
    return [(LIST_NAMES[(len(address) + number) % len(LIST_NAMES)],)]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("person", [None, "system"])
def test_no_parameter_breaks_a_page(people, client, enter, own_urls, person, text):
    """G11: hostile values in every known parameter of every URL: never a 500."""
    if person:
        enter(people[person])
    broken, number = {}, HOSTILE.index(text)
    for address in in_turn(every(), number):
        if address in ("/fails", "/ready") or "logout" in address:
            continue
        if person is None and address.startswith("/admin/"):
            continue  # led to the sign-in before any parameter is read (tests/test_access.py)
        for names in asked(address, number) if person else [NAMES]:
            answer = client.get(address, dict.fromkeys(names, text))
            answer.getvalue()
            if answer.status_code >= 500:
                broken[address, names[0]] = answer.status_code
    assert broken == {}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_form_breaks_a_page(people, client, enter, own_urls, settings, text):
    """G11: the same in posted fields, signed in as the one who may most."""
    enter(people["system"])
    names = (*NAMES, "login", "password", "email", "code", "language", "action", "name")
    broken = {}
    for address in in_turn(every(), HOSTILE.index(text)):
        if address in ("/fails", "/ready") or "logout" in address:
            continue
        RateCount.objects.all().delete()
        answer = client.post(address, dict.fromkeys(names, text))
        answer.getvalue()
        if answer.status_code >= 500:
            broken[address] = answer.status_code
    assert broken == {}


def test_the_portals_own_settings_agree():
    assert ALWAYS["X-Frame-Options"] == configured.X_FRAME_OPTIONS
    assert ALWAYS["Referrer-Policy"] == configured.SECURE_REFERRER_POLICY
