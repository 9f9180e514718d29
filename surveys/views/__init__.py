"""Public pages of surveys."""

from .answering import AnswerPage, Review, Sent
from .doors import Begin, Doors, EnterCode, Kiosk, OptOut

__all__ = ["AnswerPage", "Begin", "Doors", "EnterCode", "Kiosk", "OptOut", "Review", "Sent"]
