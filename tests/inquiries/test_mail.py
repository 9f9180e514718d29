"""Mail that comes in: 60 real-shaped mails, replies, loops, the command, a mailbox of our own."""

import mailbox
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from django.utils.translation import override

from core import letters
from core.models import Letter
from inquiries import notices, services, tasks
from inquiries.mail import addresses, intake
from inquiries.mail.reading import read
from inquiries.models import IncomingMail, Inquiry, Message
from tests.factories import top
from tests.inquiries.factories import InquiryFactory, TopicFactory
from tests.inquiries.imap import imap_server
from tests.inquiries.mails import BOX, GMAIL, MAILS, TEXT, bounce, mail

KNOWN = {"email": "lan@gao.example", "reference": "VM-2026-000777-1"}


@pytest.fixture(autouse=True)
def ready(db, settings, tmp_path):
    settings.MEDIA_ROOT, settings.MAIL_IN_ADDRESS = tmp_path, BOX
    top()
    TopicFactory(code="tax", keywords="hoàn thuế, thuế nhập khẩu")
    return TopicFactory(code="other", keywords="")


def test_sixty_mails_and_what_becomes_of_each(monkeypatch):
    """None is lost, none crashes the fetch; what is hostile is text, or refused and said (G13)."""
    monkeypatch.setattr(intake, "MOST_A_DAY", 1000)
    assert len(MAILS) >= 60
    for name, (raw, outcome, held, unheld, files) in MAILS.items():
        told = intake.take_in(raw)
        if outcome == "seen":
            assert told.row is None, name
            continue
        assert told.row and told.row.outcome == outcome, (name, told.row and told.row.note)
        assert bool(told.row.raw) == (outcome != "case" and bool(raw)), name
        if outcome != "case":
            assert told.row.inquiry is None, name
            continue
        case = told.row.inquiry
        assert held in case.question and (not unheld or unheld not in case.question), name
        assert [a.file.name for a in case.attachments.all()] == files, name
        assert case.channel == "email" and case.subject and case.email == told.mail.sender, name
    assert Letter.objects.filter(cause__endswith="received").count() == Inquiry.objects.count()


@pytest.mark.parametrize("name", MAILS)
def test_reading_is_the_same_twice(name):
    raw = MAILS[name][0]
    assert read(raw) == read(raw)


def test_the_same_mail_makes_one_case():
    """Idempotent by its number, whatever way it came; and a number is not taken from another."""
    for _ in range(2):
        intake.take_in(mail(id="<1@x>", Received="from a"))
        intake.take_in(mail(id="<1@x>", Received="from b"))
    assert Inquiry.objects.count() == 1
    intake.take_in(mail(id="<1@x>", sender="b@gao.example"))
    assert Inquiry.objects.count() == 2


def test_refused_files_are_named_in_a_note():
    case = intake.take_in(MAILS["macro"][0]).row.inquiry
    [note] = case.messages.filter(side="note")
    assert "a.docx" in note.text and case.attachments.count() == 0


def letter_of(case):
    return Letter.objects.get(cause=f"inquiry {case.pk} received").message_id


@pytest.mark.parametrize("way", ["letter", "token", "own mail", "reference"])
def test_a_reply_joins_its_case(way):
    case = intake.take_in(mail(id="<first@gao.example>")).row.inquiry
    more = {
        "letter": {"In_Reply_To": letter_of(case)},
        "token": {"Delivered_To": addresses.address_of(case.pk)},
        "own mail": {"References": "<x@y> <first@gao.example>"},
        "reference": {"subject": f"Re: {case.reference}: đã nhận"},
    }[way]
    told = intake.take_in(mail(GMAIL, id="<second@gao.example>", **more))
    assert told.row.outcome == "joined" and Inquiry.objects.count() == 1
    said = case.messages.get(side="asker")
    assert said.text == TEXT and "nữa" in said.quoted and said.mail_id == "<second@gao.example>"


@pytest.mark.parametrize("way", ["token", "reference", "own mail"])
def test_nobody_else_joins_a_case_by_guessing(way):
    """A reference is public, a number of a mail too: from another address they open no case."""
    case = intake.take_in(mail(id="<first@gao.example>")).row.inquiry
    forged = addresses.address_of(case.pk)[:-30] + "0" * 10 + "@customs.example"
    more = {
        "token": {"Delivered_To": forged},
        "reference": {"subject": f"Re: {case.reference}"},
        "own mail": {"In_Reply_To": "<first@gao.example>"},
    }[way]
    told = intake.take_in(mail("Khác", sender="rival@x.example", id="<r@x>", **more))
    assert told.row.outcome == "case" and told.row.inquiry != case


def test_a_colleague_who_answers_our_letter_is_named():
    case = intake.take_in(mail()).row.inquiry
    intake.take_in(mail("Bổ sung", sender="binh@gao.example", In_Reply_To=letter_of(case)))
    assert case.messages.get(side="asker").text == "Bổ sung"
    assert "binh@gao.example" in case.messages.get(side="note").text


