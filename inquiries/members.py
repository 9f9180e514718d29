"""What an association is told of the cases of its members: numbers of many, never of one (G19)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from core.figures import FEW, Asked, Figure, Measure, Rows, about_enterprises, only, totals

from .counted import moments
from .figures import TASK
from .models import Holding, Inquiry

RECEIVED = Measure(
    "inquiries.members_received", TASK, _("Questions received"),
    _("Cases that members put to customs in the quarter, from every channel."),
)  # fmt: skip
ANSWERED = Measure(
    "inquiries.members_answered", TASK, _("Questions answered"),
    _("Cases of members answered in the quarter, whenever they were received."),
)  # fmt: skip
ON_TIME = Measure(
    "inquiries.members_on_time", TASK, _("Answered on time"),
    _("Share of those answered that were answered on or before their last day."), "share",
)  # fmt: skip


@about_enterprises
def cases(enterprises: QuerySet, start: date, end: date) -> Asked:
    """Cases of ``enterprises`` from the day ``start`` to the day ``end``.

    What the law keeps apart (complaints, denunciations) is not counted. ``firms`` beside a number
    says how many different enterprises stand behind it.
    """
    since, until = moments(start, end)
    received = Inquiry.objects.filter(
        enterprise__in=enterprises, received_at__gte=since, received_at__lt=until
    ).exclude(kind__in=Inquiry.BY_LAW)
    ended = Holding.objects.filter(
        inquiry__enterprise__in=enterprises, ended=Holding.End.ANSWERED, until__gte=since,
        until__lt=until,
    ).exclude(inquiry__kind__in=Inquiry.BY_LAW)  # fmt: skip
    in_time = Q(until__date__lte=TruncDate("due_at"))
    firm = "inquiry__enterprise"
    questions = {
        "received": totals(received, n=Count("pk"), firms=Count("enterprise", distinct=True)),
        "answered": totals(
            ended,
            n=Count("inquiry", distinct=True),
            firms=Count(firm, distinct=True),
            in_time=Count("inquiry", distinct=True, filter=in_time),
            punctual=Count(firm, distinct=True, filter=in_time),
            late=Count(firm, distinct=True, filter=~in_time),
        ),
    }
    return Asked(questions, told)


def told(found: dict[str, Rows]) -> Iterator[Figure]:
    """The share is told only if neither those in time nor those late are few: each follows from
    the other by subtraction."""
    received, answered = only(found["received"]), only(found["answered"])
    yield Figure(RECEIVED, shown(received["n"], received["firms"]))
    done = shown(answered["n"], answered["firms"])
    yield Figure(ANSWERED, done)
    parts = (answered["punctual"], answered["late"])
    apart = all(not firms or firms >= FEW for firms in parts)
    yield Figure(ON_TIME, answered["in_time"] if done is not None and apart else None, done)


def shown(number: int, firms: int) -> int | None:
    """A number, unless fewer than :data:`core.figures.FEW` enterprises stand behind it."""
    return number if not number or firms >= FEW else None
