"""Questions about surveys, one file a group."""

from .answers import AnswerQuerySet, ResponseQuerySet
from .questionnaires import (
    BankQuerySet,
    CriteriaQuerySet,
    CriteriaSetQuerySet,
    OfQuestionnaireQuerySet,
    QuestionnaireQuerySet,
)
from .results import FollowUpQuerySet, TallyQuerySet
from .rounds import OfRoundQuerySet, RoundQuerySet

__all__ = [
    "AnswerQuerySet", "BankQuerySet", "CriteriaQuerySet", "CriteriaSetQuerySet", "FollowUpQuerySet",
    "OfQuestionnaireQuerySet", "OfRoundQuerySet", "QuestionnaireQuerySet", "ResponseQuerySet",
    "RoundQuerySet", "TallyQuerySet",
]  # fmt: skip
