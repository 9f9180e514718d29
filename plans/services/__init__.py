"""The verbs of a plan's life: it is read, corrected, accepted, issued and closed."""

from .items import correct, describe, drop, merge, settle, split
from .life import accept, close, discard, issue, shortcomings
from .reading import Document, Translation, read
from .reports import remind_of_report

__all__ = [
    "Document",
    "Translation",
    "accept",
    "close",
    "correct",
    "describe",
    "discard",
    "drop",
    "issue",
    "merge",
    "read",
    "remind_of_report",
    "settle",
    "shortcomings",
    "split",
]
