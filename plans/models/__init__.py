"""Nouns of the yearly plan, one file a group."""

from .activities import Activity, ActivityFile, Participation, Serving
from .documents import PaperNumber
from .general_reports import GeneralReport, GeneralVersion, Passage, Recommendation
from .items import Assignment, Item
from .plans import Doubt, Plan, ReportingDate, Source
from .published import PublishedFigure
from .registrations import Registration
from .reporting import ReportingPeriod
from .reports import Concession, Remark, Report, ReportSection
from .sections import Section
from .support_issues import SupportIssue
from .undertakings import Coordination, Evidence, Undertaking
from .unit_plans import UnitPlan
from .versions import FrozenFigure, Inclusion, ReportVersion

__all__ = [
    "Activity",
    "ActivityFile",
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
    "PaperNumber",
    "Participation",
    "Passage",
    "Plan",
    "PublishedFigure",
    "Recommendation",
    "Registration",
    "Remark",
    "Report",
    "ReportSection",
    "ReportVersion",
    "ReportingDate",
    "ReportingPeriod",
    "Section",
    "Serving",
    "Source",
    "SupportIssue",
    "Undertaking",
    "UnitPlan",
]
