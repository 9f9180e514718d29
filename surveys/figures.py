"""Figures of surveys for reports and the dashboard."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.figures import Asked, Figure, Measure, Rows, Source, only, totals
from directory.models import Unit
from directory.querysets import within

from .models import FollowUp, Round, Stratum, Tally
from .results.lines import OTHERS
from .results.lines import SATISFIED as SATISFIED_
from .results.small_cells import FEWEST
from .results.who import UNINVITED

S = Tally.Split
TASK = "supervision"
ROUNDS = Measure(
    "surveys.rounds", TASK, _("Survey rounds ended"),
    _("Rounds of satisfaction surveys whose last day lies in the period."),
)  # fmt: skip
ISSUED = Measure(
    "surveys.issued", TASK, _("Questionnaires issued"),
    _("Personal codes and paper sheets given out in these rounds."),
)  # fmt: skip
ANSWERED = Measure(
    "surveys.answered", TASK, _("Questionnaires answered"),
    _("Answers counted of those issued, on paper and online."), kind="share",
)  # fmt: skip
SATISFIED = Measure(
    "surveys.satisfied", TASK, _("Satisfied answers"),
    _("Answers “very satisfied” and “satisfied” among all answers on five levels."), kind="share",
)  # fmt: skip
FOLLOWED_UP = Measure(
    "surveys.follow_ups_done", TASK, _("Follow-ups done"),
    _("Follow-ups due in the period that were done and confirmed by a second person."),
    kind="share",
)  # fmt: skip


@Source
def figures(unit: Unit | None, start: date, end: date) -> Asked:
    """Rounds of ``unit`` and all it covers that ended from ``start`` to ``end``, both included.

    ``unit`` None: the whole country.
    """
    ended = ended_in(unit, start, end)
    shares = Tally.objects.filter(round__in=ended, split=S.TOLD, answer__in=(SATISFIED_, OTHERS))
    best = Sum("count", filter=Q(answer=SATISFIED_))
    due = _due(unit, start, end)
    questions = {
        "rounds": _given_out(ended),
        "levels": totals(shares, satisfied=best, whole=Sum("count")),
        "due": totals(
            due,
            done=Count("pk", filter=Q(status=FollowUp.Status.DONE)),
            whole=Count("pk", filter=~Q(status=FollowUp.Status.DROPPED)),
        ),
    }
    span = ".".join(map(str, (unit.pk if unit else 0, start, end)))
    return Asked(questions, partial(_told, span=span))


def ended_in(unit: Unit | None, start: date, end: date) -> QuerySet:
    """The rounds that figures count."""
    rows = Round.objects.filter(status__in=Round.ENDED, closes_on__range=(start, end))
    return _of(rows, unit)


def done_in(unit: Unit | None, start: date, end: date) -> QuerySet:
    """The follow-ups counted as done."""
    return _due(unit, start, end).filter(status=FollowUp.Status.DONE)


def _due(unit: Unit | None, start: date, end: date) -> QuerySet:
    return _of(FollowUp.objects.filter(due_on__range=(start, end)), unit)


def _told(found: dict[str, Rows], span: str) -> Iterator[Figure]:
    listed = f"{reverse('admin:surveys_round_changelist')}?counted=figure.{span}"
    issued = sum(max(each["codes"], each["asked"] or 0) for each in found["rounds"])
    yield Figure(ROUNDS, len(found["rounds"]), rows=listed)
    yield Figure(ISSUED, issued, rows=listed)
    yield Figure(ANSWERED, sum(map(_came_back, found["rounds"])), issued or None, rows=listed)
    levels, due = only(found["levels"]), only(found["due"])
    yield Figure(SATISFIED, levels["satisfied"] or 0, levels["whole"], rows=listed)
    rows = f"{reverse('admin:surveys_followup_changelist')}?counted=figure.{span}"
    yield Figure(FOLLOWED_UP, due["done"], due["whole"] or None, rows=rows)


def _came_back(row: dict) -> int:
    """Of those asked, as far as it may be told: codes used; without codes what came in from
    elsewhere than open links and kiosks."""
    found = (row["used"] if row["codes"] else row["came"]) or 0
    return found if found >= FEWEST else 0


def _given_out(rounds: QuerySet) -> QuerySet:
    """``codes`` and ``asked`` of each round, and what was counted of them: one read in from paper
    has a sample and no codes."""
    sample = Stratum.objects.filter(round=OuterRef("pk")).values("round").annotate(n=Sum("sample"))
    tallies = Tally.objects.filter(round=OuterRef("pk"), code="", answer="answered").order_by()
    way, channel = Q(split=S.WAY), Q(split=S.CHANNEL) & ~Q(part__in=UNINVITED)
    used, came = (
        tallies.filter(of).values("round").annotate(n=Sum("count")).values("n")
        for of in (way, channel)
    )
    rows = rounds.annotate(
        codes=Count("invitations"), asked=Subquery(sample.values("n")), used=Subquery(used),
        came=Subquery(came),
    )  # fmt: skip
    return rows.values("codes", "asked", "used", "came")


def _of(rows: QuerySet, unit: Unit | None) -> QuerySet:
    return rows if unit is None else rows.filter(within(unit.covers, "unit__path"))
