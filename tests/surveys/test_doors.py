"""Doors of a survey: codes, open links, kiosks, opting out; each answer is handed in once."""

from datetime import timedelta
from threading import Thread

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.timezone import localdate

from core.models import RateCount
from surveys import services
from surveys.models import Response, SealedAnswer, UsedCode
from surveys.notices import opt_out_link
from surveys.sealing import unseal

from .answering_parts import ANSWER, CHECK, CODE, FIRST, SECOND, come_in, enter, fill
from .factories import invited, open_round

ENGLISH = {"headers": {"accept-language": "en"}}
NOT_OURS, WAS_USED = "not a code of ours", "was used"


def test_what_is_no_code_opens_nothing_and_says_so(named, client):
    """G16: unknown, mistyped and empty codes get the same words; a good one still works after."""
    _row, code = invited(named)
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    for typed in (other, "x" * 13, "0" * 13, "ABCD-EFGH", "I" * 41):
        page = client.post(CODE, {"code": typed}, **ENGLISH)
        assert page.status_code == 200
        assert NOT_OURS in page.content.decode() or len(typed) > 40
    assert "survey" not in client.session
    assert enter(client, code).url == ANSWER


def test_used_and_closed_codes_are_answered_properly(named, client):
    row, used = invited(named)
    services.hand_in(named, services.Sheet("paper", "vi", {"viec": "xuat"}), invitation=row)
    over = open_round(closes_on=localdate() - timedelta(days=1))
    ended = open_round()
    services.close_round(ended, by=None)
    for code, words in (
        (used, WAS_USED), (invited(over)[1], "takes answers from"),
        (invited(ended)[1], "takes answers from"),
    ):  # fmt: skip
        page = client.post(CODE, {"code": code}, **ENGLISH)
        assert page.status_code == 200 and words in page.content.decode()
    assert "survey" not in client.session


def test_an_open_link_that_is_over_leads_to_the_results(db, client):
    """Once they are published; before that it says only when answers were taken."""
    ended = open_round(has_open_link=True)
    link, found = f"/surveys/open/{ended.address}/", f"/surveys/results/{ended.pk}/"
    services.close_round(ended, by=None)
    page = client.get(link, **ENGLISH).content.decode()
    assert "This survey is over" in page and found not in page
    services.analyse_round(ended, by=None)
    services.publish_round(ended, by=None)
    assert found in client.get(link, **ENGLISH).content.decode()


def test_guessing_codes_is_slowed_down(db, client):
    """G17: the eleventh code within a minute gets 429 with Retry-After, never 500."""
    found = [client.post(CODE, {"code": "0" * 13}) for _try in range(11)]
    assert [answer.status_code for answer in found] == [200] * 10 + [429]
    assert int(found[-1]["Retry-After"]) > 0
    assert RateCount.objects.exists()


def test_a_paper_answer_closes_the_code_while_somebody_is_online(named, client):
    """Online and paper cannot both count: whoever comes second is told."""
    row, code = invited(named)
    enter(client, code)
    fill(client, FIRST, SECOND)
    services.hand_in(named, services.Sheet("paper", "vi", {"viec": "nhap"}), invitation=row)
    answer = client.post(CHECK, **ENGLISH)
    assert answer.status_code == 409 and WAS_USED in answer.content.decode()
    assert [r.channel for r in Response.objects.all()] == ["paper"]
    assert "survey" not in client.session


def test_a_round_that_closes_under_ones_hands_says_so(named, client):
    enter(client, invited(named)[1])
    fill(client, FIRST, SECOND)
    services.close_round(named, by=None)
    assert client.post(CHECK).status_code == 409
    assert client.get(CHECK).status_code == 302  # the draft is gone
    assert not Response.objects.exists() and not UsedCode.objects.exists()


def test_sending_twice_counts_once(named, client):
    """A second click, and the draft replayed from another tab: one answer, thanks both times."""
    enter(client, invited(named)[1])
    fill(client, FIRST, SECOND)
    kept = client.session["survey"]
    assert client.post(CHECK).url == client.post(CHECK).url == "/surveys/sent/"
    session = client.session
    session["survey"] = kept
    session.save()
    assert client.post(CHECK).url == "/surveys/sent/"
    assert Response.objects.count() == UsedCode.objects.count() == 1


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_an_open_link_sent_twice_counts_once_too(db, client, is_anonymous):
    survey_round = open_round(is_anonymous=is_anonymous)
    assert come_in(client, survey_round).url == ANSWER
    fill(client, FIRST, SECOND)
    kept = client.session["survey"]
    client.post(CHECK)
    session = client.session
    session["survey"] = kept
    session.save()
    assert client.post(CHECK).url == "/surveys/sent/"
    assert (SealedAnswer if is_anonymous else Response).objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_anonymous", [True, False])
def test_one_code_from_eight_places_at_once_counts_once(is_anonymous):
    """Eight hands at the same moment: one is taken, seven are told that the code was used."""
    survey_round = open_round(is_anonymous=is_anonymous)
    row, _code = invited(survey_round)
    told = []

    def hand_in():
        try:
            sheet = services.Sheet("online", "vi", {"viec": "xuat"})
            told.append(services.hand_in(survey_round, sheet, invitation=row))
        except ValidationError as refused:
            told.append(type(refused))
        finally:
            connection.close()

    threads = [Thread(target=hand_in) for _n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(map(str, told)) == sorted(map(str, [None] + [services.Used] * 7))
    assert Response.objects.count() + SealedAnswer.objects.count() == UsedCode.objects.count() == 1


def test_doors_that_are_shut(db, client):
    """Drafted rounds, unknown addresses and doors that a round has not got are 404."""
    survey_round = open_round(has_open_link=False, has_kiosk=False)
    draft = open_round(status="drafted")
    late = open_round(closes_on=localdate() - timedelta(days=1))
    for address in (survey_round.address, draft.address, "x" * 22):
        for door in ("open", "kiosk"):
            assert client.get(f"/surveys/{door}/{address}/").status_code == 404
            assert client.post(f"/surveys/{door}/{address}/").status_code == 404
    assert client.get(f"/surveys/open/{late.address}/").status_code == 200
    assert client.post(f"/surveys/open/{late.address}/").status_code == 409
    listed = client.get("/surveys/").content.decode()
    assert not any(r.address in listed for r in (survey_round, draft, late))


def test_the_kiosk_begins_anew_for_the_next_person(db, client):
    survey_round = open_round()
    for _person in range(2):
        client.post(f"/surveys/kiosk/{survey_round.address}/")
        assert client.get(ANSWER).context["form"]["viec"].value() is None
        fill(client, FIRST, SECOND)
        client.post(CHECK)
        assert (
            f"/surveys/kiosk/{survey_round.address}/"
            in client.get("/surveys/sent/").content.decode()
        )
    assert [unseal(s.content)["channel"] for s in SealedAnswer.objects.all()] == ["kiosk"] * 2


def test_opting_out_takes_a_signed_link_and_a_click(db, client):
    row, _code = invited(open_round())
    link = f"/surveys/no-more-letters/{row.pk}:zzz/"
    assert client.get(link).status_code == client.post(link).status_code == 404
    from_letter = opt_out_link(row).removeprefix(settings.PORTAL_URL)
    client.get(from_letter)
    row.refresh_from_db()
    assert row.opted_out_on is None
    client.post(from_letter)
    row.refresh_from_db()
    assert row.opted_out_on == localdate()
