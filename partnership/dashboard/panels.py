"""Every app's figures, gathered by the registry: value, definition, period, period before."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.figures import Figure
from plans.counting import gathered_over
from plans.counting.words import said
from plans.models import Item, ReportingPeriod
from plans.services.freezing import compared_with

from .scope import Scope


@dataclass(frozen=True)
class Panel:
    """One figure as it is shown, with the same figure of the period before."""

    now: Figure
    before: Figure | None

    @property
    def value(self) -> str:
        return said(self.now)

    @property
    def was(self) -> str:
        return said(self.before)


class Panels:
    """The figures of a scope in the days of a reporting period."""

    def __init__(self, scope: Scope, period: ReportingPeriod):
        self.scope, self.days = scope, (period.starts, period.cut_off)
        self.days_before = compared_with(period)

    def __iter__(self) -> Iterator[tuple[Item.Task, list[Panel]]]:
        """(task, its panels), tasks in the regulation's order."""
        now, earlier = gathered_over(self.scope.measured, self.days, self.days_before)
        before = {each.measure.code: each for each in earlier}
        panels = [Panel(each, before.get(each.measure.code)) for each in now]
        for task in Item.Task:
            mine = [panel for panel in panels if panel.now.measure.task == task.value]
            if mine:
                yield task, mine

    @property
    def period(self) -> str:
        return span(*self.days)

    @property
    def period_before(self) -> str:
        return span(*self.days_before)


def span(first, last) -> str:
    """From the first to the last day, both included."""
    days = [date_format(day, "SHORT_DATE_FORMAT") for day in (first, last)]
    return _("%(first)s to %(last)s") % {"first": days[0], "last": days[1]}
