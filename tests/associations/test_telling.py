"""What a partner is told of its agreement: each step, each time, in its own language."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from associations import notices, services
from core.models import Letter
from tests.associations.factories import (
    AgreementFactory,
    AssociationFactory,
    CommitmentFactory,
    speaker,
)
from tests.associations.programme_factories import MemberFactory, SupportRequestFactory

DAY = date(2025, 5, 5)


@pytest.fixture
def association(db):
    return AssociationFactory()


@pytest.fixture
def partner(association):
    found = speaker(AgreementFactory(status="declined"), association)
    type(found).objects.filter(pk=found.pk).update(language="en")
    return found


def told(partner) -> list[str]:
    """Subjects of the letters to the partner, after the title."""
    rows = Letter.objects.filter(recipient=partner.email).order_by("pk")
    return [row.subject.partition(": ")[2] for row in rows]


def test_who_proposes_is_told_what_becomes_of_it(people, department, association, partner):
    head = people["head"]
    row = services.propose(
        by=partner, unit=department, party=association, kind="memorandum", title_vi="Hợp tác",
        fields=["digital"],
    )  # fmt: skip
    services.draft(row, by=head)
    for _twice in range(2):
        services.consult(row, by=head)
        services.draft(row, by=head)
    services.sign(row, by=head, number="1", signed_by_customs=DAY)
    services.countersign(row, by=head, day=DAY)
    for _twice in range(2):
        services.suspend(row, by=head, reason="because")
        services.resume(row, by=head)
    again = ["sent for consultation", "being drafted again"]
    assert told(partner) == [
        "taken up and being drafted", *again, *again,
        "signed by one side; the other signature is missing", "signed by both sides and in force",
        "suspended", "resumed", "suspended", "resumed",
    ]  # fmt: skip


def test_an_agreement_signed_by_both_at_once_is_told_once(people, department, association, partner):
    row = services.begin(
        by=people["head"], unit=department, party=association, kind="memorandum", title_vi="x",
        fields=["digital"],
    )  # fmt: skip
    both = {"signed_by_customs": DAY, "signed_by_partner": DAY}
    services.sign(row, by=people["head"], number="1", **both)
    assert told(partner) == ["signed by both sides and in force"]


def test_a_programme_is_told_that_it_is_resumed_with_its_frame(
    people, department, association, partner
):
    top = AgreementFactory(unit=department)
    low = AgreementFactory(unit=department, under=top)
    speaker(low, association)
    services.suspend(top, by=people["head"], reason="because")
    services.resume(top, by=people["head"])
    assert told(partner) == ["suspended", "resumed"]


def test_nobody_is_invited_to_a_meeting_that_is_over(people, department, association, partner):
    row = AgreementFactory(unit=department)
    speaker(row, association)
    given = {"by": people["head"], "agreement": row, "agenda": "1. Review"}
    services.convene(planned_on=localdate() - timedelta(days=1), **given)
    assert not Letter.objects.exists()
    services.convene(planned_on=localdate(), **given)
    assert Letter.objects.filter(recipient=partner.email, body__contains="/own/").exists()


def test_who_does_not_owe_a_commitment_is_not_asked_to_report_it(department, association, partner):
    row = AgreementFactory(unit=department)
    speaker(row, association)
    party = row.parties.get(association=association)
    for side, more in (("customs", {}), ("partner", {"party": party})):
        owed = CommitmentFactory(agreement=row, side=side, due_on=localdate(), **more)
        notices.remind_of_commitment(owed, 7, localdate())
        body = Letter.objects.filter(recipient=partner.email).latest("pk").body
        assert ("Report it" in body) == (side == "partner")


def test_what_is_not_supported_is_told_as_such(people):
    row = SupportRequestFactory(member=MemberFactory(
        enterprise=people["asker"].represents.get().enterprise
    ))  # fmt: skip
    services.turn_away(row, by=None, reason="under inspection")
    letter = Letter.objects.get(recipient=people["asker"].email)
    assert letter.subject.startswith(("Not supported", "Không hỗ trợ"))
    assert "under inspection" in letter.body
