"""Asking: one case a submission, pages that keep what was typed, limits, nothing in the log."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from core import letters
from core.history import acting
from core.models import Letter
from inquiries import services
from inquiries.models import Inquiry, Kind, Limit
from inquiries.reading import reads_as
from tests.factories import EnterpriseFactory, represent, tax_code, top
from tests.inquiries.asking_parts import ASKED, WHO, fill_in, send, track
from tests.inquiries.factories import TopicFactory


@pytest.fixture
def topic(db):
    return TopicFactory(code="origin")


def matter(topic, **more) -> services.Matter:
    return services.Matter(**{"kind": "question", "topic": topic, **ASKED, **more})


def test_an_enterprise_that_customs_does_not_know_may_ask(client, topic):
    """Its name without a tax code: the last page shows it as typed, and sends."""
    top()
    fill_in(client, topic, tax_code="", company="Công ty Mới & Lạ")
    page = client.get("/inquiries/ask/check/")
    assert page.status_code == 200 and "Công ty Mới &amp; Lạ" in page.content.decode()
    assert send(client).status_code == 302
    assert Inquiry.objects.get().company == "Công ty Mới & Lạ"


def test_what_is_sent_twice_is_one_case_with_one_receipt(client, topic):
    """A double click, a page loaded anew: the same submission, the same code and letter (G26)."""
    top()
    fill_in(client, topic)
    draft = dict(client.session["ask"])
    send(client)
    first = client.get("/inquiries/ask/done/").content
    session = client.session
    session["ask"] = draft
    session.save()
    send(client)
    assert client.get("/inquiries/ask/done/").context["code"] in first.decode()
    case = Inquiry.objects.get()
    assert (case.tax_code, case.channel, case.status) == ("0100233488", "portal", "received")
    assert Letter.objects.filter(recipient=WHO["email"]).count() == 1
    assert case.holdings.count() == 1 and case.due_at > now()


def test_the_receipt_is_named_before_the_case_is_made(client, topic):
    """G27: the sending writes no session; the page of the receipt clears the draft away."""
    top()
    fill_in(client, topic)
    number = client.session["ask"]["submission"]
    with CaptureQueriesContext(connection) as asked:
        assert send(client).status_code == 302
    said = [query["sql"] for query in asked]
    assert not any('UPDATE "django_session"' in each for each in said) and len(said) <= 18
    assert sum("pghistory.context_metadata" in each for each in said) == 2  # one act: begun, ended
    assert Inquiry.objects.get().submission.hex == number
    code = client.get("/inquiries/ask/done/").context["code"]
    assert "ask" not in client.session and client.session["asked"] == number
    assert client.get("/inquiries/ask/done/").context["code"] == code  # loaded anew
    assert client.get("/inquiries/ask/check/").url == "/inquiries/ask/"


def test_whose_answer_was_lost_finds_the_receipt(client, topic):
    """The question arrived and the line broke: loading the last page anew shows it was sent."""
    top()
    fill_in(client, topic)
    send(client)
    assert client.get("/inquiries/ask/check/").url == "/inquiries/ask/done/"
    assert Inquiry.objects.get().reference in (client.get("/inquiries/ask/done/").content.decode())


def test_what_is_changed_after_it_was_sent_is_another_question(client, topic):
    """Never lost, and never taken for the first one."""
    top()
    fill_in(client, topic)
    send(client)
    page = client.get("/inquiries/ask/question/")  # with the back button, before the receipt
    assert ASKED["question"] in page.content.decode()
    client.post("/inquiries/ask/question/?back=check", ASKED | {"subject": "Câu khác"})
    assert send(client).url == "/inquiries/ask/done/"
    assert set(Inquiry.objects.values_list("subject", flat=True)) == {ASKED["subject"], "Câu khác"}
    latest = client.get("/inquiries/ask/done/").context["inquiry"]
    assert latest.subject == "Câu khác" and "ask" not in client.session


def test_an_enterprise_customs_does_not_know_is_named_on_the_last_page(client, topic):
    """Its tax code is sound and unknown: the name as typed stands there."""
    top()
    fill_in(client, topic, company="Công ty TNHH Lạ")
    page = client.get("/inquiries/ask/check/")
    assert page.status_code == 200 and "Công ty TNHH Lạ" in page.content.decode()


def test_a_case_that_is_not_kept_writes_no_letter(topic):
    """G26: the letter stands or falls with the case."""
    top()
    origin = services.Origin("portal", email="a@b.example")
    with pytest.raises(ZeroDivisionError), acting(None, "x"):
        services.submit(matter(topic), origin)
        raise ZeroDivisionError
    assert not Inquiry.objects.exists() and not Letter.objects.exists()


def test_pages_come_in_order_and_keep_what_was_typed(client, topic):
    assert client.get("/inquiries/ask/check/").url == "/inquiries/ask/"
    fill_in(client, topic)
    page = client.get("/inquiries/ask/question/")
    assert ASKED["question"] in page.content.decode()
    back = client.post("/inquiries/ask/question/?back=check", ASKED | {"subject": "Khác"})
    assert back.url == "/inquiries/ask/check/" and "Khác" in client.get(back.url).content.decode()
    wrong = client.post("/inquiries/ask/who/", WHO | {"tax_code": "123"})
    assert wrong.status_code == 200 and wrong.context["form"].errors["tax_code"]


def test_the_name_of_a_known_enterprise_is_filled_in(client, topic):
    top()
    firm = EnterpriseFactory(tax_code=tax_code(77), name_vi="Công ty Biết Rõ")
    fill_in(client, topic, tax_code=firm.tax_code)
    assert "Công ty Biết Rõ" in client.get("/inquiries/ask/check/").content.decode()
    send(client)
    case = Inquiry.objects.get()
    assert (case.company, case.unit, case.enterprise) == (firm.name_vi, firm.managed_by, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tôi khiếu nại quyết định", Kind.COMPLAINT), ("Toi khieu nai", Kind.COMPLAINT),
        ("TỐ CÁO cán bộ", Kind.DENUNCIATION), ("We denounce this", Kind.DENUNCIATION),
        ("Hỏi về kho ngoại quan", ""), ("", ""), ("cáo tố", ""),
    ],
)  # fmt: skip
def test_complaints_are_recognised_by_their_words(text, kind):
    assert reads_as(text) == kind


def test_a_complaint_has_its_own_limit_and_says_so(client, topic):
    top()
    fill_in(client, topic, kind="denunciation")
    assert "ba ngày làm việc" in client.get("/inquiries/ask/check/").content.decode()
    send(client)
    assert Inquiry.objects.get().answer_days == services.routes.HAND_OVER_DAYS


def test_the_narrowest_limit_holds(topic):
    other = TopicFactory()
    rows = [("", None, False, 8, 5), ("question", None, False, 7, 4), ("", topic, False, 6, 3),
            ("", None, True, 24, 2)]  # fmt: skip
    with acting(None, "given"):
        for kind, about, members, hours, days in rows:
            Limit.objects.create(kind=kind, topic=about, members=members, first_hours=hours,
                                 answer_days=days)  # fmt: skip
    for kind, about, member, expected in (
        ("proposal", other, False, (8, 5)), ("question", other, False, (7, 4)),
        ("question", topic, False, (6, 3)), ("question", topic, True, (24, 2)),
    ):  # fmt: skip
        assert services.limits_for(kind, about, member=member) == expected


def test_neither_codes_nor_persons_stand_in_the_log(client, topic, caplog):
    """G36: twelve markers, from asking to tracking."""
    top()
    with caplog.at_level(logging.DEBUG):
        fill_in(client, topic, phone="0912345678", company="Công ty Bí Mật")
        send(client)
        page = client.get("/inquiries/ask/done/").context
        track(client, page["code"], "999999")
        track(client, page["code"], page["pin"])
        client.get("/inquiries/track/case/")
        letters.deliver(now() + timedelta(minutes=1))
    said = "\n".join(
        f"{r.getMessage()} {r.args}" for r in caplog.records if r.name.split(".")[0] != "django"
        or "db" not in r.name
    )  # fmt: skip
    plain = page["code"].replace("-", "")
    markers = (page["code"], plain, page["pin"], "0912345678", "Công ty Bí Mật", "Trần Thị Lan",
               "lan@vidu.example", "01 0023-3488", "0100233488", "C/O mẫu D", "Nộp bổ sung",
               page["inquiry"].code_hash)  # fmt: skip
    assert [marker for marker in markers if marker in said] == []
    assert page["code"] in mail.outbox[0].body and page["pin"] not in mail.outbox[0].body


def test_a_signed_in_enterprise_is_not_asked_twice(people, enter, topic):
    top()
    firm = people["asker"].represents.get().enterprise
    client = enter(represent(people["rival"], firm) and people["asker"])
    client.post("/inquiries/ask/", {"kind": "question", "topic": topic.pk})
    client.post("/inquiries/ask/question/", ASKED)
    initial = client.get("/inquiries/ask/who/").context["form"].initial
    assert (initial["tax_code"], initial["email"]) == (firm.tax_code, people["asker"].email)
    client.post("/inquiries/ask/who/", {k: initial[k] for k in ("tax_code", "name", "email")})
    send(client)
    case = Inquiry.objects.get()
    assert (case.enterprise, case.asked_by) == (firm, people["asker"])
