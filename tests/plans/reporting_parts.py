"""What the tests that hold for every app need to know of periods, reports and general reports."""

from datetime import date

from plans.models import (
    GeneralReport,
    Remark,
    Report,
    ReportingPeriod,
    ReportSection,
    Section,
)
from tests.e2e.payloads import several
from tests.factories import UnitFactory

from . import reporting_factories as made


def period() -> ReportingPeriod:
    """One made of a date; a second date is free."""
    plan = made.plan_2024()
    named = made.ReportingDateFactory(plan=plan)
    made.ReportingDateFactory(plan=plan, kind="annual")
    return made.PeriodFactory(plan=plan, kind="six_months", date=named)


ROWS = made.ROWS | {ReportingPeriod: period}
BREAKS = {
    "a_period_begins_before_its_cut_off": {"starts": "'2030-01-01'"},
    "the_cut_off_is_not_after_the_due_day": {"cut_off": "'2030-01-01'"},
    "a_period_opens_by_its_due_day": {"opens_on": "'2030-01-01'"},
    "only_an_ad_hoc_period_has_no_date_in_the_decision": {"kind": "'ad_hoc'"},
    "somebody_owes_the_report": {"owing": "'{}'"},
    "an_extension_is_later_and_has_a_reason_and_moment": {"extended_to": "due_on"},
    "an_excused_report_has_a_reason_and_moment": {"excused_reason": "'x'"},
    "the_first_submission_comes_first": {"first_submitted_at": "now()"},
    "a_report_handed_in_was_submitted": {"status": "'submitted'"},
    "only_an_extension_has_a_day": {"until": "NULL"},
    "a_concession_says_why": {"reason": "''"},
    "a_remark_says_something": {"text": "''"},
    "a_version_is_sent_back_or_accepted_not_both": {"returned_at": "now()", "accepted_at": "now()"},
    "a_version_sent_back_says_why_and_until_when": {"returned_at": "now()"},
    "only_an_edited_passage_differs_from_its_unit": {"text": "'x'"},
    "a_passage_says_something": {"text": "''"},
    "a_recommendation_says_something": {"text": "''"},
}
SHAPED = {"plans.Remark.measure", "plans.FrozenFigure.code"}


def fill(world, number: int) -> None:
    """Periods, an excused and extended report, one sent back with figures, a general report."""
    fill, unit = world.fill, UnitFactory(code=f"Y9{number}")
    period = fill(made.PeriodFactory, number, plan=world.plan)
    fill(
        made.ReportFactory, number, period=period, status="excused", extended_to=date(2024, 7, 1),
        extended_at=made.at(2024, 5, 1), excused_at=made.at(2024, 5, 2),
    )  # fmt: skip
    report = made.ReportFactory(period=period, unit=unit, status="sent_back")
    fill(made.ConcessionFactory, number, report=report)
    fill(ReportSection, number, report=report, section="support")
    said = {each.value: several(number, None) for each in Section}
    back = {"returned_at": made.at(2024, 6, 12), "redo_by": date(2024, 6, 19)}
    versions = [
        fill(made.VersionFactory, number, report=report, number=n, texts=said, **back)
        for n in (1, 2)
    ]
    figure = fill(made.FigureFactory, number, version=versions[0], code="test.counted")
    fill(Remark, number, report=report, measure=figure.code)
    general = made.GeneralReportFactory(period=period)
    fill(made.PassageFactory, number, general_report=general, version=versions[1], use="edited")
    fill(made.RecommendationFactory, number, general_report=general, unit=unit)


def fixed() -> list[str]:
    """Pages of hostile rows besides lists and cards."""
    general = GeneralReport.objects.values_list("pk", flat=True)
    sent_back = Report.objects.filter(status="sent_back").values_list("pk", flat=True)
    pages = ("change/", "work_through/?section=support")
    paths = [f"/admin/plans/generalreport/{pk}/{page}" for pk in general for page in pages]
    pages = ("change/", "compare/")
    return paths + [f"/admin/plans/report/{pk}/{page}" for pk in sent_back for page in pages]


def furnish(sample) -> None:
    """A report of the officer's unit in each state the pages need, and a general report."""
    unit = sample("can.bo").unit
    plan = made.PlanFactory(year=2041)
    made.PeriodFactory(plan=plan, status="planned")
    opened = made.PeriodFactory(plan=plan, owing=["branch", "department"])
    report = made.standing("sent_back", period=opened, unit=unit)
    made.VersionFactory(report=report, number=2)
    made.FigureFactory(version=report.versions.get(number=2))
    for status in ("expected", "submitted", "accepted", "excused"):
        made.standing(status, period=opened)
    other = made.PeriodFactory(plan=plan, status="consolidating")
    accepted = made.standing("accepted", period=other)
    made.FigureFactory(version=accepted.versions.get())
    general = made.GeneralReportFactory(period=other)
    made.PassageFactory(general_report=general, version=accepted.versions.get())
    made.RecommendationFactory(general_report=general)
    focal = sample("dau.moi").unit
    for status in ("expected", "drafted", "accepted"):
        made.standing(status, period=made.PeriodFactory(plan=plan), unit=focal)
    made.GeneralReportFactory(period=made.PeriodFactory(plan=plan), status="preliminary")


def starts() -> list[str]:
    """Pages of a report that no move leads to."""
    back = Report.objects.filter(status="sent_back")
    return [
        f"/admin/plans/report/{row.pk}/{page}/" for row in back for page in ("write", "compare")
    ]
