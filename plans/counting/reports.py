"""Figures of the reports themselves: how many units owed, how many handed in on time."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.figures import Asked, Figure, Measure, Source
from directory.models import Unit
from directory.querysets import within

from ..models import Item, Report
from ..punctuality import State, by_standing, tally_of

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


@Source
def figures(unit: Unit | None, start: date, end: date) -> Asked:
    """Reports due between both days, as they stood at the end of the last."""
    rows = Report.objects.filter(due_on__range=(start, end))
    if unit is not None:
        rows = rows.filter(within(unit.covers, "unit__path"))
    where = f"{reverse('admin:plans_report_changelist')}?due_on__gte={start}&due_on__lte={end}"

    def told(found):
        tally = tally_of(found["standing"])
        owed = tally.total - tally[State.EXCUSED]
        return [Figure(ON_TIME, tally[State.ON_TIME], owed, where)]

    return Asked({"standing": by_standing(rows, end)}, told)
