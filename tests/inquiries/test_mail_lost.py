"""Mail of which nothing is lost: what follows on a case that is over, thanks with a but, what was
laid aside, and what its writer can read of the answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from core import letters
from core.history import acting
from core.models import Letter
from inquiries import services, tasks
from inquiries.mail import intake
from inquiries.mail import services as mail_services
from inquiries.models import IncomingMail, Inquiry, Link
from inquiries.reading import only_thanks
from tests.factories import EnterpriseFactory, RoleFactory, UserFactory, represent, top
from tests.inquiries.asking_parts import track
from tests.inquiries.factories import InquiryFactory, TopicFactory
from tests.inquiries.imap import imap_server
from tests.inquiries.mails import BOX, MAILS, TEXT, mail

KNOWN = {"email": "lan@gao.example", "reference": "VM-2026-000777-1"}
ASKS = "Cảm ơn anh chị, nhưng câu trả lời chưa đúng với lô hàng của chúng tôi"


@pytest.fixture(autouse=True)
def ready(db, settings, tmp_path):
    settings.MEDIA_ROOT, settings.MAIL_IN_ADDRESS = tmp_path, BOX
    top()
    return TopicFactory(code="other", keywords="")


# --- what its writer can read -----------------------------------------------------------------
def test_who_asks_by_mail_can_read_the_answer(mailoutbox, client, people, unit):
    """Question back and answer stand in the letters; code and PIN open the page."""
    case = intake.take_in(mail()).row.inquiry
    assert case.asker_name == "Trần Lan"
    with acting(None, "given"):
        Inquiry.objects.filter(pk=case.pk).update(unit=unit, handler=people["officer"])
    case.refresh_from_db()
    services.take(case, by=None)
    services.ask_more(case, by=people["officer"], text="Xin gửi số tờ khai")
    intake.take_in(mail("Số 123", subject=f"Re: {case.reference}", id="<s@x>"))
    case.refresh_from_db()
    cited = [("39/2018/TT-BTC", "Điều 7")]
    services.answer(case, by=people["officer"], text="Gồm ba thứ giấy & tờ", citations=cited)
    letters.deliver(now() + letters.UNDO)
    receipt, asked, told = mailoutbox
    assert "Xin gửi số tờ khai" in asked.body
    assert "Gồm ba thứ giấy & tờ" in told.body and "39/2018/TT-BTC, Điều 7" in told.body
    assert {to for letter in mailoutbox for to in letter.to} == {"lan@gao.example"}
    code, pin = (receipt.body.partition(said)[2].split()[0] for said in (": ", "PIN: "))
    found = [word for word in receipt.body.split() if word.count("-") == 3]
    assert track(client, found[0], pin).url == "/inquiries/track/case/" and code


# --- thanks -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    ["Xin cảm ơn ạ!", "Thanks a lot", "OK, cảm ơn", "Cam on anh chi",
     "Cảm ơn anh chị đã trả lời.\n\nTrân trọng,\nTrần Lan\nCông ty Gạo\n0912 345 678"],
)  # fmt: skip
def test_thanks_open_nothing_again(text):
    case = InquiryFactory(status="answered", **KNOWN)
    told = intake.take_in(mail(text, subject=f"Re: {case.reference}", files=[("a.txt", b"a")]))
    case.refresh_from_db()
    assert (case.status, told.row.outcome) == ("answered", "noted")
    assert case.messages.get(side="asker").attachments.count() == 1


@pytest.mark.parametrize(
    "text",
    [ASKS, "Cảm ơn, xin hỏi thêm", "Cảm ơn?", "Thank you, but no", "Vẫn chưa rõ, xin hỏi thêm",
     "Cảm ơn.\nTrân trọng\nLan\nHồ sơ nộp ở đâu?", "Cảm ơn. Trân trọng đề nghị giải đáp lại",
     "OK"],
)  # fmt: skip
def test_an_answered_case_is_opened_again_by_whatever_may_be_a_question(text):
    assert not only_thanks(text)
    case = InquiryFactory(status="answered", **KNOWN)
    told = intake.take_in(mail(text, subject=f"Re: {case.reference}", files=[("a.txt", b"a")]))
    case.refresh_from_db()
    assert (case.status, told.row.outcome) == ("routed", "joined")
    assert case.messages.get(side="asker").attachments.count() == 1


# --- a case that is over ----------------------------------------------------------------------
@pytest.mark.parametrize("status", ["withdrawn", "handed_over", "closed"])
def test_what_is_asked_after_the_end_is_a_new_case_that_says_so(status):
    case = InquiryFactory(status=status, received_at=now() - timedelta(days=40), **KNOWN)
    told = intake.take_in(mail(ASKS, subject=f"Re: {case.reference}"))
    new = told.row.inquiry
    assert told.row.outcome == "case" and new != case and new.question == ASKS
    assert Link.objects.get(source=case, target=new).kind == "follows"
    assert new.reference in case.messages.get(side="note").text
    assert case.reference in new.messages.get(side="note").text
    assert Letter.objects.get().recipient == "lan@gao.example"
    case.refresh_from_db()
    assert case.status == status
    assert intake.take_in(mail("Cảm ơn", subject=case.reference)).row.outcome == "noted"


@pytest.mark.parametrize(("email", "outcome"), [("lan@gao.example", "joined"), ("x@y.vn", "case")])
def test_a_word_in_a_joined_case_reaches_the_case_that_is_answered(email, outcome):
    """Of the same asker; what another one writes is not read by a stranger."""
    whole = InquiryFactory(email=email, asker_name="Lan Trần")
    case = InquiryFactory(status="merged", **KNOWN)
    with acting(None, "given"):
        Link.objects.create(source=case, target=whole, kind="merged")
    told = intake.take_in(mail(ASKS, subject=f"Re: {case.reference}"))
    assert (told.row.outcome, told.row.inquiry == whole) == (outcome, outcome == "joined")
    assert whole.messages.filter(text=ASKS).exists() == (outcome == "joined")


def test_an_answer_that_comes_in_between_loses_no_word(monkeypatch, people, unit):
    """The row was read before an officer answered: it is looked at again under its lock."""
    stale = InquiryFactory(unit=unit, status="routed", **KNOWN)
    services.answer(Inquiry.objects.get(pk=stale.pk), by=people["officer"], text="Đáp")
    monkeypatch.setattr(intake, "case_of", lambda mail: stale)
    assert intake.take_in(mail(ASKS)).row.outcome == "joined"
    assert Inquiry.objects.get(pk=stale.pk).status == "routed"


# --- what was laid aside ----------------------------------------------------------------------
@pytest.mark.parametrize("name", ["list", "bulk", "x-loop", "out of office", "bounce", "held"])
@pytest.mark.parametrize("who", ["system", "board", "leader", "auditor", "officer"])
def test_what_was_laid_aside_is_made_a_case_by_a_button(client, enter, people, who, name):
    """By those who look after it; the auditor reads it, other officers do not see it."""
    if name == "held":
        for n in range(intake.MOST_A_DAY):
            intake.take_in(mail(f"số {n}"))
    told = intake.take_in(mail() if name == "held" else MAILS[name][0])
    row = told.row
    assert row.outcome in IncomingMail.ASIDE and row.inquiry is None
    enter(RoleFactory(kind="head", unit=top()).user if who == "leader" else people[who])
    card = client.get(f"/admin/inquiries/incomingmail/{row.pk}/change/")
    sent = client.post(f"/admin/inquiries/incomingmail/{row.pk}/make_case/")
    row.refresh_from_db()
    made, seen = who in ("system", "board", "leader"), who != "officer"
    assert card.status_code == (200 if seen else 404)
    text = card.content.decode()
    assert ("make_case" in text) == made
    if name in ("held", "out of office"):
        assert (told.mail.text in text) == seen
    assert sent.status_code == (302 if made else 403 if who == "auditor" else 404)
    assert (row.outcome, bool(row.inquiry)) == (("case", True) if made else (row.outcome, False))
    if made:
        again = client.post(f"/admin/inquiries/incomingmail/{row.pk}/make_case/")
        assert again.status_code == 409
        assert IncomingMail.objects.get(pk=row.pk).inquiry == row.inquiry


def test_a_mail_without_words_is_entered_by_hand(people):
    row = intake.take_in(b"X-Nothing: 1\r\n\r\n").row
    with pytest.raises(ValidationError):
        mail_services.make_case(row, by=people["system"])
    row.refresh_from_db()
    assert row.outcome == "broken" and not Inquiry.objects.exists()


# --- for whom it speaks -----------------------------------------------------------------------
@pytest.mark.parametrize("how", ["account", "contact", "both", "two", "closed", "denounces"])
def test_a_mail_speaks_for_the_one_enterprise_of_its_address(client, enter, how):
    """Its representatives see it when they have signed in; a sender proves nothing and sees
    nothing of theirs."""
    firm, other = EnterpriseFactory(), EnterpriseFactory()
    old = InquiryFactory(enterprise=firm, email="")
    user = UserFactory(email="LAN@gao.example", is_active=how != "closed")
    if how != "contact":
        represent(user, firm)
    with acting(None, "given"):
        if how in ("contact", "both"):
            firm.contacts.create(name="Lan", email="lan@gao.example")
        if how == "two":
            other.contacts.create(name="Lan", email="lan@gao.example")
    text = "Tôi tố cáo cán bộ" if how == "denounces" else TEXT
    case = intake.take_in(mail(text)).row.inquiry
    linked = how in ("account", "contact", "both")
    assert case.enterprise == (firm if linked else None)
    assert case.messages.filter(side="note", text__contains=str(firm)).exists() == linked
    assert case.asked_by is None and old.reference not in Letter.objects.get().body
    member = represent(UserFactory(), firm)
    assert set(Inquiry.objects.visible_to(member)) == ({old, case} if linked else {old})


# --- the mailbox ------------------------------------------------------------------------------
def test_a_mail_the_server_does_not_hand_out_stays_unread(settings):
    with imap_server([MAILS["plain"][0], None, MAILS["word"][0]]) as server:
        settings.MAIL_IN_URL = f"imap://box:word@127.0.0.1:{server.port}/INBOX"
        assert tasks.fetch_mail() == 2 and server.seen == {1, 3}
        server.mails[1] = MAILS["pdf"][0]
        assert tasks.fetch_mail() == 1 and server.seen == {1, 2, 3}
