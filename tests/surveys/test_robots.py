"""G15: open links take no robots, and everybody else, with and without JavaScript."""

import hashlib
import itertools
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from core import guard
from core.models import SpentPass
from surveys.models import SealedAnswer

from .answering_parts import CHECK, FIRST, SECOND, a_pass, come_in, fill
from .factories import invited, open_round

SENT, ENGLISH = "/surveys/sent/", {"headers": {"accept-language": "en"}}


@pytest.fixture
def going(db):
    return open_round()


def filled(survey_round, **guarded):
    """A visitor at the last page."""
    client = Client(**ENGLISH)
    come_in(client, survey_round, **guarded)
    fill(client, FIRST, SECOND)
    return client


def solved(text):
    tried = (hashlib.sha256(f"{text}:{n}".encode()).digest() for n in itertools.count())
    return str(next(n for n, digest in enumerate(tried) if digest[:2] == b"\0\0"))


def said(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_person_is_taken_with_and_without_javascript(going):
    """The pass of the door ages while one answers: three seconds with its work, fifteen without."""
    page = Client().get(f"/surveys/open/{going.address}/").content.decode()
    text = re.search(r'name="guard_pass" value="([^"]+)"', page)[1]
    assert guard.read(text, "surveys.open")
    quick = a_pass(5)
    assert filled(going, guard_pass=quick, guard_work=solved(quick)).post(CHECK).url == SENT
    assert filled(going, guard_pass=a_pass(20)).post(CHECK).url == SENT
    assert SealedAnswer.objects.count() == SpentPass.objects.count() == 2


def test_who_is_too_fast_waits_and_loses_nothing(going):
    client = filled(going, guard_pass=a_pass(1))
    answer = client.post(CHECK)
    assert answer.status_code == 200 and "very fast" in said(answer) and "Xuất" not in said(answer)
    assert "Export" in said(answer) and not SealedAnswer.objects.exists()
    with time_machine.travel(now() + timedelta(seconds=20)):
        assert client.post(CHECK).url == SENT


@pytest.mark.parametrize(
    "wrong", [{"guard_pass": ""}, {"guard_pass": "a:b:c"}, {"guard_trap": "me"}]
)
def test_what_no_door_handed_out_is_refused_and_a_person_goes_on(going, wrong):
    """No pass, a false one, or the field nobody sees: the page hands out what is needed."""
    client = filled(going, **wrong)
    answer = client.post(CHECK)
    assert answer.status_code == 200 and not SealedAnswer.objects.exists()
    anew = re.search(r'name="guard_pass" value="([^"]+)"', said(answer))[1]
    with time_machine.travel(now() + timedelta(seconds=20)):
        assert client.post(CHECK, {"guard_pass": anew, "guard_trap": ""}).url == SENT


def test_one_pass_brings_in_one_answer(going):
    """A robot that solves once and sends often gets no further; two people's doors are two."""
    text = a_pass()
    assert filled(going, guard_pass=text).post(CHECK).url == SENT
    again = filled(going, guard_pass=text)
    answer = again.post(CHECK)
    assert answer.status_code == 200 and "sent twice" in said(answer)
    assert SealedAnswer.objects.count() == 1
    anew = re.search(r'name="guard_pass" value="([^"]+)"', said(answer))[1]
    assert anew != text
    with time_machine.travel(now() + timedelta(seconds=20)):
        assert again.post(CHECK, {"guard_pass": anew}).url == SENT


def test_a_second_click_is_thanked_as_the_first(going):
    """Also when it comes before the first has said in the session that all was sent."""
    client = filled(going)
    kept = client.session["survey"]
    client.post(CHECK)
    session = client.session
    session["survey"] = kept
    del session["survey_sent"]
    session.save()
    assert client.post(CHECK).url == SENT and client.get(SENT).context["round"] == going
    assert SealedAnswer.objects.count() == 1


def test_a_flood_without_work_is_slowed_down(going):
    """Eight an hour from one address; then 429, and what was filled in is still there."""
    found = [filled(going).post(CHECK) for _n in range(9)]
    assert [answer.status_code for answer in found] == [302] * 8 + [429]
    assert int(found[-1]["Retry-After"]) > 0 and "Export" in said(found[-1])
    assert SealedAnswer.objects.count() == 8


def test_codes_and_kiosks_need_no_guard(going):
    """A code is proof enough; many people stand at one kiosk."""
    client = Client()
    client.post("/surveys/code/", {"code": invited(going)[1]})
    fill(client, FIRST, SECOND)
    assert client.post(CHECK).url == SENT
    client.post(f"/surveys/kiosk/{going.address}/")
    fill(client, FIRST, SECOND)
    assert client.post(CHECK).url == SENT and not SpentPass.objects.exists()
