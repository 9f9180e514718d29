"""Forms of cooperation's verbs, one file a group of nouns."""

from .agreements import AGREEMENT_MOVES, EnterpriseField, ProposeForm
from .assessments import ASSESSMENT_MOVES, CommentForm
from .commitments import COMMITMENT_MOVES, MEETING_MOVES, ReportForm, SendBackForm
from .programme import (
    APPLICATION_MOVES,
    MEMBER_MOVES,
    REQUEST_MOVES,
    ApplyForm,
    AskForm,
    ContestForm,
)

__all__ = [
    "AGREEMENT_MOVES",
    "APPLICATION_MOVES",
    "ASSESSMENT_MOVES",
    "COMMITMENT_MOVES",
    "MEETING_MOVES",
    "MEMBER_MOVES",
    "REQUEST_MOVES",
    "ApplyForm",
    "AskForm",
    "CommentForm",
    "ContestForm",
    "EnterpriseField",
    "ProposeForm",
    "ReportForm",
    "SendBackForm",
]
