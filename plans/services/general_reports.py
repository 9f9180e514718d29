"""The general report: begun, worked through passage by passage, issued preliminary and final."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.history import acting

from .. import notices
from ..consolidation import Consolidation, Total, counting_versions
from ..models import (
    GeneralReport,
    GeneralVersion,
    Passage,
    Recommendation,
    ReportingPeriod,
    ReportVersion,
    Section,
)
from ..rules import general_report_flow as flow
from .documents import number_general

__all__ = [
    "compile_report",
    "content",
    "gather",
    "issue_final",
    "issue_preliminary",
    "number_general",
    "offer_to_general_report",
    "paragraphs",
    "recommend",
    "use",
    "use_all",
    "withdraw_recommendation",
    "work_through",
]
Use = Passage.Use


@transaction.atomic
def compile_report(*, period: ReportingPeriod, by) -> GeneralReport:
    """Begin the general report of a period, with what was accepted by now. Idempotent."""
    ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    general = GeneralReport.objects.filter(period=period).first()
    if general is None:
        general = flow.begin("compile", by=by, period=period)
    gather(general, by=by)
    return general


def gather(general: GeneralReport, *, by) -> int:
    """Offer every passage of the accepted reports that is not there yet; returns how many.

    Those of a report that is part of another one by now (a branch's, once its department's is
    accepted) are left out where nobody took them over: figures and words are of the same reports.
    """
    versions = counting_versions(general.period)
    with acting(by, "offer"):
        # One at a time, and nothing is offered behind the back of who issues the final one.
        now = GeneralReport.objects.select_for_update(of=("self",)).get(pk=general.pk)
        if now.status not in GeneralReport.IN_MAKING:
            return 0
        mine = now.passages.all()
        mine.filter(use=Use.OFFERED).exclude(version__in=versions).update(use=Use.LEFT_OUT)
        known = set(mine.order_by().values_list("version", flat=True))
        return sum(_offer(now, version) for version in versions if version.pk not in known)


def offer_to_general_report(version: ReportVersion) -> int:
    """Offer the passages of a report accepted just now, where the general report is not final."""
    general = GeneralReport.objects.filter(period=version.report.period_id).first()
    return gather(general, by=None) if general else 0


def _offer(general: GeneralReport, version: ReportVersion) -> int:
    rows = [
        Passage(
            general_report=general, version=version, section=section, position=position,
            original=said, text=said,
        )
        for section, text in version.texts.items()
        for position, said in enumerate(paragraphs(text), 1)
    ]  # fmt: skip
    return len(Passage.objects.bulk_create(rows))


def paragraphs(text: str) -> Iterator[str]:
    """A text by its paragraphs: lines of it, empty ones left out."""
    return (said.strip() for said in re.split(r"\n+", text) if said.strip())


def use(passage: Passage, *, by, use: str, text: str = "") -> Passage:
    """Mark a passage as included, edited (with its ``text``), left out or offered again.

    Raises ``NotNow`` once the general report is final, ``ValidationError`` for an edit that says
    nothing, ``PermissionDenied`` for others than the board.
    """
    with flow.doing("work_through", passage.general_report, by=by):
        row = Passage.objects.select_for_update(of=("self",)).get(pk=passage.pk)
        row.use, row.text = use, row.original
        if use == Use.EDITED:
            if not text.strip():
                raise ValidationError(_("Write the passage, or leave it out."))
            row.text = text.strip()
            row.use = Use.INCLUDED if row.text == row.original else use
        row.save(update_fields=["use", "text"])
    return row


def use_all(general: GeneralReport, *, by, section: str, use: str) -> int:
    """Mark every passage of a section that nobody decided on; returns how many."""
    with flow.doing("work_through", general, by=by):
        rows = general.passages.filter(section=section, use=Use.OFFERED)
        return rows.update(use=use)


def work_through(general: GeneralReport, *, by) -> GeneralReport:
    """Look again for accepted reports whose passages are not offered yet."""
    with flow.doing("work_through", general, by=by):
        gather(general, by=by)
    return general


def recommend(general: GeneralReport, *, by, text: str, unit=None) -> Recommendation:
    """Add a recommendation, to a unit or to all."""
    with flow.doing("recommend", general, by=by):
        return general.recommendations.create(text=text, unit=unit)


def withdraw_recommendation(general: GeneralReport, *, by, recommendation) -> GeneralReport:
    """Take a recommendation back before the general report is final."""
    with flow.doing("withdraw_recommendation", general, by=by):
        general.recommendations.filter(pk=recommendation.pk).delete()
    return general


def issue_preliminary(general: GeneralReport, *, by, at: datetime | None = None) -> GeneralReport:
    """Units read it as it stands; work goes on towards the final one."""
    return _issue(general, "issue_preliminary", GeneralVersion.Stage.PRELIMINARY, by, at)


@transaction.atomic
def issue_final(general: GeneralReport, *, by, at: datetime | None = None) -> GeneralReport:
    """Frozen for good: figures, texts, who is missing, recommendations.

    Raises ``ValidationError`` while passages are left that nobody decided on.
    """
    flow.ask("issue_final", general, by=by)  # holds the row: nothing is offered meanwhile
    if left := general.passages.filter(use=Use.OFFERED).count():
        said = _("%(count)s passages wait: include each, edit it or leave it out.")
        raise ValidationError(said % {"count": left})
    return _issue(general, "issue_final", GeneralVersion.Stage.FINAL, by, at)


@transaction.atomic
def _issue(general, verb, stage, by, at) -> GeneralReport:
    flow.make(verb, general, by=by)
    with acting(by, verb):
        issued = GeneralVersion.objects.create(
            general_report=general, stage=stage, issued_at=at or now(), by=by,
            content=content(Consolidation(general)),
        )  # fmt: skip
    notices.general_report_issued(issued)
    return general


def content(said: Consolidation) -> dict[str, Any]:
    """The general report as plain data: what is frozen, and what papers are made of."""
    period = said.period
    return {
        "period": {
            "title_vi": period.title_vi, "title_en": period.title_en,
            "starts": str(period.starts), "cut_off": str(period.cut_off),
        },
        "tally": {state: said.tally[state] for state in said.tally.percents},
        "units": [_unit(line) for line in said.lines],
        "missing": [line.report.unit.code for line in said.missing],
        "figures": [_figure(total) for total in said.totals],
        "sections": {str(section): _said(said, section) for section in Section.values},
        "recommendations": [
            {"text": each.text, "unit": each.unit and each.unit.code}
            for each in Recommendation.objects.filter(general_report=said.general).for_list()
        ],
    }  # fmt: skip


def _unit(line) -> dict[str, Any]:
    report, unit = line.report, line.report.unit
    return {
        "code": unit.code, "name_vi": unit.name_vi, "name_en": unit.name_en,
        "state": line.state, "due_on": str(report.due_on),
        "extended_to": report.extended_to and str(report.extended_to),
        "first_submitted_at": report.first_submitted_at and report.first_submitted_at.isoformat(),
        "excused_reason": report.excused_reason,
        "version": line.version and line.version.number,
        "report": report.pk,
    }  # fmt: skip


def _figure(total: Total) -> dict[str, Any]:
    row = next(iter(total.parts.values()))
    return {
        "code": row.code, "task": row.task, "kind": row.kind,
        "label_vi": row.label_vi, "label_en": row.label_en,
        "definition_vi": row.definition_vi, "definition_en": row.definition_en,
        "unit_vi": row.unit_vi, "unit_en": row.unit_en,
        "value": _plain(total.figure.value), "of": _plain(total.figure.of),
        "before_value": _plain(total.before.value), "before_of": _plain(total.before.of),
        "parts": {
            part.version.report.unit.code: [_plain(part.value), _plain(part.of)]
            for part in total.parts.values()
        },
    }  # fmt: skip


def _plain(value) -> str | None:
    return None if value is None else f"{value:f}"


def _said(said: Consolidation, section: str) -> list[dict[str, Any]]:
    return [
        {
            "text": each.text, "use": each.use, "unit": each.version.report.unit.code,
            "version": each.version.number, "report": each.version.report_id,
        }
        for each in said.passages
        if each.section == section and each.use in Passage.TAKEN
    ]  # fmt: skip
