"""What an agreement that ends still owed: it lapses or is released, however late the clock is."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError

from associations import services
from associations.models import Agreement, Commitment
from core.history import acting, history
from core.models import Letter
from tests.associations.clock import END, at, clock
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


def test_while_an_agreement_is_suspended_nothing_lapses_nor_is_asked_for(agreement, people):
    day = END - timedelta(days=60)
    services.suspend(agreement, by=people["head"], reason="because")
    row, later = owed(agreement, due_on=day), owed(agreement, due_on=END)
    for days in (7, -1):
        clock(day - timedelta(days=days))
    row.refresh_from_db()
    assert row.status == "open" and not Letter.objects.filter(cause__contains="commitment").exists()
    with time_machine.travel(at(day + timedelta(days=3)), tick=False):
        services.resume(agreement, by=people["head"])
    clock(day + timedelta(days=4))
    assert [Commitment.objects.get(pk=each.pk).status for each in (row, later)] == [
        "released", "open",
    ]  # fmt: skip
    assert history(row)[0].reason


def test_what_is_released_recurs_no_more_what_a_suspension_excused_does(agreement, people):
    first = END - timedelta(days=200)
    more = {"due_on": first, "first_due_on": first, "every_months": 1}
    released, kept = owed(agreement, **more), owed(agreement, **more)
    services.release(released, by=people["head"], reason="because")
    with time_machine.travel(at(first - timedelta(days=1)), tick=False):
        services.suspend(agreement, by=people["head"], reason="because")
    with time_machine.travel(at(first + timedelta(days=40)), tick=False):
        services.resume(agreement, by=people["head"])
    clock(first + timedelta(days=41))
    turns = Commitment.objects.exclude(pk=released.pk).order_by("turn")
    assert [turn.status for turn in turns] == ["released", "released", "open"]
    assert turns[0] == kept and turns[2].due_on > first + timedelta(days=41)


def test_what_was_due_before_the_suspension_is_not_excused(agreement, people):
    """No night came between: it lapses with the suspension, under the programme as well."""
    programme = AgreementFactory(unit=agreement.unit, under=agreement)
    day = END - timedelta(days=60)
    rows = [owed(each, due_on=day) for each in (agreement, programme)]
    with time_machine.travel(at(day + timedelta(days=1)), tick=False):
        services.suspend(agreement, by=people["head"], reason="because")
        services.resume(agreement, by=people["head"])
    assert {type(row).objects.get(pk=row.pk).status for row in rows} == {"lapsed"}


def test_what_a_suspended_agreement_owed_at_its_end_is_released(agreement, people):
    row = owed(agreement, due_on=END)
    services.suspend(agreement, by=people["head"], reason="because")
    clock(END + timedelta(days=2))
    row.refresh_from_db()
    agreement.refresh_from_db()
    assert (agreement.status, row.status) == ("expired", "released")


def test_a_suspended_agreement_is_renewed_tacitly_like_any_other(department, people):
    """Nobody refused: only a refusal ends it."""
    rows = [
        AgreementFactory(unit=department, status="suspended", term_months=24, renewal_months=12,
                         renewal_refused_on=refused)
        for refused in (None, date(2026, 5, 5))
    ]  # fmt: skip
    clock(END + timedelta(days=1))
    for row in rows:
        row.refresh_from_db()
    assert [row.status for row in rows] == ["suspended", "expired"]
    assert rows[0].ends_on == date(2028, 1, 9) and rows[0].amendments.get().tacit


def test_a_programme_suspended_with_its_frame_is_resumed_when_that_is_replaced(people, department):
    head = people["head"]
    old = AgreementFactory(unit=department)
    middle = AgreementFactory(unit=department, under=old)
    low, apart = (AgreementFactory(unit=department, under=middle) for _each in range(2))
    services.suspend(apart, by=head, reason="because")
    services.suspend(old, by=head, reason="because")
    new = AgreementFactory(unit=department, status="signed", renews=old, signed_by_customs=None)
    services.countersign(new, by=head, day=date(2025, 5, 5))
    states = [Agreement.objects.get(pk=row.pk).status for row in (old, middle, low, apart)]
    assert states == ["renewed", "in_force", "in_force", "suspended"]


def test_the_database_lets_no_programme_come_into_force_under_a_terminated_frame(department):
    above = AgreementFactory(unit=department, status="terminated")
    below = AgreementFactory(unit=department, under=above, status="signed")
    with pytest.raises(DatabaseError, match="terminated"), acting(None, "by hand"):
        Agreement.objects.filter(pk=below.pk).update(status="in_force")
