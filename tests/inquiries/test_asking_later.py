"""A draft that is sent later: what has changed meanwhile is said, and nothing breaks or is lost."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from django.utils.translation import gettext, override

from core.history import acting
from core.models import StoredFile
from inquiries.models import Inquiry, Topic
from inquiries.pages import qr
from tests.core.hostile import pdf
from tests.factories import top
from tests.inquiries.answers_factories import AnswerFactory
from tests.inquiries.asking_parts import ASKED, WHO, fill_in, send, track
from tests.inquiries.factories import PIN, InquiryFactory, TopicFactory, code_of

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


def test_a_question_that_was_begun_is_found_again(client, people, enter, topic):
    """Where one begins and among one's own cases, until it is sent."""
    client = enter(people["asker"])
    client.post("/inquiries/ask/", {"kind": "question", "topic": topic.pk})
    client.post("/inquiries/ask/question/", ASKED)
    for page in ("/inquiries/", "/inquiries/mine/"):
        text = client.get(page).content.decode()
        assert ASKED["subject"] in text and f'href="{CHECK}"' in text
    assert client.get(CHECK).url == "/inquiries/ask/who/"
    client.post("/inquiries/ask/who/", WHO)
    send(client)
    assert f'href="{CHECK}"' not in client.get("/inquiries/").content.decode()


def test_an_empty_file_is_named_and_the_others_are_kept(client, topic):
    client.post("/inquiries/ask/", {"kind": "question", "topic": topic.pk})
    chosen = [SimpleUploadedFile(name, b"") for name in ("empty.pdf", "hollow.pdf")]
    chosen.append(SimpleUploadedFile("good.pdf", pdf()))
    page = client.post("/inquiries/ask/question/", ASKED | {"files": chosen}).content.decode()
    said = gettext("The file is empty. Choose the file again.")
    assert f"empty.pdf: {said}<br>hollow.pdf: {said}" in page and "good.pdf" in page
    assert client.post("/inquiries/ask/question/", ASKED).url == "/inquiries/ask/who/"
    client.post("/inquiries/ask/who/", WHO)
    assert "good.pdf" in client.get(CHECK).content.decode()


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
        assert "are gone" not in client.get(CHECK).content.decode()
        sweep("a.pdf")
        assert "Files that are gone: 1." in client.get(CHECK).content.decode()
        sweep("b.pdf")
        answer = send(client)
        assert answer.status_code == 200 and not Inquiry.objects.exists()
        assert "Files that are gone: 2." in answer.content.decode()
        assert "c.pdf" in answer.content.decode()
    assert send(client).url == "/inquiries/ask/done/"
    assert [row.file.name for row in Inquiry.objects.get().attachments.all()] == ["c.pdf"]


# --- what stands on the last page, on the receipt, and after the window -----------------------
def test_answers_that_exist_stand_on_the_last_page(client, topic):
    """Those of other matters and those that nobody may read do not."""
    near = AnswerFactory(title="C/O mẫu D nộp bổ sung", question=ASKED["question"], topic=topic)
    hidden = AnswerFactory(title="C/O mẫu D nộp bổ sung sau", topic=topic, status="withdrawn")
    far = AnswerFactory(title="Kho ngoại quan", question="Gửi kho")
    fill_in(client, topic)
    page = client.get(CHECK).content.decode()
    assert f'href="{near.get_absolute_url()}"' in page
    assert hidden.get_absolute_url() not in page and far.get_absolute_url() not in page


def test_the_receipt_has_a_drawn_code_and_can_be_printed(client, topic):
    """The drawing leads to the tracking page with the code behind the #, which no server sees;
    the PIN is not in it."""
    fill_in(client, topic)
    send(client)
    page = client.get("/inquiries/ask/done/")
    text, code = page.content.decode(), page.context["code"]
    address = f"{settings.PORTAL_URL}/inquiries/track/#{code}"
    assert str(qr(address, gettext("QR code of the tracking page"))) in text
    assert "data-print" in text and page.context["pin"] not in address
    assert f"<dd>{settings.PORTAL_URL}/inquiries/track/</dd>" in text  # for whom paper is all
    assert "<script>" not in text and "<style>" not in text


@pytest.mark.parametrize("verb", ["reopen", "contest"])
@pytest.mark.parametrize(("days", "open_"), [(30, True), (31, False)])
def test_after_the_window_an_answer_is_not_opened_again(client, verb, days, open_, topic):
    """By code: no button, no form, nothing written."""
    at = now() - timedelta(days=days) + timedelta(minutes=5)
    case = InquiryFactory(number=71, status="answered", received_at=at, topic=topic)
    track(client, code_of(71), PIN)
    page = client.get("/inquiries/track/case/").content.decode()
    assert (f"/inquiries/track/case/{verb}/" in page) == open_
    form = client.get(f"/inquiries/track/case/{verb}/")
    assert form.status_code == (200 if open_ else 302)
    client.post(f"/inquiries/track/case/{verb}/", {"text": "Còn chưa rõ"})
    case.refresh_from_db()
    moved = {"reopen": "routed", "contest": "escalated"}[verb]
    assert case.status == (moved if open_ else "answered")
    assert case.messages.exists() == open_
