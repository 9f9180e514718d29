"""Nouns of the yearly plan, one file a group."""

from .items import Assignment, Item
from .plans import Doubt, Plan, ReportingDate, Source
from .undertakings import Coordination, Evidence, Undertaking
from .unit_plans import UnitPlan

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
