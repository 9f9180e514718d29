"""Questions about plans and all that is done for them, one file a noun."""

from .documents import LetterheadQuerySet, PaperNumberQuerySet
from .plans import AssignmentQuerySet, ItemQuerySet, OfPlanQuerySet, PlanQuerySet
from .reporting import (
    GeneralReportQuerySet,
    OfGeneralReportQuerySet,
    OfReportQuerySet,
    OfVersionQuerySet,
    ReportingPeriodQuerySet,
    ReportQuerySet,
)
from .unit_plans import OfUndertakingQuerySet, UndertakingQuerySet, UnitPlanQuerySet

__all__ = [
    "LetterheadQuerySet",
    "PaperNumberQuerySet",
    "AssignmentQuerySet",
    "GeneralReportQuerySet",
    "ItemQuerySet",
    "OfGeneralReportQuerySet",
    "OfPlanQuerySet",
    "OfReportQuerySet",
    "OfUndertakingQuerySet",
    "OfVersionQuerySet",
    "PlanQuerySet",
    "ReportQuerySet",
    "ReportingPeriodQuerySet",
    "UndertakingQuerySet",
    "UnitPlanQuerySet",
]
