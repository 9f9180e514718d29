"""Figures of the inquiries, counted from rows; any past period can be counted again.

Cases are counted by the holdings that began with their receipt, answers by those they ended: what a
period has reported stays so when a case is asked again or goes to another unit later.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Aggregate, Count, F, FloatField, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from core.figures import Asked, Figure, Measure, Rows, Source, only, totals
from directory.models import Unit
from directory.querysets import within

from . import counted
from .counted import moments
from .models import Inquiry, Usefulness

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
FIRST = Measure(
    "inquiries.first_in_time", TASK, _("First response in time"),
    _("Share of first responses given within their working hours, of all given in the period."),
    "share",
)  # fmt: skip
PASSED_ON = Measure(
    "inquiries.passed_on_in_time", TASK, _("Members' requests passed on in time"),
    _("Share of requests of programme members that reached who answers within their hours, of all "
      "whose hours ended in the period."), "share",
)  # fmt: skip
USEFUL = Measure(
    "inquiries.useful", TASK, _("Answers found useful"),
    _("Share of askers who are satisfied or very satisfied with the answer, of all who said in the "
      "period how they found it."), "share",
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
        return hours_of(self.median_minutes)


def hours_of(minutes: float | None) -> Decimal | None:
    """Minutes as hours with one decimal."""
    return None if minutes is None else round(Decimal(minutes) / 60, 1)


def scope(unit: Unit | None) -> list[int]:
    """Keys of the units whose cases count for ``unit``."""
    units = Unit.objects.all() if unit is None else Unit.objects.filter(within(unit.covers))
    return list(units.values_list("pk", flat=True))


class Median(Aggregate):
    """The middle value; between two it is their mean."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def answers(ended: QuerySet) -> QuerySet:
    """The question of answered, on time and the median, as :class:`Answers` names them, of the
    holdings that an answer ended.

    Days are worked out only of what came after its due moment: that halves the time of 50,000.
    """
    in_time = Q(until__lte=F("due_at")) | Q(until__date__lte=TruncDate("due_at"))
    return totals(
        ended,
        answered=Count("inquiry", distinct=True),
        on_time=Count("inquiry", distinct=True, filter=in_time),
        median_minutes=Median("minutes"),
    )


def rows_url(unit: Unit | None, **filters: str) -> str:
    """The list of the rows counted, as officers open it."""
    asked = {**filters, **({"unit": str(unit.pk)} if unit else {})}
    return f"{reverse('admin:inquiries_inquiry_changelist')}?{urlencode(asked)}"


@Source
def figures(unit: Unit | None, start: date, end: date) -> Asked:
    """Figures of ``unit`` and all it covers, from the day ``start`` to the day ``end``."""
    since, until = moments(start, end)
    paths = None if unit is None else unit.covers
    mine, at = counted.of(paths), min(until - timedelta(microseconds=1), now())
    received = counted.received(since, until).filter(mine)
    upper = Count("pk", filter=Q(unit__in=Unit.objects.filter(kind__in=UPPER).values("pk")))
    questions = {
        "levels": totals(received, whole=Count("pk"), upper=upper),
        "answers": answers(counted.answered(since, until).filter(mine)),
        "first": totals(
            counted.first_responses(since, until).filter(mine),
            n=Count("inquiry", distinct=True),
            in_time=Count("inquiry", distinct=True, filter=Q(at__lte=F("due_at"))),
        ),
        "passed_on": totals(
            counted.passed_on(since, until).filter(mine),
            n=Count("pk"),
            in_time=Count("pk", filter=Q(at__lte=F("due_at"))),
        ),
        "useful": totals(
            counted.rated(since, until, paths),
            n=Count("pk"),
            useful=Count("pk", filter=Q(level__in=Usefulness.USEFUL)),
        ),
        "open": totals(counted.held_at(at).filter(mine), n=Count("inquiry", distinct=True)),
    }

    def told(found: dict[str, Rows]) -> list[Figure]:
        late = counted.late_at(Inquiry.objects.all(), at, paths)
        return _told(found, len(late), unit, start, end)

    return Asked(questions, told)


def _told(
    found: dict[str, Rows], late: int, unit: Unit | None, start: date, end: date
) -> list[Figure]:
    """``late``: how many were open and late at the end."""
    done, levels = Answers.of(found["answers"]), only(found["levels"])
    first, useful = only(found["first"]), only(found["useful"])
    passed = only(found["passed_on"])
    period = f"{start.isoformat()}..{end.isoformat()}"
    day = min(end, localdate()).isoformat()
    came = rows_url(unit, received=period)
    return [
        Figure(RECEIVED, levels["whole"], rows=came),
        Figure(HEADQUARTERS, levels["upper"], rows=f"{came}&level=headquarters"),
        Figure(DEPARTMENTS, levels["whole"] - levels["upper"], rows=f"{came}&level=departments"),
        Figure(ANSWERED, done.answered, rows=rows_url(unit, answered=period)),
        Figure(ON_TIME, done.on_time, done.answered + late, rows_url(unit, on_time=period)),
        Figure(FIRST, first["in_time"], first["n"], rows_url(unit, first=period)),
        Figure(PASSED_ON, passed["in_time"], passed["n"], rows_url(unit, passed_on=period)),
        Figure(
            USEFUL, useful["useful"], useful["n"], rows_url(unit, rated=period, rating="useful")
        ),
        Figure(OPEN, only(found["open"])["n"], rows=rows_url(unit, open_at=day)),
        Figure(OVERDUE, late, rows=rows_url(unit, late_at=day)),
        Figure(MEDIAN, done.median_hours, rows=rows_url(unit, answered=period)),
    ]
