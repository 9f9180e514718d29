"""Plans on the officers' desk; tabs of the desk stand in the order of these lines."""

from . import (
    activities,
    documents,
    obligations,
    plans,
    published,
    reporting,
    served,
    support_issues,
    undertakings,
    unit_plans,
)

__all__ = [
    "activities",
    "documents",
    "obligations",
    "plans",
    "published",
    "reporting",
    "served",
    "support_issues",
    "undertakings",
    "unit_plans",
]
