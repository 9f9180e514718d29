"""Who may and when, one file a workflow."""

from .activities import activity_flow, registration_verbs
from .plans import checks, doubt_verbs, edits, flow, item_verbs, leads, leads_any
from .reporting import (
    drafts,
    general_report_flow,
    leads_reporting,
    oversees_any,
    period_flow,
    report_flow,
    running,
    submits,
    writes,
)
from .support_issues import support_issue_flow
from .undertakings import undertaking_flow
from .unit_plans import unit_plan_flow

__all__ = [
    "activity_flow",
    "checks",
    "doubt_verbs",
    "drafts",
    "edits",
    "flow",
    "general_report_flow",
    "item_verbs",
    "leads",
    "leads_any",
    "leads_reporting",
    "oversees_any",
    "period_flow",
    "registration_verbs",
    "report_flow",
    "running",
    "submits",
    "support_issue_flow",
    "undertaking_flow",
    "unit_plan_flow",
    "writes",
]
