"""What follows from a withdrawal: one appeal, decided with a reason; every turn is told."""

from collections import Counter
from datetime import date
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from associations import services
from associations.admin.assessments import assessments_waiting
from associations.admin.programme import appeals_waiting
from associations.models import Assessment, Member
from core.history import acting
from core.models import Letter
from directory.models import Enterprise
from tests.associations.factories import AgreementFactory, speaker
from tests.associations.programme_factories import AssessmentFactory, MemberFactory
from tests.factories import RoleFactory

BEFORE = "associations.migrations.0013_who_decided_before"
OWN = "/associations/compliance/own/"


@pytest.fixture
def member(people):
    return MemberFactory(enterprise=people["asker"].represents.get().enterprise)


@pytest.fixture
def withdraw(people, member):
    def withdraw(grounds="crime"):
        return services.withdraw(member, by=people["board"], grounds=grounds, reason="found out")

    return withdraw


@pytest.fixture
def colleague(people):
    """A second person of the board: who withdrew a membership does not hear the appeal."""
    return RoleFactory(kind="board", unit=people["board"].roles.get().unit).user


def shared(people, department) -> Assessment:
    """Shared with the asker's enterprise, whose time to comment is over."""
    mine = people["asker"].represents.get().enterprise
    return AssessmentFactory(enterprise=mine, unit=department, status="shared",
                             comment_by=date(2020, 1, 1))  # fmt: skip


def told(member) -> list[str]:
    return sorted(Letter.objects.filter(cause__contains=f"member {member.pk} ").values_list(
        "cause", flat=True
    ))  # fmt: skip


def test_an_appeal_granted_gives_the_membership_back_and_the_next_withdrawal_is_told_too(
    people, member, withdraw, colleague
):
    withdraw()
    services.contest(member, by=people["asker"], text="paid in time")
    services.reinstate(member, by=colleague, reason="so it was")
    member.refresh_from_db()
    assert (member.status, member.left_on, member.grounds) == ("active", None, "")
    member.enterprise.refresh_from_db()
    assert "voluntary_compliance" in member.enterprise.traits
    withdraw()
    services.contest(member, by=people["asker"], text="again in time")
    services.uphold(member, by=colleague, reason="not so")
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
    people, member, withdraw, colleague, client
):
    withdraw()
    client.force_login(people["asker"])
    url = f"/associations/compliance/members/{member.pk}/contest/"
    page = client.get(OWN).content.decode()
    assert url in page and "found out" in page
    assert client.post(url, {"text": "paid in time"}).status_code == 302
    assert url not in client.get(OWN).content.decode()
    member.refresh_from_db()
    services.uphold(member, by=colleague, reason="it was not")
    assert "it was not" in client.get(OWN).content.decode()
    with pytest.raises(PermissionDenied):
        services.contest(member, by=people["asker"], text="again")
    client.force_login(people["rival"])
    assert client.get(url).status_code == 404


def test_who_became_a_member_anew_is_not_reinstated_beside_it(people, member, withdraw, colleague):
    withdraw()
    services.contest(member, by=people["asker"], text="x")
    MemberFactory(enterprise=member.enterprise)
    with pytest.raises(ValidationError):
        services.reinstate(member, by=colleague, reason="x")
    member.refresh_from_db()
    assert member.status == "contested"


def test_who_withdrew_a_membership_does_not_decide_the_appeal(people, member, withdraw, colleague):
    withdraw()
    services.contest(member, by=people["asker"], text="x")
    for verb in (services.reinstate, services.uphold):
        with pytest.raises(PermissionDenied):
            verb(member, by=people["board"], reason="x")
    with pytest.raises(IntegrityError), transaction.atomic(), acting(None, "by hand"):
        Member.objects.filter(pk=member.pk).update(heard_by=people["board"])
    services.uphold(member, by=colleague, reason="x")
    assert (member.withdrawn_by, member.heard_by) == (people["board"], colleague)


def test_who_decided_an_assessment_does_not_hear_the_appeal_the_board_may(people, department):
    row = shared(people, department)
    services.decide_on(row, by=people["head"], outcome="warned", reason="x")
    services.appeal(row, by=people["asker"], text="look again")
    with pytest.raises(PermissionDenied):
        services.decide_on(row, by=people["head"], outcome="warned", reason="x")
    assert not assessments_waiting(people["head"]).rows.exists()
    assert list(assessments_waiting(people["board"]).rows) == [row]
    services.decide_on(row, by=people["board"], outcome="goes_on", reason="y")
    assert (row.decided_by, row.heard_by) == (people["head"], people["board"])


@pytest.mark.parametrize("traits", [["key_partner"], []])
@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [("ended", "goes_on", None), ("ended", "ended", False), ("core", "warned", None),
     ("ended", "core", True), ("warned", "goes_on", None)],
)  # fmt: skip
def test_a_key_partner_is_one_again_once_the_appeal_turns_the_end(
    people, department, traits, first, then, kept
):
    row = shared(people, department)
    with acting(None, "given"):
        Enterprise.objects.filter(pk=row.enterprise_id).update(traits=traits)
    services.decide_on(row, by=people["head"], outcome=first, reason="x")
    services.appeal(row, by=people["asker"], text="look again")
    services.decide_on(row, by=people["board"], outcome=then, reason="y")
    row.enterprise.refresh_from_db()
    is_key = bool(traits) if kept is None else kept
    assert row.enterprise.traits == (["key_partner"] if is_key else [])


def test_an_appeal_waits_on_the_desk_of_who_decides_it(people, member, withdraw, colleague):
    withdraw()
    assert not appeals_waiting(colleague).rows.exists()
    services.contest(member, by=people["asker"], text="x")
    entry = appeals_waiting(colleague)
    assert [entry.line(row).title for row in entry.rows] == [str(member)]
    assert not appeals_waiting(people["board"]).rows.exists()  # who withdrew it
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
    told = Counter(cause.split()[2] for cause in causes)
    assert told == {"suspended": 2, "resumed": 2, "consulted": 2, "drafted": 2}


def test_who_decided_before_it_was_kept_is_found_in_the_history(people, member, withdraw):
    """What the migration fills in for rows that are older than the rule."""
    enterprise = Enterprise.objects.filter(pk=member.enterprise_id)
    with acting(None, "given"):
        enterprise.update(traits=["key_partner"])
    withdraw()
    row = shared(people, member.unit)
    services.decide_on(row, by=people["head"], outcome="ended", reason="x")
    with acting(None, "given"):
        Member.objects.update(withdrawn_by=None)
        Assessment.objects.update(decided_by=None, key_before=False)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in import_module(BEFORE).STATEMENTS:
            cursor.execute(statement)
    member.refresh_from_db()
    row.refresh_from_db()
    assert member.withdrawn_by == people["board"]
    assert (row.decided_by, row.key_before) == (people["head"], True)
