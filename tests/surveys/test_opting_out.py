"""Who wants no letters gets none, now and later; who is listed when, and how often."""

import io
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from openpyxl import load_workbook

from core.history import acting, history
from surveys import services
from surveys.models import Invitation
from surveys.rules import invitation_verbs
from tests.factories import EnterpriseFactory

from .desk_parts import ROUNDS
from .factories import RoundFactory, invited, open_round, questionnaire

THERE = {"channel": "letter", "email": "", "postal": "12 Lê Lợi"}


def days_ago(row, days, **more):
    with acting(None, "given"):
        Invitation.objects.filter(pk=row.pk).update(
            sent_on=localdate() - timedelta(days=days), **more
        )


def listed(enter, people, row, way="letter"):
    """Codes and reminders of the file as it is handed out now."""
    answer = enter(people["focal_point"]).post(f"{ROUNDS}{row.pk}/codes/", {"way": way})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    place = heads.index("Mã") if "Mã" in heads else heads.index("Code")
    return {line[place]: line[-1] for line in sheet.iter_rows(min_row=2, values_only=True)}


@pytest.mark.parametrize("way", ["letter", "sms"])
def test_listing_again_is_a_reminder_counted_and_delayed(enter, people, row, way):
    """Fresh and three days old are listed, younger ones not; today's list may be had twice."""
    where = {"channel": way, "email": "", "phone": "0912345678"}
    found = [invited(row, **where) for _n in range(3)]
    (fresh, first), (young, _code), (old, third) = found
    days_ago(young, 2), days_ago(old, 3)
    for _twice in range(2):
        assert listed(enter, people, row, way) == {first: 0, third: 1}
        now = dict(row.invitations.values_list("pk", "reminders"))
        assert now == {fresh.pk: 0, young.pk: 0, old.pk: 1}
    old.refresh_from_db()
    assert (old.reminded_on, old.sent_on) == (localdate(), localdate() - timedelta(days=3))
    assert history(old)[0].verb == "hand_out"
    page = enter(people["focal_point"]).get(
        f"{ROUNDS}{row.pk}/codes/", headers={"accept-language": "en"}
    ).content.decode()  # fmt: skip
    assert "2 codes are to go out" in page and "1 of them as a reminder" in page
    days_ago(old, 9, reminded_on=localdate() - timedelta(days=3))
    assert listed(enter, people, row, way)[third] == 2


def test_an_officer_notes_that_no_letters_are_wanted(enter, people, row):
    """With the reason; neither letters nor text messages are listed; it can be taken back."""
    invitation, code = invited(row, **THERE)
    url = f"/admin/surveys/invitation/{invitation.pk}"
    client = enter(people["focal_point"])
    assert client.post(f"{url}/note_opt_out/", {"reason": ""}).status_code == 200
    assert client.post(f"{url}/note_opt_out/", {"reason": "Gọi điện"}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.opted_out_on == localdate()
    assert (history(invitation)[0].verb, history(invitation)[0].reason) == ("opt_out", "Gọi điện")
    assert listed(enter, people, row) == {}
    assert enter(people["officer"]).post(f"{url}/write_again/").status_code in (403, 404)
    enter(people["focal_point"]).post(f"{url}/write_again/", {"reason": "Đổi ý"})
    assert listed(enter, people, row) == {code: 0}


@pytest.mark.parametrize("known", ["enterprise", "email", "phone", "postal"])
def test_it_holds_for_later_rounds(people, department, known):
    """By enterprise, address or telephone; somebody else is asked; taken back it holds no more."""
    enterprise = EnterpriseFactory(managed_by=department)
    out = {
        "enterprise": {"enterprise": enterprise}, "email": {"email": "Giam.Doc@cty.vn"},
        "phone": {"phone": "0912", **THERE, "postal": ""}, "postal": {"name": "Cty A", **THERE},
    }[known]  # fmt: skip
    same = out | ({"email": "giam.doc@CTY.vn"} if known == "email" else {})
    first, _code = invited(open_round(unit=department), **out)
    services.note_opt_out(first, by=people["head"], reason="Gọi điện")
    later = RoundFactory(unit=department, status="approved", questionnaire=questionnaire_of(first))
    again, other = invited(later, **same)[0], invited(later, name="Cty B", **THERE)[0]
    services.open_round(later, by=people["head"])
    rows = {row.pk: row for row in later.invitations.all()}
    assert rows[again.pk].opted_out_on and not rows[other.pk].opted_out_on
    services.write_again(rows[again.pk], by=people["head"], reason="Đổi ý")
    last = RoundFactory(unit=department, status="approved", questionnaire=questionnaire_of(first))
    once_more, _code = invited(last, **same)
    services.open_round(last, by=people["head"])
    once_more.refresh_from_db()
    assert once_more.opted_out_on is None


def questionnaire_of(invitation):
    return invitation.round.questionnaire


def test_it_holds_for_a_list_that_is_loaded_later(people, department):
    first, _code = invited(open_round(unit=department), email="a@b.vn")
    services.opt_out(first)
    later = open_round(unit=department)
    lines = [services.Listed("A", email="A@b.vn"), services.Listed("B", email="b@b.vn")]
    services.load_list(later, by=people["head"], rows=lines)
    assert [row.name for row in services.unsent(later)] == ["B"]


def test_when_letters_are_declined_and_wanted_again(people, department):
    """While the round is under way, by those who run it."""
    declines, wants = (invitation_verbs.moves[name] for name in ("note_opt_out", "write_again"))
    for status, may in (("approved", True), ("open", True), ("closed", False)):
        row = RoundFactory(unit=department, status=status, questionnaire=questionnaire())
        invitation, _code = invited(row)
        assert declines.open_to(people["head"], invitation) is may
        assert not declines.open_to(people["officer"], invitation)
        services.opt_out(invitation)
        assert not declines.open_to(people["head"], invitation)
        assert wants.open_to(people["head"], invitation) is may
