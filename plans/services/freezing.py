"""What is submitted stays: figures with definitions, texts and their sources become a version."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.translation import override

from core.figures import Figure

from ..counting import gathered_for
from ..heritage import counts_as
from ..models import FrozenFigure, Report, ReportingPeriod, ReportVersion


def freeze(report: Report, *, by, at: datetime) -> ReportVersion:
    """Make the next version of ``report`` from its draft and from the figures as they stand now.

    The caller holds the report's row and has announced its verb.
    """
    version = ReportVersion.objects.create(
        report=report,
        number=report.versions.count() + 1,
        submitted_at=at,
        by=by,
        texts={each.section: each.text for each in report.sections.all()},
        sources=[
            {
                "section": each.section,
                "version": each.version_id,
                "unit": each.version.report.unit_id,
            }
            for each in report.inclusions.select_related("version__report")
        ],
        term=report.redo_by,
    )
    FrozenFigure.objects.bulk_create(frozen(version))
    return version


def frozen(version: ReportVersion) -> Iterator[FrozenFigure]:
    """The figures of a version, unsaved, with the value before and the unit's remark."""
    report = version.report
    remarks = dict(report.remarks.values_list("measure", "text"))
    for position, (now, before_now) in enumerate(side_by_side(report), 1):
        yield FrozenFigure(
            version=version,
            position=position,
            code=now.measure.code,
            task=now.measure.task,
            kind=now.measure.kind,
            **_words(now, "vi"),
            **_words(now, "en"),
            value=now.value,
            of=now.of,
            before_value=before_now.value if before_now else None,
            before_of=before_now.of if before_now else None,
            remark=remarks.get(now.measure.code, ""),
        )


def side_by_side(
    report: Report, earlier: list[Figure] | None = None
) -> list[tuple[Figure, Figure | None]]:
    """Each figure of the report's period beside the same measure of :func:`compared_with`."""
    period = report.period
    spans = [(period.starts, period.cut_off)]
    if earlier is None:
        spans.append(compared_with(period))
    unit = counts_as(report)
    now, *counted = gathered_for(unit, *spans)
    if unit is not report.unit:  # the lists of the unit show what another report counts, too
        now = [replace(each, rows="") for each in now]
    before = {each.measure.code: each for each in (counted[0] if earlier is None else earlier)}
    return [(each, before.get(each.measure.code)) for each in now]


def compared_with(period: ReportingPeriod) -> tuple[date, date]:
    """The days whose figures stand beside the period's own, first and last.

    The same days of the year before; for an ad hoc period that does not begin with the year, as
    many days right before it.
    """
    begins_the_year = (period.starts.month, period.starts.day) == (1, 1)
    if period.kind == ReportingPeriod.Kind.AD_HOC and not begins_the_year:
        end = period.starts - timedelta(days=1)
        return end - (period.cut_off - period.starts), end
    return _year_before(period.starts), _year_before(period.cut_off)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _words(figure: Figure, tongue: str) -> dict[str, str]:
    with override(tongue):
        return {
            f"label_{tongue}": str(figure.measure.label),
            f"definition_{tongue}": str(figure.measure.definition),
            f"unit_{tongue}": str(figure.measure.unit),
        }
