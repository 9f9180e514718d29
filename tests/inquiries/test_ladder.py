"""Who is told of a late case where somebody is missing, and whoever has it next."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from core.history import acting
from core.models import Letter
from inquiries import services
from inquiries.models import Escalation, Substitute
from tests.factories import RoleFactory, UnitFactory
from tests.inquiries.test_lateness import received

Rung = Escalation.Rung


@pytest.fixture
def team(department, unit):
    """A team of a branch; people are added by the tests."""
    return UnitFactory(code="03CC-9", kind="team", parent=unit)


def told() -> set[str]:
    """Addresses written to since the last look."""
    found = set(Letter.objects.values_list("recipient", flat=True))
    Letter.objects.all().delete()
    return found


def climb(days: int = 0) -> set[str]:
    services.climb(now() + timedelta(days=days))
    return told()


def stands_in(officer, by) -> None:
    with acting(None, "given"):
        Substitute.objects.create(
            officer=officer, by=by, valid_from=localdate(), valid_to=localdate()
        )


def test_who_stands_in_is_told_too(team):
    officer, by = RoleFactory(unit=team).user, RoleFactory(unit=team).user
    head, deputy = RoleFactory(unit=team, kind="head").user, RoleFactory(unit=team).user
    stands_in(officer, by)
    stands_in(head, deputy)
    received(2, unit=team, handler=officer)
    assert climb() == {each.email for each in (officer, by, head, deputy)}


@pytest.mark.parametrize("gone", [True, False])
def test_a_case_in_nobody_s_hands_is_told_to_who_leads(team, gone):
    """Also where its handler has left: the rung is not spent on nobody."""
    handler = RoleFactory(unit=team, user__is_active=False).user if gone else None
    other = RoleFactory(unit=team).user
    head = RoleFactory(unit=team, kind="head").user
    received(1, unit=team, handler=handler)
    received(1, unit=team, handler=other)
    assert climb() == {head.email, other.email}


def test_where_no_head_is_the_focal_point_is_told_else_who_leads_above(team, unit):
    """A team without a head, a branch without either."""
    officer = RoleFactory(unit=team).user
    focal = RoleFactory(unit=team, kind="focal_point").user
    above = RoleFactory(unit=unit.parent, kind="focal_point").user
    received(3, unit=team, handler=officer)
    assert climb() == {officer.email, focal.email, above.email}


def test_who_gets_a_late_case_is_told_of_it(team):
    """After a transfer the ladder begins anew; for the same people it does not."""
    officer, there = RoleFactory(unit=team).user, UnitFactory()
    head, next_one = RoleFactory(unit=there, kind="head").user, RoleFactory(unit=there).user
    case = received(1, unit=team, handler=officer)
    assert climb() == {officer.email}
    services.transfer(case, by=None, unit=there, reason="Thuộc đơn vị khác")
    services.route(case, by=None, handler=next_one)
    told()
    assert climb() == {next_one.email} and climb() == set()
    assert head.email not in climb()
    assert set(case.escalations.values_list("rung", "holding__unit")) == {
        (Rung.OFFICER, team.pk), (Rung.OFFICER, there.pk)
    }  # fmt: skip


def test_a_second_round_has_a_ladder_of_its_own(team):
    officer = RoleFactory(unit=team).user
    case = received(1, unit=team, handler=officer)
    assert climb() == {officer.email}
    services.answer(case, by=None, text="Trả lời")
    services.reopen(case, by=None, text="Chưa rõ")
    told()
    assert climb() == set()
    case.refresh_from_db()
    late = (case.due_at - now()).days + 4
    assert officer.email in climb(late)
