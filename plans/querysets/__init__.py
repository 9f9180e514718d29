"""Questions about plans and all that is done for them, one file a noun."""

from .activities import ActivityQuerySet, OfActivityQuerySet, RegistrationQuerySet
from .plans import AssignmentQuerySet, ItemQuerySet, OfPlanQuerySet, PlanQuerySet
from .support_issues import SupportIssueQuerySet
from .unit_plans import OfUndertakingQuerySet, UndertakingQuerySet, UnitPlanQuerySet

__all__ = [
    "ActivityQuerySet",
    "AssignmentQuerySet",
    "ItemQuerySet",
    "OfActivityQuerySet",
    "OfPlanQuerySet",
    "OfUndertakingQuerySet",
    "PlanQuerySet",
    "RegistrationQuerySet",
    "SupportIssueQuerySet",
    "UndertakingQuerySet",
    "UnitPlanQuerySet",
]
