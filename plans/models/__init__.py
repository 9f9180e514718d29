"""Nouns of the yearly plan, one file a group."""

from .activities import Activity, ActivityFile, Participation, Serving
from .items import Assignment, Item
from .plans import Doubt, Plan, ReportingDate, Source
from .registrations import Registration
from .support_issues import SupportIssue
from .undertakings import Coordination, Evidence, Undertaking
from .unit_plans import UnitPlan

__all__ = [
    "Activity",
    "ActivityFile",
    "Assignment",
    "Coordination",
    "Doubt",
    "Evidence",
    "Item",
    "Participation",
    "Plan",
    "Registration",
    "ReportingDate",
    "Serving",
    "Source",
    "SupportIssue",
    "Undertaking",
    "UnitPlan",
]
