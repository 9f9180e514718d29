"""The share of unit plans and undertakings in the tests that hold for every app."""

from datetime import date

from core.history import acting
from directory.models import Succession, Unit
from plans.models import Coordination, Evidence, Plan, Undertaking, UnitPlan
from tests.factories import ItemFactory, PlanFactory, RoleFactory, UnitFactory, UserFactory

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


def furnish(sample) -> None:
    """For the crawl: plans and lines in every state, under a branch whose head the officer is."""
    region = Unit.objects.get(code="KVIII")
    branch = UnitFactory(kind="branch", code="03ZZ", parent=region)
    RoleFactory(user=sample("can.bo"), unit=branch, kind="head")
    made = {
        status: UnitPlanFactory(plan=PlanFactory(year=year), unit=branch, status=status)
        for year, status in enumerate(("drafted", "submitted", "approved", "issued"), 2031)
    }
    for plan in made.values():
        UndertakingFactory(unit_plan=plan)
    for status in ("in_progress", "reported", "done", "dropped"):
        UndertakingFactory(unit_plan=made["issued"], status=status)
    amending = PlanFactory(year=2034, status="drafted", amends=made["issued"].plan)
    ItemFactory(plan=amending)
    divided = UnitFactory(code="ZDIV", valid_to=date(2025, 2, 28))
    with acting(None, "given"):
        for code in ("KVIII", "KVIV"):
            heir = Unit.objects.get(code=code)
            Succession.objects.create(
                predecessor=divided, successor=heir, kind="split", on=date(2025, 3, 1)
            )
    UnitPlanFactory(plan=made["issued"].plan, unit=divided)


MOVES = {
    "drafted": ("submit", "discard", "initiate", "planning"),
    "submitted": ("approve", "send_back"),
    "approved": ("issue",),
    "issued": ("close",),
}
STEPS = {
    "planned": ("start", "record", "attach", "report", "drop", "pass_on"),
    "reported": ("confirm", "send_back"),
    "done": ("reopen",),
    "dropped": ("resume",),
}


def starts() -> list[str]:
    """The moves of these rows; links lead to the first of each only by chance."""
    ours = UnitPlan.objects.filter(unit__code="03ZZ").values_list("pk", "status")
    paths = [f"/admin/plans/unitplan/{pk}/{move}/" for pk, s in ours for move in MOVES.get(s, ())]
    rows = Undertaking.objects.filter(unit_plan__unit__code="03ZZ")
    running = rows.filter(unit_plan__status="issued").values_list("pk", "status")
    paths += [f"/admin/plans/undertaking/{pk}/{m}/" for pk, s in running for m in STEPS.get(s, ())]
    for pk in rows.filter(unit_plan__status="drafted").values_list("pk", flat=True):
        paths += [f"/admin/plans/undertaking/{pk}/{move}/" for move in ("adapt", "remove")]
    for plan in Plan.objects.exclude(amends=None):
        item = plan.items.get()
        paths += [f"/admin/plans/plan/{plan.pk}/amend/", f"/admin/plans/item/{item.pk}/replace/"]
    divided = UnitPlan.objects.filter(unit__code="ZDIV").values_list("pk", flat=True)
    return paths + [f"/admin/plans/unitplan/{pk}/hand_over/" for pk in divided]
