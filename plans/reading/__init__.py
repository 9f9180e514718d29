"""Reads the Decision of an annual plan from a file: pure, deterministic, linear, writes nothing."""

from collections.abc import Callable, Mapping
from datetime import date

from .counts import counts
from .decision import read, read_lines
from .document import text_of
from .names import normalise
from .pairing import Pair, pair
from .refusal import NotADecision
from .report import as_json, as_record
from .tree import Block, Decision, Doubt, Item, Report, Section, Task

Spellings = Callable[[date], Mapping[str, str]]

__all__ = [
    "Block",
    "Decision",
    "Doubt",
    "Item",
    "NotADecision",
    "Pair",
    "Report",
    "Section",
    "Spellings",
    "Task",
    "as_json",
    "as_record",
    "counts",
    "normalise",
    "pair",
    "read",
    "read_lines",
    "text_of",
]
