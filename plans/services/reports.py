"""The verbs of a unit's report: begun, submitted, reviewed, extended, excused."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from core.history import acting
from core.workflow import NotNow
from directory.calendars import calendar_for

from .. import notices
from ..models import Concession, Report, Section
from ..rules import report_flow as flow
from ..rules import running
from .documents import number_paper
from .drafts import write
from .freezing import freeze
from .general_reports import offer_to_general_report

__all__ = [
    "accept_report",
    "draft",
    "empty_sections",
    "excuse",
    "expect_again",
    "extend",
    "number_paper",
    "send_back",
    "submit",
    "write",
]


def draft(report: Report, *, by) -> Report:
    """Begin to write; the figures are counted, the texts are the unit's."""
    _still_running(report)
    return flow.make("draft", report, by=by)


@transaction.atomic
def submit(report: Report, *, by, at: datetime | None = None) -> Report:
    """Hand the report in: figures, definitions and texts become a version that stays.

    ``at`` is the moment it is handed in (aware; default: now). Raises ``ValidationError`` naming
    the sections that say nothing, or while days before the cut-off are still to come.
    """
    at = at or now()
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    _still_running(report)
    if report.period.cut_off > localdate(at):
        said = _("Its figures run until %(day)s: submit it on that day or later.")
        raise ValidationError(said % {"day": f"{report.period.cut_off:%d/%m/%Y}"})
    if missing := empty_sections(report):
        said = _("These sections say nothing yet: %(names)s.")
        raise ValidationError(said % {"names": ", ".join(missing)})
    first = report.first_submitted_at or at
    flow.make("submit", report, by=by, first_submitted_at=first, submitted_at=at)
    with acting(by, "submit"):
        freeze(report, by=by, at=at)
    notices.handed_in(report, at=at)
    return report


def empty_sections(report: Report) -> list[str]:
    """Names of the sections without a text."""
    filled = {each.section for each in report.sections.all() if each.text.strip()}
    return [str(each.label) for each in Section if each not in filled]


@transaction.atomic
def send_back(report: Report, *, by, reason: str, at: datetime | None = None) -> Report:
    """Return it with a reason; the unit has the period's working days to hand it in again.

    Never before the day it was due anyway. The clock goes on: reminders follow the new day.
    """
    at = at or now()
    last = report.period.redo_days
    again = calendar_for(None).add_working_days(localdate(at), last)
    again = max(filter(None, (again, report.due_on, report.extended_to)))
    flow.make("send_back", report, by=by, reason=reason, redo_by=again)
    with acting(by, "send_back", reason=reason):
        standing = report.versions.order_by("-number")[:1].get()
        standing.returned_at, standing.returned_reason, standing.redo_by = at, reason, again
        standing.save(update_fields=["returned_at", "returned_reason", "redo_by"])
    notices.sent_back(report, standing)
    return report


@transaction.atomic
def accept_report(report: Report, *, by, at: datetime | None = None) -> Report:
    """Take it for the general report; its passages are offered there at once if that is begun."""
    flow.make("accept_report", report, by=by)
    with acting(by, "accept_report"):
        standing = report.versions.order_by("-number")[:1].get()
        standing.accepted_at = at or now()
        standing.save(update_fields=["accepted_at"])
        offer_to_general_report(standing)
    notices.accepted(report, standing)
    return report


def extend(report: Report, *, by, until: date, reason: str, at: datetime | None = None) -> Report:
    """Allow a later day, also after the due day; the original one stays beside it.

    Raises ``ValidationError`` for a day that is not later than the one in force.
    """
    with flow.doing("extend", report, by=by, reason=reason):
        if until <= report.due:
            raise ValidationError(_("The new day must be later than the one in force."))
        at = at or now()
        report.extended_to, report.extension_reason, report.extended_at = until, reason, at
        report.save(update_fields=["extended_to", "extension_reason", "extended_at"])
        report.concessions.create(kind=Concession.Kind.EXTENDED, until=until, reason=reason, at=at)
        notices.extended(report)
    return report


@transaction.atomic
def excuse(report: Report, *, by, reason: str, at: datetime | None = None) -> Report:
    """The unit owes nothing this time; ``reason`` is shown beside the report."""
    at = at or now()
    flow.make("excuse", report, by=by, reason=reason, excused_at=at, excused_reason=reason)
    _concede(report, by, "excuse", Concession.Kind.EXCUSED, reason, at)
    notices.excused(report)
    return report


@transaction.atomic
def expect_again(report: Report, *, by, reason: str, at: datetime | None = None) -> Report:
    """The excuse ends; what was drafted is still there."""
    flow.make("expect_again", report, by=by, reason=reason, excused_at=None, excused_reason="")
    _concede(report, by, "expect_again", Concession.Kind.EXPECTED_AGAIN, reason, at or now())
    notices.expected_again(report, reason)
    return report


def _concede(report, by, verb, kind, reason, at) -> None:
    with acting(by, verb, reason=reason):
        report.concessions.create(kind=kind, reason=reason, at=at)


def _still_running(report: Report) -> None:
    if not running(report):
        raise NotNow(_("The period is closed: nothing is handed in any more."))
