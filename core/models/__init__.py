"""Rows of the ground."""

from .deadlines import Deadline
from .files import FileScan, StoredFile
from .guard import SpentPass
from .jobs import Job, JobLine
from .letters import Letter
from .limits import RateCount
from .seals import Seal

__all__ = [
    "Deadline",
    "FileScan",
    "Job",
    "JobLine",
    "Letter",
    "RateCount",
    "Seal",
    "SpentPass",
    "StoredFile",
]
