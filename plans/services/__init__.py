"""The verbs of a plan's life: it is read, corrected, accepted, issued and closed."""

from .items import correct, describe, drop, following, merge, settle, split
from .life import accept, close, discard, in_force_beside, issue, shortcomings
from .reading import Document, Translation, known, read

__all__ = [
    "Document",
    "Translation",
    "accept",
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
    "settle",
    "shortcomings",
    "split",
]
