"""What is said to whom, one file a matter."""

from .activities import (
    confirm_registration,
    remind_of_results,
    tell_of_cancelling,
    tell_of_date,
    tell_of_place,
)
from .reporting import (
    accepted,
    consolidation_begins,
    excused,
    expected_again,
    extended,
    general_report_issued,
    handed_in,
    late_list,
    opened,
    reminded,
    sent_back,
)
from .support_issues import ask_for_opinion, tell_board, tell_of_answer, tell_of_sending_back
from .unit_plans import tell_author, tell_lead_units, tell_reporter

__all__ = [
    "accepted",
    "ask_for_opinion",
    "confirm_registration",
    "consolidation_begins",
    "excused",
    "expected_again",
    "extended",
    "general_report_issued",
    "handed_in",
    "late_list",
    "opened",
    "remind_of_results",
    "reminded",
    "sent_back",
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
