"""Zalo and Viber: signed calls of a sender of our own, each taken in once (G7, G24)."""

import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from core.models import Letter
from inquiries import services
from inquiries.models import ChannelMessage, Inquiry
from tests.factories import top
from tests.inquiries.factories import TopicFactory
from tests.urls import leaves

APP, SECRET, TOKEN = "4211", "oa-secret", "viber-token"  # noqa: S105


@pytest.fixture(autouse=True)
def doors_open(settings):
    settings.ZALO_APP_ID, settings.ZALO_OA_SECRET, settings.VIBER_TOKEN = APP, SECRET, TOKEN


@pytest.fixture
def ready(db):
    top()
    TopicFactory(code="other")


def stamp(ago=0):
    return str(int((time.time() - ago) * 1000))


def zalo(number="z1", text="Xin hỏi về tờ khai", who="u1", ago=0, **more):
    said = {
        "app_id": APP, "sender": {"id": who}, "recipient": {"id": "oa"},
        "event_name": "user_send_text", "message": {"text": text, "msg_id": number},
        "timestamp": stamp(ago),
    } | more  # fmt: skip
    body = json.dumps(said).encode()
    mac = sha256(APP.encode() + body + said["timestamp"].encode() + SECRET.encode()).hexdigest()
    return "zalo", body, {"X-ZEvent-Signature": f"mac={mac}"}


def viber(number=4912661846655238145, text="Xin hỏi về tờ khai", who="v1=", ago=0, **more):
    said = {
        "event": "message", "timestamp": int(stamp(ago)), "message_token": number,
        "sender": {"id": who, "name": "Lan"}, "message": {"type": "text", "text": text},
    } | more  # fmt: skip
    body = json.dumps(said).encode()
    return "viber", body, {"X-Viber-Content-Signature": signed(body)}


def signed(body):
    return hmac.new(TOKEN.encode(), body, sha256).hexdigest()


def call(message, client=None):
    channel, body, headers = message
    client = client or Client(enforce_csrf_checks=True)
    path = f"/inquiries/channels/{channel}/"
    return client.post(path, body, content_type="application/json", headers=headers).status_code


BOTH = pytest.mark.parametrize("made", [zalo, viber])


@BOTH
def test_a_signed_message_becomes_a_case_once(ready, made):
    assert [call(made()) for _ in range(3)] == [200, 200, 200]
    case = Inquiry.objects.get()
    assert (case.channel, case.question) == (made()[0], "Xin hỏi về tờ khai")
    assert "send the answer" in case.messages.get(side="note").text or case.messages.count() == 1
    assert ChannelMessage.objects.get().inquiry == case and not Letter.objects.exists()


@BOTH
def test_the_next_message_of_the_same_writer_joins_an_open_case(ready, made):
    call(made(11))
    call(made(12, text="Bổ sung"))
    call(made(13, text="Người khác", who="someone"))
    first, second = Inquiry.objects.order_by("pk")
    assert first.messages.get(side="asker").text == "Bổ sung" and second.question == "Người khác"


@BOTH
def test_thanks_for_an_answer_are_no_new_question(ready, made):
    """They stand in the case; "thank you, but" asks anew."""
    call(made(21))
    case = Inquiry.objects.get()
    services.answer(case, by=None, text="Đáp")
    call(made(22, text="Cảm ơn anh chị"))
    assert Inquiry.objects.get().messages.get(side="asker").text == "Cảm ơn anh chị"
    call(made(23, text="Cảm ơn, nhưng tờ khai khác thì sao?"))
    assert Inquiry.objects.count() == 2
    case.refresh_from_db()
    assert case.status == "answered"


def test_keys_of_64_bits_are_not_rounded(ready):
    call(viber(4912661846655238145))
    call(viber(4912661846655238146))
    assert ChannelMessage.objects.count() == 2


def forged(message, **headers):
    channel, body, true = message
    return channel, body, {**true, **headers}


def altered(message):
    channel, body, headers = message
    return channel, body.replace(b"Xin", b"Xem"), headers


