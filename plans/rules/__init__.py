"""Who may and when, one file a workflow."""

from .activities import activity_flow, registration_verbs
from .plans import checks, doubt_verbs, edits, flow, item_verbs, leads, leads_any
from .support_issues import support_issue_flow
from .undertakings import undertaking_flow
from .unit_plans import unit_plan_flow

__all__ = [
    "activity_flow",
    "checks",
    "doubt_verbs",
    "edits",
    "flow",
    "item_verbs",
    "leads",
    "leads_any",
    "registration_verbs",
    "support_issue_flow",
    "undertaking_flow",
    "unit_plan_flow",
]
