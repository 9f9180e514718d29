"""What is said to whom, one file a matter."""

from .plans import remind_of_report
from .unit_plans import tell_author, tell_lead_units, tell_reporter

__all__ = ["remind_of_report", "tell_author", "tell_lead_units", "tell_reporter"]
