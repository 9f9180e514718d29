"""Public forms filled in and ready to be sent: a session, a pass whose work is done, an address."""

import time
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from core.guard import LEAST_AGE, issue, worked
from core.models import RateCount
from directory.models import Unit
from inquiries.forms.asking import CheckForm
from inquiries.models import Topic
from tests.bench import client

TOKEN = "m" * 32
PAGES = ("inquiries:ask", "inquiries:question", "inquiries:who")


@dataclass(frozen=True)
class Ready:
    """A visitor who has read the last page and may press the button."""

    session: str
    pass_text: str
    work: str
    number: int

    @property
    def cookie(self) -> str:
        return f"sessionid={self.session}; csrftoken={TOKEN}"

    @property
    def address(self) -> str:
        """Each in a network of its own: what is measured is the work, not the limits."""
        return f"10.{self.number // 250 % 250}.{self.number % 250}.7"

    def message(self, port: int) -> bytes:
        sent = {"csrfmiddlewaretoken": TOKEN, "guard_pass": self.pass_text,
                "guard_work": self.work, "guard_trap": ""}  # fmt: skip
        return client.posted(
            port, reverse("inquiries:check"), self.cookie, urlencode(sent),
            X_Forwarded_For=self.address,
        )  # fmt: skip


def answers() -> tuple[dict, ...]:
    """What is typed on the three pages."""
    topic = Topic.objects.on_offer().filter(parent=None).earliest("pk")
    unit = Unit.objects.filter(code__startswith="B-").earliest("pk")
    return (
        {"kind": "question", "topic": topic.pk},
        {"subject": "Hồ sơ hoàn thuế lô thép cuộn", "unit": unit.pk,
         "question": "Công ty chúng tôi hỏi hồ sơ cần nộp và thời hạn giải quyết ra sao."},
        {"name": "Nguyễn Văn A", "email": "a@b.example", "company": "Công ty Đo tốc độ"},
    )  # fmt: skip


def filled() -> dict:
    """One draft, filled in page by page as a visitor does."""
    visitor = Client(headers={"host": "127.0.0.1", "accept-language": "vi"})
    for name, typed in zip(PAGES, answers(), strict=True):
        answer = visitor.post(reverse(name), typed)
        if answer.status_code != 302:
            raise RuntimeError(f"{name}: {answer.status_code}")
    return visitor.session["ask"]


def ready(many: int) -> list[Ready]:
    """So many visitors; takes a tenth of a second each, for the work that keeps robots away."""
    draft, made = filled(), []
    for number in range(many):
        text = issue(CheckForm.purpose)
        session = SessionStore()
        session["ask"] = draft | {"submission": uuid4().hex, "pass": text}
        session.create()
        work = next(str(n) for n in count() if worked(text, str(n)))
        made.append(Ready(session.session_key, text, work, number))
    time.sleep(LEAST_AGE.total_seconds() + 1)
    RateCount.objects.all().delete()
    return made
