"""Whose report counts what a reorganised unit left: each row of it once, also after a split."""

from collections.abc import Iterable, Iterator
from copy import copy

from django.db.models import Q

from directory.models import Unit

from .models import Report


def shares(units: Iterable[Unit]) -> dict[int, list[str]]:
    """By the key of each unit that reports: the paths its report counts.

    Its own, and those of all it came from; where several came from the same one, the first of them
    (in the order of the tree) counts it.
    """
    taken: set[str] = set()
    found = {}
    for unit in sorted(units, key=lambda each: each.path):
        found[unit.pk] = [p for p in unit.covers if p == unit.path or p not in taken]
        taken |= set(unit.covers) - {unit.path}
    return found


def reporting(period) -> list[Unit]:
    """Units that report for themselves in a period: the excused do not."""
    return list(Unit.objects.filter(pk__in=_rows(period).values("unit")))


def counts_as(report: Report) -> Unit:
    """The unit of the report; a copy that covers less, where another counts what it came from."""
    unit = report.unit
    if len(unit.covers) == 1:
        return unit
    rows = Report.objects.filter(Q(pk=report.pk) | Q(pk__in=_rows(report.period).values("pk")))
    beside = Unit.objects.filter(pk__in=rows.values("unit"), covers__overlap=unit.covers)
    mine = shares(beside)[unit.pk]
    if mine == unit.covers:
        return unit
    less = copy(unit)
    less.covers = mine
    return less


def _rows(period):
    return Report.objects.filter(period=period).exclude(status=Report.Status.EXCUSED)


class Holders:
    """Which of the ``units`` that count holds a path; ``reporting``: all that report beside."""

    def __init__(self, units: Iterable[Unit], reporting: Iterable[Unit]):
        counting = {unit.pk for unit in units}
        self.of: dict[str, set[int]] = {}
        for key, paths in shares(reporting).items():
            for path in paths if key in counting else ():
                self.of.setdefault(path, set()).add(key)

    def hold(self, unit: Unit) -> bool:
        """Whether another one counts this unit: one above it, or one it passed into."""
        return any(self.of.get(path, set()) - {unit.pk} for path in _upwards(unit.path))


def _upwards(path: str) -> Iterator[str]:
    """ "/1/5/" gives "/1/" and "/1/5/"."""
    above = "/"
    for key in path.strip("/").split("/"):
        above += f"{key}/"
        yield above
