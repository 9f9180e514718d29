"""Drafts of an answer: kept sealed, personal to nobody else; codes and answers in no log."""

import logging
import re

from django.contrib.sessions.models import Session
from django.test import Client

from surveys.codes import plain
from surveys.sealing import unseal

from .answering_parts import ANSWER, CHECK, CODE, FIRST, SECOND, enter, fill
from .factories import invited, open_round

SECTIONS = "/surveys/answer/sections/"


def test_a_draft_is_kept_and_shows_neither_code_nor_answers(named, client):
    """Save and resume: the session holds the draft, and a copy of the database tells nothing."""
    row, code = invited(named)
    enter(client, code)
    fill(client, {"viec": "other", "viec-other": "Dấu vết 8412", "to_khai": "4321"})
    kept = client.session["survey"]
    for clear in (code, plain(code), row.code, "8412", "4321", "viec"):
        assert clear not in kept
    later = Client()
    later.cookies = client.cookies
    assert later.get(f"{ANSWER}?page=1").context["form"]["to_khai"].value() == "4321"
    assert Session.objects.count() == 1


def test_the_same_door_goes_on_where_one_was(named, client):
    """The letter's link or an open link once more: the same draft; another code begins anew."""
    (_row, code), (_other, another) = invited(named), invited(named)
    for door in (lambda: enter(client, code),
                 lambda: client.post(f"/surveys/open/{named.address}/")):  # fmt: skip
        door()
        fill(client, {"viec": "xuat", "to_khai": "4321"})
        begun = client.session["survey"]
        assert door().url == ANSWER and client.session["survey"] == begun
        assert client.get(ANSWER).context["form"].page.code == "phuc_vu"
        assert client.get(f"{ANSWER}?page=1").context["form"]["to_khai"].value() == "4321"
    enter(client, another)
    assert client.get(ANSWER).context["form"]["to_khai"].value() is None


def test_the_kiosk_begins_anew_whatever_was_begun(named, client):
    for _person in range(2):
        client.post(f"/surveys/kiosk/{named.address}/")
        assert client.get(ANSWER).context["form"]["viec"].value() is None
        fill(client, FIRST)
    client.get(f"/surveys/kiosk/{named.address}/")
    assert "survey" not in client.session and client.get(ANSWER).url == CODE
    enter(client, invited(named)[1])
    client.get(f"/surveys/kiosk/{named.address}/")  # a look at it takes nobody's own draft away
    assert client.get(ANSWER).status_code == 200


def test_a_draft_that_was_tampered_with_is_none(named, client):
    enter(client, invited(named)[1])
    session = client.session
    session["survey"] = session["survey"][:-4] + "AAAA"
    session.save()
    assert client.get(ANSWER).url == CODE


def test_codes_and_answers_are_in_no_log_line(named, client, caplog):
    """G36: twelve codes and what was answered, through every page; not one in any log line."""
    caplog.set_level(logging.DEBUG)
    markers = []
    for number in range(12):
        _row, code = invited(named)
        markers += [code, plain(code), f"dauvet{number}x"]
        client.defaults["REMOTE_ADDR"] = f"10.0.{number}.1"
        enter(client, code)
        fill(client, {"viec": "other", "viec-other": f"dauvet{number}x"}, SECOND)
        client.post(CHECK)
        enter(client, code)
    told = "\n".join(str(vars(record)) for record in caplog.records)
    assert "surveys:code" in told
    assert not [marker for marker in markers if marker in told]


def test_sections_for_a_device_hold_nothing_personal(named, client):
    """Blank, with every rule; for whoever answers only. The kiosk's form keeps nothing."""
    assert client.get(SECTIONS).url == CODE
    _row, code = invited(named)
    enter(client, code)
    fill(client, {"viec": "other", "viec-other": "Dấu vết"})
    page = client.get(SECTIONS).content.decode()
    assert [page.count(f'data-section="{name}"') for name in ("1", "2", "3", "end")] == [1] * 4
    assert "Dấu vết" not in page and "checked" not in page and "data-rule" in page
    shown = client.get(ANSWER).content.decode()
    mark = re.search(r'data-keep="(\w+)"', shown)[1]
    assert (
        code not in shown and unseal(client.session["survey"])["key"].replace("-", "") not in mark
    )
    client.post(f"/surveys/kiosk/{open_round().address}/")
    shown = client.get(ANSWER).content.decode()
    assert "data-keep=" not in shown and "data-keeps-nothing" in shown
