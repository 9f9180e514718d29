"""What becomes of letters of a survey: those that come back, wait to leave, or are old."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate, now

from core.clock import run_clock
from core.history import acting, history
from core.letters import deliver
from core.models import Letter
from inquiries.mail import intake
from inquiries.models import Inquiry
from surveys import services
from surveys.codes import spoken
from surveys.forms import INVITATION_MOVES
from surveys.models import Invitation
from surveys.rules import invitation_verbs
from tests.inquiries.mails import BOX, bounce

from .factories import invited, open_round

GONE = b"Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 unknown user"


@pytest.fixture
def row(db, settings, tmp_path):
    settings.MEDIA_ROOT, settings.MAIL_IN_ADDRESS = tmp_path, BOX
    return open_round()


def written_to(row, **fields):
    """An invitation whose letter has left, and that letter."""
    invitation, _code = invited(row, **fields)
    services.write_to(invitation)
    return invitation, Letter.objects.get(recipient=invitation.email)


def returned(letter, block=GONE, number=b"<b1@mx>"):
    """What the mailbox takes in when a mail server reports on ``letter``."""
    report = bounce(letter.message_id).replace(b"Status: 5.1.1", block)
    return intake.take_in(report.replace(b"<b1@mx>", number))


def test_a_letter_that_comes_back_to_the_mailbox_is_noted_at_its_invitation(row):
    """Once, with what the server said; it is no case, and no reminder goes there."""
    (lost, letter), (reached, _letter) = written_to(row), written_to(row)
    for number in (b"<1@mx>", b"<2@mx>"):
        told = returned(letter, number=number)
        assert (told.row.outcome, told.row.note) == ("bounce", letter.cause)
    lost.refresh_from_db()
    assert lost.bounced_on == localdate()
    verbs = [(line.verb, line.reason) for line in history(lost)]
    assert verbs[0] == ("note_return", "5.1.1 smtp; 550 unknown user")
    assert [verb for verb, _reason in verbs].count("note_return") == 1
    assert not Inquiry.objects.exists()
    with acting(None, "given"):
        row.invitations.update(sent_on=localdate() - timedelta(days=4))
    assert list(services.late(row)) == [reached]


@pytest.mark.parametrize(
    "block",
    [b"Action: delayed\r\nStatus: 4.4.1", b"Action: relayed\r\nStatus: 2.1.9", b"Status: 4.2.2"],
)
def test_a_report_of_delay_is_no_return(row, block):
    invitation, letter = written_to(row)
    assert returned(letter, block).row.outcome == "auto"
    invitation.refresh_from_db()
    assert invitation.bounced_on is None


def test_only_a_letter_of_ours_is_taken_for_lost(row):
    """A report that names another number, however like ours, changes nothing."""
    invitation, letter = written_to(row)
    letter.key = "00000000-0000-4000-8000-000000000000"
    assert returned(letter).row.outcome == "bounce"
    invitation.refresh_from_db()
    assert invitation.bounced_on is None


def test_a_reminder_that_comes_back_counts_and_an_officer_s_own_note_stays(row):
    invitation, asked = written_to(row)
    services.remind_one(invitation)
    reminder = Letter.objects.get(cause__startswith="surveys.remind")
    said = reminder.body.splitlines()[2]
    assert f"{localdate():%d/%m/%Y}" in said and said != asked.body.splitlines()[2]
    earlier = localdate() - timedelta(days=2)
    other, letter = written_to(row, bounced_on=None)
    with acting(None, "given"):
        Invitation.objects.filter(pk=other.pk).update(bounced_on=earlier)
    returned(reminder, number=b"<1@mx>")
    returned(letter, number=b"<2@mx>")
    found = dict(row.invitations.values_list("pk", "bounced_on"))
    assert found == {invitation.pk: localdate(), other.pk: earlier}


def test_a_reminder_that_was_given_up_counts_too(row):
    invitation, letter = written_to(row)
    services.remind_one(invitation)
    Letter.objects.filter(pk=letter.pk).update(done_at=now())
    Letter.objects.exclude(pk=letter.pk).update(given_up_at=now())
    assert services.note_given_up() == 1


def test_letters_that_wait_stay_home_when_nobody_wants_them(row):
    """Who answers or opts out in the ten minutes before a letter leaves gets none."""
    (out, _l1), (answered, _l2), (silent, _l3) = (written_to(row) for _n in range(3))
    for invitation in (out, answered, silent):
        services.remind_one(invitation)
    assert Letter.objects.count() == 6
    services.opt_out(out)
    services.hand_in(row, services.Sheet("online", "vi", {"viec": "xuat"}), invitation=answered)
    deliver(now() + timedelta(minutes=11))
    assert set(Letter.objects.values_list("recipient", flat=True)) == {silent.email}


def test_letters_with_codes_are_kept_for_thirty_days(row):
    """ADR 0007: codes do not lie in letters for ever; a young letter and other apps' stay."""
    (old, letter), (_young, other) = written_to(row), written_to(row)
    Letter.objects.filter(pk=letter.pk).update(done_at=now() - timedelta(days=31))
    Letter.objects.filter(pk=other.pk).update(done_at=now() - timedelta(days=29))
    foreign = Letter.objects.create(
        cause="inquiry 1", recipient="a@b.vn", due_at=now(), done_at=now() - timedelta(days=90)
    )
    run_clock(now() + timedelta(days=1) - timedelta(hours=1))
    assert set(Letter.objects.all()) == {other, foreign}
    services.write_to(Invitation.objects.select_related("round").get(pk=old.pk))
    assert Letter.objects.count() == 2, "nobody is written to twice"


