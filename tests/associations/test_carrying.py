"""A customs unit that carries out what another agreed on: it sees it, has it on its desk, and is
reminded of it."""

from datetime import timedelta

import pytest

from associations.models import Agreement, Commitment
from core.models import Letter
from tests.associations.clock import END, clock
from tests.associations.factories import AgreementFactory, CommitmentFactory, PartyFactory
from tests.factories import RoleFactory, UnitFactory

DUE = END - timedelta(days=100)


@pytest.fixture
def branch(department):
    """A branch with a head of its own, who leads nothing else."""
    found = UnitFactory(kind="branch", parent=department)
    RoleFactory(unit=found, kind="head", user__email="head@branch.example")
    return found


@pytest.fixture
def agreement(department, people):
    people["head"]
    return AgreementFactory(unit=department, term_months=24)


@pytest.mark.parametrize("status", Agreement.Status.values)
def test_a_unit_sees_what_it_carries_out_once_it_binds(branch, department, status):
    """G6: by equality, with what others carry out there; of drafts nothing."""
    row = AgreementFactory(unit=department, status=status)
    mine = CommitmentFactory(agreement=row, unit=branch)
    CommitmentFactory(agreement=row), CommitmentFactory(agreement=row, unit=UnitFactory())
    head = branch.roles.get().user
    public = status in Agreement.PUBLIC
    assert set(Commitment.objects.visible_to(head)) == ({mine} if public else set())
    running = status in Agreement.RUNNING
    assert set(Commitment.objects.awaiting(head)) == ({mine} if running else set())


def test_it_reports_on_the_desk_what_it_carries_out(enter, branch, agreement):
    row = CommitmentFactory(agreement=agreement, unit=branch)
    url = f"/admin/associations/commitment/{row.pk}/report/"
    assert enter(branch.roles.get().user).post(url, {"evidence": "done"}).status_code == 302
    row.refresh_from_db()
    assert row.status == "reported"


def test_it_is_reminded_and_hears_of_the_lapse(branch, agreement):
    CommitmentFactory(agreement=agreement, unit=branch, due_on=DUE)
    clock(DUE - timedelta(days=7))
    clock(DUE + timedelta(days=2))
    told = Letter.objects.filter(recipient="head@branch.example").values_list("cause", flat=True)
    assert [cause.split()[2] for cause in told.order_by("pk")] == ["due", "lapsed"]
    assert Letter.objects.count() == 4  # the unit in charge as well


def test_a_second_customs_party_is_reminded_of_the_end(agreement):
    other = UnitFactory()
    RoleFactory(unit=other, kind="focal_point", user__email="second@example.com")
    RoleFactory(kind="head")  # of a unit that is no party
    PartyFactory(agreement=agreement, side="customs", unit=other, association=None)
    clock(END - timedelta(days=7))
    assert set(Letter.objects.values_list("recipient", flat=True)) == {
        "second@example.com", *agreement.unit.roles.values_list("user__email", flat=True),
    }  # fmt: skip
