"""Nouns of the yearly plan, one file a group."""

from .documents import Letterhead, PaperNumber
from .general_reports import GeneralReport, GeneralVersion, Passage, Recommendation
from .items import Assignment, Item
from .plans import Doubt, Plan, ReportingDate, Source
from .reporting import ReportingPeriod
from .reports import Concession, Remark, Report, ReportSection
from .sections import Section
from .undertakings import Coordination, Evidence, Undertaking
from .unit_plans import UnitPlan
from .versions import FrozenFigure, Inclusion, ReportVersion

__all__ = [
    "Assignment",
    "Concession",
    "Coordination",
    "Doubt",
    "Evidence",
    "FrozenFigure",
    "GeneralReport",
    "GeneralVersion",
    "Inclusion",
    "Item",
    "Letterhead",
    "PaperNumber",
    "Passage",
    "Plan",
    "Recommendation",
    "Remark",
    "Report",
    "ReportSection",
    "ReportVersion",
    "ReportingDate",
    "ReportingPeriod",
    "Section",
    "Source",
    "Undertaking",
    "UnitPlan",
]