def test_what_was_waited_for_sets_the_clock_going():
    case = InquiryFactory(status="waiting", **KNOWN)
    intake.take_in(mail(subject=f"Re: {case.reference}"))
    case.refresh_from_db()
    assert case.status == "routed" and case.due_at and not case.pauses.filter(until=None).exists()


def test_a_letter_that_came_back_is_told_to_its_case():
    case = intake.take_in(mail()).row.inquiry
    told = intake.take_in(bounce(letter_of(case)))
    assert (told.row.outcome, told.row.inquiry) == ("bounce", case)
    assert "lan@gao.example" in case.messages.get(side="note").text
    assert Letter.objects.count() == 1, "nothing is written to a daemon"


def test_a_loop_ends():
    """Whoever writes on and on is held after 20 cases a day; automatic replies get no letter."""
    for n in range(25):
        intake.take_in(mail(f"số {n}"))
    assert (
        Inquiry.objects.count() == 20 and IncomingMail.objects.filter(outcome="held").count() == 5
    )
    for name in ("out of office", "list", "bounce", "our own letter"):
        intake.take_in(MAILS[name][0])
    assert Letter.objects.count() == 20


def test_topic_kind_and_language_are_told_by_the_words():
    case = intake.take_in(mail("Xin hỏi về hoàn thuế")).row.inquiry
    assert (case.topic.code, case.kind, case.language) == ("tax", "question", "vi")
    case = intake.take_in(mail("Tôi làm đơn khiếu nại quyết định này")).row.inquiry
    assert (case.topic.code, case.kind) == ("other", "complaint")
    assert intake.take_in(mail("What is needed?", subject="Hi")).row.inquiry.language == "en"


def test_what_fails_inside_is_kept_as_it_came(monkeypatch, caplog):
    """G36: and the log tells nothing of who wrote what."""

    def broken(*args, **kwargs):
        raise ValueError("secret lan@gao.example")

    monkeypatch.setattr(services, "submit", broken)
    told = intake.take_in(mail())
    with told.row.raw.open() as kept:
        assert told.row.outcome == "broken" and kept.read() == mail()
    assert "could not be taken in" in caplog.text and "lan@" not in caplog.text
    assert not Inquiry.objects.exists() and not Message.objects.exists()


def test_the_command_prints_what_became_of_each(tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    for name in ("plain", "pdf", "out of office", "plain", "bounce"):
        box.add(MAILS[name][0])
    box.close()
    folder = mailbox.Maildir(tmp_path / "dir", create=True)
    folder.add(MAILS["word"][0])
    out = StringIO()
    with override("en"):
        call_command("fetch_mail", "--mbox", tmp_path / "box", stdout=out)
        call_command("fetch_mail", "--maildir", tmp_path / "dir", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 8 and lines[-1] == "1 read." and lines[5] == "5 read."
    assert sum(case.reference in out.getvalue() for case in Inquiry.objects.all()) == 3
    for wrong in (["--mbox", str(tmp_path / "none")], ["--imap"], []):
        with pytest.raises(CommandError):
            call_command("fetch_mail", *wrong)


def test_a_mailbox_is_emptied_once(settings):
    with imap_server([MAILS["plain"][0], MAILS["binary"][0], MAILS["word"][0]]) as server:
        settings.MAIL_IN_URL = f"imap://box:pass%20word@127.0.0.1:{server.port}/INBOX"
        assert tasks.fetch_mail() == 3 and server.seen == {1, 2, 3}
        assert tasks.fetch_mail() == 0
        server.seen.clear()  # a crash before the mark: they come again and are recognised
        assert tasks.fetch_mail() == 0
    assert Inquiry.objects.count() == 2
    settings.MAIL_IN_URL = ""
    assert tasks.fetch_mail() == 0


def test_a_letter_about_a_case_is_answered_to_its_case(mailoutbox, settings):
    """The token is in Reply-To; without a mailbox there is none, and the letter says so."""
    case = InquiryFactory(email="lan@gao.example", language="en")
    notices.extended(case, "Cần hỏi thêm")
    letters.deliver(now() + letters.UNDO)
    [letter] = mailoutbox
    assert letter.reply_to == [addresses.address_of(case.pk)]
    assert "what you write joins the case" in letter.body
    reply = mail(sender="b@else.example", Delivered_To=letter.reply_to[0], id="<r@x>")
    assert intake.take_in(reply).row.inquiry == case
    settings.MAIL_IN_ADDRESS = ""
    notices.handed_over(case)
    letters.deliver(now() + letters.UNDO)
    assert mailoutbox[1].reply_to == [] and "are not read" in mailoutbox[1].body


def test_letters_about_other_things_carry_no_address_of_a_case(mailoutbox):
    letters.write("inquiries late 2026", ["a@b.example"], template="inquiry_handed_over",
                  context={"inquiry": InquiryFactory()}, language="en")  # fmt: skip
    letters.deliver(now() + letters.UNDO)
    assert mailoutbox[0].reply_to == []
