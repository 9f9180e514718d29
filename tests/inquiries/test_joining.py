"""Two cases become one and one becomes two: nothing of the asker is lost, nobody waits in vain."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.history import acting
from core.models import Letter, StoredFile
from inquiries import services
from inquiries.models import Attachment, Inquiry
from inquiries.pages import CasePage
from inquiries.rules import Asker
from tests.core.hostile import pdf
from tests.inquiries.asking_parts import track
from tests.inquiries.factories import PIN, InquiryFactory, MessageFactory, TopicFactory, code_of

LIST = "/admin/inquiries/inquiry/"
FIRM = {"tax_code": "0100233488", "phone": ""}


def file(name):
    return StoredFile.objects.create(
        key=uuid4().hex, name=name, kind="txt", size=1, sha256=uuid4().hex * 2
    )


def attach(case, name, message=None):
    with acting(None, "given"):
        return Attachment.objects.create(inquiry=case, message=message, file=file(name)).file


# --- joining ----------------------------------------------------------------------------------
def test_all_that_was_said_goes_with_a_joined_case(people, unit):
    """Question, messages and files stand in the other one, for officers."""
    case, whole = InquiryFactory(unit=unit), InquiryFactory(unit=unit)
    word = MessageFactory(inquiry=case, side="asker", text="Bổ sung vận đơn")
    files = [attach(case, "a.txt"), attach(case, "b.txt", word)]
    services.merge(case, by=people["officer"], into=whole)
    note = whole.messages.get()
    assert note.side == "note" and case.reference in note.text
    assert case.question in note.text and "Bổ sung vận đơn" in note.text
    assert [row.file for row in note.attachments.order_by("pk")] == files
    assert not whole.attachments.public().exists()


def test_both_askers_are_told_and_both_read_the_answer(client, people, unit, settings, tmp_path):
    """A colleague asked the same: by letter at their own address, and on the page of their case;
    of the other case they see nothing but the answer."""
    settings.MEDIA_ROOT = tmp_path
    case = InquiryFactory(unit=unit, number=61, email="binh@gao.example", **FIRM)
    whole = InquiryFactory(unit=unit, email="lan@gao.example", **FIRM)
    MessageFactory(inquiry=whole, side="asker", text="Chuyện riêng của Lan")
    services.merge(case, by=people["officer"], into=whole)
    assert [m.recipient for m in Letter.objects.all()] == ["binh@gao.example"]
    assert whole.reference in Letter.objects.get().subject
    kept = file("tra-loi.txt")
    services.answer(whole, by=people["officer"], text="Nộp tại chi cục", files=[kept])
    told = Letter.objects.filter(cause=f"inquiry {whole.pk} answered")
    assert {m.recipient for m in told} == {"binh@gao.example", "lan@gao.example"}
    assert all("Nộp tại chi cục" in m.body and "tra-loi.txt" in m.body for m in told)
    track(client, code_of(61), PIN)
    page = client.get("/inquiries/track/case/").content.decode()
    assert "Nộp tại chi cục" in page and kept.key in page and "Chuyện riêng" not in page


def test_the_files_of_the_answer_are_seen_with_a_joined_case(people, unit):
    """G6 by equality: those of the answer, no other file of the case."""
    mine = people["asker"].represents.get().enterprise
    case = InquiryFactory(unit=unit, enterprise=mine, email="a@gao.example")
    whole = InquiryFactory(unit=unit, email="a@gao.example")
    attach(whole, "rieng.txt")
    services.merge(case, by=people["officer"], into=whole)
    kept = file("tra-loi.txt")
    services.answer(whole, by=people["officer"], text="Đáp", files=[kept])
    seen = {part: set(Attachment.objects.visible_to(people[part])) for part in ("asker", "rival")}
    assert {row.file for row in seen["asker"]} == {kept} and seen["rival"] == set()


def test_a_case_that_is_joined_on_leads_to_the_last(people, unit):
    one, two, three = (InquiryFactory(unit=unit) for _ in range(3))
    services.merge(one, by=people["officer"], into=two)
    services.merge(two, by=people["officer"], into=three)
    services.answer(three, by=people["officer"], text="Đáp cho cả ba")
    for case in (one, two):
        case = Inquiry.objects.get(pk=case.pk)
        page = CasePage(case)
        assert page.joined_with == three.reference
        assert page.passages[-1].text == "Đáp cho cả ba"


def test_who_waits_with_another_is_told_when_that_one_withdraws(people, unit):
    """At their own address; who withdrew is told nothing new."""
    whole = InquiryFactory(unit=unit, email="lan@gao.example", **FIRM)
    for address in ("binh@gao.example", "LAN@gao.example"):
        case = InquiryFactory(unit=unit, email=address, **FIRM)
        services.merge(case, by=people["officer"], into=whole)
    services.withdraw(whole, by=Asker(whole.pk))
    [letter] = Letter.objects.filter(cause=f"inquiry {whole.pk} withdrawn")
    assert letter.recipient == "binh@gao.example" and whole.reference in letter.body


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ({"email": "a@x.vn"}, {"email": "A@x.vn"}, True),
        ({"phone": "0912 345 678"}, {"phone": "+84912345678"}, True),
        ({"tax_code": "1"}, {"tax_code": "1", "kind": "proposal"}, True),
        ({"tax_code": "1"}, {"tax_code": "1", "kind": "denunciation"}, False),
        ({"asker_name": "An"}, {"asker_name": "an"}, True),
        ({"asker_name": "An", "tax_code": "1"}, {"asker_name": "An", "tax_code": "2"}, False),
        ({}, {}, False), ({"email": "a@x.vn"}, {"email": "b@x.vn"}, False),
    ],
)  # fmt: skip
def test_only_cases_of_one_asker_are_joined(people, unit, mine, theirs, same):
    """Nobody is told under a code they do not have; a denunciation is not the enterprise's."""
    blank = {"email": "", "asker_name": "", "unit": unit, "status": "received"}
    case, other = InquiryFactory(**blank | mine), InquiryFactory(**blank | theirs)
    if same:
        services.merge(case, by=people["officer"], into=other)
    else:
        with pytest.raises(ValidationError):
            services.merge(case, by=people["officer"], into=other)
    case.refresh_from_db()
    assert (case.status == "merged") == same == bool(other.messages.count())


