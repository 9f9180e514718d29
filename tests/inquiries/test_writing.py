"""What stands at an officer's hand: ready texts, suggestions, doubts about the kind, the export."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils.timezone import now
from openpyxl import load_workbook

from core.history import acting
from inquiries import services
from inquiries.models import ReplyTemplate
from tests.factories import UnitFactory
from tests.inquiries.factories import InquiryFactory, MessageFactory, TopicFactory

LIST = "/admin/inquiries/inquiry/"


def english(client, case, page="change"):
    client.cookies["django_language"] = "en"
    return client.get(f"{LIST}{case.pk}/{page}/")


# --- ready texts ------------------------------------------------------------------------------
@pytest.mark.parametrize("page", ["answer", "ask_more", "respond"])
def test_ready_texts_of_the_topic_come_first(client, enter, people, unit, page):
    """Then those of the topic above, of none, of others; in the language of the question."""
    above = TopicFactory()
    topic, far = TopicFactory(parent=above), TopicFactory()
    case = InquiryFactory(unit=unit, topic=topic)
    with acting(None, "given"):
        for title, about, language in (
            ("A far", far, "vi"), ("B none", None, "vi"), ("C above", above, "vi"),
            ("D own", topic, "vi"), ("E own", topic, "en"),
        ):  # fmt: skip
            ReplyTemplate.objects.create(topic=about, title=title, text=title, language=language)
    enter(people["officer"])
    shown = client.get(f"{LIST}{case.pk}/{page}/")
    titles = [each.title for each in shown.context["templates"]]
    assert titles == ["D own", "C above", "B none", "A far"]
    chosen = ReplyTemplate.objects.get(title="D own").pk
    filled = client.get(f"{LIST}{case.pk}/{page}/?template={chosen}")
    assert filled.context["form"].initial["text"] == "D own"
    assert ("data-draft" in shown.content.decode()) == (page == "answer")
    assert case.question in shown.content.decode()
    said = {"text": "Xin gửi số tờ khai"}
    assert client.post(f"{LIST}{case.pk}/{page}/", said).status_code == 302
    assert case.messages.get().text == said["text"]


# --- suggestions ------------------------------------------------------------------------------
def test_topic_and_unit_are_suggested_by_words_and_past_cases(db):
    tax, other = TopicFactory(keywords="hoàn thuế"), TopicFactory(keywords="")
    off = TopicFactory(keywords="hoàn thuế, nhập khẩu", active=False)
    unit = UnitFactory()
    past = [
        InquiryFactory(topic=other, unit=unit, question="Thủ tục kho ngoại quan cần giấy tờ gì?")
        for _ in range(3)
    ]
    InquiryFactory(topic=other, question="Giá trị tính thuế")
    told = services.suggest("Xin hỏi về hoàn thuế hàng nhập khẩu")
    assert told.topic == tax != off
    like = services.suggest("Gửi hàng vào kho ngoại quan thế nào?")
    assert (like.topic, like.unit) == (other, unit)
    nothing = services.suggest("Trời đẹp")
    assert (nothing.topic, nothing.unit) == (None, None)
    alone = services.suggest(past[0].question, leave_out=past[0].pk)
    assert alone.unit == unit


def test_a_transfer_begins_with_the_unit_that_is_suggested(client, enter, people, unit):
    """And with none where that is the unit which has the case."""
    there = UnitFactory()
    for _ in range(2):
        InquiryFactory(unit=there, question="Thủ tục kho ngoại quan cần giấy tờ gì?")
    case = InquiryFactory(unit=unit, question="Gửi hàng vào kho ngoại quan thế nào?")
    plain = InquiryFactory(unit=unit, question="Trời đẹp", subject="Nắng")
    enter(people["officer"])
    assert client.get(f"{LIST}{case.pk}/transfer/").context["form"].initial["unit"] == there.pk
    assert client.get(f"{LIST}{plain.pk}/transfer/").context["form"].initial == {}
    client.post(f"{LIST}{case.pk}/transfer/", {"unit": there.pk, "reason": "Đúng nơi"})
    case.refresh_from_db()
    assert case.unit == there


# --- a complaint asked as a question ----------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "marked"),
    [
        ({"question": "Tôi làm đơn khiếu nại quyết định này"}, True),
        ({"subject": "To cao can bo"}, True), ({}, False),
        ({"question": "Tôi khiếu nại", "kind": "complaint", "status": "received"}, False),
        ({"question": "Tôi khiếu nại", "status": "answered"}, False),
    ],
)  # fmt: skip
def test_a_question_that_reads_like_a_complaint_bears_a_mark(
    client, enter, people, unit, fields, marked
):
    """For officers only, with the way to correct it; never on the asker's page."""
    case = InquiryFactory(unit=unit, asked_by=people["asker"], **fields)
    enter(people["officer"])
    text = english(client, case).content.decode()
    assert ("It reads like this" in text) == marked
    assert (text.count(f'href="{LIST}{case.pk}/reclassify/"') > 1) == marked
    enter(people["board"])
    text = english(client, case).content.decode()
    assert ("It reads like this" in text) == marked and "/reclassify/" not in text
    client.force_login(people["asker"])
    assert "reads like" not in client.get(f"/inquiries/mine/{case.pk}/").content.decode()


# --- the export -------------------------------------------------------------------------------
def test_the_export_has_question_and_answer(client, enter, people, unit):
    """The last answer, no note and no message; what looks like a formula stays a text."""
    at = now() - timedelta(days=3)
    case = InquiryFactory(unit=unit, status="answered", question="=HYPERLINK(1)", kind="proposal",
                          tax_code="0100233488", received_at=at)  # fmt: skip
    waits = InquiryFactory(unit=unit, question="x" * 40_000, received_at=now())
    first, last = now() - timedelta(days=2), now() - timedelta(days=1)
    MessageFactory(inquiry=case, answers=True, text="Lần đầu", at=first)
    MessageFactory(inquiry=case, answers=True, text="+Lần sau", at=last)
    MessageFactory(inquiry=case, text="Lời nhắn"), MessageFactory(inquiry=waits, side="note")
    client.cookies["django_language"] = "en"
    answer = enter(people["officer"]).get(f"{LIST}export/")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.worksheets[0].iter_rows())
    heads = [str(cell.value) for cell in rows[0]]
    wanted = heads[-6:]
    assert wanted == ["Kind", "Received at", "Answered at", "Tax code", "Question", "Answer"]
    newest, oldest = [dict(zip(heads, row, strict=True)) for row in rows[1:]]
    assert [oldest[name].value for name in wanted if not name.endswith("at")] == [
        "Proposal", "0100233488", "=HYPERLINK(1)", "+Lần sau",
    ]  # fmt: skip
    assert oldest["Received at"].is_date and newest["Answered at"].value is None
    assert newest["Answer"].value is None and newest["Question"].value.startswith("xxx")
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
