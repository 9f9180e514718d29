"""What the clock does about plans, one file a matter."""

from . import activities, plans, unit_plans

__all__ = [
    "activities",
    "plans",
    "unit_plans",
]
