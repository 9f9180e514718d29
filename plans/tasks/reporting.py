"""What the clock does about reports; every verb may be asked late, twice, or again.

The rows name period and day, so that a day that was moved makes a new row and the old one does
nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, localtime, make_aware

from core.clock import duty, nightly

from ..models import Plan, ReportingPeriod
from ..services import periods, register, reminders

MORNING = time(7, 30)
STALE = timedelta(days=180)
"""So long after its due day a period that never opened is still opened by the clock; a plan of
years ago that is read in late opens by the board's hand or not at all."""

S = ReportingPeriod.Status


def _morning(day: date, at: time = time(7)) -> datetime:
    return make_aware(datetime.combine(day, at))


def _fresh(at: datetime):
    return ReportingPeriod.objects.filter(due_on__gte=localdate(at) - STALE)


def openings(at: datetime) -> Iterator[tuple[str, datetime]]:
    """Each planned period of a plan in force, on the day it opens."""
    planned = _fresh(at).filter(status=S.PLANNED, plan__status=Plan.Status.ISSUED)
    for pk, day in planned.values_list("pk", "opens_on"):
        yield f"{pk}:{day}", _morning(day)


def announcements(at: datetime) -> Iterator[tuple[str, datetime]]:
    """Each open period, as soon as the clock sees it."""
    return ((str(pk), at) for pk in _fresh(at).filter(status=S.OPEN).values_list("pk", flat=True))


def mornings(at: datetime) -> Iterable[tuple[str, datetime]]:
    """The last half past seven: reminders of days that are over are not made up for."""
    day = localdate(at) - timedelta(days=localtime(at).time() < MORNING)
    return [(f"{day:%Y-%m-%d}", _morning(day, MORNING))]


def consolidations(at: datetime) -> Iterator[tuple[str, datetime]]:
    """Each open period, on the day after its due day; also where the plan was closed since."""
    for pk, due in _fresh(at).filter(status=S.OPEN).values_list("pk", "due_on"):
        yield f"{pk}:{due}", _morning(due + timedelta(days=1))


def _meant(period: str, state: str, day: str) -> ReportingPeriod | None:
    """The period of a row, where it still is in that state and its day is the same."""
    key, _colon, named = period.partition(":")
    found = ReportingPeriod.objects.select_related("plan").filter(pk=key, status=state).first()
    return found if found and str(getattr(found, day)) == named else None


@duty("plans.plan_periods", nightly)
def plan_periods(night: str) -> None:
    """Plans issued before there were periods get theirs; others have them since their issue."""
    for plan in Plan.objects.filter(status=Plan.Status.ISSUED):
        periods.plan_periods(plan)


@duty("plans.open_period", openings, asks_when=True)
def open_period(period: str, at: datetime) -> None:
    found = _meant(period, S.PLANNED, "opens_on")
    if found and found.plan.status == Plan.Status.ISSUED:
        periods.open_period(found, by=None, at=at)


@duty("plans.announce_period", announcements, asks_when=True)
def announce_period(period: str, at: datetime) -> None:
    found = ReportingPeriod.objects.filter(pk=period, status=S.OPEN).first()
    if found:
        reminders.announce(found, at=at)


@duty("plans.remind_of_reports", mornings, asks_when=True)
def remind_of_reports(day: str, at: datetime) -> None:
    reminders.remind(at=at)


@duty("plans.consolidate", consolidations)
def consolidate(period: str) -> None:
    if found := _meant(period, S.OPEN, "due_on"):
        periods.consolidate(found, by=None)


@duty("plans.adjust_register", nightly, asks_when=True)
def adjust_register(night: str, at: datetime) -> None:
    """Units that opened or closed since: the register follows while a period is open."""
    for period in ReportingPeriod.objects.filter(status=S.OPEN):
        register.register(period, by=None, at=at)
