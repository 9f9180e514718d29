"""What the clock does about plans, one file a matter."""

from . import plans, unit_plans

__all__ = ["plans", "unit_plans"]
