"""Public pages of surveys."""

from .answering import AnswerPage, Review, Sections, Sent
from .away import Away, Worker
from .doors import Begin, Doors, EnterCode, Kiosk, OptOut

__all__ = [
    "AnswerPage", "Away", "Begin", "Doors", "EnterCode", "Kiosk", "OptOut", "Review", "Sections",
    "Sent", "Worker",
]  # fmt: skip
