"""Nouns of the yearly plan, one file a group."""

from .items import Assignment, Item
from .plans import Doubt, Plan, ReportingDate, Source
from .unit_plans import Coordination, Evidence, Undertaking, UnitPlan

__all__ = [
    "Assignment",
    "Coordination",
    "Doubt",
    "Evidence",
    "Item",
    "Plan",
    "ReportingDate",
    "Source",
    "Undertaking",
    "UnitPlan",
]
