"""The card of a case: what stands on it, what became of the case, and who looked (G20)."""

import pytest
from django.db import InternalError, transaction
from django.utils.timezone import now

from inquiries import services
from inquiries.models import Viewing
from tests.factories import RoleFactory
from tests.inquiries.factories import InquiryFactory

LIST = "/admin/inquiries/inquiry/"


def text_of(client, case, page="change"):
    return client.get(f"{LIST}{case.pk}/{page}/").content.decode()


# --- what became of it ------------------------------------------------------------------------
def test_the_card_leads_to_what_became_of_the_case(client, enter, people, unit):
    """Who had it, and each move with its person and reason, on a page of its own."""
    case = InquiryFactory(unit=unit)
    services.transfer(case, by=people["head"], unit=people["stranger"].unit, reason="Đúng nơi")
    enter(people["board"])
    card, past = text_of(client, case), text_of(client, case, "history")
    assert f'href="{LIST}{case.pk}/history/"' in card
    assert 'id="history"' not in card and "Đúng nơi" in card  # the note of the conversation
    for word in ("Chuyển đơn vị khác", "Đúng nơi", str(people["head"]), str(unit), 'id="history"'):
        assert word in past, word


def test_a_correction_of_the_kind_asks_why_and_its_page_of_the_past_tells_it(
    client, enter, people, unit
):
    """Kind and topic decide the term: nobody changes it without a word."""
    case = InquiryFactory(unit=unit)
    enter(people["officer"])
    sent = {"kind": "proposal", "topic": case.topic_id}
    refused = client.post(f"{LIST}{case.pk}/reclassify/", sent)
    case.refresh_from_db()
    assert refused.status_code == 200 and case.kind == "question"
    client.post(f"{LIST}{case.pk}/reclassify/", sent | {"reason": "Kiến nghị sửa thông tư"})
    past = text_of(client, case, "history")
    case.refresh_from_db()
    assert case.kind == "proposal" and "Kiến nghị sửa thông tư" in past


def test_what_the_level_above_is_asked_stands_on_the_card(client, enter, people, unit):
    """Until it has replied; also beside the list."""
    case = InquiryFactory(unit=unit, status="routed", handler=people["officer"])
    services.escalate(case, by=people["officer"], reason="Vượt thẩm quyền của chi cục")
    enter(people["officer"])
    beside = client.get(f"{LIST}?split=1&case={case.pk}").content.decode()
    assert all("Vượt thẩm quyền của chi cục" in text for text in (text_of(client, case), beside))
    services.advise(case, by=people["board"], text="Trả lời theo Thông tư")
    assert "Vượt thẩm quyền của chi cục" not in text_of(client, case)
    assert "Vượt thẩm quyền của chi cục" in text_of(client, case, "history")


# --- who looked (G20) -------------------------------------------------------------------------
def test_each_look_at_a_case_is_written_down(client, enter, people, unit):
    """G20: card, what became of it, answer page, the case beside the list; no list, no refusal."""
    case = InquiryFactory(unit=unit)
    enter(people["officer"])
    before = now()
    client.get(LIST)
    assert not Viewing.objects.exists()
    pages = (f"{case.pk}/change/", f"{case.pk}/history/", f"{case.pk}/answer/",
             f"?split=1&case={case.pk}")  # fmt: skip
    for path in pages:
        assert client.get(LIST + path).status_code == 200
    enter(people["stranger"])
    for page in ("change", "history"):
        assert client.get(f"{LIST}{case.pk}/{page}/").status_code == 404
    looks = list(Viewing.objects.values_list("inquiry", "by"))
    assert looks == [(case.pk, people["officer"].pk)] * len(pages)
    assert all(before <= look.at <= now() for look in Viewing.objects.all())
    assert case.events.count() == 1  # the history tells what was done, not who looked


def test_heads_and_the_board_see_who_looked_and_nobody_else(client, enter, people, unit):
    """G20: beside the history and in the list, by equality; the asker's pages never say it."""
    case = InquiryFactory(unit=unit, enterprise=None, asked_by=people["asker"])
    far = InquiryFactory(unit=people["stranger"].unit)
    services.saw(case, people["officer"])
    services.saw(far, people["stranger"])
    other_head = RoleFactory(kind="head", unit=far.unit).user
    seen = {"officer": set(), "focal_point": set(), "stranger": set(), "asker": set(),
            "head": {case.pk}, "board": {case.pk, far.pk}}  # fmt: skip
    for who, expected in seen.items():
        rows = Viewing.objects.visible_to(people[who])
        assert set(rows.values_list("inquiry", flat=True)) == expected, who
    assert [v.inquiry for v in Viewing.objects.visible_to(other_head)] == [far]
    for who in ("officer", "focal_point", "head", "board"):
        enter(people[who])
        text = client.get(f"{LIST}{case.pk}/history/").content.decode()
        assert ('id="seen"' in text) == (who in ("head", "board")), who
    client.force_login(people["asker"])
    mine = client.get(f"/inquiries/mine/{case.pk}/").content.decode()
    assert case.subject in mine and str(people["officer"]) not in mine


@pytest.mark.parametrize("change", ["delete", "update"])
def test_a_look_is_never_rewritten(people, change):
    """G20: the database itself refuses."""
    services.saw(InquiryFactory(), people["officer"])
    deeds = {"delete": lambda rows: rows.delete(), "update": lambda rows: rows.update(at=now())}
    with pytest.raises(InternalError), transaction.atomic():
        deeds[change](Viewing.objects.all())
    assert Viewing.objects.count() == 1
