"""Reporting periods, reports and what belongs to them, in any state."""

from datetime import date, datetime

import factory
from django.utils.timezone import make_aware

from core.history import acting
from directory.models import Unit
from plans.models import (
    Concession,
    FrozenFigure,
    GeneralReport,
    GeneralVersion,
    Inclusion,
    Passage,
    Plan,
    Recommendation,
    Remark,
    Report,
    ReportingDate,
    ReportingPeriod,
    ReportSection,
    ReportVersion,
    Section,
)
from tests.factories import GivenFactory, PlanFactory, UnitFactory


def at(*moment: int) -> datetime:
    """A moment of Viet Nam."""
    return make_aware(datetime(*moment))


def plan_2024() -> Plan:
    """The plan in force of that year."""
    return Plan.objects.filter(year=2024, status="issued").first() or PlanFactory(year=2024)


class ReportingDateFactory(GivenFactory):
    class Meta:
        model = ReportingDate

    plan = factory.SubFactory(PlanFactory, year=2024)
    kind = "six_months"
    before = date(2024, 6, 15)


class PeriodFactory(GivenFactory):
    """An open ad hoc period of the first half of 2024, due on Friday 14 June."""

    class Meta:
        model = ReportingPeriod

    plan = factory.LazyFunction(lambda: plan_2024())
    kind = "ad_hoc"
    title_vi = factory.Sequence("Báo cáo đột xuất số {}".format)
    title_en = factory.Sequence("Ad hoc report {}".format)
    starts, cut_off = date(2024, 1, 1), date(2024, 5, 31)
    opens_on, before, due_on = date(2024, 4, 30), date(2024, 6, 15), date(2024, 6, 14)
    status = ReportingPeriod.Status.OPEN


class ReportFactory(GivenFactory):
    """A report in any state; submitted ones were handed in on 10 June 2024."""

    class Meta:
        model = Report

    period = factory.SubFactory(PeriodFactory)
    unit = factory.SubFactory(UnitFactory)
    due_on = factory.SelfAttribute("period.due_on")
    expected_at = factory.LazyFunction(lambda: at(2024, 4, 30, 7))
    status = Report.Status.EXPECTED
    submitted_at = factory.LazyAttribute(
        lambda r: at(2024, 6, 10, 9) if r.status in ("submitted", "sent_back", "accepted") else None
    )
    first_submitted_at = factory.SelfAttribute("submitted_at")
    excused_at = factory.LazyAttribute(
        lambda r: at(2024, 5, 20, 9) if r.status == "excused" else None
    )
    excused_reason = factory.LazyAttribute(lambda r: "bão" if r.status == "excused" else "")


class VersionFactory(GivenFactory):
    class Meta:
        model = ReportVersion

    report = factory.SubFactory(ReportFactory, status="submitted")
    number = 1
    submitted_at = factory.LazyFunction(lambda: at(2024, 6, 10, 9))
    texts = factory.LazyFunction(lambda: {each.value: f"Về {each.value}" for each in Section})


class FigureFactory(GivenFactory):
    class Meta:
        model = FrozenFigure

    version = factory.SubFactory(VersionFactory)
    position = factory.Sequence(lambda n: n % 30_000)
    code = factory.Sequence("test.measure_{}".format)
    task = "support"
    label_vi, label_en = "Vướng mắc đã giải đáp", "Questions answered"
    definition_vi, definition_en = "Số vướng mắc đã trả lời.", "Questions that were answered."
    kind = "count"
    value = 3


class GeneralReportFactory(GivenFactory):
    class Meta:
        model = GeneralReport

    period = factory.SubFactory(PeriodFactory, status="consolidating")
    status = GeneralReport.Status.DRAFTED


class PassageFactory(GivenFactory):
    class Meta:
        model = Passage

    general_report = factory.SubFactory(GeneralReportFactory)
    version = factory.SubFactory(VersionFactory)
    section, position = "support", 1
    original = "Đã tổ chức ba hội nghị đối thoại."
    text = factory.SelfAttribute("original")


class RecommendationFactory(GivenFactory):
    class Meta:
        model = Recommendation

    general_report = factory.SubFactory(GeneralReportFactory)
    text = "Nhân rộng mô hình của Hải Phòng."


def written(report: Report, text: str = "Đã thực hiện") -> Report:
    """Every section of the draft says something."""
    with acting(None, "given"):
        for section in Section:
            ReportSection.objects.create(
                report=report, section=section, text=f"{text}: {section.value}"
            )
    return report


def standing(status: str, **fields) -> Report:
    """A report in a state with all that the state implies: texts, versions, concessions."""
    report = written(ReportFactory(status=status, **fields))
    if status in ("submitted", "sent_back", "accepted"):
        back = {"returned_at": at(2024, 6, 12, 9), "returned_reason": "thiếu số liệu",
                "redo_by": date(2024, 6, 19)} if status == "sent_back" else {}  # fmt: skip
        more = {"accepted_at": at(2024, 6, 12, 9)} if status == "accepted" else {}
        VersionFactory(report=report, submitted_at=report.submitted_at, **back, **more)
    if status == "excused":
        ConcessionFactory(report=report, kind="excused", until=None)
    return report


class ConcessionFactory(GivenFactory):
    class Meta:
        model = Concession

    report = factory.SubFactory(ReportFactory)
    kind = "extended"
    until = date(2024, 6, 28)
    reason = "bão số 1"
    at = factory.LazyFunction(lambda: at(2024, 5, 20, 9))


def general_version(**fields) -> GeneralVersion:
    given = {"general_report": fields.get("general_report") or GeneralReportFactory(),
             "stage": "preliminary", "issued_at": at(2024, 7, 1), "content": {}}  # fmt: skip
    return GeneralVersion.objects.create(**given | fields)


def department(code: str, **fields) -> Unit:
    return UnitFactory(code=code, **fields)


ROWS = {
    ReportingPeriod: PeriodFactory,
    Report: ReportFactory,
    Concession: ConcessionFactory,
    ReportSection: lambda: ReportSection.objects.create(
        report=ReportFactory(), section="support", text="t"
    ),
    Remark: lambda: Remark.objects.create(report=ReportFactory(), measure="m", text="t"),
    ReportVersion: VersionFactory,
    Inclusion: lambda: Inclusion.objects.create(
        report=ReportFactory(), version=VersionFactory(), section="support"
    ),
    FrozenFigure: FigureFactory,
    GeneralReport: GeneralReportFactory,
    Passage: PassageFactory,
    Recommendation: RecommendationFactory,
    GeneralVersion: general_version,
}
