"""What the card of a report shows: how it stands, and the version that was handed in."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now

from directory.calendars import calendar_for

from ..models import Item, Report, ReportVersion, Section
from ..punctuality import State, life_of
from ..services.register import also_for
from ..services.reports import empty_sections
from .figures import Shown, days_compared, kept


@dataclass(frozen=True)
class Chapter:
    """One section as it was handed in."""

    label: str
    text: str
    figures: list[Shown]


class Reading:
    """One report and the version of it that is read; the last one unless ``number`` names another.

    ``remaining`` is None once nothing is owed any more.
    """

    def __init__(self, report: Report, number: str = ""):
        self.report = report
        self.versions = list(report.versions.select_related("by").order_by("number"))
        asked = [each for each in self.versions if str(each.number) == number]
        found = asked or self.versions
        self.version: ReportVersion | None = found[-1] if found else None

    @property
    def owed(self) -> bool:
        return self.report.status in Report.OWED

    @cached_property
    def remaining(self) -> Any:
        return calendar_for(None).remaining(now(), self.report.due) if self.owed else None

    @cached_property
    def standing(self) -> State | None:
        """On time, late, not handed in or excused, as of today."""
        return life_of(self.report).standing(localdate(now()))

    @property
    def empty(self) -> list[str]:
        """Sections that keep the report from being handed in."""
        return empty_sections(self.report) if self.report.status in Report.IN_WRITING else []

    @property
    def also_for(self) -> list:
        return also_for(self.report)

    @property
    def compared(self) -> str:
        """Which days the values beside are of."""
        return days_compared(self.report.period)

    @cached_property
    def _figures(self) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = defaultdict(list)
        if self.version:
            lead = reverse("admin:plans_report_rows", args=[self.report.pk])
            for each in kept(self.version.figures.order_by("position"), lead):
                found[each.task].append(each)
        return found

    @property
    def chapters(self) -> list[Chapter]:
        texts = self.version.texts if self.version else {}
        return [
            Chapter(str(each.label), texts.get(each.value, ""), self._figures[each.value])
            for each in Section
        ]

    @property
    def other_figures(self) -> list[Shown]:
        return self._figures[Item.Task.OTHER.value]
