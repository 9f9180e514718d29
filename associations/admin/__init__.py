"""Cooperation on the officers' desk, one file a group of nouns."""

from . import agreements, associations, commitments

__all__ = ["agreements", "associations", "commitments"]
