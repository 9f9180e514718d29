"""G28: reminders to both sides exactly once, also after downtime; what follows from dates."""

from datetime import date, timedelta

import pytest

from associations import terms
from associations.models import Commitment
from core.history import acting
from core.models import Letter
from directory.models import Contact
from tests.associations.clock import END, clock
from tests.associations.factories import (
    AgreementFactory,
    AssociationContactFactory,
    CommitmentFactory,
    PartyFactory,
    speaker,
)
from tests.factories import EnterpriseFactory, RoleFactory


def before(days: int, day: date = END) -> date:
    return day - timedelta(days=days)


@pytest.fixture
def agreement(department, people):
    """In force until END; the head answers for customs, two people speak for the partner."""
    RoleFactory(unit=department, kind="officer")
    found = AgreementFactory(unit=department, term_months=24)
    people["head"], people["focal_point"]
    speaker(found), speaker(found)
    speaker(AgreementFactory())  # of another agreement: never written to
    return found


def letters(what: str) -> list[tuple[str, int]]:
    """Causes and how many letters each wrote."""
    found = {}
    for cause in Letter.objects.filter(cause__contains=what).values_list("cause", flat=True):
        found[cause] = found.get(cause, 0) + 1
    return sorted(found.items())


def end_of(agreement, *steps: int, what="end") -> list[tuple[str, int]]:
    """Four letters a step: head, focal point, two who speak for the partner."""
    day = f"{agreement.ends_on:%Y-%m-%d}"
    return sorted((f"agreement {agreement.pk} {what} {day} {step}", 4) for step in steps)


def test_both_sides_are_reminded_four_times_and_never_twice(agreement):
    clock(before(91))
    assert letters(" end ") == []
    for step in terms.STEPS:
        for _twice in range(2):
            clock(before(step))
        clock(before(step) + timedelta(days=1))
    assert letters(" end ") == end_of(agreement, 90, 60, 30, 7)


@pytest.mark.parametrize(
    ("wakes", "written"),
    [(before(89), [90]), (before(59), [60]), (before(20), [30]), (before(7), [7]),
     (before(0), [7]), (before(-1), []), (before(-40), [])],
)  # fmt: skip
def test_after_downtime_only_the_nearest_reminder_is_sent(agreement, wakes, written):
    clock(before(95))
    clock(wakes)
    clock(wakes, 9)
    assert letters(" end ") == end_of(agreement, *written)


def test_a_clock_that_was_never_on_before_sends_the_nearest_too(agreement):
    clock(before(25))
    assert letters(" end ") == end_of(agreement, 30)


def test_before_a_tacit_renewal_both_sides_are_told_until_when_to_refuse(people, department):
    renewing = AgreementFactory(unit=department, term_months=24, renewal_months=12, notice_days=30)
    people["head"], people["focal_point"], speaker(renewing), speaker(renewing)
    clock(before(30 + 60))
    clock(before(30 + 7))
    clock(before(5))
    assert letters(" renewal ") == end_of(renewing, 60, 7, what="renewal")
    assert letters(" end ") == []  # it does not end: nobody is asked to agree on an extension
    clock(before(-2))
    renewing.refresh_from_db()
    assert renewing.status == "in_force" and renewing.ends_on == date(2028, 1, 9)
    assert renewing.amendments.get().tacit


WAKES = [(89, [90]), (59, [60]), (20, [30]), (7, [7]), (0, [7]), (-1, []), (-40, [])]


@pytest.mark.parametrize(("ahead", "written"), WAKES)
def test_after_downtime_a_renewal_is_announced_once_by_its_nearest_reminder(
    people, department, ahead, written
):
    row = AgreementFactory(unit=department, term_months=24, renewal_months=12, notice_days=30)
    people["head"], people["focal_point"], speaker(row), speaker(row)
    refuse_by = before(30)
    clock(before(95, refuse_by))
    for hour in (8, 9):
        clock(before(ahead, refuse_by), hour)
    assert letters(f"{row.pk} renewal {END}") == end_of(row, *written, what="renewal")


@pytest.mark.parametrize(("ahead", "written"), WAKES)
def test_after_downtime_a_commitment_is_reminded_of_once_by_its_nearest_reminder(
    owed, ahead, written
):
    clock(before(95, owed.due_on))
    for hour in (8, 9):
        clock(before(ahead, owed.due_on), hour)
    day = f"{owed.due_on:%Y-%m-%d}"
    expected = [(f"commitment {owed.pk} due {day} {step}", 4) for step in written]
    assert letters(f"{owed.pk} due ") == expected
    assert len(letters(f"{owed.pk} lapsed ")) == (ahead < 0)


def test_once_the_renewal_is_refused_the_end_is_what_is_reminded_of(people, department):
    row = AgreementFactory(unit=department, term_months=24, renewal_months=12, notice_days=30)
    people["head"], people["focal_point"], speaker(row), speaker(row)
    with acting(None, "refuse_renewal"):
        type(row).objects.filter(pk=row.pk).update(renewal_refused_on=before(40))
    clock(before(39))
    clock(before(7))
    assert letters(" end ") == end_of(row, 60, 7) and letters(" renewal ") == []


