"""Running totals of working days and minutes, a year at a time, so that sums need no walk."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .days import Spans

FIRST_YEAR, LAST_YEAR = 1995, 2098


@dataclass(frozen=True)
class Year:
    """One year: each day's spans, and totals before each day (one more than there are days)."""

    spans: tuple[Spans, ...]
    minutes: tuple[int, ...]
    days: tuple[int, ...]


class Tables:
    """Years made when first asked for. ``spans_of`` tells a day's working time.

    Days outside the years 1995 to 2098 are refused with ValueError: the law of before was
    another, and the lunar calendar is not reckoned further.
    """

    def __init__(self, spans_of: Callable[[date], Spans]):
        self._spans_of = spans_of
        self._years: dict[int, Year] = {}

    def year(self, number: int) -> Year:
        # Two threads may make the same year at once: both make the same, the last one stays.
        return self._years.get(number) or self._years.setdefault(number, self._make(number))

    def spans(self, day: date) -> Spans:
        return self.year(day.year).spans[_index(day)]

    def after(self, day: date) -> date:
        """The next day; of a day outside the known years there is none, not even of the last."""
        self.year(day.year)
        return day + timedelta(days=1)

    def total(self, what: str, start: date, end: date) -> int:
        """Sum of ``days`` or ``minutes`` of all days from ``start`` to before ``end``."""
        if start.year == end.year:
            totals = getattr(self.year(start.year), what)
            return totals[_index(end)] - totals[_index(start)]
        first, last = (getattr(self.year(day.year), what) for day in (start, end))
        between = (getattr(self.year(n), what)[-1] for n in range(start.year + 1, end.year))
        return first[-1] - first[_index(start)] + sum(between) + last[_index(end)]

    def day_reaching(self, what: str, day: date, amount: int) -> tuple[date, int]:
        """The first day by whose end ``amount`` (1 and up) is reached, counting from ``day`` on.

        Also what of the amount falls on that very day.
        """
        while True:
            totals = getattr(self.year(day.year), what)
            sought = totals[_index(day)] + amount
            if sought <= totals[-1]:
                index = bisect_left(totals, sought) - 1
                return _day(day.year, index), sought - totals[index]
            amount = sought - totals[-1]
            day = date(day.year + 1, 1, 1)

    def day_reaching_back(self, what: str, day: date, amount: int) -> tuple[date, int]:
        """As ``day_reaching``, counting from ``day`` backwards; what falls on that day's end."""
        while True:
            totals = getattr(self.year(day.year), what)
            sought = totals[_index(day) + 1] - amount
            if sought >= 0:
                index = bisect_right(totals, sought) - 1
                return _day(day.year, index), totals[index + 1] - sought
            amount = -sought
            day = date(day.year - 1, 12, 31)

    def _make(self, number: int) -> Year:
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise ValueError(
                f"The working calendar knows the years {FIRST_YEAR} to {LAST_YEAR}, not {number}."
                " Check the date, and that some days of the calendar are worked."
            )
        spans, minutes, days = [], [0], [0]
        for index in range(_index(date(number, 12, 31)) + 1):
            spans.append(self._spans_of(_day(number, index)))
            minutes.append(minutes[-1] + sum(ends - starts for starts, ends in spans[-1]))
            days.append(days[-1] + bool(spans[-1]))
        return Year(tuple(spans), tuple(minutes), tuple(days))


def _index(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal()


def _day(year: int, index: int) -> date:
    return date(year, 1, 1) + timedelta(days=index)
