"""The register of who owes a report: a row for each unit, before anything is handed in."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.history import acting
from directory.models import Unit

from ..heritage import counts_as
from ..models import Report, ReportingPeriod
from .reports import excuse


def owing(period: ReportingPeriod):
    """Units that owe the report: those of the period's kinds that are open on the due day."""
    return Unit.objects.as_of(period.due_on).filter(kind__in=period.owing)


def closed_meanwhile(period: ReportingPeriod):
    """Units of these kinds that closed between the first day of the figures and the due day."""
    return Unit.objects.filter(
        kind__in=period.owing, valid_to__gte=period.starts, valid_to__lt=period.due_on
    )


def register(period: ReportingPeriod, *, by, at: datetime) -> int:
    """Write down who owes the report since ``at``; returns how many rows are new. Idempotent.

    A unit that closed: its successor owes for both (its figures cover them); without a successor
    among those who owe, and where it had its row already, it is excused with the reason.
    """
    units = list(owing(period))
    known = set(period.reports.values_list("unit_id", flat=True))
    new = [_row(period, unit, at) for unit in units if unit.pk not in known]
    with acting(by, "expect"):
        Report.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    for closed in closed_meanwhile(period):
        _settle(period, closed, _successor(closed, units), by=by, at=at)
    return len(new)


def _row(period: ReportingPeriod, unit: Unit, at: datetime) -> Report:
    return Report(period=period, unit=unit, due_on=period.due_on, expected_at=at)


def _successor(closed: Unit, units: list[Unit]) -> Unit | None:
    return next((u for u in units if closed.path in u.covers and u.pk != closed.pk), None)


def _settle(period, closed: Unit, successor: Unit | None, *, by, at: datetime) -> None:
    report = period.reports.filter(unit=closed).first()
    if report is None and successor is None:
        with acting(by, "expect"):
            report = Report.objects.create(
                period=period, unit=closed, due_on=period.due_on, expected_at=at
            )
    if report is not None and report.status in Report.OWED:
        excuse(report, by=None, reason=_why(closed, successor), at=at)


def _why(closed: Unit, successor: Unit | None) -> str:
    with override(settings.LANGUAGE_CODE):
        day = f"{closed.valid_to:%d/%m/%Y}"
        if successor is not None:
            said = _("The unit closed on %(day)s; %(successor)s reports for both.")
            return said % {"day": day, "successor": successor.name}
        heirs = Unit.objects.filter(covers__contains=[closed.path]).exclude(pk=closed.pk)
        if heir := heirs.order_by("-valid_from", "path").first():
            said = _("The unit closed on %(day)s; its successor, %(heir)s, owes no such report.")
            return said % {"day": day, "heir": heir.name}
        return _("The unit closed on %(day)s and has no successor.") % {"day": day}


def also_for(report: Report) -> list[Unit]:
    """Units that closed during the period and for which this one reports as well."""
    closed = closed_meanwhile(report.period).exclude(pk=report.unit_id)
    mine = counts_as(report).covers
    return [unit for unit in closed if unit.path in mine]
