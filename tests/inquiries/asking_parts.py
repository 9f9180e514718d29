"""Asking and tracking as a browser does it: what is typed, page by page, and the code."""

from datetime import timedelta

import time_machine
from django.utils.timezone import now

from core import guard

ASKED = {"subject": "C/O mẫu D", "question": "Nộp bổ sung thế nào?"}
WHO = {"tax_code": "01 0023-3488", "name": "Trần Thị Lan", "email": "lan@vidu.example"}


def fill_in(client, topic, kind="question", **who):
    """The form's first three pages."""
    client.post("/inquiries/ask/", {"kind": kind, "topic": topic.pk})
    client.post("/inquiries/ask/question/", ASKED)
    return client.post("/inquiries/ask/who/", WHO | who)


def send(client):
    """The last page, a minute after the form was opened (G15)."""
    with time_machine.travel(now() - timedelta(minutes=1), tick=False):
        old = guard.issue("inquiries.ask")
    return client.post("/inquiries/ask/check/", {"guard_pass": old})


def track(client, code, pin):
    return client.post("/inquiries/track/", {"code": code, "pin": pin})
