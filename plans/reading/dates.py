"""Dates as Decisions write them, in English and Vietnamese."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
DATE = re.compile(
    rf"(?<!\w)(?:"
    rf"(?P<em>{_MONTH})\.? (?P<ed>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<ey>\d{{4}}))?"
    rf"|(?P<fd>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<fm>{_MONTH})(?:,? (?P<fy>\d{{4}}))?"
    r"|(?P<vd>\d{1,2}) thang (?P<vm>\d{1,2})(?:,? nam (?P<vy>\d{4}))?"
    r"|(?P<nd>\d{1,2}) ?[/.\-] ?(?P<nm>\d{1,2})(?: ?[/.\-] ?(?P<ny>\d{4}))?"
    r"|(?P<iy>\d{4})-(?P<im>\d{2})-(?P<id>\d{2})"
    r")(?![\w/])"
)


@dataclass(frozen=True)
class Dated:
    """A date in a text: where it stands and the day, None if there is no such day."""

    start: int
    end: int
    day: date | None


def dates_in(text: str, year: int | None = None) -> Iterator[Dated]:
    """The dates of a text without tones and capitals; `year` stands in where none is written."""
    for found in DATE.finditer(text):
        shape = next(s for s in "efvni" if found[f"{s}d"])
        month, written = found[f"{shape}m"], found[f"{shape}y"]
        if written or year:
            place = int(month) if month.isdigit() else _month(month)
            day = _day(int(written or year or 0), place, found[f"{shape}d"])
            yield Dated(found.start(), found.end(), day)


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month[:3] == name[:3])


def _day(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, int(day))
    except ValueError:
        return None