@pytest.mark.parametrize("who", ["officer", "partner"])
def test_a_reminder_leads_its_reader_to_where_they_can_go(agreement, who):
    """An officer speaks for no association: theirs is the desk."""
    clock(before(7))
    user = agreement.unit.roles.exclude(kind="officer").first().user if who == "officer" else None
    letter = Letter.objects.filter(cause__contains=" end ")
    body = (letter.filter(recipient=user.email) if user else letter.order_by("-pk")).first().body
    desk, own = f"/admin/associations/agreement/{agreement.pk}/change/", "/associations/own/"
    assert (desk in body, own in body) == ((True, False) if user else (False, True))


def test_a_partner_without_an_account_is_reminded_at_its_contacts(department):
    """Of an association, an enterprise, another body; where somebody speaks, no contact."""
    row = AgreementFactory(unit=department, term_months=24)
    silent = PartyFactory(agreement=row).association
    AssociationContactFactory(association=silent, email="van.phong@hiephoi.example")
    AssociationContactFactory(association=silent)  # by telephone only
    AssociationContactFactory(email="other@hiephoi.example")
    person = speaker(row)
    AssociationContactFactory(
        association=person.speaks_for.get().association, email="spoken@hiephoi.example"
    )
    firm = PartyFactory(agreement=row, association=None, enterprise=EnterpriseFactory())
    with acting(None, "given"):
        Contact.objects.create(enterprise=firm.enterprise, name="x", email="kt@congty.example")
    PartyFactory(agreement=row, association=None, body="VCCI", email="vcci@example.com")
    owed = CommitmentFactory(agreement=row, party=firm, side="partner", due_on=before(0))
    clock(before(7))
    expected = {"van.phong@hiephoi.example", "kt@congty.example", person.email, "vcci@example.com"}
    for what, url in ((" end ", row.get_absolute_url()), (f"commitment {owed.pk} due", "")):
        told = Letter.objects.filter(cause__contains=what)
        assert {letter.recipient for letter in told} == expected
        body = told.get(recipient="kt@congty.example").body
        assert url in body and "/associations/commitments/" not in body and "/own/" not in body


def test_what_ends_expires_the_night_after_its_last_day_however_late(agreement):
    clock(END)
    agreement.refresh_from_db()
    assert agreement.status == "in_force"
    clock(END + timedelta(days=9))
    agreement.refresh_from_db()
    assert agreement.status == "expired"


@pytest.fixture
def owed(agreement):
    return CommitmentFactory(agreement=agreement, due_on=date(2026, 6, 30))


def test_owners_of_both_sides_are_reminded_before_a_commitment_is_due(owed):
    for step in terms.STEPS:
        clock(before(step, owed.due_on))
        clock(before(step, owed.due_on), 10)
    day = f"{owed.due_on:%Y-%m-%d}"
    expected = [(f"commitment {owed.pk} due {day} {step}", 4) for step in terms.STEPS]
    assert letters(" due ") == sorted(expected)


def test_a_commitment_lapses_the_night_after_its_day_and_both_sides_hear_of_it(owed):
    clock(owed.due_on)
    owed.refresh_from_db()
    assert owed.status == "open"
    for _twice in range(2):
        clock(owed.due_on + timedelta(days=3))
    owed.refresh_from_db()
    assert owed.status == "lapsed"
    assert [count for _cause, count in letters(" lapsed ")] == [4]


@pytest.mark.parametrize("status", ["drafted", "expired", "terminated"])
def test_an_agreement_that_binds_nobody_reminds_nobody(department, people, status):
    people["head"]
    other = AgreementFactory(unit=department, status=status, term_months=24)
    CommitmentFactory(agreement=other, due_on=before(5))
    clock(before(7))
    clock(before(-3))
    assert not Letter.objects.exists()


def test_a_quarterly_meeting_recurs_to_the_end_of_the_agreement_also_after_downtime(agreement):
    """Turns keep the day of the first: the last of the month stays the last."""
    first = CommitmentFactory(
        agreement=agreement, kind="meeting", due_on=date(2026, 1, 31),
        first_due_on=date(2026, 1, 31), every_months=3,
    )  # fmt: skip
    clock(date(2026, 11, 2))
    clock(date(2026, 11, 2), 20)
    rows = Commitment.objects.filter(agreement=agreement).order_by("due_on")
    assert [str(row.due_on) for row in rows] == [
        "2026-01-31", "2026-04-30", "2026-07-31", "2026-10-31",
    ]  # fmt: skip
    assert rows.last().follows.turn == 2 and rows.first() == first
    clock(date(2026, 11, 3))
    assert Commitment.objects.count() == 4  # 31 January 2027 would lie after the last day
