"""Forms of surveys: each parses, the verb decides."""

from .answering import PageForm
from .doors import CodeForm, OpenForm
from .questionnaires import QUESTIONNAIRE_MOVES
from .rounds import INVITATION_MOVES, ROUND_MOVES

__all__ = [
    "INVITATION_MOVES", "QUESTIONNAIRE_MOVES", "ROUND_MOVES", "CodeForm", "OpenForm", "PageForm",
]  # fmt: skip
