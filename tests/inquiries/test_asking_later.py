"""A draft that is sent later: what has changed meanwhile is said, and nothing breaks or is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from core.history import acting
from core.models import StoredFile
from inquiries.models import Inquiry, Topic
from tests.core.hostile import pdf
from tests.factories import top
from tests.inquiries.asking_parts import ASKED, fill_in, send
from tests.inquiries.factories import TopicFactory

CHECK = "/inquiries/ask/check/"


@pytest.fixture
def topic(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    top()
    return TopicFactory(code="origin")


def switch_off(topic):
    with acting(None, "given"):
        Topic.objects.filter(pk=topic.pk).update(active=False)


def test_a_topic_that_was_switched_off_is_chosen_anew(client, topic):
    """Nothing that was typed is lost, and the next one is sent."""
    fill_in(client, topic)
    switch_off(topic)
    for answer in (send(client), client.get(CHECK), client.get("/inquiries/ask/question/")):
        assert answer.url == "/inquiries/ask/?back=check"
    assert client.get("/inquiries/ask/").status_code == 200 and not Inquiry.objects.exists()
    other = TopicFactory()
    client.post("/inquiries/ask/?back=check", {"kind": "question", "topic": other.pk})
    assert ASKED["question"] in client.get(CHECK).content.decode()
    assert send(client).url == "/inquiries/ask/done/" and Inquiry.objects.get().topic == other


def test_a_question_that_was_sent_keeps_its_receipt_without_its_topic(client, topic):
    fill_in(client, topic)
    send(client)
    switch_off(topic)
    assert client.get(CHECK).url == send(client).url == "/inquiries/ask/done/"
    assert Inquiry.objects.get().reference in client.get("/inquiries/ask/done/").content.decode()


def test_files_that_were_swept_away_are_missed_before_sending(client, topic):
    """Also when they go between the last page and its button; then what is left is sent."""
    client.post("/inquiries/ask/", {"kind": "question", "topic": topic.pk})
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        client.post("/inquiries/ask/question/", ASKED | {"files": SimpleUploadedFile(name, pdf())})
    fill_in(client, topic)

    def sweep(name):
        StoredFile.objects.filter(name=name).delete()

    with override("en"):
        client.cookies["django_language"] = "en"
        assert "is gone" not in client.get(CHECK).content.decode()
        sweep("a.pdf")
        assert "A file of this question was kept for a day and is gone" in (
            client.get(CHECK).content.decode()
        )
        sweep("b.pdf")
        answer = send(client)
        assert answer.status_code == 200 and not Inquiry.objects.exists()
        assert "2 files of this question were kept for a day" in answer.content.decode()
        assert "c.pdf" in answer.content.decode()
    assert send(client).url == "/inquiries/ask/done/"
    assert [row.file.name for row in Inquiry.objects.get().attachments.all()] == ["c.pdf"]
