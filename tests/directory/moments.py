"""Dates and moments on Vietnam's clock, as one writes them down."""

from datetime import date, datetime

from directory.working_time import ZONE


def at(text: str) -> datetime:
    """A moment on Vietnam's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def day(text: str) -> date:
    return date.fromisoformat(text)
