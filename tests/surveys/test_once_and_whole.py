"""G24, G26: an answer counts once however often it comes, whole or not at all; letters too."""

from decimal import InvalidOperation
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils.timezone import localdate

from core.jobs import work
from core.models import Job, Letter
from surveys import services
from surveys.models import Answer, FollowUp, Response, SealedAnswer, UsedCode
from surveys.sealing import unseal
from surveys.services import results

from .factories import RoundFactory, invited, open_round


class Boom(Exception):  # noqa: N818 -- reads as a sentence
    """Something that breaks after the verb has done its work."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_anonymous", [True, False])
def test_one_answer_sent_from_twenty_places_at_once_counts_once(is_anonymous):
    """G24: the same key, at the same moment; nobody is told of an error."""
    survey_round, key, told = open_round(is_anonymous=is_anonymous), uuid4(), []

    def hand_in():
        try:
            services.hand_in(survey_round, services.Sheet("open", "vi", {"viec": "xuat"}, key))
        except Exception as error:  # noqa: BLE001 -- whatever a visitor would have seen
            told.append(error)
        finally:
            connection.close()

    threads = [Thread(target=hand_in) for _n in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert told == []
    assert SealedAnswer.objects.count() + Response.objects.count() == 1


def test_another_answer_under_the_same_key_changes_nothing(db):
    """G24: what came first stays, in named and anonymous rounds alike."""
    key = uuid4()
    for is_anonymous in (True, False):
        survey_round = open_round(is_anonymous=is_anonymous)
        for work_done in ("xuat", "nhap"):
            sheet = services.Sheet("open", "vi", {"viec": work_done}, key)
            services.hand_in(survey_round, sheet)
    assert unseal(SealedAnswer.objects.get().content)["answers"] == {"viec": "xuat"}
    assert [row.choice for row in Answer.objects.all()] == ["xuat"]


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_a_code_is_not_spent_on_an_answer_that_was_lost(db, is_anonymous):
    """G26: what breaks after the code was spent gives it back; then it counts."""
    survey_round = open_round(is_anonymous=is_anonymous)
    row, _code = invited(survey_round)
    sheet = services.Sheet("online", "vi", {"viec": "xuat"})
    with pytest.raises(Boom), transaction.atomic():
        services.hand_in(survey_round, sheet, invitation=row)
        raise Boom
    if not is_anonymous:  # no number: the table of answers refuses it after the code was spent
        with pytest.raises(InvalidOperation):
            services.hand_in(survey_round, services.Sheet("online", "vi", {"to_khai": "ba"}),
                             invitation=row)  # fmt: skip
    assert not UsedCode.objects.exists() and not Response.objects.exists()
    assert not SealedAnswer.objects.exists()
    services.hand_in(survey_round, sheet, invitation=row)
    assert UsedCode.objects.count() == 1


def test_codes_leave_with_what_is_noted_of_them_or_not_at_all(people, row):
    """G26: a job asked for and undone is none; a letter and its note are one; twice is once."""
    (invitation, _code), head = invited(row), people["head"]
    with pytest.raises(Boom), transaction.atomic():
        services.send_invitations(row, by=head)
        raise Boom
    assert not Job.objects.exists()
    with pytest.raises(Boom), transaction.atomic():
        services.write_to(invitation)
        raise Boom
    invitation.refresh_from_db()
    assert invitation.sent_on is None and not Letter.objects.exists()
    services.send_invitations(row, by=head)
    work()
    services.write_to(type(invitation).objects.get(pk=invitation.pk))
    invitation.refresh_from_db()
    assert invitation.sent_on == localdate() and Letter.objects.count() == 1


def test_a_follow_up_and_the_letter_to_its_owner_are_one(people, department):
    """G26: neither without the other."""
    head = people["head"]
    told = {"round": RoundFactory(status="closed"), "unit": department, "finding": "Chờ lâu",
            "owner": people["officer"], "due_on": localdate()}  # fmt: skip
    with pytest.raises(Boom), transaction.atomic():
        results.assign(by=head, **told)
        raise Boom
    assert not FollowUp.objects.exists() and not Letter.objects.exists()
    results.assign(by=head, **told)
    assert FollowUp.objects.count() == Letter.objects.count() == 1
