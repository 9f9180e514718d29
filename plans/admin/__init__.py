"""Plans on the officers' desk; tabs of the desk stand in the order of these lines."""

from . import plans, reporting

__all__ = ["plans", "reporting"]
