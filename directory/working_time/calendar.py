"""Working days, hours and minutes of one unit in Vietnam: between moments, and added to them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from .days import (
    HOLIDAY,
    MIDNIGHT,
    WEEKEND,
    ZONE,
    DayRule,
    Hours,
    Reason,
    Spans,
    Week,
    Weeks,
    clock_of,
)
from .public_holidays import public_holidays
from .remaining import Remaining, State
from .tables import Tables

Point = TypeVar("Point", date, datetime)
Pauses = Iterable[tuple[Point, Point | None]]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """The working time of one unit: usual hours, public holidays and swaps, rules for dates.

    ``layers`` are usual hours, the nearest unit's first; on each date the first layer with hours
    valid that day gives the whole week, the hours of state offices when none has. ``rules`` go
    before holidays and swapped days (the Government announces those year by year).

    Moments are aware datetimes of any zone (naive: ValueError), read on Vietnam's clock, and
    stand for the minute they lie in: seconds are dropped. Answers are in Vietnam's zone.
    """

    layers: tuple[tuple[Hours, ...], ...] = ()
    rules: Mapping[date, DayRule] = field(default_factory=dict)
    _weeks: Weeks = field(init=False, repr=False)
    _tables: Tables = field(init=False, repr=False)

    def __post_init__(self):
        object.__setattr__(self, "_weeks", Weeks(self.layers))
        object.__setattr__(self, "_tables", Tables(lambda day: self._plan(day)[0]))

    # One day

    def is_working_day(self, day: date) -> bool:
        """Whether any minute of the day is worked."""
        return bool(self._tables.spans(day))

    def why_not(self, day: date) -> Reason | None:
        """Why the day is off; None when it is worked."""
        return None if self.is_working_day(day) else self._plan(day)[1]

    def hours_of(self, day: date) -> tuple[tuple[time, time], ...]:
        """The day's stretches of work in order; 00:00 as an end is midnight after the day."""
        return tuple((clock_of(s), clock_of(e)) for s, e in self._tables.spans(day))

    def minutes_of(self, day: date) -> int:
        """Working minutes of the whole day."""
        return self._tables.total("minutes", day, self._tables.after(day))

    def _plan(self, day: date) -> tuple[Spans, Reason]:
        """The day's working time, and the reason to give when that is none."""
        week, rule = self._weeks.on(day), self.rules.get(day)
        known = public_holidays(day.year)
        if rule and rule.working:
            return rule.spans() or _worked(week, day, known.worked.get(day)), WEEKEND
        if rule:
            why = Reason("rule", rule.reason_vi, rule.reason_en or rule.reason_vi)
            return week[HOLIDAY] if rule.national else (), why
        if day in known.worked:
            return _worked(week, day, known.worked[day]), WEEKEND
        if day in known.off:
            return week[HOLIDAY], known.off[day]
        return week[day.weekday()], WEEKEND

    # Working days

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when end is earlier.

        The day of the event is not counted, the last day is (Civil Code 2015, Arts. 147, 148).
        """
        if end < start:
            return -self.working_days_between(end, start)
        return self._tables.total("days", *map(self._tables.after, (start, end)))

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after ``day``, itself not counted; before it when n is negative.

        With n = 0 the day itself or, when it is off, the next working day: so ends a term that
        would end on a day off (Civil Code 2015, Art. 148.5).
        """
        if n < 0:
            return self._tables.day_reaching_back("days", day - ONE_DAY, -n)[0]
        if n == 0:
            return self._tables.day_reaching("days", day, 1)[0]
        return self._tables.day_reaching("days", self._tables.after(day), n)[0]

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.add_working_days(day, 1)

    def on_or_after(self, day: date) -> date:
        """``day`` if it is worked, else the next working day."""
        return self.add_working_days(day, 0)

    def on_or_before(self, day: date) -> date:
        """``day`` if it is worked, else the last working day before it."""
        return self._tables.day_reaching_back("days", day, 1)[0]

    def last_working_day_before(self, day: date) -> date:
        """The last working day before ``day``, itself never."""
        return self.add_working_days(day, -1)

    # Working minutes

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes from ``start`` to ``end``; negative when end is earlier."""
        (first, since), (last, until) = _local(start), _local(end)
        if last < first:
            return -self.minutes_between(end, start)
        whole = self._tables.total("minutes", first, last)
        return whole + self._done(last, until) - self._done(first, since)

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours from ``start`` to ``end``, minutes as parts of an hour."""
        return self.minutes_between(start, end) / 60

    def add_minutes(self, start: datetime, n: int) -> datetime:
        """The earliest moment with ``n`` working minutes gone since ``start``.

        So a day's work begun at 08:00 ends at 17:00 that day, not at 08:00 of the next. With a
        negative n: the latest moment from which ``n`` working minutes lead up to ``start``.
        """
        day, minute = _local(start)
        if n == 0:
            return _moment(day, minute)
        done = self._done(day, minute)
        if n > 0:
            day, part = self._tables.day_reaching("minutes", day, n + done)
            return _moment(day, _minute_after(self._tables.spans(day), part))
        still = self.minutes_of(day) - done
        day, part = self._tables.day_reaching_back("minutes", day, still - n)
        whole = self.minutes_of(day)
        return _moment(day, _last_minute_after(self._tables.spans(day), whole - part))

    def is_working_time(self, moment: datetime) -> bool:
        """Whether the unit works in the minute that begins then."""
        day, minute = _local(moment)
        return any(starts <= minute < ends for starts, ends in self._tables.spans(day))

    def next_working_moment(self, moment: datetime) -> datetime:
        """The moment itself when it is worked, else when the unit next opens."""
        if self.is_working_time(moment):
            return _moment(*_local(moment))
        return self.add_minutes(moment, 1) - timedelta(minutes=1)

    def _done(self, day: date, minute: int) -> int:
        """Working minutes of the day gone by at that minute."""
        spans = self._tables.spans(day)
        return sum(min(minute, ends) - starts for starts, ends in spans if starts < minute)

    # Clocks that stand still while the enterprise is asked for more

    def elapsed(self, start: datetime, end: datetime, pauses: Pauses[datetime] = ()) -> int:
        """Working minutes from ``start`` to ``end`` less those inside ``pauses``.

        Pauses may overlap, lie partly outside, and have no end yet (None). One that ends before
        it begins is refused with ValueError.
        """
        total = self.minutes_between(start, end)
        for since, until in _apart(_aware(pauses), start):
            stop = end if until is None else min(until, end)
            total -= max(0, self.minutes_between(since, stop))
        return total

    def due_at(self, start: datetime, n: int, pauses: Pauses[datetime] = ()) -> datetime | None:
        """When ``n`` working minutes have elapsed; None while a pause has no end yet."""
        start = self.add_minutes(start, 0)
        return _through(start, n, _aware(pauses), self.minutes_between, self.add_minutes)

    def due_on(self, day: date, n: int, pauses: Pauses[date] = ()) -> date | None:
        """The last day of a term of ``n`` working days from ``day``; None as for ``due_at``.

        A pause takes out the days after its first up to and including its last.
        """
        return _through(day, n, pauses, self.working_days_between, self.add_working_days)

    # What is left

    def remaining(self, now: datetime, due: datetime | date, *, soon: int = 480) -> Remaining:
        """How the deadline ``due`` stands at ``now``; ``soon`` warns so many working minutes ahead.

        A deadline that is a date is kept until the end of that day (G29). Days are counted as
        in a term: today not, the last day yes; of a moment, only when a day's work is left.
        """
        exact = isinstance(due, datetime)
        end = due if isinstance(due, datetime) else _moment(due, MIDNIGHT)
        last = _local(end)[0] if exact else due
        minutes = abs(self.minutes_between(now, end))
        days = abs(self.working_days_between(_local(now)[0], last))
        if exact and minutes < self.minutes_of(self.on_or_before(last)):
            days = 0
        late = now > end if exact else now >= end
        state = State.LATE if late else State.SOON if minutes <= soon else State.OK
        return Remaining(state, days, minutes, due)


