"""Figures of activities: how many were held, whom they reached; issues raised and answered."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.figures import Asked, Figure, Measure, Rows, Source, only, totals
from directory.models import Unit

from ..models import Activity, Item, Participation, SupportIssue
from ..querysets.activities import begin_of

K, T = Activity.Kind, Item.Task
# The task under which a report shows how many of a kind were held, whatever each one serves.
SHOWN_UNDER = {
    K.ARTICLE: T.INFORMATION, K.BROADCAST: T.INFORMATION, K.SOCIAL_GROUP: T.INFORMATION,
    K.SEMINAR: T.SUPPORT, K.TRAINING: T.SUPPORT,
    K.CONFERENCE: T.CONSULTATION, K.DIALOGUE: T.CONSULTATION, K.SURVEY: T.CONSULTATION,
    K.CONSULTATION: T.CONSULTATION,
    K.ASSOCIATION_MEETING: T.COOPERATION, K.VISIT: T.COOPERATION, K.OTHER: T.OTHER,
}  # fmt: skip
KEPT = ",".join(each for each in SupportIssue.Status.values if each != "withdrawn")
HELD = _(
    "Activities with an entered result whose first day lies in the period; each is counted once, "
    "under the task it mainly serves."
)
OF_KIND = _(
    "Activities of this kind with an entered result whose first day lies in the period, whatever "
    "task they serve."
)
BY_TASK = {task: Measure(f"activities.held.{task}", task, _("Activities held"), HELD) for task in T}
BY_KIND = {
    kind: Measure(f"activities.kind.{kind}", task, kind.label, OF_KIND)
    for kind, task in SHOWN_UNDER.items()
}
ENTERPRISES = Measure(
    "activities.enterprises",
    T.COOPERATION,
    _("Enterprises reached by activities"),
    _(
        "Enterprises counted by the organisers at activities held in the period; one that came to "
        "two activities is counted twice. Associations, agencies and press are left out."
    ),
)
PEOPLE = Measure(
    "activities.people",
    T.COOPERATION,
    _("People reached by activities"),
    _("People counted by the organisers at activities held in the period, of every group."),
)
RAISED = Measure(
    "support_issues.raised",
    T.SUPPORT,
    _("Issues raised with the Committee"),
    _("Issues needing support first raised in the period and not withdrawn."),
)
ANSWERED = Measure(
    "support_issues.answered",
    T.SUPPORT,
    _("Issues answered by the Committee"),
    _("Of the issues raised in the period, those that are answered by now."),
    kind="share",
)


@Source
def figures(unit: Unit | None, start: date, end: date) -> Asked:
    """What ``unit`` and all under it did between both days."""
    rows = Activity.objects.all() if unit is None else Activity.objects.of(unit)
    held = rows.held().between(start, end).order_by()
    questions = {
        "held": held.values("task", "kind").annotate(n=Count("pk")),
        "reached": _reached_by(held),
        "issues": _issues_of(unit, start, end),
    }

    def told(found: dict[str, Rows]) -> Iterator[Figure]:
        yield from _held(found["held"], unit, start, end)
        yield from _reached(only(found["reached"]), unit, start, end)
        yield from _issues(only(found["issues"]), unit, start, end)

    return Asked(questions, told)


def _reached_by(held: QuerySet) -> QuerySet:
    return totals(
        Participation.objects.filter(activity__in=held.values("pk")),
        enterprises=Sum("bodies", filter=Q(kind__in=Participation.ENTERPRISES), default=0),
        people=Sum("people", default=0),
    )


def _issues_of(unit: Unit | None, start: date, end: date) -> QuerySet:
    issues = SupportIssue.objects.all() if unit is None else SupportIssue.objects.of(unit)
    done = Count("pk", filter=Q(status__in=["answered", "closed"]))
    return totals(issues.raised_between(start, end), raised=Count("pk"), answered=done)


def _held(counted: Rows, unit: Unit | None, start: date, end: date) -> Iterator[Figure]:
    tally = {(row["task"], row["kind"]): row["n"] for row in counted}
    for task, measure in BY_TASK.items():
        count = sum(n for (of, _kind), n in tally.items() if of == task)
        rows = _rows(unit, start, end, status__exact="held", task__exact=task.value)
        yield Figure(measure, count, rows=rows)
    for kind, measure in BY_KIND.items():
        count = sum(n for (_task, of), n in tally.items() if of == kind)
        rows = _rows(unit, start, end, status__exact="held", kind__exact=kind.value)
        yield Figure(measure, count, rows=rows)


def _reached(sums: Mapping, unit: Unit | None, start: date, end: date) -> Iterator[Figure]:
    rows = _rows(unit, start, end, status__exact="held")
    yield Figure(ENTERPRISES, sums["enterprises"], rows=rows)
    yield Figure(PEOPLE, sums["people"], rows=rows)


def _issues(told: Mapping, unit: Unit | None, start: date, end: date) -> Iterator[Figure]:
    rows = _rows(unit, start, end, desk="supportissue", day="raised_at", status__in=KEPT)
    done = _rows(
        unit, start, end, desk="supportissue", day="raised_at", status__in="answered,closed"
    )
    yield Figure(RAISED, told["raised"], rows=rows)
    yield Figure(ANSWERED, told["answered"], told["raised"], rows=done)


def _rows(
    unit: Unit | None, start: date, end: date, desk="activity", day="starts", **asked: str
) -> str:
    """The officers' list of the rows counted."""
    query = {
        f"{day}__gte": begin_of(start).isoformat(" "),
        f"{day}__lt": begin_of(end + timedelta(days=1)).isoformat(" "),
        **asked,
    }
    if unit is not None:
        query["unit"] = str(unit.pk)
    return f"{reverse(f'admin:plans_{desk}_changelist')}?{urlencode(query)}"
