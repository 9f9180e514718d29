"""What the clock does about cooperation, one file a matter."""

from . import agreements, commitments, programme

__all__ = ["agreements", "commitments", "programme"]
