"""Plans on the officers' desk; tabs of the desk stand in the order of these lines."""

from . import activities, plans, reporting, support_issues

__all__ = [
    "activities",
    "plans",
    "reporting",
    "support_issues",
]
