"""Terms of agreements as dates: pure arithmetic, the twin of the database's generated columns.

PostgreSQL adds months as the calendar does: 31 January and a month is 28 (or 29) February.
"""

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)
STEPS = (90, 60, 30, 7)
"""Days before a date on which both sides are reminded of it, the earliest first."""


def plus_months(day: date, months: int) -> date:
    """The day ``months`` later; the last of the month where that month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def in_force_from(by_customs: date | None, by_partner: date | None) -> date | None:
    """The later of both signatures; None while one is missing."""
    return max(by_customs, by_partner) if by_customs and by_partner else None


def last_day(begun: date | None, months: int | None) -> date | None:
    """The last day of a term of ``months`` that begins with ``begun``; None is without end."""
    return plus_months(begun, months) - DAY if begun and months else None


def extended(ends_on: date, months: int) -> date:
    """The last day after a further term of ``months``, which begins the day after ``ends_on``."""
    return plus_months(ends_on + DAY, months) - DAY


def step_on(day: date, date_to_meet: date) -> int | None:
    """Which reminder holds on ``day``: the nearest that is due; None too early and afterwards.

    After downtime several steps may be due at once: only the nearest still helps.
    """
    left = (date_to_meet - day).days
    if left < 0:
        return None
    return min((step for step in STEPS if left <= step), default=None)
