"""The working calendar's arithmetic: one engine for every clock in the portal (G29, G30)."""

from .calendar import WorkingCalendar
from .days import DEFAULT_HOURS, ZONE, DayRule, Hours, Reason
from .remaining import Remaining, State, in_words

__all__ = [
    "DEFAULT_HOURS",
    "ZONE",
    "DayRule",
    "Hours",
    "Reason",
    "Remaining",
    "State",
    "WorkingCalendar",
    "in_words",
]
