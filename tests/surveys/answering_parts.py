"""Answering as a browser does it: addresses, two pages of answers, entering a code or by an open
link, filling in."""

from datetime import timedelta

import time_machine
from django.utils.timezone import now

from core import guard

CODE, ANSWER, CHECK = "/surveys/code/", "/surveys/answer/", "/surveys/answer/check/"
FIRST = {"viec": "xuat", "to_khai": "12"}
SECOND = {"thai_do": "5", "ho_so": "4", "hang_hoa": "2"}


def enter(client, code):
    return client.post(CODE, {"code": code})


def fill(client, *pages):
    for page in pages:
        answer = client.post(ANSWER, page)
        assert answer.status_code == 302, answer.context["form"].errors
    return answer


def a_pass(ago=60):
    """What the door of an open link hands out, so many seconds old (G15)."""
    with time_machine.travel(now() - timedelta(seconds=ago), tick=False):
        return guard.issue("surveys.open")


def come_in(client, survey_round, **guarded):
    """By the open link, a minute before the answer is handed in."""
    guarded = {"guard_pass": a_pass(), **guarded}
    return client.post(f"/surveys/open/{survey_round.address}/", guarded)
