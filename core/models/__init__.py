"""Rows of the ground."""

from .deadlines import Deadline
from .files import StoredFile
from .jobs import Job, JobLine
from .letters import Letter
from .limits import RateCount
from .seals import Seal

__all__ = ["Deadline", "Job", "JobLine", "Letter", "RateCount", "Seal", "StoredFile"]
