"""Asking and tracking: one case a submission, codes nobody finds, answers that tell nothing."""

import logging
import statistics
import time
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from core import guard, letters
from core.history import acting
from core.models import Letter
from inquiries import codes, services
from inquiries.models import Inquiry, Kind, Limit, Message
from inquiries.reading import reads_as
from inquiries.views import mine as mine_view
from inquiries.views.drafts import Draft
from tests.factories import EnterpriseFactory, UnitFactory, represent, tax_code, top
from tests.inquiries.factories import PIN, InquiryFactory, MessageFactory, TopicFactory, code_of

ASKED = {"subject": "C/O mẫu D", "question": "Nộp bổ sung thế nào?"}
WHO = {"tax_code": "01 0023-3488", "name": "Trần Thị Lan", "email": "lan@vidu.example"}


@pytest.fixture
def topic(db):
    return TopicFactory(code="origin")


def matter(topic, **more) -> services.Matter:
    return services.Matter(**{"kind": "question", "topic": topic, **ASKED, **more})


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


def test_an_enterprise_that_customs_does_not_know_may_ask(client, topic):
    """Its name without a tax code: the last page shows it as typed, and sends."""
    top()
    fill_in(client, topic, tax_code="", company="Công ty Mới & Lạ")
    page = client.get("/inquiries/ask/check/")
    assert page.status_code == 200 and "Công ty Mới &amp; Lạ" in page.content.decode()
    assert send(client).status_code == 302
    assert Inquiry.objects.get().company == "Công ty Mới & Lạ"


def test_a_million_codes_are_a_million(settings):
    """G16: 65 random bits and a check symbol; in 10^6 no two are alike, each fits its check."""
    made = {codes.code_and_pin(uuid4())[0] for _ in range(10_000)}
    assert len(made) == 10_000 and all(codes.clean_code(code) for code in made)
    draws = {codes._keyed("k", "draw", str(n)) for n in range(1_000_000)}
    low = {int.from_bytes(each, "big") & (2**codes.BITS - 1) for each in draws}
    assert len(low) == 1_000_000 and codes.BITS >= 60


def test_one_wrong_symbol_is_noticed_and_spelling_is_forgiven():
    code, _pin = codes.code_and_pin(uuid4())
    plain = code.replace("-", "")
    for at, sign in enumerate(plain):
        for other in codes.SYMBOLS.replace(sign, ""):
            assert not codes.clean_code(plain[:at] + other + plain[at + 1 :])
    assert codes.clean_code(f" {code.lower()} ") == plain
    assert codes.clean_code(plain.replace("0", "o").replace("1", "l")) == plain


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


def test_case_and_session_are_kept_by_one_transaction(client, topic):
    """One wait for the disk; what names the receipt stands or falls with the case (G27)."""
    top()
    fill_in(client, topic)
    with CaptureQueriesContext(connection) as asked:
        assert send(client).status_code == 302
    said = [query["sql"] for query in asked]
    opened = next(each for each in said if each.startswith("SAVEPOINT"))
    assert said[-1] == f"RELEASE {opened}"
    assert [each.startswith('UPDATE "django_session"') for each in said].count(True) == 1
    assert sum("pghistory.context_metadata" in each for each in said) == 2  # one act: begun, ended
    assert client.session["asked"] == Inquiry.objects.get().submission.hex


def test_a_session_ended_meanwhile_does_not_undo_the_case(client, topic, rf):
    top()
    fill_in(client, topic)
    request = rf.post("/")
    request.session = client.session
    draft = Draft(request)
    SessionStore(request.session.session_key).delete()
    with transaction.atomic():
        services.submit(matter(topic), services.Origin("portal"))
        draft.sent()
    assert Inquiry.objects.exists() and request.session.modified


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


def test_unknown_wrong_and_retired_codes_answer_alike(client, db, settings):
    """G16: the same status and the same page, in the same class of time."""
    case = InquiryFactory(number=41)
    InquiryFactory(number=42, status="withdrawn", received_at=now() - timedelta(days=400))
    tries = {
        "unknown": (code_of(99), PIN), "wrong check": (code_of(41)[:-1] + "?", PIN),
        "wrong pin": (code_of(41), "000000"), "retired": (code_of(42), PIN),
    }  # fmt: skip
    pages, times = set(), {name: [] for name in tries}
    for name, (code, pin) in tries.items():
        answer = track(client, code, pin)
        text = answer.content.decode().replace(code, "").replace(pin, "")
        pages.add((answer.status_code, len(text.split("<main")[1])))
        for _ in range(60):
            began = time.perf_counter()
            assert services.track(code, pin) is None
            times[name].append(time.perf_counter() - began)
    assert len(pages) == 1
    medians = [statistics.median(each) for each in times.values()]
    assert max(medians) < 5 * min(medians)
    assert services.track(code_of(41).lower(), f" {PIN} ") == case


