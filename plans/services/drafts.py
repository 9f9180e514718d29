"""A report in the making: texts and remarks are written, narratives of branches taken over."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Inclusion, Remark, Report, ReportSection, ReportVersion, Section
from ..rules import report_flow


def write(
    report: Report,
    *,
    by,
    texts: Mapping[str, str],
    remarks: Mapping[str, str],
    known: Mapping[str, str] | None = None,
    take: tuple[int, str] | None = None,
) -> Report:
    """Write sections (by :class:`Section`) and remarks (by measure); what is not named stays.

    ``known`` holds the texts of those sections as the writer knows them: where another one stands
    by now, nothing is written. ``take`` names a version under the unit and the section of it to
    take over as well. Raises ``PermissionDenied`` for others than the unit's people, ``NotNow``
    once it is handed in, ``ValidationError`` for a text or version that changed meanwhile.
    """
    with report_flow.doing("write", report, by=by):
        if known is not None:
            _refuse_stale(report, known)
        for section, text in texts.items():
            report.sections.update_or_create(section=section, defaults={"text": text})
        for measure, text in remarks.items():
            _remark(report, measure, text)
        if take:
            _take_over(report, *take)
    return report


def _refuse_stale(report: Report, known: Mapping[str, str]) -> None:
    now = {each.section: each.text for each in report.sections.all()}
    if any(now.get(section, "") != text for section, text in known.items()):
        raise ValidationError(_("Somebody saved this report a moment ago: save again to compare."))


def _remark(report: Report, measure: str, text: str) -> None:
    if text:
        report.remarks.update_or_create(measure=measure, defaults={"text": text})
    else:
        Remark.objects.filter(report=report, measure=measure).delete()


def offered(report: Report):
    """Versions handed in for the same period by units under this one: the last of each."""
    below = Report.objects.filter(
        period=report.period_id,
        unit__path__startswith=report.unit.path,
        status__in=Report.HANDED_IN,
    ).exclude(unit=report.unit_id)
    versions = ReportVersion.objects.filter(report__in=below, returned_at=None)
    return versions.select_related("report__unit").order_by("report__unit__path")


def _take_over(report: Report, key: int, section: str) -> None:
    version = offered(report).filter(pk=key).first()
    text = (version.texts.get(section, "") if version else "").strip()
    if not text or section not in Section.values:
        raise ValidationError(_("This text is not offered any more: its unit took it back."))
    if report.inclusions.filter(version=version, section=section).exists():
        raise ValidationError(_("This text was taken over already: it stands in the section."))
    mine, _made = ReportSection.objects.get_or_create(report=report, section=section)
    said = f"{version.report.unit.name_vi}: {text}"
    mine.text = f"{mine.text}\n\n{said}".strip()
    mine.save(update_fields=["text"])
    Inclusion.objects.create(report=report, version=version, section=section)
