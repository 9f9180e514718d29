"""Forms of cooperation's verbs, one file a group of nouns."""

from .agreements import AGREEMENT_MOVES, ProposeForm
from .commitments import COMMITMENT_MOVES, MEETING_MOVES, ReportForm

__all__ = ["AGREEMENT_MOVES", "COMMITMENT_MOVES", "MEETING_MOVES", "ProposeForm", "ReportForm"]
