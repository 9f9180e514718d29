"""A letter is written with its cause, leaves at least once, and can be called back in time."""

import email
import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.policy import default
from threading import Event

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.timezone import now

from core import chores, letters
from core.models import Letter
from tests.factories import UserFactory

LATER = timedelta(minutes=1)
FACTS = {
    "sentence": "Tom & <Jerry>\nsee https://portal.example/a?b=1&c=2",
    "at": now(),
    "ip": "::1",
}


def write(cause="c", to=("a@example.com",), **more):
    return letters.write(
        cause, list(to), template=more.pop("template", "account_changed"), context=FACTS, **more
    )


class Sink:
    """A mail server that keeps what it is sent, and may refuse an address for now."""

    def __init__(self):
        self.received, self.refused = [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused:
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append(
            (envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=default))
        )
        return "250 OK"


def free_port() -> int:
    """A port nobody listens on: tests run in several processes."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture
def sink(settings):
    """Letters go to a real mail server on this machine."""
    handler = Sink()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def test_it_waits_for_the_undo_window_then_leaves_once_though_no_queue_ever_heard(db):
    """G26: with the queue wiped, whatever is due is found in the database."""
    write()
    assert letters.deliver() == 0
    assert letters.deliver(now() + LATER) == 1
    assert letters.deliver(now() + LATER) == 0
    assert [m.to for m in mail.outbox] == [["a@example.com"]]


def test_a_transaction_undone_takes_its_letter_along(db):
    """G26: raise after save."""
    with pytest.raises(ValueError), transaction.atomic():
        write()
        raise ValueError
    assert not Letter.objects.exists()


def test_one_letter_a_cause_and_recipient(db):
    write()
    write(to=["a@example.com", "b@example.com"])
    assert letters.deliver(now() + LATER) == 2


def test_each_reads_it_in_the_own_language_and_a_closed_account_not_at_all(db):
    write(to=[
        UserFactory(email="vi@example.com", language="vi"),
        UserFactory(email="en@example.com", language="en"),
        UserFactory(email="gone@example.com", is_active=False),
        "plain@example.com",
    ])  # fmt: skip
    found = dict(Letter.objects.values_list("recipient", "language"))
    assert found == {"vi@example.com": "vi", "en@example.com": "en", "plain@example.com": "vi"}
    english = Letter.objects.get(language="en")
    assert english.subject == "Your account has changed"
    assert english.body.startswith("Dear Nguyễn Văn A") and "\n\n\n\n" not in english.body


def test_text_stays_as_it_is_and_its_html_twin_is_escaped_with_live_links(db, sink):
    """A real mail server receives both, under a stable key, marked as nobody's hand."""
    write(language="en")
    letters.deliver(now() + LATER)
    [(to, message)] = sink.received
    plain = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert to == ["a@example.com"] and "Tom & <Jerry>" in plain
    assert "Tom &amp; &lt;Jerry&gt;" in html and "<Jerry>" not in html
    assert 'href="https://portal.example/a?b=1&amp;c=2"' in html
    assert message["Message-ID"] == Letter.objects.get().message_id
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "en")


def test_a_line_break_in_the_subject_starts_no_header(db, sink):
    evil = {"sentence": "x", "number": "1\r\nBcc: evil@example.com"}
    subject, _body = letters.render("report_reminder", {**FACTS, **evil, "plan": evil}, "en")
    assert "\n" not in subject and "\r" not in subject
    write()
    Letter.objects.update(subject=subject)
    letters.deliver(now() + LATER)
    [(to, message)] = sink.received
    assert message["Bcc"] is None and to == ["a@example.com"]


def test_a_refusing_server_is_asked_again_later_and_no_text_reaches_the_log(db, sink, caplog):
    """G36: neither address nor text of a letter is logged."""
    sink.refused = {"bad@example.com"}
    write(to=["bad@example.com", "good@example.com"])
    letters.deliver(now() + LATER)
    bad, good = Letter.objects.order_by("recipient")
    assert (bad.attempts, bad.done_at) == (1, None) and "451" in bad.last_error and good.done_at
    sink.refused.clear()
    letters.deliver(bad.due_at)
    assert [to for to, _ in sink.received] == [["good@example.com"], ["bad@example.com"]]
    ours = [r.getMessage() for r in caplog.records if r.name != "mail.log"]  # the sink's own
    assert not [line for line in ours if "Tom" in line or "@example.com" in line]


