"""A branch's report is looked over by its department before the Committee accepts it."""

import pytest
from django.core.exceptions import PermissionDenied

from core.history import history
from core.models import Letter
from core.workflow import NotNow
from plans.models import Report
from plans.rules import report_flow
from plans.services import reports
from tests.factories import RoleFactory, UnitFactory
from tests.undone import undone

from .desk_parts import REPORTS, STAFF, awaits
from .reporting_factories import standing

BELOW = {"board", "head", "focal_point"}


@pytest.fixture
def branchs(unit):
    """The report that the branch handed in."""
    return standing("submitted", unit=unit)


@pytest.mark.parametrize("who", [*STAFF, "head of the branch", "board above"])
def test_the_department_sends_a_branchs_report_back_and_does_not_accept_it(
    people, unit, department, branchs, who
):
    """Focal point and head of the department; nobody of the branch, nobody of another one."""
    roles = {
        "head of the branch": lambda: RoleFactory(kind="head", unit=unit).user,
        "board above": lambda: RoleFactory(kind="head", unit=UnitFactory(code="09")).user,
    }
    person = roles[who]() if who in roles else people[who]
    with undone(branchs) as report:
        if who in BELOW:
            reports.send_back(report, by=person, reason="Thiếu mục giám sát")
            assert (report.status, history(report)[0].actor) == ("sent_back", str(person))
        else:
            with pytest.raises(PermissionDenied):
                reports.send_back(report, by=person, reason="x")
    may = {move.name for move in report_flow.open_to(person, branchs)}
    assert ("accept_report" in may) is (who == "board")


@pytest.mark.parametrize("who", ["head", "focal_point"])
def test_a_department_does_not_send_back_its_own_report_or_an_accepted_one(
    people, unit, department, who
):
    with pytest.raises(PermissionDenied):
        own = standing("submitted", unit=department)
        reports.send_back(own, by=people[who], reason="x")
    with pytest.raises(NotNow):
        accepted = standing("accepted", unit=unit)
        reports.send_back(accepted, by=people[who], reason="x")


@pytest.mark.parametrize("who", STAFF)
def test_it_waits_on_the_desk_of_who_may_look_it_over(people, unit, department, branchs, who):
    """The department's own report and another department's branch's wait for the board alone."""
    away = UnitFactory(kind="branch", parent=UnitFactory(code="09"))
    for where in (department, away):
        standing("submitted", period=branchs.period, unit=where)
    team = UnitFactory(kind="team", parent=unit)
    standing("submitted", period=branchs.period, unit=team)
    mine = {str(unit), str(team)}
    found = awaits(people[who], "review")
    seen = {"board": mine | {str(department), str(away)}, "head": mine, "focal_point": mine}
    assert (None if found is None else set(found)) == seen.get(who)
    if who in ("head", "focal_point"):
        assert Report.objects.overseen_by(people[who]).count() == 2


def test_the_department_is_told_when_a_branch_hands_in(enter, people, unit, department):
    for who in ("head", "focal_point", "board"):
        assert people[who]
    made = standing("drafted", unit=unit)
    signer = RoleFactory(kind="head", unit=unit).user
    reports.submit(made, by=signer)
    letters = dict(Letter.objects.values_list("recipient", "body"))
    asked = {people[who].email: who for who in BELOW}
    assert set(letters) == set(asked)
    client = enter(people["focal_point"])
    assert client.get(f"{REPORTS}{made.pk}/send_back/").status_code == 200
    client.post(f"{REPORTS}{made.pk}/send_back/", {"reason": "Thiếu mục giám sát"})
    made.refresh_from_db()
    assert made.status == "sent_back"
    told = Letter.objects.get(recipient=signer.email)
    assert "Thiếu mục giám sát" in told.body
