"""Public pages of surveys."""

from .answering import AnswerPage, Review, Sections, Sent
from .doors import Begin, Doors, EnterCode, Kiosk, OptOut

__all__ = [
    "AnswerPage", "Begin", "Doors", "EnterCode", "Kiosk", "OptOut", "Review", "Sections", "Sent",
]  # fmt: skip
