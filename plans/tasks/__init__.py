"""What the clock does about one file a matter."""

from . import activities, reporting, unit_plans

__all__ = [
    "activities",
    "reporting",
    "unit_plans",
]
