"""What the clock does about plans, one file a matter."""

from . import reporting

__all__ = ["reporting"]
