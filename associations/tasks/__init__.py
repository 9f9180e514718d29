"""What the clock does about cooperation, one file a matter."""

from . import agreements, commitments

__all__ = ["agreements", "commitments"]
