"""The end of cooperation with a partner: who is told, and on whose desk memorandum and membership
lie until somebody ends them."""

from datetime import date

import pytest
from django.utils import translation

from associations import services
from associations.admin.assessments import agreements_to_end, members_to_end
from associations.models import Assessment
from core.models import Letter
from tests.associations.factories import AgreementFactory, PartyFactory
from tests.associations.programme_factories import AssessmentFactory, MemberFactory
from tests.factories import RoleFactory

DAY = date(2026, 3, 2)


@pytest.fixture
def mine(people):
    return people["asker"].represents.get().enterprise


@pytest.fixture
def running(mine, department):
    """A memorandum and a membership of the asker's enterprise."""
    memorandum = AgreementFactory(unit=department, kind="memorandum")
    PartyFactory(agreement=memorandum, association=None, enterprise=mine)
    return memorandum, MemberFactory(enterprise=mine, unit=department)


@pytest.fixture
def assessed(mine, department):
    return AssessmentFactory(enterprise=mine, unit=department, status="shared", comment_by=DAY)


def waiting(user) -> list:
    entries = [entry for entry in (agreements_to_end(user), members_to_end(user)) if entry]
    return [row for entry in entries for row in entry.rows]


def test_memorandum_and_membership_wait_for_who_may_end_them_and_do_not_end_by_themselves(
    people, running, assessed
):
    memorandum, member = running
    other = AgreementFactory(unit=memorandum.unit)
    PartyFactory(agreement=other)
    elsewhere = RoleFactory(kind="head").user
    assert not waiting(people["head"]) + waiting(people["board"])
    services.decide_on(assessed, by=people["head"], outcome="ended", reason="x")
    assert waiting(people["head"]) == [memorandum]
    assert waiting(people["board"]) == [memorandum, member]
    assert not waiting(elsewhere) + waiting(people["officer"]) + waiting(people["auditor"])
    for row, state in ((memorandum, "in_force"), (member, "active")):
        row.refresh_from_db()
        assert row.status == state
    services.terminate(memorandum, by=people["head"], reason="x")
    services.withdraw(member, by=people["board"], grounds="other", reason="x")
    assert not waiting(people["head"]) + waiting(people["board"])


def test_those_who_may_end_them_are_told_and_an_appeal_takes_it_off_the_desk(
    people, running, assessed
):
    board, head = people["board"], people["head"]
    services.decide_on(assessed, by=head, outcome="ended", reason="x")
    told = Letter.objects.filter(cause=f"assessment {assessed.pk} ended decided")
    assert {letter.recipient for letter in told} == {head.email, board.email}
    assert all(f"/agreement/{running[0].pk}/" in letter.body for letter in told)
    services.appeal(assessed, by=people["asker"], text="look again")
    assert not waiting(board)
    services.decide_on(assessed, by=board, outcome="warned", reason="y")
    assert not waiting(board)


@pytest.mark.parametrize("outcome", ["warned", "goes_on", "core"])
def test_what_was_decided_since_or_began_since_is_not_ended(people, mine, running, outcome):
    told = {"enterprise": mine, "grounds": "x", "status": "decided", "comment_by": DAY}
    AssessmentFactory(outcome="ended", decided_on=DAY, **told)
    assert len(waiting(people["board"])) == 2
    AssessmentFactory(outcome=outcome, decided_on=date(2026, 9, 1), year=2026, **told)
    assert not waiting(people["board"])


def test_a_partner_without_anything_that_runs_is_nobodys_letter(people, assessed):
    services.decide_on(assessed, by=people["head"], outcome="ended", reason="x")
    assert not Letter.objects.filter(cause__contains=" ended ").exists()


def test_examples_to_replicate_have_their_own_view(enter, people, department):
    told = {"unit": department, "grounds": "x", "decided_on": DAY, "comment_by": DAY}
    shown = AssessmentFactory(outcome="example", status="decided", **told)
    AssessmentFactory(outcome="example", status="appealed", **told)
    AssessmentFactory(outcome="core", status="decided", **told)
    AssessmentFactory(outcome="example", status="decided", grounds="x", decided_on=DAY,
                      comment_by=DAY)  # fmt: skip
    with translation.override("en"):
        page = enter(people["head"]).get("/admin/associations/assessment/?tab=examples")
    assert list(page.context["cl"].result_list) == [shown]
    assert Assessment.objects.examples().count() == 2


def test_what_others_can_learn_is_published_and_taken_down_with_the_outcome(
    client, enter, people, mine, department
):
    """Everybody reads what the head wrote for all, and nothing of the others; the enterprise is
    told once."""
    told = {"unit": department, "grounds": "secret", "decided_on": DAY, "comment_by": DAY,
            "status": "decided"}  # fmt: skip
    row = AssessmentFactory(outcome="example", enterprise=mine, **told)
    AssessmentFactory(outcome="example", **told)
    for who, answer in (("focal_point", 403), ("head", 302)):
        url = f"/admin/associations/assessment/{row.pk}/publish/"
        assert enter(people[who]).post(url, {"lesson": "Two look"}).status_code == answer
    services.publish(row, by=people["head"], lesson="Two look at each declaration")

    def shown() -> list:
        page = client.get("/associations/examples/")
        body = page.content.decode()
        assert "secret" not in body and "2.02" not in body  # a year is no number of things
        return list(page.context["examples"])

    assert shown() == [row] and client.get("/associations/").status_code == 200
    letter = Letter.objects.get(cause=f"assessment {row.pk} published")
    assert letter.recipient == people["asker"].email and "Two look" in letter.body
    services.publish(row, by=people["head"], lesson="")
    assert not shown()
    services.publish(row, by=people["head"], lesson="Two look")
    AssessmentFactory(**told | {"outcome": "warned", "decided_on": date(2026, 9, 1)}, year=2026,
                      enterprise=mine)  # fmt: skip
    assert not shown()
    services.appeal(row, by=people["asker"], text="more")
    services.decide_on(row, by=people["board"], outcome="core", reason="x")
    row.refresh_from_db()
    assert row.lesson == ""
