"""What the clock and long jobs do about surveys."""

from . import jobs, rounds

__all__ = ["jobs", "rounds"]
