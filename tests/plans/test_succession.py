"""A unit passed into another: its plan, open lines and leads pass on, once, with history."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import make_aware

from core.clock import run_clock
from core.history import acting, history
from core.workflow import NotNow
from directory.models import Unit
from plans.models import UnitPlan
from plans.rules import unit_plan_flow
from plans.services import succession, unit_plans
from tests.factories import RoleFactory, UnitFactory

from .test_lists import SuccessionFactory
from .unit_plan_factories import CoordinationFactory, UndertakingFactory, UnitPlanFactory

LAST, FIRST, TODAY = date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 2)


def close(unit, *heirs) -> None:
    with acting(None, "given"):
        Unit.objects.filter(pk=unit.pk).update(valid_to=LAST)
    for heir in heirs:
        SuccessionFactory(predecessor=unit, successor=heir, kind="merged", on=FIRST)


@pytest.fixture
def heir(db):
    return UnitFactory(code="KVIII", valid_from=FIRST)


@pytest.mark.parametrize("status", UnitPlan.Status.values)
def test_a_plan_passes_to_the_one_successor_whatever_its_state_but_an_end(department, heir, status):
    plan = UnitPlanFactory(unit=department, status=status)
    close(department, heir)
    done = succession.pass_on_all(TODAY)
    plan.refresh_from_db()
    ended = status in ("closed", "discarded")
    assert (done, plan.unit, plan.status) == (
        (0, department, status) if ended else (1, heir, status)
    )
    if not ended:
        assert history(plan)[0].verb == "hand_over"
        assert history(plan)[0].reason == "03 → KVIII"
    assert succession.pass_on_all(TODAY) == 0


def test_the_clock_does_it_at_night_once_and_not_on_the_last_day(department, heir):
    """G28: run again, late or twice, it finds nothing more to do."""
    plan = UnitPlanFactory(unit=department)
    close(department, heir)
    for at, unit in ((LAST, department), (FIRST, heir), (TODAY, heir)):
        for _twice in range(2):
            run_clock(make_aware(datetime(at.year, at.month, at.day, 4)))
        plan.refresh_from_db()
        assert plan.unit == unit, at
    assert [line.verb for line in history(plan)] == ["hand_over", "given"]


def test_leads_and_helpers_pass_on_but_what_is_ended_stays(department, unit):
    heir = UnitFactory(code="03NEW", kind="branch", parent=department, valid_from=FIRST)
    plan = UnitPlanFactory(unit=department)
    rows = {s: UndertakingFactory(unit_plan=plan, lead=unit, status=s) for s in ("planned", "done")}
    own = UndertakingFactory(unit_plan=plan)
    CoordinationFactory(undertaking=own, unit=unit)
    CoordinationFactory(undertaking=rows["planned"], unit=heir)
    closed = UndertakingFactory(unit_plan__status="closed", lead=unit)
    close(unit, heir)
    assert succession.pass_on_all(TODAY) == 2
    assert succession.pass_on_all(TODAY) == 0
    for row in (*rows.values(), own, closed):
        row.refresh_from_db()
    assert [rows["planned"].lead, rows["done"].lead, closed.lead] == [heir, unit, unit]
    assert [each.unit for each in own.coordinations.all()] == [heir]
    assert not rows["planned"].coordinations.exists()


ENDS = {
    "drafted": "discarded", "submitted": "discarded", "approved": "discarded", "issued": "closed",
}  # fmt: skip


@pytest.mark.parametrize("status", ENDS)
def test_two_plans_that_merge_become_one_where_both_stand_in_the_same_state(
    department, heir, status
):
    other = UnitFactory(code="05")
    first = UnitPlanFactory(unit=department, status=status)
    second = UnitPlanFactory(unit=other, plan=first.plan, status=status)
    moved, done = (
        UndertakingFactory(unit_plan=second),
        UndertakingFactory(unit_plan=second, status="done"),
    )
    close(department, heir)
    close(other, heir)
    assert succession.pass_on_all(TODAY) == 2  # two plans
    for row in (first, second, moved, done):
        row.refresh_from_db()
    assert (first.unit, first.status) == (heir, status)
    assert (second.unit, second.status) == (other, ENDS[status])
    assert (moved.unit_plan, moved.lead, done.unit_plan) == (first, heir, second)
    assert succession.pass_on_all(TODAY) == 0


def test_a_plan_waits_while_the_successors_own_stands_in_another_state(department, heir):
    old = UnitPlanFactory(unit=department)
    new = UnitPlanFactory(unit=heir, plan=old.plan, status="drafted")
    close(department, heir)
    assert succession.pass_on_all(TODAY) == 0
    old.refresh_from_db()
    assert old.unit == department and new.undertakings.count() == 0
    # Its people reach the old plan all the same.
    head = RoleFactory(unit=heir, kind="head").user
    assert [move.name for move in unit_plan_flow.open_to(head, old)] == ["close"]


def test_steps_of_one_successor_each_are_followed_to_the_open_unit(department):
    middle = UnitFactory(code="M")
    last = UnitFactory(code="L", valid_from=FIRST)
    plan = UnitPlanFactory(unit=department)
    close(department, middle)
    close(middle, last)
    close(UnitFactory(code="dead"))
    assert succession.pass_on_all(TODAY) == 1
    plan.refresh_from_db()
    assert plan.unit == last


@pytest.mark.parametrize(
    "who",
    ["asker", "officer", "head", "focal_point", "administrator", "stranger", "system", "auditor",
     "board"],
)  # fmt: skip
def test_of_a_divided_unit_the_board_chooses_the_successor(people, department, who):
    heirs = [UnitFactory(code=f"H{n}", valid_from=FIRST) for n in (1, 2)]
    plan = UnitPlanFactory(unit=department)
    row = UndertakingFactory(unit_plan=plan)
    person = people[who]
    with pytest.raises((NotNow, PermissionDenied)):
        unit_plans.hand_over(plan, by=person, successor=heirs[1])
    close(department, *heirs)
    assert succession.pass_on_all(TODAY) == 0
    if who == "board":
        with pytest.raises(ValidationError):
            unit_plans.hand_over(plan, by=person, successor=UnitFactory())
        unit_plans.hand_over(plan, by=person, successor=heirs[1])
        row.refresh_from_db()
        assert [plan.unit, row.lead] == [heirs[1]] * 2
    else:
        with pytest.raises(PermissionDenied):
            unit_plans.hand_over(plan, by=person, successor=heirs[1])
        plan.refresh_from_db()
        assert plan.unit == department
