"""Questions about plans and all that is done for them, one file a noun."""

from .plans import AssignmentQuerySet, ItemQuerySet, OfPlanQuerySet, PlanQuerySet
from .unit_plans import OfUndertakingQuerySet, UndertakingQuerySet, UnitPlanQuerySet

__all__ = [
    "AssignmentQuerySet",
    "ItemQuerySet",
    "OfPlanQuerySet",
    "OfUndertakingQuerySet",
    "PlanQuerySet",
    "UndertakingQuerySet",
    "UnitPlanQuerySet",
]