def _worked(week: Week, day: date, day_off: date | None) -> Spans:
    """Hours of a day worked by order: of the day off it stands for, or the week's first hours."""
    if day_off:
        return week[day_off.weekday()] or week[day.weekday()]
    return week[day.weekday()] or next((week[n] for n in range(HOLIDAY) if week[n]), ())


def _local(moment: datetime) -> tuple[date, int]:
    """Day and minute of the day on Vietnam's clock; a naive datetime is refused."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: give an aware datetime (timezone.now()).")
    here = moment.astimezone(ZONE)
    return here.date(), here.hour * 60 + here.minute


def _aware(pauses: Pauses[datetime]) -> Pauses[datetime]:
    """The pauses on Vietnam's clock, to the minute; naive ones are refused."""
    return [(_moment(*_local(since)), until and _moment(*_local(until))) for since, until in pauses]


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time.min, ZONE) + timedelta(minutes=minute)


def _minute_after(spans: Spans, part: int) -> int:
    """The earliest minute of the day by which ``part`` (1 and up) minutes of its work are done."""
    for starts, ends in spans:
        if part <= ends - starts:
            return starts + part
        part -= ends - starts
    raise AssertionError("the day has less work than was reckoned")


def _last_minute_after(spans: Spans, part: int) -> int:
    """The latest minute of the day at which only ``part`` minutes of its work are done."""
    for starts, ends in spans:
        if part < ends - starts:
            return starts + part
        part -= ends - starts
    raise AssertionError("the day has less work than was reckoned")


def _apart(pauses: Pauses[Point], start: Point) -> Iterable[tuple[Point, Point | None]]:
    """Pauses in order, cut so that none begins before ``start`` or inside another."""
    cursor = start
    for since, until in sorted(pauses, key=lambda pause: pause[0]):
        if until is not None and until < since:
            raise ValueError(f"A pause must end after it begins: {since} to {until}.")
        if until is None:
            yield max(since, cursor), None
            return
        if until > cursor:
            yield max(since, cursor), until
            cursor = until


def _through(
    start: Point,
    n: int,
    pauses: Pauses[Point],
    between: Callable[[Point, Point], int],
    add: Callable[[Point, int], Point],
) -> Point | None:
    """Let ``n`` run from ``start`` and stand still in the pauses."""
    if n < 0:
        raise ValueError(f"A term cannot be negative: {n}.")
    for since, until in _apart(pauses, start):
        ran = between(start, since)
        if ran >= n:
            break
        if until is None:
            return None
        start, n = until, n - ran
    return add(start, n)
