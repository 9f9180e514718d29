"""What the clock does about plans, one file a matter."""

from . import plans

__all__ = ["plans"]