def test_recalled_within_the_window_it_never_leaves_and_later_it_is_too_late(db):
    write("early")
    write("late")
    assert letters.recall("early") == 1
    letters.deliver(now() + LATER)
    assert letters.recall("late") == 0
    assert len(mail.outbox) == 1


def test_a_move_undone_and_made_again_writes_again(db):
    write("answer")
    letters.recall("answer")
    write("answer")
    assert letters.deliver(now() + LATER) == 1


def test_without_a_mail_server_it_waits_longer_each_time_is_given_up_and_sent_again_on_demand(
    people, settings, sink
):
    """G26: the relay down for days; an administrator's word starts it anew."""
    heard, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    write()
    letter, waits = Letter.objects.get(), []
    for _ in range(Letter.patience):
        before = letter.due_at
        letters.deliver(before)
        letter.refresh_from_db()
        waits.append(letter.due_at - before)
    assert waits == sorted(waits) and waits[0] == timedelta(minutes=2)
    assert timedelta(days=2) < sum(waits, timedelta()) < timedelta(days=5)
    assert list(Letter.objects.given_up()) == [letter] and "refused" in letter.last_error
    assert letters.deliver(now() + timedelta(days=30)) == 0
    with pytest.raises(PermissionDenied):
        chores.try_again(letter, by=people["head"])
    settings.EMAIL_PORT = heard
    assert chores.try_again(letter, by=people["system"])
    assert not chores.try_again(letter, by=people["system"])
    letters.deliver(now() + LATER)
    assert len(sink.received) == 1


def test_only_who_runs_the_portal_sees_letters(people):
    write()
    seen = {name for name, user in people.items() if Letter.objects.visible_to(user).exists()}
    assert seen == {"system", "auditor"}


class Killed(BaseException):
    """The process ends here."""


def test_a_sender_killed_before_commit_counts_and_sends_again_under_the_same_key(db, monkeypatch):
    write()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Letter, "succeeded", lambda self, at: (_ for _ in ()).throw(Killed()))
        letters.deliver(now() + LATER)
    letter = Letter.objects.get()
    assert (letter.attempts, letter.last_error) == (1, chores.BEGUN)
    letters.deliver(letter.due_at)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def at_once(times, do):
    def each(_):
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(each, range(times)))


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_letter_once():
    """G26: the task run in parallel."""
    write(to=[f"{n}@example.com" for n in range(40)])
    assert sum(at_once(4, lambda: letters.deliver(now() + LATER))) == 40
    assert len(mail.outbox) == len({m.to[0] for m in mail.outbox}) == 40


@pytest.mark.django_db(transaction=True)
def test_a_sender_stuck_in_its_mail_server_holds_no_other_up_and_cannot_be_recalled():
    write("stuck", ["stuck@example.com"])
    write("free", ["free@example.com"])
    stuck, done = Event(), Event()

    def hold():
        with transaction.atomic():
            Letter.objects.select_for_update().get(recipient="stuck@example.com")
            stuck.set()
            done.wait(10)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        stuck.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        try:
            assert letters.deliver(now() + LATER) == 1
            assert letters.recall("stuck") == 0
        finally:
            done.set()
    assert [m.to for m in mail.outbox] == [["free@example.com"]]


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_costs_nobody_the_answer_and_the_letter_leaves_later(dead_broker):
    """G26: the broker down at submit."""
    with transaction.atomic():
        write(after=letters.AT_ONCE)
    assert dead_broker() and letters.deliver(now() + LATER) == 1


def test_the_mail_server_of_this_test_is_real(sink, settings):
    with smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT) as server:
        server.sendmail("x@example.com", ["y@example.com"], "Subject: z\r\n\r\n")
    assert len(sink.received) == 1
