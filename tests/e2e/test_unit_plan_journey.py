"""One journey: an officer drafts, the head approves and issues, work is done and confirmed."""

import pytest
from playwright.sync_api import expect

from plans.models import UnitPlan

from . import units_work
from .conftest import PHONE, WIDE
from .moves import move

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_branchs_plan_from_the_draft_to_work_that_is_confirmed(
    enter_as, new_page, sample, axe_clean, no_complaints
):
    """G37: the planning page, approval, carrying out on a phone, and the second person."""
    units_work.load()
    drafted = UnitPlan.objects.get(status="drafted")
    officer = enter_as(sample("can.bo.dinh.vu"), "vi", viewport=WIDE)
    officer.goto("/admin/?tab=unit_plans")
    officer.locator("main tbody a").first.click()
    officer.wait_for_url("**/planning/")
    axe_clean(officer)
    offered = officer.locator(".offer")
    count = offered.count()
    assert count >= 3
    adapt, skip = offered.nth(0), offered.nth(1)
    adapt.locator("[value=adapt]").check()
    adapt.locator(".for-adapt textarea").first.fill("Đối thoại theo chuyên đề tại cảng")
    skip.locator("[value=skip]").check()
    officer.locator(".bar-acts .main").click()
    expect(officer.locator(".problems")).to_be_visible()
    axe_clean(officer)
    officer.locator(".for-skip input:visible").fill("Địa bàn không có")
    officer.locator(".bar-acts .main").click()
    expect(officer.locator(".offer")).to_have_count(count - 2)
    with officer.expect_navigation():
        officer.locator(".bar-acts [name=all]").click()
    expect(officer.locator(".offer")).to_have_count(0)
    move(officer, "submit")

    head = enter_as(sample("lanh.dao"), "en", viewport=WIDE)
    head.goto("/admin/?tab=unit_plans")
    head.locator("main tbody a").first.click()
    head.wait_for_url("**/change/")
    axe_clean(head)
    move(head, "approve")
    move(head, "issue", number="45/KH-ĐV", signed_on="2026-03-02")

    officer = enter_as(sample("can.bo.dinh.vu"), "vi", viewport=PHONE)
    row = drafted.undertakings.get(text_vi="Đối thoại theo chuyên đề tại cảng")
    officer.goto(f"/admin/plans/undertaking/{row.pk}/change/")
    axe_clean(officer)
    move(officer, "start")
    move(officer, "record", percent="40")
    move(officer, "report", note="Biên bản số 12/BB")
    assert officer.locator('main a[href$="/confirm/"]').count() == 0

    head.goto("/admin/?tab=to_confirm")
    head.get_by_role("link", name="Đối thoại theo chuyên đề").first.click()
    head.wait_for_url("**/change/")
    expect(head.locator("main")).to_contain_text("Biên bản số 12/BB")
    axe_clean(head)
    move(head, "confirm")
    row.refresh_from_db()
    assert (row.status, row.reported_by.email[:6]) == ("done", "can.bo")

    public = new_page("vi", viewport=PHONE)
    public.goto("/plans/2023/units/03EE/")
    expect(public.locator("h1")).to_contain_text("Đình Vũ")
    axe_clean(public)
    board = enter_as(sample("ban.cai.cach"), "en", viewport=WIDE)
    board.goto("/admin/plans/unitplan/coverage/")
    axe_clean(board)
    board.locator(".matrix .sum a[href^=untaken]").first.click()
    board.wait_for_url("**/coverage/untaken/?**")
    axe_clean(board)
    board.go_back()
    board.locator(".matrix .sum a[href*=counted]").first.click()
    board.wait_for_url("**/undertaking/?counted=**")
    expect(board.locator("#result_list")).to_be_visible()
