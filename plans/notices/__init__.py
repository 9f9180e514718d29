"""What is said to whom, one file a matter."""

from .activities import (
    confirm_registration,
    remind_of_results,
    tell_of_cancelling,
    tell_of_date,
    tell_of_place,
)
from .plans import remind_of_report
from .support_issues import ask_for_opinion, tell_board, tell_of_answer, tell_of_sending_back
from .unit_plans import tell_author, tell_lead_units, tell_reporter

__all__ = [
    "ask_for_opinion",
    "confirm_registration",
    "remind_of_report",
    "remind_of_results",
    "tell_author",
    "tell_board",
    "tell_lead_units",
    "tell_of_answer",
    "tell_of_cancelling",
    "tell_of_date",
    "tell_of_place",
    "tell_of_sending_back",
    "tell_reporter",
]
