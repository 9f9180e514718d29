"""Figures of the inquiries, counted from rows; any past period can be counted again.

Answers are counted by the holdings they ended, so that a case asked again later does not change
what an earlier period has reported.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)  # fmt: skip
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext_lazy as _

from core.figures import Asked, Figure, Measure, Rows, Source, only, totals
from directory.calendars import calendars_for
from directory.models import Unit
from directory.querysets import within

from . import clocks
from .models import Extension, Holding, Inquiry, Pause
from .querysets import day_of

TASK = "support"
RECEIVED = Measure(
    "inquiries.received", TASK, _("Questions received"),
    _("Cases received in the period, from every channel."),
)  # fmt: skip
HEADQUARTERS = Measure(
    "inquiries.received_headquarters", TASK, _("Received at headquarters"),
    _("Of these, cases that the general department and its headquarters units answer."),
)  # fmt: skip
DEPARTMENTS = Measure(
    "inquiries.received_departments", TASK, _("Received at departments"),
    _("Of these, cases that customs departments, branches and teams answer."),
)  # fmt: skip
ANSWERED = Measure(
    "inquiries.answered", TASK, _("Questions answered"),
    _("Cases answered in the period, whenever they were received; each once."),
)  # fmt: skip
ON_TIME = Measure(
    "inquiries.on_time", TASK, _("Answered on time"),
    _("Share of cases answered on or before their last day, of all answered in the period and "
      "those open and late at its end."), "share",
)  # fmt: skip
OPEN = Measure(
    "inquiries.open", TASK, _("Open"), _("Cases without an answer at the end of the period."),
)  # fmt: skip
OVERDUE = Measure(
    "inquiries.overdue", TASK, _("Open and late"),
    _("Open cases whose last day had passed at the end of the period; late begins the day after."),
)  # fmt: skip
MEDIAN = Measure(
    "inquiries.median_hours", TASK, _("Working time to the answer"),
    _("Median of the working hours from receipt to answer, without the time in which the "
      "enterprise was waited for."), "median", _("working hours"),
)  # fmt: skip
UPPER = (Unit.Kind.GENERAL_DEPARTMENT, Unit.Kind.HQ_UNIT)


def moments(start: date, end: date) -> tuple[datetime, datetime]:
    """From the first moment of ``start`` to the first after ``end``, on Vietnam's clock (G29)."""
    since, until = (
        make_aware(datetime.combine(day, time())) for day in (start, end + timedelta(days=1))
    )
    return since, until


@dataclass(frozen=True)
class Answers:
    """What was answered in a period."""

    answered: int
    on_time: int
    median_minutes: float | None

    @classmethod
    def of(cls, rows: Rows) -> "Answers":
        row = only(rows)
        return cls(row["answered"], row["on_time"], row["median_minutes"])

    @property
    def median_hours(self) -> Decimal | None:
        if self.median_minutes is None:
            return None
        return round(Decimal(self.median_minutes) / 60, 1)


def scope(unit: Unit | None) -> list[int]:
    """Keys of the units whose cases count for ``unit``."""
    units = Unit.objects.all() if unit is None else Unit.objects.filter(within(unit.covers))
    return list(units.values_list("pk", flat=True))