def test_five_tries_a_minute(client, db):
    """G16, G17: the sixth is asked to wait; the right code does not help any more."""
    InquiryFactory(number=43)
    answers = [track(client, code_of(7), "1").status_code for _ in range(5)]
    late = track(client, code_of(43), PIN)
    assert answers == [200] * 5 and late.status_code == 429 and int(late["Retry-After"]) > 0


def test_codes_of_yesterdays_secret_still_open(db, settings):
    case = InquiryFactory(number=44)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 50
    assert services.track(code_of(44), PIN) == case


def test_who_holds_a_code_sees_this_case_and_no_note(client, db):
    """G6: neither another case, nor internal notes, nor files of notes."""
    case = InquiryFactory(number=45, subject="Của tôi")
    other = InquiryFactory(number=46, subject="Của người khác")
    MessageFactory(inquiry=case, side=Message.Side.NOTE, text="Chỉ nội bộ")
    MessageFactory(inquiry=case, text="Chào anh chị")
    assert track(client, code_of(45), PIN).url == "/inquiries/track/case/"
    page = client.get("/inquiries/track/case/").content.decode()
    assert "Của tôi" in page and "Chào anh chị" in page
    assert "Chỉ nội bộ" not in page and other.reference not in page
    client.post("/inquiries/track/case/add/", {"text": "Bổ sung"})
    assert list(case.messages.filter(side="asker").values_list("text", flat=True)) == ["Bổ sung"]
    assert client.post("/inquiries/track/case/answer/", {"text": "Tự trả lời"}).status_code == 404


def test_an_enterprise_sees_its_own_cases_and_no_denunciation(client, people, enter):
    """G6 by equality: what was denounced about the enterprise is not shown to it."""
    mine, theirs = (people[part].represents.get().enterprise for part in ("asker", "rival"))
    own = InquiryFactory(enterprise=mine)
    InquiryFactory(enterprise=theirs)
    InquiryFactory(enterprise=mine, kind="denunciation", status="received")
    typed = InquiryFactory(tax_code=mine.tax_code)
    assert list(Inquiry.objects.visible_to(people["asker"])) == [own]
    client = enter(people["asker"])
    assert client.get(f"/inquiries/mine/{own.pk}/").status_code == 200
    assert client.get(f"/inquiries/mine/{typed.pk}/").status_code == 404
    page = client.get("/inquiries/mine/").content.decode()
    assert own.reference in page and typed.reference not in page


def test_own_cases_stand_in_the_order_they_were_received(client, people, enter, monkeypatch):
    """An old register is brought in late: its cases stand where they belong, page after page."""
    monkeypatch.setattr(mine_view, "SHOWN", 2)
    own = people["asker"].represents.get().enterprise
    at = now() - timedelta(days=900)
    late, same = (InquiryFactory(enterprise=own, received_at=at, status="closed") for _ in "12")
    new = InquiryFactory(enterprise=own)
    oldest = InquiryFactory(enterprise=own, received_at=at - timedelta(days=1), status="closed")
    client, seen, query = enter(people["asker"]), [], ""
    while query is not None:
        page = client.get(f"/inquiries/mine/{query}")
        seen += [line[0] for line in page.context["lines"]]
        query = f"?before={page.context['older']}" if page.context["older"] else None
    assert seen == [new, same, late, oldest]
    for odd in ("x", "0", "9" * 18, "9" * 30, "-1", "%00"):
        assert client.get(f"/inquiries/mine/?before={odd}").status_code in (200, 400)


def test_officers_see_what_their_units_answer_or_are_asked(people, unit):
    """G6 by equality, for every part of the cast."""
    here, there = InquiryFactory(unit=unit), InquiryFactory(unit=UnitFactory(code="09"))
    asked = InquiryFactory(unit=there.unit, status="escalated", asked_above=unit)
    seen = {part: set(Inquiry.objects.visible_to(user)) for part, user in people.items()}
    near, everything = {here, asked}, {here, there, asked}
    assert seen == {
        "officer": near, "head": near, "focal_point": near, "administrator": near,
        "stranger": set(), "board": everything, "system": everything, "auditor": everything,
        "asker": set(), "rival": set(),
    }  # fmt: skip


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
