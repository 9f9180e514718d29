"""What is said of single days: usual hours of a week, rules for one date, why a day is off."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MIDNIGHT = 24 * 60
HOLIDAY = 7

Spans = tuple[tuple[int, int], ...]
"""Stretches of working time of one day, in minutes from 00:00, in order, apart from one another."""


def minute_of(clock: time) -> int:
    """Minutes from 00:00; seconds are dropped."""
    return clock.hour * 60 + clock.minute


def clock_of(minute: int) -> time:
    """The clock time of a minute of the day; midnight at the end of the day reads 00:00."""
    return time(minute // 60 % 24, minute % 60)


def joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Put spans in order and join those that overlap or touch, so that no minute counts twice."""
    whole: list[tuple[int, int]] = []
    for starts, ends in sorted(spans):
        if whole and starts <= whole[-1][1]:
            starts, ends = whole[-1][0], max(ends, whole.pop()[1])
        whole.append((starts, ends))
    return tuple(whole)


def span(starts: time, ends: time) -> tuple[int, int]:
    """From one clock time to a later one; as an end, 00:00 is midnight at the end of the day.

    ValueError when the end is not after the start.
    """
    first, last = minute_of(starts), minute_of(ends) or MIDNIGHT
    if first >= last:
        raise ValueError(f"Working hours must end after they start: {starts:%H:%M}–{ends:%H:%M}.")
    return first, last


@dataclass(frozen=True)
class Hours:
    """Usual hours of one weekday (0 Monday … 6 Sunday; 7 public holidays) while they are valid.

    ``valid_to`` is the last day; None means for good. An end of 00:00 is the end of the day.
    """

    weekday: int
    starts: time
    ends: time
    valid_from: date = date.min
    valid_to: date | None = None

    def __post_init__(self):
        if not 0 <= self.weekday <= HOLIDAY:
            raise ValueError(f"Weekday {self.weekday}: give 0 (Monday) to 6, or 7 for holidays.")
        span(self.starts, self.ends)

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


DEFAULT_HOURS = tuple(
    Hours(weekday, starts, ends)
    for weekday in range(5)
    for starts, ends in ((time(8), time(12)), (time(13), time(17)))
)
"""State offices: 8 hours a day, Monday to Friday. Used for days of which no row says otherwise."""


@dataclass(frozen=True)
class DayRule:
    """What an administrator laid down for one date; it goes before weekday and public holiday.

    ``hours`` are the day's own hours; without them a worked day has its usual ones.
    ``national`` marks a day off for the whole country: who works on holidays works then too.
    """

    working: bool
    hours: tuple[tuple[time, time], ...] = ()
    reason_vi: str = ""
    reason_en: str = ""
    national: bool = False

    def spans(self) -> Spans:
        return joined(span(starts, ends) for starts, ends in self.hours)


@dataclass(frozen=True)
class Reason:
    """Why a day is off: ``weekend``, ``holiday`` or ``rule``, with its name in both languages."""

    kind: str
    vi: str
    en: str

    def __str__(self):
        return self.vi if (get_language() or "vi").startswith("vi") else self.en


WEEKEND = Reason("weekend", "Ngày nghỉ hằng tuần", "Weekly day off")

Week = dict[int, Spans]


class Weeks:
    """The usual week on any date, from layers of hours, the nearest unit first.

    On each date the first layer with any hours valid that day gives the whole week.
    """

    def __init__(self, layers: Iterable[tuple[Hours, ...]]):
        layers = (*layers, DEFAULT_HOURS)
        turns = {date.min}
        for hours in (hours for layer in layers for hours in layer):
            turns.add(hours.valid_from)
            if hours.valid_to and hours.valid_to < date.max:
                turns.add(hours.valid_to + timedelta(days=1))
        self._turns = sorted(turns)
        self._weeks = [_week(layers, day) for day in self._turns]

    def on(self, day: date) -> Week:
        return self._weeks[bisect_right(self._turns, day) - 1]


def _week(layers: tuple[tuple[Hours, ...], ...], day: date) -> Week:
    valid = next(filter(None, ([h for h in layer if h.valid_on(day)] for layer in layers)))
    return {
        weekday: joined(span(h.starts, h.ends) for h in valid if h.weekday == weekday)
        for weekday in range(HOLIDAY + 1)
    }