# --- splitting and writing down: sent twice ---------------------------------------------------
def test_the_code_of_a_split_case_is_told_and_its_account_sees_it(client, enter, people, unit):
    """Once; pressed twice it is one case, changed it is another."""
    case = InquiryFactory(unit=unit, asked_by=people["asker"], enterprise=None)
    enter(people["officer"])
    page = f"{LIST}{case.pk}/split/"
    once = client.get(page).context["form"]["once"].value()
    said = {"once": once, "subject": "Việc hai", "question": "Còn việc này?"}
    told = [str(m) for m in client.post(page, said, follow=True).context["messages"]]
    client.post(page, said)
    new = Inquiry.objects.exclude(pk=case.pk).get()
    assert any(new.reference in each and "PIN" in each for each in told)
    assert list(Inquiry.objects.visible_to(people["asker"]).order_by("pk")) == [case, new]
    assert case.links.count() == 1 and case.messages.count() == 1
    client.post(page, said | {"question": "Việc thứ ba"})
    assert Inquiry.objects.count() == 3


def test_a_question_written_down_twice_is_one_case(client, enter, people, unit, settings, tmp_path):
    """With the letter as it was scanned; another question on the same page is another case."""
    settings.MEDIA_ROOT = tmp_path
    enter(people["officer"])
    page = f"{LIST}add/?way=enter"
    once = client.get(page).context["form"]["once"].value()
    said = {"once": once, "channel": "writing", "kind": "question", "topic": TopicFactory().pk,
            "subject": "Công văn hỏi mã HS", "unit": unit.pk}  # fmt: skip
    for _ in range(2):
        scan = SimpleUploadedFile("cong-van.pdf", pdf())
        assert client.post(page, said | {"files": scan}).status_code == 302
    case = Inquiry.objects.get()
    assert [row.file.name for row in case.attachments.all()] == ["cong-van.pdf"]
    client.post(page, said | {"subject": "Câu khác"})
    assert Inquiry.objects.count() == 2
    bad = client.post(page, said | {"subject": "x", "files": SimpleUploadedFile("a.exe", b"MZ")})
    assert bad.status_code == 200 and "a.exe" in bad.content.decode()
    assert Inquiry.objects.count() == 2