def correct(invitation, by, **fields):
    now_there = {
        name: getattr(invitation, name) for name in ("channel", "email", "phone", "postal")
    }
    return services.correct_address(invitation, by=by, reason="Gọi điện hỏi", **now_there | fields)


def test_an_address_that_was_wrong_is_corrected_and_the_code_goes_out_again(row, people):
    """A late report about the old address no longer counts; the code is the one printed before."""
    invitation, letter = written_to(row)
    returned(letter)
    invitation.refresh_from_db()
    assert not services.unsent(row).exists()
    right = correct(invitation, people["board"], email="dung@example.vn")
    assert list(services.unsent(row)) == [right]
    services.write_to(right)
    again = Letter.objects.get(recipient="dung@example.vn")
    assert again.body.count(spoken(right.nonce, right.code)) == 1
    returned(letter, number=b"<b9@mx>")
    right.refresh_from_db()
    assert (right.bounced_on, right.sent_on) == (None, localdate())
    assert history(right)[1].reason == "Gọi điện hỏi"


def test_letters_to_the_old_address_stay_home(row, people):
    invitation, _letter = written_to(row)
    correct(invitation, people["board"], channel="letter", postal="Số 1 đường Lê Lợi, Hải Phòng")
    assert not Letter.objects.exists()
    assert list(services.to_hand_out(row, "letter")) == [invitation]
    Letter.objects.create(cause=f"surveys.invite:{invitation.pk}", recipient="xưa@example.vn",
                          subject="x", body="y", due_at=now(), given_up_at=now())  # fmt: skip
    assert services.note_given_up() == 0


def test_the_same_address_is_written_to_again(row, people):
    """A return that was noted by mistake: the letter leaves once more, and a reminder that was
    given up before does not make it come back again."""
    invitation, letter = written_to(row)
    Letter.objects.filter(pk=letter.pk).update(done_at=now())
    services.remind_one(invitation)
    Letter.objects.exclude(pk=letter.pk).update(given_up_at=now())
    services.note_return(invitation, by=people["board"])
    services.write_to(correct(invitation, people["board"]))
    assert Letter.objects.get(recipient=invitation.email).pk != letter.pk
    assert services.note_given_up() == 0


def test_the_way_that_is_chosen_needs_an_address(row, people):
    invitation, _letter = written_to(row)
    with pytest.raises(ValidationError):
        correct(invitation, people["board"], channel="sms", phone="")
    form = INVITATION_MOVES["correct_address"](
        {"channel": "sms", "phone": "", "reason": "x"}, by=people["board"], subject=invitation
    )
    assert list(form.errors) == ["phone"]


def test_what_is_used_unwanted_or_over_is_not_corrected(row, people):
    move = invitation_verbs.moves["correct_address"]
    (out, _l1), (answered, _l2), (open_one, _l3) = (written_to(row) for _n in range(3))
    services.opt_out(out)
    services.hand_in(row, services.Sheet("online", "vi", {"viec": "xuat"}), invitation=answered)
    board = people["board"]
    open_now = [move.open_to(board, each) for each in (out, answered, open_one)]
    assert open_now == [False, False, True]
    assert not move.open_to(people["stranger"], open_one)
