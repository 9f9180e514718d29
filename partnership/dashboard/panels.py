"""Every app's figures, gathered by the registry: value, definition, period, period before."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.figures import Figure
from plans.counting import gathered_over
from plans.counting.words import said, said_of
from plans.models import Item, PublishedFigure, ReportingPeriod
from plans.services.freezing import compared_with

from .scope import Scope


@dataclass(frozen=True)
class Panel:
    """One figure as it is shown, with the same figure of the period before."""

    now: Figure
    before: Figure | None
    published: tuple[PublishedFigure, ...] = ()
    """What was published of the same years, newest first: told beside, never added."""

    @property
    def value(self) -> str:
        return said(self.now)

    @property
    def was(self) -> str:
        return said(self.before)

    @property
    def told(self) -> list[str]:
        """What is counted; then, each with its source, what was published."""
        return [str(self.now.measure.definition), *map(told, self.published)]


class Panels:
    """The figures of a scope in the days of a reporting period."""

    def __init__(self, scope: Scope, period: ReportingPeriod):
        self.scope, self.days = scope, (period.starts, period.cut_off)
        self.days_before = compared_with(period)

    def __iter__(self) -> Iterator[tuple[Item.Task, list[Panel]]]:
        """(task, its panels), tasks in the regulation's order."""
        now, earlier = gathered_over(self.scope.measured, self.days, self.days_before)
        before = {each.measure.code: each for each in earlier}
        published = self.published
        panels = [
            Panel(each, before.get(each.measure.code), tuple(published[each.measure.code]))
            for each in now
        ]
        for task in Item.Task:
            mine = [panel for panel in panels if panel.now.measure.task == task.value]
            if mine:
                yield task, mine

    @property
    def published(self) -> dict[str, list[PublishedFigure]]:
        """By code of a measure: what was published of the years that are looked at."""
        found: dict[str, list[PublishedFigure]] = defaultdict(list)
        if len(self.scope.measured) == 1:
            years = {day.year for day in (*self.days, *self.days_before)}
            for each in PublishedFigure.objects.beside(self.scope.measured[0], years):
                found[each.measure].append(each)
        return found

    @property
    def period(self) -> str:
        return span(*self.days)

    @property
    def period_before(self) -> str:
        return span(*self.days_before)


def told(figure: PublishedFigure) -> str:
    """In a sentence that nobody takes for a count of the portal."""
    said = _("Published for the whole year %(year)s: %(value)s. Source: %(source)s.") % {
        "year": figure.year,
        "value": said_of(figure.value, figure.of),
        "source": figure.source.rstrip("."),
    }
    return f"{said} {figure.note}".strip()


def span(first, last) -> str:
    """From the first to the last day, both included."""
    days = [date_format(day, "SHORT_DATE_FORMAT") for day in (first, last)]
    return _("%(first)s to %(last)s") % {"first": days[0], "last": days[1]}