class Median(Aggregate):
    """The middle value; between two it is their mean."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def answers(mine: Q, since: datetime, until: datetime) -> QuerySet:
    """The question of answered, on time and the median of a period, as :class:`Answers` names
    them; ``mine`` says which units' holdings count.

    Days are worked out only of what came after its due moment: that halves the time of 50,000.
    """
    ended = Holding.objects.filter(
        mine, ended=Holding.End.ANSWERED, until__gte=since, until__lt=until
    )
    in_time = Q(until__lte=F("due_at")) | Q(until__date__lte=TruncDate("due_at"))
    return totals(
        ended,
        answered=Count("inquiry", distinct=True),
        on_time=Count("inquiry", distinct=True, filter=in_time),
        median_minutes=Median("minutes"),
    )


def answered_in(since: datetime, until: datetime, *, on_time: bool = False) -> Exists:
    """Whether a case was answered in a period: the rows behind the figure."""
    found = Holding.objects.filter(
        inquiry=OuterRef("pk"), ended=Holding.End.ANSWERED, until__gte=since, until__lt=until
    )
    if on_time:
        found = found.alias(day=TruncDate("until"), due=TruncDate("due_at"))
        found = found.filter(day__lte=F("due"))
    return Exists(found)


def held_at(at: datetime) -> QuerySet:
    """The holdings that ran at a moment."""
    return Holding.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


def open_at(rows: Any, at: datetime) -> Any:
    """Of ``rows`` the cases that some unit had in hand at a moment."""
    return rows.filter(Exists(held_at(at).filter(inquiry=OuterRef("pk"))))


def late_at(rows: Any, at: datetime) -> list[int]:
    """Keys of the cases among ``rows`` that were open and late at a moment, past or present."""
    if at >= day_of(now()):
        late = rows.filter(status__in=Inquiry.OPEN, due_at__lt=day_of(at))
        return list(late.order_by().values_list("pk", flat=True))
    cases = list(open_at(rows, at).select_related(None).only(
        "pk", "first_hours", "answer_days"
    ).prefetch_related(
        Prefetch("holdings", Holding.objects.select_related("unit")),
        Prefetch("pauses", Pause.objects.all()),
        Prefetch("extensions", Extension.objects.all()),
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
    return clocks.Case(spells, case.first_hours, case.answer_days, pauses, later)


def rows_url(unit: Unit | None, **filters: str) -> str:
    """The list of the rows counted, as officers open it."""
    asked = {**filters, **({"unit": str(unit.pk)} if unit else {})}
    return f"{reverse('admin:inquiries_inquiry_changelist')}?{urlencode(asked)}"


@Source
def figures(unit: Unit | None, start: date, end: date) -> Asked:
    """Figures of ``unit`` and all it covers, from the day ``start`` to the day ``end``."""
    since, until = moments(start, end)
    mine = Q() if unit is None else within(unit.covers, "unit__path")
    theirs = Q() if unit is None else within(unit.covers, "inquiry__unit__path")
    cases = Inquiry.objects.filter(mine)
    at = min(until - timedelta(microseconds=1), now())
    received = cases.filter(received_at__gte=since, received_at__lt=until)
    upper = Count("unit", filter=Q(unit__in=Unit.objects.filter(kind__in=UPPER).values("pk")))
    questions = {
        "levels": totals(received, whole=Count("unit"), upper=upper),
        "answers": answers(mine, since, until),
        "open": totals(held_at(at).filter(theirs), n=Count("inquiry", distinct=True)),
    }

    def told(found: dict[str, Rows]) -> list[Figure]:
        return _told(found, len(late_at(cases, at)), unit, start, end)

    return Asked(questions, told)


def _told(
    found: dict[str, Rows], late: int, unit: Unit | None, start: date, end: date
) -> list[Figure]:
    """``late``: how many were open and late at the end."""
    done, levels = Answers.of(found["answers"]), only(found["levels"])
    period = f"{start.isoformat()}..{end.isoformat()}"
    day = min(end, localdate()).isoformat()
    came = rows_url(unit, received=period)
    return [
        Figure(RECEIVED, levels["whole"], rows=came),
        Figure(HEADQUARTERS, levels["upper"], rows=f"{came}&level=headquarters"),
        Figure(DEPARTMENTS, levels["whole"] - levels["upper"], rows=f"{came}&level=departments"),
        Figure(ANSWERED, done.answered, rows=rows_url(unit, answered=period)),
        Figure(ON_TIME, done.on_time, done.answered + late, rows_url(unit, on_time=period)),
        Figure(OPEN, only(found["open"])["n"], rows=rows_url(unit, open_at=day)),
        Figure(OVERDUE, late, rows=rows_url(unit, late_at=day)),
        Figure(MEDIAN, done.median_hours, rows=rows_url(unit, answered=period)),
    ]
