"""On time, late, not handed in, excused: how reports stand on any day, adding to 100 %.

The rule, once in words:
- *excused*: the board excused the unit by that day and did not take it back since;
- *not handed in*: no version stands with the board: none was submitted by that day, or the last
  one was sent back and not replaced; so a report sent back stays on the clock;
- *late*: a version stands, and the first one came after the due day (the extension granted by that
  day, where there is one), or one handed in again came after the term set when it was sent back;
- *on time*: a version stands and none came late. The first submission counts for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils.timezone import get_default_timezone, localdate, make_aware
from django.utils.translation import gettext_lazy as _

from .models import Concession, Report, ReportVersion

WHOLE = 100


class State(models.TextChoices):
    """One of these for every report on every day since it is owed."""

    ON_TIME = "on_time", _("On time")
    LATE = "late", _("Handed in late")
    MISSING = "missing", _("Not handed in")
    EXCUSED = "excused", _("Excused")


def end_of(day: date) -> datetime:
    """The first moment after ``day`` in the portal's time zone."""
    return make_aware(datetime.combine(day + timedelta(days=1), time()), get_default_timezone())


@dataclass(frozen=True)
class Handed:
    """A version as the rule sees it; days of the portal's time zone."""

    submitted: datetime
    returned: datetime | None = None
    term: date | None = None


@dataclass(frozen=True)
class Allowed:
    """A concession as the rule sees it: ``kind`` as :class:`Concession.Kind`."""

    kind: str
    at: datetime
    until: date | None = None


@dataclass(frozen=True)
class Life:
    """What happened to one report: enough to say how it stood on any day."""

    due_on: date
    expected: datetime
    handed: tuple[Handed, ...] = ()
    allowed: tuple[Allowed, ...] = ()

    def standing(self, on: date) -> State | None:
        """The state at the end of the day ``on``; None while it was not owed yet."""
        moment = end_of(on)
        if self.expected >= moment:
            return None
        allowed = [each for each in self.allowed if each.at < moment]
        excuses = [a.kind for a in allowed if a.kind != Concession.Kind.EXTENDED]
        if excuses and excuses[-1] == Concession.Kind.EXCUSED:
            return State.EXCUSED
        handed = [each for each in self.handed if each.submitted < moment]
        if not handed or (handed[-1].returned and handed[-1].returned < moment):
            return State.MISSING
        due = max([self.due_on, *(a.until for a in allowed[::-1] if a.until)][:2])
        late = any(localdate(h.submitted) > max(due, h.term or due) for h in handed)
        return State.LATE if late else State.ON_TIME


@dataclass
class Tally:
    """How many reports stand in each state; the four add up to all that are owed."""

    counts: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, state: str) -> int:
        return self.counts.get(str(state), 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def percents(self) -> dict[str, int]:
        """Whole percents that add to 100 (largest remainders); all 0 where nothing is owed."""
        shares = {str(s): divmod(self[s] * WHOLE, self.total or 1) for s in State}
        found = {state: whole for state, (whole, _rest) in shares.items()}
        missing = (WHOLE if self.total else 0) - sum(found.values())
        for state in sorted(shares, key=lambda s: -shares[s][1])[:missing]:
            found[state] += 1
        return found

    def __add__(self, other: "Tally") -> "Tally":
        return Tally({str(s): self[s] + other[s] for s in State})


def standing_on(reports, on: date):
    """``reports`` owed by the end of ``on``, each with its ``standing`` that day."""
    moment = end_of(on)
    allowed = Concession.objects.filter(report=OuterRef("pk"), at__lt=moment).order_by("-at", "-pk")
    extended = allowed.filter(kind=Concession.Kind.EXTENDED).values("until")[:1]
    excuse = allowed.exclude(kind=Concession.Kind.EXTENDED).values("kind")[:1]
    handed = _handed(moment)
    last = handed.order_by("-number").annotate(
        stands=Case(When(returned_at__lt=moment, then=False), default=True)
    )
    return (
        reports.filter(expected_at__lt=moment)
        .annotate(extension_then=Subquery(extended), excuse_then=Subquery(excuse))
        .annotate(
            handed_in=Coalesce(Subquery(last.values("stands")[:1]), Value(False)),
            came_late=Exists(handed.filter(day__gt=F("by_then"))),
        )
        .annotate(
            standing=Case(
                When(excuse_then=Concession.Kind.EXCUSED, then=Value(State.EXCUSED.value)),
                When(handed_in=False, then=Value(State.MISSING.value)),
                When(came_late=True, then=Value(State.LATE.value)),
                default=Value(State.ON_TIME.value),
                output_field=models.CharField(),
            )
        )
    )


def _handed(moment: datetime):
    """Versions handed in before ``moment``, each with its ``day`` and the day due ``by_then``."""
    due = Greatest(OuterRef("due_on"), OuterRef("extension_then"), "term", output_field=DateField())
    day = TruncDate("submitted_at", tzinfo=get_default_timezone())
    rows = ReportVersion.objects.filter(report=OuterRef("pk"), submitted_at__lt=moment)
    return rows.annotate(day=day, by_then=due)


def told_on(reports, on: date):
    """The rows of :func:`standing_on`, each with what was known of it that day.

    ``again_then``: the day set when the last version was sent back; ``reason_then``: why the
    extension in force was granted; ``latest_then``: how long after its day the latest version came.
    """
    moment = end_of(on)
    handed = _handed(moment)
    back = handed.order_by("-number").annotate(
        again=Case(When(returned_at__lt=moment, then=F("redo_by")))
    )
    granted = Concession.objects.filter(report=OuterRef("pk"), kind=Concession.Kind.EXTENDED)
    granted = granted.filter(at__lt=moment).order_by("-at", "-pk")
    latest = handed.annotate(days=F("day") - F("by_then")).order_by("-days")
    return standing_on(reports, on).annotate(
        again_then=Subquery(back.values("again")[:1]),
        reason_then=Subquery(granted.values("reason")[:1]),
        latest_then=Subquery(latest.values("days")[:1]),
    )


def counted(reports, on: date) -> Tally:
    """How ``reports`` stood at the end of ``on``: one query."""
    return tally_of(by_standing(reports, on))


def by_standing(reports, on: date):
    """The question of :func:`counted`: rows of ``standing`` and ``n``."""
    return standing_on(reports, on).order_by().values("standing").annotate(n=Count("pk"))


def tally_of(rows: Iterable[dict]) -> Tally:
    return Tally({row["standing"]: row["n"] for row in rows})


def by_unit(reports, on: date, tops: Iterable) -> dict[int, Tally]:
    """The same for each unit of ``tops`` with all under it, in one query; by the units' keys."""
    rows = standing_on(reports, on).order_by().values_list("unit__path", "standing")
    found = list(rows)
    tallies = {}
    for unit in tops:
        mine = [state for path, state in found if path.startswith(unit.path)]
        tallies[unit.pk] = Tally({str(s): mine.count(str(s)) for s in State})
    return tallies


def life_of(report: Report) -> Life:
    """The story of one report, read from its rows."""
    versions = report.versions.order_by("number")
    allowed = report.concessions.order_by("at", "pk")
    return Life(
        report.due_on,
        report.expected_at,
        tuple(Handed(v.submitted_at, v.returned_at, v.term) for v in versions),
        tuple(Allowed(c.kind, c.at, c.until) for c in allowed),
    )
