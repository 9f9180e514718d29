"""Who may and when, one file a workflow."""

from .plans import checks, doubt_verbs, edits, flow, item_verbs, leads, leads_any
from .undertakings import undertaking_flow
from .unit_plans import unit_plan_flow

__all__ = [
    "checks",
    "doubt_verbs",
    "edits",
    "flow",
    "item_verbs",
    "leads",
    "leads_any",
    "undertaking_flow",
    "unit_plan_flow",
]
