"""What is left until a deadline, in working time, and how to say it on a badge."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class State(StrEnum):
    """How a deadline stands; the badge takes its colour from it."""

    OK = "ok"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Remaining:
    """Working time left, or late when ``state`` is late; never negative.

    ``days`` is 0 when less than a day's work is left or late: say hours and minutes then.
    """

    state: State
    days: int
    minutes: int
    due: datetime | date


def in_words(left: Remaining) -> str:
    """The badge's sentence in the reader's language: "3 working days left"."""
    late = left.state is State.LATE
    if left.days:
        return _days(left.days, late=late)
    if left.minutes >= 60:
        return _hours(left.minutes // 60, late=late)
    if left.minutes:
        return _minutes(left.minutes, late=late)
    return _("Overdue") if late else _("Due now")


def _days(n: int, *, late: bool) -> str:
    if late:
        said = ngettext("%(n)s working day overdue", "%(n)s working days overdue", n)
    else:
        said = ngettext("%(n)s working day left", "%(n)s working days left", n)
    return said % {"n": n}


def _hours(n: int, *, late: bool) -> str:
    if late:
        said = ngettext("%(n)s working hour overdue", "%(n)s working hours overdue", n)
    else:
        said = ngettext("%(n)s working hour left", "%(n)s working hours left", n)
    return said % {"n": n}


def _minutes(n: int, *, late: bool) -> str:
    if late:
        said = ngettext("%(n)s working minute overdue", "%(n)s working minutes overdue", n)
    else:
        said = ngettext("%(n)s working minute left", "%(n)s working minutes left", n)
    return said % {"n": n}
