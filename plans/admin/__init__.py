"""Plans on the officers' desk; tabs of the desk stand in the order of these lines."""

from . import plans, undertakings, unit_plans

__all__ = ["plans", "undertakings", "unit_plans"]
