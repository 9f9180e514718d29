"""The way of a report: drafted, submitted, sent back, handed in again, accepted, consolidated."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from directory.models import Role
from plans.models import GeneralReport, Report, ReportingPeriod, Section
from plans.services import periods
from tests.factories import PlanFactory, RoleFactory

from .moves import move
from .ways import ON_A_PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def opened(unit) -> Report:
    """A period that is open today; the report that ``unit`` owes for it."""
    today = localdate()
    days = {"starts": today - timedelta(days=90), "cut_off": today, "before": today,
            "opens_on": today - timedelta(days=5)}  # fmt: skip
    period = periods.schedule(
        by=None, plan=PlanFactory(year=today.year), title_vi="Báo cáo 6 tháng đầu năm",
        title_en="Report on the first six months", rule=ReportingPeriod.Rule.AS_IT_IS,
        owing=[unit.kind], redo_days=5, nag_days=30, **days,
    )  # fmt: skip
    periods.open_period(period, by=None, at=now())
    return Report.objects.get(period=period, unit=unit)


@ON_A_PHONE
def test_a_report_from_the_first_word_to_the_general_report(
    enter_as, sample, axe_clean, no_complaints, language, viewport
):
    """G37: from the desk of the focal point to the final general report of the board."""
    unit = sample("can.bo").unit
    focal, head = (RoleFactory(kind=kind, unit=unit).user for kind in
                   (Role.Kind.FOCAL_POINT, Role.Kind.HEAD))  # fmt: skip
    report = opened(unit)
    card = f"/admin/plans/report/{report.pk}/change/"
    how = {"language": language, "viewport": viewport}
    writer, signer = enter_as(focal, **how), enter_as(head, **how)
    board = enter_as(sample("ban.cai.cach"), **how)

    writer.goto("/admin/?tab=reports")
    axe_clean(writer)
    writer.locator(f'main a[href="{card}"]').click()
    move(writer, "draft")
    writer.wait_for_url("**/write/")
    axe_clean(writer)
    for section in Section:
        writer.fill(f"[name=text_{section}]", f"Kết quả mục {section}.")
    save(writer)

    signer.goto(card)
    move(signer, "submit")
    expect(signer.locator("#version")).to_contain_text("Kết quả mục support.")
    axe_clean(signer)

    board.goto("/admin/?tab=review")
    board.locator(f'main a[href="{card}"]').click()
    move(board, "send_back", reason="Thiếu kết quả đối thoại")
    signer.goto(f"{card[: -len('change/')]}write/")
    expect(signer.locator("main")).to_contain_text("Thiếu kết quả đối thoại")
    signer.fill("[name=text_consultation]", "Đã đối thoại ba lần.")
    save(signer)
    signer.goto(card)
    move(signer, "submit")
    signer.goto(f"{card[: -len('change/')]}compare/")
    expect(signer.locator(".compared ins").first).to_be_visible()
    axe_clean(signer)

    board.goto(card)
    move(board, "accept_report")
    board.goto(f"/admin/plans/reportingperiod/{report.period_id}/change/")
    axe_clean(board)
    move(board, "consolidate")
    general = GeneralReport.objects.get(period=report.period_id)
    board.goto(f"/admin/plans/generalreport/{general.pk}/work_through/")
    axe_clean(board)
    decide(board)
    board.goto(f"/admin/plans/generalreport/{general.pk}/change/")
    move(board, "issue_final")
    axe_clean(board)
    expect(board.locator("main")).to_contain_text("Đã đối thoại ba lần.")


def save(page) -> None:
    """Keep what was written; the page stays the same, so that its being loaded is waited for."""
    with page.expect_navigation():
        page.locator("main form.record button.main").click()
    expect(page.locator(".said")).to_be_visible()


def decide(page) -> None:
    """Section by section: one passage by its own button, the others together."""
    sections = page.locator("main .tabs a")
    for n in range(sections.count()):
        with page.expect_navigation():
            sections.nth(n).click()
        own = page.locator("main .passage button[value=included]").first
        if own.count():
            with page.expect_navigation():
                own.click()
