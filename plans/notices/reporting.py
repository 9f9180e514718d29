"""Letters about reports: opened, due, late, sent back, accepted, extended, excused, issued."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate, now

from core import letters
from directory.models import Role, Unit, User
from directory.querysets import current

from ..models import GeneralVersion, Report, ReportingPeriod, ReportVersion

K = Role.Kind


def opened(report: Report, readers: Iterable[User], *, stage: str) -> int:
    """The report may be begun; in place of the reminder ``stage`` where one is due."""
    return _write(report, readers, stage, "report_opened")


def reminded(report: Report, readers: Iterable[User], *, stage: str, today: date) -> int:
    """A reminder, once a stage, day due and reader; ``stage`` "late …" once the day is past."""
    left = (report.due - today).days
    return _write(report, readers, stage, "report_reminder", left=left, late=-left)


def _write(report: Report, readers, stage: str, template: str, **more) -> int:
    """The cause holds the day due: an extension begins the stages anew."""
    cause = f"plans.report:{report.pk}:{report.due:%Y%m%d}:{stage}"
    return letters.write(cause, readers, template=template, context=_about(report, **more))


def _about(report: Report, **more) -> dict:
    url = settings.PORTAL_URL.rstrip("/") + report.get_absolute_url()
    return {"report": report, "period": report.period, "unit": report.unit, "url": url, **more}


def late_list(period: ReportingPeriod, late: list[Report], at: date, *, day: date) -> int:
    """One letter a day to the Committee, naming who is late."""
    url = settings.PORTAL_URL.rstrip("/") + period.get_absolute_url()
    context = {"period": period, "late": late, "count": len(late), "day": day, "url": url}
    return letters.write(
        f"plans.late:{period.pk}:{at:%Y%m%d}", board(at), template="report_late", context=context
    )


def handed_in(report: Report, *, at: datetime) -> int:
    """The Committee has a report to review, the department above a branch to look it over."""
    cause = f"plans.handed_in:{report.pk}:{at.isoformat()}"
    readers = {"": board(localdate(at))}
    above = report.unit.parent
    if above and report.unit.kind in Report.OVERSEEN:
        readers["below"] = people_of([(above.pk, above.path)])
    return sum(
        letters.write(cause, who, template="report_handed_in", context=_about(report, below=below))
        for below, who in readers.items()
    )


def sent_back(report: Report, version: ReportVersion) -> int:
    """The unit is told why and until when."""
    cause = f"plans.sent_back:{report.pk}:{version.number}"
    context = _about(report, version=version)
    return letters.write(cause, staff(report), template="report_sent_back", context=context)


def accepted(report: Report, version: ReportVersion) -> int:
    cause = f"plans.accepted:{report.pk}:{version.number}"
    return letters.write(
        cause, staff(report), template="report_accepted", context=_about(report, version=version)
    )


def extended(report: Report) -> int:
    cause = f"plans.extended:{report.pk}:{report.extended_to:%Y%m%d}"
    return letters.write(cause, staff(report), template="report_extended", context=_about(report))


def excused(report: Report) -> int:
    cause = f"plans.excused:{report.pk}:{report.excused_at:%Y%m%d%H%M%S}"
    return letters.write(cause, staff(report), template="report_excused", context=_about(report))


def expected_again(report: Report, reason: str) -> int:
    cause = f"plans.expected_again:{report.pk}:{report.concessions.count()}"
    context = _about(report, reason=reason)
    return letters.write(cause, staff(report), template="report_expected_again", context=context)


def consolidation_begins(period: ReportingPeriod) -> int:
    """The Committee may put the reports together."""
    url = settings.PORTAL_URL.rstrip("/") + period.general_report.get_absolute_url()
    context = {"period": period, "url": url}
    cause = f"plans.consolidation:{period.pk}"
    return letters.write(cause, board(localdate(now())), template="consolidation", context=context)


def general_report_issued(issued: GeneralVersion) -> int:
    """Focal points and heads of all units that owed a report read the general one."""
    general = issued.general_report
    url = settings.PORTAL_URL.rstrip("/") + general.get_absolute_url()
    context = {"period": general.period, "issued": issued, "url": url}
    owed = Report.objects.filter(period=general.period)
    readers = people_of(owed.values_list("unit", "unit__path"))
    cause = f"plans.general_report:{general.pk}:{issued.stage}"
    return letters.write(cause, readers, template="general_report", context=context)


def staff(report: Report):
    """Today's focal points and heads of the report's unit, and of what it passed into."""
    return people_of([(report.unit_id, report.unit.path)])


def people_of(units: Iterable[tuple[int, str]]):
    """Today's focal points and heads of units (key, path), and of what these passed into."""
    paths, today = dict(units), localdate(now())
    heirs = Unit.objects.answering_for(paths.values(), today)
    mine = Q(unit__in=list(paths)) | Q(unit__in=heirs)
    roles = Role.objects.as_of(today).filter(mine, kind__in=(K.FOCAL_POINT, K.HEAD))
    return User.objects.filter(is_active=True, pk__in=roles.values("user"))


def board(on: date):
    """The Committee of Reform and Modernization on a day."""
    held = current(on, "roles__")
    return User.objects.filter(held, roles__kind=K.BOARD, is_active=True).distinct()
