"""Nouns of the directory, one file a group."""

from .calendar import CalendarDay, WorkingHours
from .enterprises import Contact, Enterprise, Representative
from .letterheads import Letterhead
from .people import Officer, Posting, Role, User
from .units import Channel, Reception, Succession, Unit, UnitAlias

__all__ = [
    "CalendarDay",
    "Channel",
    "Contact",
    "Enterprise",
    "Letterhead",
    "Officer",
    "Posting",
    "Reception",
    "Representative",
    "Role",
    "Succession",
    "Unit",
    "UnitAlias",
    "User",
    "WorkingHours",
]
