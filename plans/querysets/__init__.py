"""Questions about plans and all that is done for them, one file a noun."""

from .activities import ActivityQuerySet, OfActivityQuerySet, RegistrationQuerySet
from .documents import PaperNumberQuerySet
from .plans import AssignmentQuerySet, ItemQuerySet, OfPlanQuerySet, PlanQuerySet
from .published import PublishedFigureQuerySet
from .reporting import (
    GeneralReportQuerySet,
    OfGeneralReportQuerySet,
    OfReportQuerySet,
    OfVersionQuerySet,
    ReportingPeriodQuerySet,
    ReportQuerySet,
)
from .support_issues import SupportIssueQuerySet
from .unit_plans import OfUndertakingQuerySet, UndertakingQuerySet, UnitPlanQuerySet

__all__ = [
    "ActivityQuerySet",
    "AssignmentQuerySet",
    "GeneralReportQuerySet",
    "ItemQuerySet",
    "OfActivityQuerySet",
    "OfGeneralReportQuerySet",
    "OfPlanQuerySet",
    "OfReportQuerySet",
    "OfUndertakingQuerySet",
    "OfVersionQuerySet",
    "PaperNumberQuerySet",
    "PlanQuerySet",
    "PublishedFigureQuerySet",
    "RegistrationQuerySet",
    "ReportQuerySet",
    "ReportingPeriodQuerySet",
    "SupportIssueQuerySet",
    "UndertakingQuerySet",
    "UnitPlanQuerySet",
]
