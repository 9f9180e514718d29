"""Figures of what units undertook: planned, done, overdue, own initiatives, by task."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, DateField, F, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.figures import Asked, Figure, Measure, Rows, Source
from directory.models import Unit
from directory.querysets import within

from ..models import Item, Undertaking
from ..rules.undertakings import latest_late_day

Origin, Status = Undertaking.Origin, Undertaking.Status
# Name of a measure → label, definition, kind.
MEASURES = {
    "planned": (
        _("Undertakings due"),
        _(
            "Undertakings in issued plans that fall due in the period, dropped ones left out; one "
            "without a due day falls due at the end of the plan's year. What a unit below derived "
            "from the unit's own undertaking is not counted again."
        ),
        "count",
    ),
    "done": (
        _("Undertakings done"),
        _("Undertakings confirmed as done by a second person in the period."),
        "count",
    ),
    "overdue": (
        _("Undertakings overdue"),
        _(
            "Undertakings in plans of the period's year that were not done at its end although "
            "their due day, or the next working day after a due day off, had passed; what was left "
            "of earlier years counts in the plan that carries it on."
        ),
        "count",
    ),
    "share_done": (
        _("Share of undertakings done"),
        _("Of the undertakings that fall due in the period, those done by its end."),
        "share",
    ),
    "own": (
        _("Own initiatives"),
        _("Of the undertakings that fall due in the period, those that no Decision asks for."),
        "count",
    ),
}


def measure(name: str, task: str) -> Measure:
    label, definition, kind = MEASURES[name]
    return Measure(f"undertakings.{name}.{task}", task, label, definition, kind)


def counted(unit: Unit | None):
    """What counts for ``unit`` and all it covers (None: the country), each line once: what was
    derived from a line that counts already is left out. ``falls_due`` is its day."""
    rows = Undertaking.objects.in_force().kept()
    if unit is None:
        rows = rows.filter(parent=None)
    else:
        inside = within(unit.covers, "parent__unit_plan__unit__path")
        rows = rows.of(unit).filter(Q(parent=None) | ~inside)
    last = Concat(F("unit_plan__plan__year"), Value("-12-31"), output_field=None)
    return rows.annotate(falls_due=Coalesce("due_on", Cast(last, DateField())))


def conditions(start: date, end: date) -> dict[str, Q]:
    """By name of a measure: which of :func:`counted` it counts, from ``start`` to ``end``."""
    due = Q(falls_due__range=(start, end))
    done_by_end = Q(status=Status.DONE, done_on__lte=end)
    late_day = latest_late_day(end + timedelta(days=1))
    return {
        "planned": due,
        "done": Q(status=Status.DONE, done_on__range=(start, end)),
        "overdue": Q(falls_due__lte=late_day, unit_plan__plan__year__gte=start.year) & ~done_by_end,
        "share_done": due & done_by_end,
        "own": due & Q(origin=Origin.OWN),
    }


def rows_of(name: str, task: str, unit: Unit | None, start: date, end: date):
    """The very rows a figure counts; its list on the desk shows them."""
    return counted(unit).filter(conditions(start, end)[name], task=task)


@Source
def figures(unit: Unit | None, start: date, end: date) -> Asked:
    """Each measure for each of the five tasks."""
    aggregates = {n: Count("pk", filter=q) for n, q in conditions(start, end).items()}
    grouped = counted(unit).order_by().values("task").annotate(**aggregates)
    return Asked({"tasks": grouped}, lambda found: _told(found["tasks"], unit, start, end))


def _told(rows: Rows, unit: Unit | None, start: date, end: date) -> Iterator[Figure]:
    found = {each["task"]: each for each in rows}
    tasks = [t for t in Item.Task if t != Item.Task.OTHER or t in found]
    for task in tasks:
        numbers = found.get(task, dict.fromkeys(MEASURES, 0))
        for name in MEASURES:
            of = numbers["planned"] if name == "share_done" else None
            address = rows_address(name, task, unit, start, end)
            yield Figure(measure(name, task), numbers[name], of, address)


def rows_address(name: str, task: str, unit: Unit | None, start: date, end: date) -> str:
    """The list of undertakings, kept to the rows of one figure."""
    parts = ("figure", name, task, unit.pk if unit else 0, start, end)
    base = reverse("admin:plans_undertaking_changelist")
    return f"{base}?counted={'.'.join(map(str, parts))}"
