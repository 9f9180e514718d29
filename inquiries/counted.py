"""Which cases a number counts, by the rows of the clocks: who had them, how they stood, and when.

A unit's numbers are counted from its holdings: a case that went to another unit later stays counted
where it was. Paths are those of ``unit.covers``; a key means that unit alone, None every unit.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import make_aware, now

from directory.calendars import calendars_for
from directory.querysets import within

from . import clocks
from .models import Extension, FirstResponse, Holding, Inquiry, PassingOn, Pause, Term, Usefulness
from .querysets import day_of

Paths = Iterable[str] | int | None
OF_CASE = Q(inquiry=OuterRef("pk"))
FIRST = Q(since=F("inquiry__received_at"))
"""The holding that began with the receipt of its case."""


def moments(start: date, end: date) -> tuple[datetime, datetime]:
    """From the first moment of ``start`` to the first after ``end``, on Vietnam's clock (G29)."""
    since, until = (
        make_aware(datetime.combine(day, time())) for day in (start, end + timedelta(days=1))
    )
    return since, until


def of(paths: Paths) -> Q:
    """Rows whose unit lies within the paths."""
    if isinstance(paths, int):
        return Q(unit=paths)
    return Q() if paths is None else within(paths, "unit__path")


def received(since: datetime, until: datetime) -> QuerySet:
    """The first holdings of the cases received in a period."""
    return Holding.objects.filter(
        FIRST, since__gte=since, since__lt=until,
        inquiry__received_at__gte=since, inquiry__received_at__lt=until,
    )  # fmt: skip


def answered(since: datetime, until: datetime) -> QuerySet:
    """The holdings that ended with an answer in a period."""
    return Holding.objects.filter(ended=Holding.End.ANSWERED, until__gte=since, until__lt=until)


def held_at(at: datetime) -> QuerySet:
    """The holdings that ran at a moment."""
    return Holding.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


def first_responses(since: datetime, until: datetime, *, in_time: bool = False) -> QuerySet:
    """The first words of customs said in a period."""
    found = FirstResponse.objects.filter(at__gte=since, at__lt=until, due_at__isnull=False)
    return found.filter(at__lte=F("due_at")) if in_time else found


def passed_on(since: datetime, until: datetime, *, in_time: bool = False) -> QuerySet:
    """Members' requests whose hours ended in a period, also those that still lie there."""
    found = PassingOn.objects.filter(due_at__gte=since, due_at__lt=min(until, now()))
    return found.filter(at__lte=F("due_at")) if in_time else found


def rated(since: datetime, until: datetime, paths: Paths = None) -> QuerySet:
    """What askers said in a period of answers that a unit within the paths had given."""
    found = Usefulness.objects.filter(at__gte=since, at__lt=until)
    if paths is None:
        return found
    given = Holding.objects.filter(
        of(paths),
        inquiry=OuterRef("inquiry"),
        ended=Holding.End.ANSWERED,
        until__lte=OuterRef("at"),
    )
    return found.filter(Exists(given))


def received_in(since: datetime, until: datetime, paths: Paths = None) -> Q | Exists:
    """Whether a case was received in a period, by a unit within the paths."""
    if paths is None:
        return Q(received_at__gte=since, received_at__lt=until)
    return Exists(received(since, until).filter(OF_CASE, of(paths)))


def answered_in(
    since: datetime, until: datetime, paths: Paths = None, *, on_time: bool = False
) -> Exists:
    """Whether a case was answered in a period: the rows behind the figure."""
    found = answered(since, until).filter(OF_CASE, of(paths))
    if on_time:
        found = found.alias(day=TruncDate("until"), due=TruncDate("due_at"))
        found = found.filter(day__lte=F("due"))
    return Exists(found)


def open_at(rows: Any, at: datetime, paths: Paths = None) -> Any:
    """Of ``rows`` the cases that a unit had in hand at a moment."""
    return rows.filter(Exists(held_at(at).filter(OF_CASE, of(paths))))


def late_at(rows: Any, at: datetime, paths: Paths = None) -> list[int]:
    """Keys of the cases among ``rows`` that were open and late at a moment, past or present, in
    the hands of a unit within the paths."""
    if at >= day_of(now()):
        late = rows.filter(of(paths), status__in=Inquiry.OPEN, due_at__lt=day_of(at))
        return list(late.order_by().values_list("pk", flat=True))
    cases = list(open_at(rows, at, paths).select_related(None).only(
        "pk", "first_hours", "answer_days"
    ).prefetch_related(
        Prefetch("holdings", Holding.objects.select_related("unit")),
        Prefetch("pauses", Pause.objects.all()),
        Prefetch("extensions", Extension.objects.all()),
        Prefetch("terms", Term.objects.all()),
    ))  # fmt: skip
    calendars = calendars_for({h.unit for case in cases for h in case.holdings.all()})
    return [case.pk for case in cases if clocks.is_late(clock_case(case, calendars), at)]


def clock_case(case: Inquiry, calendars) -> clocks.Case:
    """A case with its prefetched rows as the clocks read it."""
    spells = tuple(
        clocks.Spell(
            calendars[each.unit_id], each.since, each.until, each.ended == Holding.End.ANSWERED
        )
        for each in sorted(case.holdings.all(), key=lambda row: (row.since, row.pk))
    )
    pauses = tuple(sorted((p.since, p.until) for p in case.pauses.all()))
    later = tuple(sorted((e.at, e.new_due) for e in case.extensions.all()))
    terms = tuple(sorted((t.until, t.first_hours, t.answer_days) for t in case.terms.all()))
    return clocks.Case(spells, case.first_hours, case.answer_days, pauses, later, terms)
