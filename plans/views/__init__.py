"""Plans on the portal, one file a matter."""

from .plans import PlanDetail, PlanList, PlanPaper
from .unit_plans import UnitPlanDetail

__all__ = ["PlanDetail", "PlanList", "PlanPaper", "UnitPlanDetail"]
