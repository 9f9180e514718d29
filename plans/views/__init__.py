"""Plans on the portal, one file a matter."""

from .plans import PlanDetail, PlanList, PlanPaper

__all__ = ["PlanDetail", "PlanList", "PlanPaper"]
