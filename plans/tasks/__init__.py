"""What the clock does about plans, one file a matter."""

from . import activities, reporting, unit_plans

__all__ = [
    "activities",
    "reporting",
    "unit_plans",
]
