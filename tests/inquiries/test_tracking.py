"""Tracking: codes nobody finds, answers that tell nothing, and who sees which case."""

import statistics
import time
from datetime import timedelta
from uuid import uuid4

from django.utils.timezone import now

from inquiries import codes, services
from inquiries.models import Inquiry, Message
from inquiries.views import mine as mine_view
from tests.factories import UnitFactory
from tests.inquiries.asking_parts import track
from tests.inquiries.factories import PIN, InquiryFactory, MessageFactory, code_of
from tests.thorough import THOROUGH


def test_a_million_codes_are_a_million(settings):
    """G16: 65 random bits and a check symbol; no two of 10^6 are alike (10^5 if not thorough)."""
    made = {codes.code_and_pin(uuid4())[0] for _ in range(10_000)}
    assert len(made) == 10_000 and all(codes.clean_code(code) for code in made)
    many = 1_000_000 if THOROUGH else 100_000
    draws = {codes._keyed("k", "draw", str(n)) for n in range(many)}
    low = {int.from_bytes(each, "big") & (2**codes.BITS - 1) for each in draws}
    assert len(low) == many and codes.BITS >= 60


def test_one_wrong_symbol_is_noticed_and_spelling_is_forgiven():
    code, _pin = codes.code_and_pin(uuid4())
    plain = code.replace("-", "")
    for at, sign in enumerate(plain):
        for other in codes.SYMBOLS.replace(sign, ""):
            assert not codes.clean_code(plain[:at] + other + plain[at + 1 :])
    assert codes.clean_code(f" {code.lower()} ") == plain
    assert codes.clean_code(plain.replace("0", "o").replace("1", "l")) == plain


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
