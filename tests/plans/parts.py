"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from tests.parts import Part
from tests.plans import unit_plan_parts as unit_plans

PART = Part(
    "plans",
    access={"public": ["plans:list", "plans:detail", "plans:paper", *unit_plans.PUBLIC]},
    rows={**unit_plans.ROWS},
    breaks={**unit_plans.BREAKS},
    fill=unit_plans.fill,
    fixed=unit_plans.fixed,
    furnish=unit_plans.furnish,
    starts=unit_plans.starts,
    elsewhere=["admin:plans_unitplan_coverage_excel"],
)
