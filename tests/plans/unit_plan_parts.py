"""The share of unit plans and undertakings in the tests that hold for every app."""

from plans.models import Coordination, Evidence, Undertaking, UnitPlan
from tests.factories import ItemFactory, PlanFactory, UserFactory

from .unit_plan_factories import (
    CoordinationFactory,
    EvidenceFactory,
    UndertakingFactory,
    UnitPlanFactory,
)

PUBLIC = ["plans:unit"]


def unit_plan() -> UnitPlan:
    """A unit's plan, and a younger Decision for which the unit has none."""
    row = UnitPlanFactory()
    PlanFactory()
    return row


ROWS = {
    UnitPlan: unit_plan,
    Undertaking: lambda: UndertakingFactory(item=ItemFactory(), confirmed_by=UserFactory()),
    Coordination: CoordinationFactory,
    Evidence: EvidenceFactory,
}
BREAKS = {
    "a_unit_plan_in_force_has_number_and_date": {"number": "''"},
    "a_unit_plan_does_not_derive_from_itself": {"superior_id": "999999"},
    "only_an_own_initiative_answers_no_obligation": {"origin": "'own'"},
    "a_dropped_undertaking_has_a_reason": {"status": "'dropped'"},
    "an_undertaking_is_never_over_a_hundred_percent": {"percent": "101"},
    "an_undertaking_weighs_something": {"weight": "0"},
    "an_undertaking_does_not_answer_itself": {"parent_id": "999999"},
    "what_is_done_has_its_day": {"status": "'done'"},
    "who_reports_does_not_confirm": {"reported_by_id": "confirmed_by_id"},
    "a_target_is_more_than_nothing": {"target": "0"},
    "what_is_achieved_is_not_negative": {"achieved": "-1"},
}


def fill(world, number: int) -> None:
    """A unit's plan in force, a line that was dropped, its helper and its evidence."""
    plan = world.fill(UnitPlanFactory, number, plan=world.plan)
    row = world.fill(UndertakingFactory, number, unit_plan=plan, status="dropped")
    world.fill(CoordinationFactory, number, undertaking=row)
    world.fill(EvidenceFactory, number, undertaking=row)


def fixed() -> list[str]:
    """The coverage table and the portal's page of each unit's plan."""
    plans = UnitPlan.objects.in_force().select_related("plan", "unit").order_by("-pk")[:60]
    tables = {f"/admin/plans/unitplan/coverage/?plan={each.plan_id}" for each in plans}
    return [*tables, *(each.get_absolute_url() for each in plans)]