FORGED = {
    "no signature": lambda: ("viber", viber()[1], {}),
    "empty": lambda: forged(viber(), **{"X-Viber-Content-Signature": ""}),
    "wrong": lambda: forged(viber(), **{"X-Viber-Content-Signature": "0" * 64}),
    "other door": lambda: ("zalo", *viber()[1:]),
    "altered": lambda: altered(viber()),
    "not ascii": lambda: forged(viber(), **{"X-Viber-Content-Signature": "\xe9" * 64}),
    "zalo no signature": lambda: ("zalo", zalo()[1], {}),
    "zalo wrong": lambda: forged(zalo(), **{"X-ZEvent-Signature": "mac=" + "0" * 64}),
    "zalo altered": lambda: altered(zalo()),
    "zalo new time": lambda: ("zalo", zalo(ago=900)[1].replace(b'"1', b'"2'), zalo()[2]),
    "zalo no json": lambda: ("zalo", b"[1]", {"X-ZEvent-Signature": "mac=1"}),
    "zalo deep": lambda: ("zalo", b"[" * 60_000, {"X-ZEvent-Signature": "mac=1"}),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_call_changes_nothing(ready, name):
    assert call(FORGED[name]()) == 403
    assert not Inquiry.objects.exists() and not ChannelMessage.objects.exists()


@pytest.mark.parametrize(
    ("made", "ago"), [(zalo, 14 * 3600), (viber, 3 * 3600), (zalo, -700), (viber, -700)]
)
def test_a_replay_outside_the_window_is_refused(ready, made, ago):
    assert call(made(ago=ago)) == 400 and not Inquiry.objects.exists()


@pytest.mark.parametrize(("made", "ago"), [(zalo, 12 * 3600), (viber, 3600)])
def test_what_is_sent_again_after_an_outage_is_taken_in_once(ready, made, ago):
    """Zalo repeats a call for twelve hours, Viber for one: a portal that was down loses none."""
    assert [call(made(ago=ago)), call(made(ago=ago))] == [200, 200]
    assert Inquiry.objects.count() == 1


def test_zalo_signs_the_time_of_its_header_where_it_sends_one(ready):
    channel, body, _headers = zalo()
    late = stamp()
    mac = sha256(APP.encode() + body + late.encode() + SECRET.encode()).hexdigest()
    signed_so = {"X-ZEvent-Signature": f"mac={mac}", "X-ZEvent-Timestamp": late}
    assert call((channel, body, signed_so | {"X-ZEvent-Timestamp": "1"})) == 403
    assert call((channel, body, signed_so)) == 200 and Inquiry.objects.count() == 1


def test_zalo_finds_the_door_when_its_address_is_registered(ready):
    assert call(("zalo", b"{}", {})) == 200 and call(("viber", b"{}", {})) == 403
    assert call(("zalo", b"{}", {"X-ZEvent-Signature": "mac=1"})) == 403
    assert not Inquiry.objects.exists()


def test_talk_in_a_group_is_no_question(ready):
    assert call(zalo(event_name="user_send_group_text")) == 200
    assert not Inquiry.objects.exists() and not ChannelMessage.objects.exists()


def own(body):
    return "viber", body, {"X-Viber-Content-Signature": signed(body)}


def odd() -> dict[str, tuple[bytes, int]]:
    """Bodies and what is answered; made anew each time, since a call is good for ten minutes."""
    return {
        "no json": (b"abc", 400), "list": (b"[]", 400), "null": (b"null", 400), "empty": (b"", 400),
        "no message": (b'{"event": "message"}', 400),
        "strange parts": (b'{"event": "message", "sender": 1, "message": []}', 400),
        "no time": (viber(timestamp="x")[1], 400), "late time": (viber(timestamp=10**30)[1], 400),
        "true time": (viber(timestamp=True)[1], 400),
        "registration": (b'{"event": "webhook", "timestamp": 1}', 200),
        "seen": (b'{"event": "seen"}', 200), "nameless": (viber(sender={"id": "a"})[1], 200),
        "nul": (viber(text="a\0b")[1], 200), "surrogate": (viber(text="a\ud800b")[1], 200),
        "picture": (viber(message={"type": "picture", "media": "http://127.0.0.1/a"})[1], 200),
        "long": (viber(text="a" * 30_000)[1], 200), "blank": (viber(text="  ")[1], 200),
        "too large": (viber(text="a" * 70_000)[1], 413), "deep": (b"[" * 60_000, 400),
    }  # fmt: skip


@pytest.mark.parametrize("name", odd())
def test_a_genuine_call_that_is_odd_never_breaks_the_door(ready, name):
    """G10: nothing a message points to is fetched; G11: nothing odd is a 500."""
    body, status = odd()[name]
    assert call(own(body)) == status
    for case in Inquiry.objects.all():
        assert "http" not in case.question and len(case.question) <= 10_000


def test_zalo_names_what_is_sent_beside_the_text(ready):
    call(zalo(event_name="user_send_image", message={"msg_id": "i", "text": "đây"}))
    assert Inquiry.objects.get().question.startswith("đây\n(")
    assert call(zalo(event_name="follow")) == 200 and Inquiry.objects.count() == 1


def test_a_door_without_a_secret_is_closed(ready, settings):
    settings.ZALO_OA_SECRET = settings.VIBER_TOKEN = ""
    for message in (zalo(), viber(), ("telegram", b"{}", {}), ("portal", b"{}", {})):
        assert call(message) == 404
    assert Client().get("/inquiries/channels/zalo/").status_code == 404


def test_other_verbs_are_not_known(ready):
    assert Client().get("/inquiries/channels/zalo/").status_code == 405


def test_only_the_doors_of_machines_go_without_the_token():
    """G7: no other address is exempt."""
    exempt = {a.name for a in leaves() if getattr(a.callback, "csrf_exempt", False)}
    assert exempt == {"inquiries:channel"} and get_resolver()


@pytest.mark.django_db(transaction=True)
def test_fifty_calls_at_once_make_one_case():
    """G24: the number is written in the transaction of the case."""
    top()
    TopicFactory(code="other")
    message = viber()

    def post(_number):
        try:
            return call(message)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(post, range(50))) == {200}
    assert Inquiry.objects.count() == ChannelMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_whose_case_fails_can_be_sent_again(ready, monkeypatch):
    monkeypatch.setattr("inquiries.channels.intake.topic_of", lambda text: None)
    client = Client(raise_request_exception=False)
    assert call(zalo(), client) == 500 and not ChannelMessage.objects.exists()
    monkeypatch.undo()
    assert call(zalo(), client) == 200
