"""What is said to whom, one file a matter."""

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

__all__ = [
    "accepted",
    "consolidation_begins",
    "excused",
    "expected_again",
    "extended",
    "general_report_issued",
    "handed_in",
    "late_list",
    "opened",
    "reminded",
    "sent_back",
]
