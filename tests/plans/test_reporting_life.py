"""A period from the issued plan to the final general report, as the people play it."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from core.models import Letter
from core.workflow import NotNow
from plans import services
from plans.models import GeneralReport, Report, ReportingPeriod, Section
from plans.services import general_reports, periods, reports
from tests.factories import PlanFactory

from .reporting_factories import (
    GeneralReportFactory,
    PeriodFactory,
    ReportingDateFactory,
    at,
    standing,
)

CODE = "plans.reports_on_time"
TEXTS = {each.value: f"Kết quả {each.value}.\nĐoạn hai." for each in Section}


@pytest.fixture
def plan(people):
    plan = PlanFactory(year=2024, status="drafted")
    ReportingDateFactory(plan=plan)
    ReportingDateFactory(plan=plan, kind="annual", before=date(2024, 12, 10))
    return services.issue(plan, by=people["board"])


@pytest.fixture
def opened(plan, people, department):
    period = plan.reporting_periods.get(kind="six_months")
    return periods.open_period(period, by=people["board"], at=at(2024, 4, 30, 8))


def test_the_dates_of_an_issued_plan_become_periods_with_due_day_and_cut_off(plan):
    """15 June 2024 is a Saturday, 10 December a Tuesday: the last working days before are due."""
    found = {p.kind: p for p in plan.reporting_periods.all()}
    half, year = found["six_months"], found["annual"]
    assert (half.starts, half.cut_off, half.due_on) == (
        date(2024, 1, 1), date(2024, 5, 31), date(2024, 6, 14))  # fmt: skip
    assert (year.cut_off, year.due_on) == (date(2024, 11, 30), date(2024, 12, 9))
    assert half.opens_on == date(2024, 4, 30) and half.status == "planned"
    assert periods.plan_periods(plan) == 0 and plan.reporting_periods.count() == 2


def test_the_whole_way(people, department, opened):
    head, focal, board = people["head"], people["focal_point"], people["board"]
    report = Report.objects.get(period=opened, unit=department)
    with time_machine.travel(at(2024, 6, 10, 9), tick=False):
        reports.draft(report, by=focal)
        with pytest.raises(ValidationError, match="Thông tin"):
            reports.submit(report, by=head)
        reports.write(report, by=focal, texts=TEXTS, remarks={CODE: "đã rõ"})
        reports.submit(report, by=head)
    first = report.versions.get()
    assert first.texts == TEXTS and first.figures.get(code=CODE).remark == "đã rõ"
    with time_machine.travel(at(2024, 6, 13, 9), tick=False):
        reports.send_back(report, by=board, reason="thiếu số liệu")
        assert report.redo_by == date(2024, 6, 20) == report.due
    with time_machine.travel(at(2024, 6, 19, 9), tick=False):
        reports.write(report, by=focal, texts={"support": "Bổ sung."}, remarks={})
        reports.submit(report, by=head)
        reports.accept_report(report, by=board)
    report.refresh_from_db()
    assert report.first_submitted_at == at(2024, 6, 10, 9)
    assert [v.number for v in report.versions.all()] == [1, 2]
    periods.consolidate(opened, by=board)
    general = GeneralReport.objects.get(period=opened)
    assert general.passages.count() == 2 * len(Section) - 1
    with pytest.raises(ValidationError, match="15"):
        general_reports.issue_final(general, by=board)
    passage = general.passages.get(section="support")
    general_reports.use(passage, by=board, use="edited", text="Đã bổ sung.")
    for section in Section:
        general_reports.use_all(general, by=board, section=section, use="included")
    general_reports.recommend(general, by=board, text="Nhân rộng", unit=department)
    with pytest.raises(ValidationError, match="chính thức trước|as final first"):
        periods.close_period(opened, by=board)
    general_reports.issue_preliminary(general, by=board)
    general_reports.issue_final(general, by=board)
    content = general.versions.get(stage="final").content
    assert content["sections"]["support"] == [
        {"text": "Đã bổ sung.", "use": "edited", "unit": "03", "version": 2, "report": report.pk}
    ]
    assert content["recommendations"] == [{"text": "Nhân rộng", "unit": "03"}]
    periods.close_period(opened, by=board)
    assert opened.status == ReportingPeriod.Status.CLOSED
    causes = set(Letter.objects.values_list("cause", flat=True))
    assert {c.split(":")[0] for c in causes} == {
        "plans.handed_in", "plans.sent_back", "plans.accepted", "plans.consolidation",
        "plans.general_report",
    }  # fmt: skip


def test_nothing_is_handed_in_before_the_cut_off_nor_after_the_period_is_closed(people, department):
    report = standing("drafted", unit=department)
    with pytest.raises(ValidationError, match="31/05/2024"):
        reports.submit(report, by=people["head"], at=at(2024, 5, 30, 23))
    reports.submit(report, by=people["head"], at=at(2024, 5, 31, 0, 1))
    closed = standing("drafted", unit=department, period=PeriodFactory(status="closed"))
    with pytest.raises(NotNow):
        reports.submit(closed, by=people["head"])


# --- handed in at the very moment of closing ---------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_who_hands_in_while_the_period_is_being_closed_waits_and_is_told():
    """Nothing lies submitted in a closed period, where nobody could accept it any more."""
    report = about_to_close()
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            periods.close_period(report.period, by=None)
            late = other.submit(elsewhere, reports.submit, report.pk)
            wait_for(late)
        with pytest.raises(NotNow):
            late.result()
    assert standing_now(report) == ("drafted", "closed")


@pytest.mark.django_db(transaction=True)
def test_who_closes_the_period_while_a_report_is_handed_in_waits_and_is_told():
    report = about_to_close()
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            reports.submit(report, by=None)
            closing = other.submit(elsewhere, lambda r, by: periods.close_period(r.period, by=by),
                                   report.pk)  # fmt: skip
            wait_for(closing)
        with pytest.raises(ValidationError, match="1"):
            closing.result()
    assert standing_now(report) == ("submitted", "consolidating")


def about_to_close() -> Report:
    period = PeriodFactory(status="consolidating")
    GeneralReportFactory(period=period, status="final")
    return standing("drafted", period=period)


def elsewhere(verb, pk: int) -> None:
    """Over a connection of its own, as another worker does it."""
    try:
        verb(Report.objects.select_related("period").get(pk=pk), by=None)
    finally:
        connection.close()


def wait_for(other: Future) -> None:
    """Until the other one waits for us, or is through."""
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND "
    waits += "pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        while not other.done():
            cursor.execute(waits)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)


def standing_now(report: Report) -> tuple[str, str]:
    found = Report.objects.select_related("period").get(pk=report.pk)
    return found.status, found.period.status
