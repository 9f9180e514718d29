"""What follows from a withdrawal: one appeal, decided with a reason; every turn is told."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from associations import services
from associations.admin.assessments import assessments_waiting
from associations.admin.programme import appeals_waiting
from associations.models import Assessment
from core.models import Letter
from tests.associations.factories import AgreementFactory, speaker
from tests.associations.programme_factories import AssessmentFactory, MemberFactory

OWN = "/associations/compliance/own/"


@pytest.fixture
def member(people):
    return MemberFactory(enterprise=people["asker"].represents.get().enterprise)


@pytest.fixture
def withdraw(people, member):
    def withdraw(grounds="crime"):
        return services.withdraw(member, by=people["board"], grounds=grounds, reason="found out")

    return withdraw


def told(member) -> list[str]:
    return sorted(Letter.objects.filter(cause__contains=f"member {member.pk} ").values_list(
        "cause", flat=True
    ))  # fmt: skip


def test_an_appeal_granted_gives_the_membership_back_and_the_next_withdrawal_is_told_too(
    people, member, withdraw
):
    withdraw()
    services.contest(member, by=people["asker"], text="paid in time")
    services.reinstate(member, by=people["board"], reason="so it was")
    member.refresh_from_db()
    assert (member.status, member.left_on, member.grounds) == ("active", None, "")
    member.enterprise.refresh_from_db()
    assert "voluntary_compliance" in member.enterprise.traits
    withdraw()
    services.contest(member, by=people["asker"], text="again in time")
    services.uphold(member, by=people["board"], reason="not so")
    assert told(member) == [f"member {member.pk} {what}" for what in
                            ("heard 1", "heard 2", "withdrawn 1", "withdrawn 2")]  # fmt: skip


def test_one_appeal_a_withdrawal_and_none_against_ones_own_wish(people, member, withdraw, client):
    withdraw(grounds="own_wish")
    client.force_login(people["asker"])
    url = f"/associations/compliance/members/{member.pk}/contest/"
    assert url not in client.get(OWN).content.decode()
    assert client.post(url, {"text": "x"}).status_code == 403
    member.refresh_from_db()
    assert member.status == "withdrawn" and not member.appeal


def test_the_enterprise_reads_the_reason_appeals_and_reads_the_answer(
    people, member, withdraw, client
):
    withdraw()
    client.force_login(people["asker"])
    url = f"/associations/compliance/members/{member.pk}/contest/"
    page = client.get(OWN).content.decode()
    assert url in page and "found out" in page
    assert client.post(url, {"text": "paid in time"}).status_code == 302
    assert url not in client.get(OWN).content.decode()
    member.refresh_from_db()
    services.uphold(member, by=people["board"], reason="it was not")
    assert "it was not" in client.get(OWN).content.decode()
    with pytest.raises(PermissionDenied):
        services.contest(member, by=people["asker"], text="again")
    client.force_login(people["rival"])
    assert client.get(url).status_code == 404


def test_who_became_a_member_anew_is_not_reinstated_beside_it(people, member, withdraw):
    withdraw()
    services.contest(member, by=people["asker"], text="x")
    MemberFactory(enterprise=member.enterprise)
    with pytest.raises(ValidationError):
        services.reinstate(member, by=people["board"], reason="x")
    member.refresh_from_db()
    assert member.status == "contested"


def test_an_appeal_waits_on_the_desk_of_who_decides_it(people, member, withdraw):
    withdraw()
    assert not appeals_waiting(people["board"]).rows.exists()
    services.contest(member, by=people["asker"], text="x")
    assert [appeals_waiting(people["board"]).line(row).title
            for row in appeals_waiting(people["board"]).rows] == [str(member)]  # fmt: skip
    assert appeals_waiting(people["head"]) is None


def test_assessments_wait_on_the_desk_until_they_are_decided(people, department):
    late, soon = date(2020, 1, 1), date(2090, 1, 1)
    for status, day in (("drafted", None), ("shared", late), ("shared", soon), ("decided", late)):
        AssessmentFactory(unit=department, status=status, comment_by=day, outcome="core",
                          grounds="x", decided_on=late)  # fmt: skip
    AssessmentFactory(status="appealed", comment_by=late, outcome="core", grounds="x",
                      decided_on=late)  # fmt: skip
    rows = assessments_waiting(people["head"]).rows
    assert {(row.status, row.comment_by) for row in rows} == {("drafted", None), ("shared", late)}
    assert Assessment.objects.awaiting(people["board"], late).count() == 2
    assert assessments_waiting(people["auditor"]) is None


def test_every_suspension_and_every_consultation_is_told_not_only_the_first(people, department):
    row = AgreementFactory(unit=department)
    speaker(row)
    for _turn in range(2):
        services.suspend(row, by=people["head"], reason="because")
        services.resume(row, by=people["head"])
    draft = AgreementFactory(unit=department, status="drafted")
    speaker(draft)
    for _turn in range(2):
        services.consult(draft, by=people["head"])
        services.draft(draft, by=people["head"])
    causes = Letter.objects.values_list("cause", flat=True)
    assert sorted(causes) == sorted(
        [f"agreement {row.pk} suspended {n}" for n in (1, 2)]
        + [f"agreement {draft.pk} consulted {n}" for n in (1, 2)]
    )
