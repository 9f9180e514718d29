"""Why a file, or a cell, is not taken, and what to do about it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from core.files.refusal import Refused


class RefusedTable(Refused):
    """The file as a whole cannot be read: why, and what to do, in the reader's language."""

    def __init__(self, reason: Any, remedy: Any):
        super().__init__(f"{reason} {remedy}", code="table")


class Wrong(ValidationError):  # noqa: N818 -- reads as a sentence
    """One cell cannot be taken; ``remedy`` tells what to write instead."""

    def __init__(self, reason: Any, remedy: Any):
        super().__init__(str(reason), code="cell")
        self.remedy = str(remedy)


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place of the file: ``row`` as the spreadsheet counts, from 1."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str
