"""Rows in from Excel and CSV: read, checked row by row, confirmed, written in steps."""

from .columns import Choice, Choices, Column, Day, Words
from .outcomes import Outcome
from .refusal import Fault, RefusedTable, Wrong
from .resource import SheetResource, enrol, nearest
from .tables import read

__all__ = [
    "Choice",
    "Choices",
    "Column",
    "Day",
    "Fault",
    "Outcome",
    "RefusedTable",
    "SheetResource",
    "Words",
    "Wrong",
    "enrol",
    "nearest",
    "read",
]
