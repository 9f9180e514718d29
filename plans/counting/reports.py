"""Figures of the reports themselves: how many units owed, how many handed in on time."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.figures import Asked, Figure, Measure, Source
from directory.models import Unit
from directory.querysets import within

from ..models import Item, Report
from ..punctuality import State, by_standing, standing_on, tally_of

ON_TIME = Measure(
    "plans.reports_on_time",
    Item.Task.OTHER,
    _("Reports handed in on time"),
    _(
        "Reports of the unit and of all under it that fell due in the period: those handed in by "
        "their due day (extensions included), out of all that were owed and not excused."
    ),
    kind="share",
)


def due(unit: Unit | None, start: date, end: date):
    """Reports of ``unit`` and all it covers that fell due between both days."""
    rows = Report.objects.filter(due_on__range=(start, end))
    return rows if unit is None else rows.filter(within(unit.covers, "unit__path"))


def rows_of(unit: Unit | None, start: date, end: date):
    """The very rows the figure counts: those that stood as on time at the end of the last day."""
    return standing_on(due(unit, start, end), end).filter(standing=State.ON_TIME)


@Source
def figures(unit: Unit | None, start: date, end: date) -> Asked:
    """Reports due between both days, as they stood at the end of the last."""
    span = ".".join(map(str, (unit.pk if unit else 0, start, end)))
    where = f"{reverse('admin:plans_report_changelist')}?counted=figure.{span}"

    def told(found):
        tally = tally_of(found["standing"])
        owed = tally.total - tally[State.EXCUSED]
        return [Figure(ON_TIME, tally[State.ON_TIME], owed, where)]

    return Asked({"standing": by_standing(due(unit, start, end), end)}, told)
