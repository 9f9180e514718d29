"""Cooperation on the officers' desk, one file a group of nouns."""

from . import agreements, assessments, associations, commitments, programme

__all__ = ["agreements", "assessments", "associations", "commitments", "programme"]
