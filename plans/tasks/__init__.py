"""What the clock does about plans, one file a matter."""

from . import activities, reporting

__all__ = [
    "activities",
    "reporting",
]
