"""Plans on the officers' desk; tabs of the desk stand in the order of these lines."""

from . import plans

__all__ = ["plans"]
