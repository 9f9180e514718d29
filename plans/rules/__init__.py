"""Who may and when, one file a workflow."""

from .plans import checks, doubt_verbs, edits, flow, item_verbs, leads, leads_any

__all__ = ["checks", "doubt_verbs", "edits", "flow", "item_verbs", "leads", "leads_any"]
