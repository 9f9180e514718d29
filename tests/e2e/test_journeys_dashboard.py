"""The board at the dashboard: from the desk to a past day, a reminder, a row, and both files."""

from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from core.history import acting
from core.models import Letter
from directory.models import Role, Unit
from plans.models import ReportingPeriod

from .ways import ON_A_WIDE_SCREEN

pytestmark = pytest.mark.django_db(transaction=True)


@ON_A_WIDE_SCREEN
def test_the_board_follows_the_cycle(
    enter_as, sample_year, axe_clean, no_complaints, language, viewport
):
    """G37: no fault on any of the pages; a past day differs from today; files open again."""
    board = sample_year("ban.cai.cach")
    half = ReportingPeriod.objects.get(kind="six_months")
    late = Unit.objects.get(reports__period=half, reports__status="drafted")
    with acting(None, "given"):
        Role.objects.create(
            user=sample_year("dau.moi"), kind="focal_point", unit=late, valid_from="2023-01-01"
        )
    page = enter_as(board, language, viewport=viewport)
    page.goto("/admin/")
    page.locator("a[href='/dashboard/']").first.click()
    page.wait_for_url("**/dashboard/")
    axe_clean(page)
    page.select_option("#id_period", str(half.pk))
    page.fill("#id_on", "2023-06-14")
    page.locator(".filters button").click()
    page.wait_for_url("**on=2023-06-14**")
    shares = page.locator(".kpi .fig").all_inner_texts()
    assert sum(int(share.rstrip(" %")) for share in shares) == 100
    then = page.locator("#units").inner_text()
    axe_clean(page)
    files(page)
    for tab in (1, 2):
        page.locator(".tabs a").nth(tab).click()
        expect(page.locator(".tabs a").nth(tab)).to_have_attribute("aria-current", "page")
        axe_clean(page)
    page.goto(f"/dashboard/?period={half.pk}")
    assert page.locator("#units").inner_text() != then
    remind(page, axe_clean)
    page.locator("#units tbody th a").first.click()
    page.wait_for_url("**/admin/plans/report/*/change/")


def files(page) -> None:
    """What was exported is opened again by other programs."""
    for ending, opened in (("xlsx", openpyxl.load_workbook), ("docx", docx.Document)):
        with page.expect_download() as got:
            page.locator(f"a[href*='export.{ending}']").click()
        found = opened(BytesIO(Path(got.value.path()).read_bytes()))
        if ending == "xlsx":
            assert found.worksheets[1].max_row == 47  # the head and 46 units
        else:
            assert len(found.tables) > 3


def remind(page, axe_clean) -> None:
    """Whom it reaches is shown first; then a letter is written."""
    page.locator("a[href*='/dashboard/remind/']").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    axe_clean(page)
    page.locator("main form button").click()
    page.wait_for_url("**/dashboard/?**")
    expect(page.locator("[role=status]")).to_be_visible()
    assert Letter.objects.filter(cause__contains="late").exists()
