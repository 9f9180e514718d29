"""Both reporting periods of the year: opened, consolidated, the annual one closed."""

from core.history import acting
from plans.consolidation import Consolidation
from plans.models import (
    GeneralReport,
    GeneralVersion,
    Passage,
    Plan,
    Recommendation,
    ReportingPeriod,
)
from plans.rules import general_report_flow, period_flow
from plans.services.documents import number_general
from plans.services.general_reports import compile_report, content
from plans.services.periods import plan_periods
from plans.services.register import register

from .moments import moment

Stage, Use = GeneralVersion.Stage, Passage.Use
RECOMMENDATIONS = (
    "Các đơn vị thống nhất cách ghi nhận kết quả đối thoại, cập nhật lên hệ thống trong ba ngày "
    "làm việc sau khi kết thúc.",
    "Nhân rộng cách làm tổ công tác chung với doanh nghiệp cảng và doanh nghiệp ở cửa khẩu.",
    "Rà soát thỏa thuận hợp tác đã ký, dừng nội dung không còn phù hợp và báo cáo lý do.",
)
EDITED = " (theo tổng hợp của Ban Cải cách hiện đại hóa hải quan)"


def open_all(plan: Plan) -> None:
    """Make the periods of the Decision's dates and write down who owes; nobody is written to."""
    plan_periods(plan, by=None)
    for period in ReportingPeriod.objects.filter(plan=plan, status="planned"):
        period_flow.make("open_period", period, by=None)
        register(period, by=None, at=moment(period.opens_on, 7))


def consolidate(period: ReportingPeriod) -> None:
    """The general report: preliminary for six months, final for the year."""
    period_flow.make("consolidate", period, by=None)
    general = compile_report(period=period, by=None)
    work_through(general)
    if period.kind == ReportingPeriod.Kind.ANNUAL:
        issue(general, "issue_final", Stage.FINAL)
        period_flow.make("close_period", period, by=None)
    else:
        issue(general, "issue_preliminary", Stage.PRELIMINARY)


def work_through(general: GeneralReport) -> None:
    """Most passages stand as they are; some are edited, some said by others already."""
    rows = list(general.passages.order_by("pk"))
    for place, row in enumerate(rows):
        row.use = Use.LEFT_OUT if place % 5 == 4 else Use.INCLUDED
        if place % 23 == 1:
            row.use, row.text = Use.EDITED, row.original.rstrip(".") + EDITED + "."
    with acting(None, "sample"):
        Passage.objects.bulk_update(rows, ["use", "text"], batch_size=500)
        Recommendation.objects.bulk_create(
            Recommendation(general_report=general, text=text) for text in RECOMMENDATIONS
        )


def issue(general: GeneralReport, verb: str, stage: str) -> None:
    """As the service does, three weeks after the due day, without letters."""
    general_report_flow.make(verb, general, by=None)
    day = general.period.due_on
    at = moment(day.replace(day=28), 15)
    with acting(None, verb):
        version = GeneralVersion.objects.create(
            general_report=general, stage=stage, issued_at=at,
            content=content(Consolidation(general)),
        )  # fmt: skip
    number_general(version.general_report, by=None, day=at.date())
