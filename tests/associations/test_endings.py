"""What an agreement that ends still owed: it lapses or is released, however late the clock is."""

from datetime import date, timedelta

import pytest

from associations import services
from associations.models import Commitment
from core.history import history
from core.models import Letter
from tests.associations.clock import END, clock
from tests.associations.factories import AgreementFactory, CommitmentFactory, speaker


@pytest.fixture
def agreement(department, people):
    """In force until END; the head answers for customs, one person speaks for the partner."""
    people["head"]
    found = AgreementFactory(unit=department, term_months=24)
    speaker(found)
    return found


def owed(agreement, **more) -> Commitment:
    return CommitmentFactory(agreement=agreement, **more)


@pytest.mark.parametrize("late", [1, 2, 40], ids="{} days".format)
def test_what_is_open_when_an_agreement_expires_lapses_or_is_released(agreement, late):
    rows = [owed(agreement, due_on=END), owed(agreement, due_on=END - timedelta(days=1))]
    rows.append(owed(agreement))
    done = owed(agreement, status="reported", due_on=END, reported_on=END)
    for _twice in range(2):
        clock(END + timedelta(days=late))
    states = [Commitment.objects.get(pk=row.pk).status for row in (*rows, done)]
    assert states == ["lapsed", "lapsed", "released", "reported"]
    told = Letter.objects.filter(cause__contains=" lapsed ")
    assert told.count() == 4  # two commitments, both sides
    assert history(rows[2])[0].reason


def test_turns_missed_before_the_end_are_made_and_lapse_with_it(agreement):
    first = END - timedelta(days=100)
    row = owed(agreement, due_on=first, first_due_on=first, every_months=1)
    clock(END + timedelta(days=400))
    turns = Commitment.objects.filter(agreement=agreement).order_by("due_on")
    assert [turn.turn for turn in turns] == [0, 1, 2, 3]
    assert {turn.status for turn in turns} == {"lapsed"} and turns[0] == row


def test_what_a_replaced_agreement_owed_is_settled(people, department):
    head, day = people["head"], date(2025, 5, 5)
    old = AgreementFactory(unit=department)
    rows = [owed(old, due_on=day), owed(old, due_on=date(2099, 1, 1)), owed(old)]
    new = AgreementFactory(unit=department, status="signed", renews=old, signed_by_customs=None)
    services.countersign(new, by=head, day=day)
    assert [Commitment.objects.get(pk=row.pk).status for row in rows] == [
        "lapsed", "released", "released",
    ]  # fmt: skip
