"""The arithmetic of a case's clocks: pure, from rows, for any moment past or present (G30).

A case is held by units one after another; each unit's own calendar counts while it holds. The
clock stands still in pauses, begins anew when the asker asks again after an answer, and an
extension replaces the last day. Days: the day of the event is not counted, the last day is (Civil
Code 2015, Arts. 147, 148). "Late" begins the day after the last day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from directory.working_time import ZONE, WorkingCalendar

Span = tuple[datetime, datetime | None]
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Spell:
    """One unit held the case; ``answered`` when it ended with the answer."""

    calendar: WorkingCalendar
    since: datetime
    until: datetime | None = None
    answered: bool = False


@dataclass(frozen=True)
class Case:
    """All that the clocks of one case need; ``later`` are extensions: (moment, new last day).

    ``terms``: (moment, hours, days), the limits that held until then, in their order.
    """

    spells: tuple[Spell, ...]
    hours: int
    days: int
    pauses: tuple[Span, ...] = ()
    later: tuple[tuple[datetime, date], ...] = ()
    terms: tuple[tuple[datetime, int, int], ...] = ()

    def as_of(self, at: datetime) -> "Case":
        """The same case as it stood at a past moment."""
        spells = [_ended(spell, at) for spell in self.spells if spell.since <= at]
        pauses = [(a, b if b and b <= at else None) for a, b in self.pauses if a <= at]
        later = [each for each in self.later if each[0] <= at]
        held = [each[1:] for each in self.terms if each[0] > at] or [(self.hours, self.days)]
        return Case(tuple(spells), *held[0], tuple(pauses), tuple(later))

    @property
    def round(self) -> Sequence[Spell]:
        """The spells since the asker last asked: those after the last answer that was reopened."""
        for place in range(len(self.spells) - 1, 0, -1):
            if self.spells[place - 1].answered:
                return self.spells[place:]
        return self.spells

    @property
    def began(self) -> datetime:
        return self.round[0].since


def _ended(spell: Spell, at: datetime) -> Spell:
    gone = spell.until is not None and spell.until <= at
    return spell if gone else replace(spell, until=None, answered=False)


def last_day(case: Case) -> date | None:
    """The last day for the answer; None while a pause has no end yet."""
    granted = [each for each in case.later if each[0] >= case.began]
    if granted:
        return _extended(case, *max(granted))
    left = case.days
    for spell in case.round:
        since = _day(spell.since)
        pauses = _days(_inside(case.pauses, spell))
        found = spell.calendar.due_on(since, left, pauses)
        if spell.until is None or found is None or found <= _day(spell.until):
            return found
        left -= _ran(spell.calendar, since, _day(spell.until), pauses)
    return case.round[-1].calendar.add_working_days(_day(case.round[-1].until), left)


def _extended(case: Case, at: datetime, new: date) -> date | None:
    """The granted day, moved by pauses that began after it was granted."""
    calendar = case.round[-1].calendar
    left = calendar.working_days_between(_day(at), new)
    after = _days([(max(a, at), b) for a, b in case.pauses if b is None or b > at])
    if left <= 0:
        return new
    if not after:
        return new
    return calendar.due_on(_day(at), left, after)


def _ran(calendar: WorkingCalendar, since: date, until: date, pauses) -> int:
    """Working days that ran from ``since`` to ``until``, pauses left out."""
    still = sum(calendar.working_days_between(a, min(b or until, until)) for a, b in pauses)
    return calendar.working_days_between(since, until) - still


def due_at(case: Case) -> datetime | None:
    """The close of work of the last day."""
    day = last_day(case)
    return None if day is None else _close(case.round[-1].calendar, day)


def _close(calendar: WorkingCalendar, day: date) -> datetime:
    hours = calendar.hours_of(day)
    close = hours[-1][1] if hours else LAST_MINUTE
    return datetime.combine(day, LAST_MINUTE if close == time(0) else close, ZONE)


def passed_on_by(calendar: WorkingCalendar, received: datetime, hours: int) -> datetime:
    """The end of ``hours`` by the clock; on a day of rest, the close of the next working day
    (Civil Code 2015, Art. 148.5)."""
    end = received + timedelta(hours=hours)
    if calendar.is_working_day(_day(end)):
        return end
    return _close(calendar, calendar.next_working_day(_day(end)))


def first_due_at(case: Case) -> datetime | None:
    """When the working hours for a first response are used up; None while a pause is open."""
    left = case.hours * 60
    for spell in case.round:
        pauses = _inside(case.pauses, spell)
        found = spell.calendar.due_at(spell.since, left, pauses)
        if spell.until is None or found is None or found <= spell.until:
            return found
        left -= spell.calendar.elapsed(spell.since, spell.until, pauses)
    last = case.round[-1]
    return last.calendar.add_minutes(last.until or last.since, max(left, 0))


def waited(case: Case, at: datetime) -> int:
    """Working minutes of this round until ``at``, pauses left out."""
    return sum(minutes for _spell, minutes in _held(case, case.round, at))


def held(case: Case, at: datetime) -> list[int]:
    """Working minutes each spell had the case in hand, in their order, pauses left out."""
    return [minutes for _spell, minutes in _held(case, case.spells, at)]


def _held(case: Case, spells: Iterable[Spell], at: datetime) -> Iterable[tuple[Spell, int]]:
    for spell in spells:
        end = min(spell.until or at, at)
        if end > spell.since:
            pauses = _inside(case.pauses, spell)
            yield spell, spell.calendar.elapsed(spell.since, end, pauses)
        else:
            yield spell, 0


def is_late(case: Case, at: datetime) -> bool:
    """Whether the day after the last day has begun at ``at`` and no answer was given."""
    now = case.as_of(at)
    if not now.spells or now.spells[-1].until is not None:
        return False
    day = last_day(now)
    return day is not None and _day(at) > day


def _inside(pauses: Iterable[Span], spell: Spell) -> list[Span]:
    """The parts of the pauses that lie in the spell."""
    found: list[Span] = []
    for since, until in pauses:
        start = max(since, spell.since)
        end = until if spell.until is None else min(until or spell.until, spell.until)
        if end is None or end > start:
            found.append((start, end))
    return found


def _day(moment: datetime | None) -> date:
    if moment is None:
        raise ValueError("A spell that has not ended has no last day.")
    return moment.astimezone(ZONE).date()


def _days(spans: Iterable[Span]) -> list[tuple[date, date | None]]:
    return [(_day(since), until and _day(until)) for since, until in spans]
