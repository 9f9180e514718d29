"""The verbs of a plan's life: it is read, corrected, accepted, issued and closed."""

from . import undertakings, unit_plans
from .amendment import amend, replace
from .items import correct, describe, drop, following, merge, settle, split
from .life import accept, close, discard, in_force_beside, issue, shortcomings
from .reading import Document, Translation, known, read

__all__ = [
    "Document",
    "Translation",
    "accept",
    "amend",
    "close",
    "correct",
    "describe",
    "discard",
    "drop",
    "following",
    "in_force_beside",
    "issue",
    "known",
    "merge",
    "read",
    "replace",
    "settle",
    "shortcomings",
    "split",
    "undertakings",
    "unit_plans",
]
