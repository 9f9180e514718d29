"""Every app's figures, gathered by the registry: value, definition, period, period before."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.figures import Figure
from plans.counting import gathered_over
from plans.models import Item, ReportingPeriod
from plans.services.freezing import compared_with

from .scope import Scope

NOTHING = "–"


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
        return said(self.before) if self.before else NOTHING


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


def said(figure: Figure) -> str:
    """A value in words: "45 / 60 (75%)" for a share, with its unit where it counts no rows."""
    if figure.value is None:
        return NOTHING
    if figure.measure.kind == "share":
        part = f"{number(figure.value)} / {number(figure.of or 0)}"
        return part if figure.percent is None else f"{part} ({percent(figure.percent)})"
    return f"{number(figure.value)} {figure.measure.unit}".strip()


def number(value: int | Decimal) -> str:
    """With the separators of the reader's language, at most two places."""
    exact = round(Decimal(value), 2)
    places = 0 if exact == exact.to_integral_value() else 2
    return number_format(exact, places, force_grouping=True)


def percent(value: Decimal) -> str:
    exact = round(value, 1)
    places = 0 if exact == exact.to_integral_value() else 1
    return f"{number_format(exact, places)} %"
