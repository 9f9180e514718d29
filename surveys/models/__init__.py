"""Nouns, one file a group."""

from .answers import (
    Answer,
    Channel,
    DoubleEntry,
    Invitation,
    Response,
    SealedAnswer,
    UsedCode,
)
from .criteria import CriteriaSet, Criterion, Dimension
from .questionnaires import Questionnaire, Section
from .questions import NA, BankQuestion, Choice, Level, Question
from .results import FollowUp, Tally
from .rounds import LANGUAGES, InStratum, Round, Stratum

__all__ = [
    "LANGUAGES", "NA", "Answer", "BankQuestion", "Channel", "Choice", "CriteriaSet", "Criterion",
    "Dimension", "DoubleEntry", "InStratum", "Invitation", "Level", "Question", "Questionnaire",
    "FollowUp", "Response", "Round", "Tally", "SealedAnswer", "Section", "Stratum", "UsedCode",
]  # fmt: skip
