"""A question's whole way in a browser: asked, answered, read, rated; and the late ones."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from inquiries import services
from inquiries.models import Inquiry, Topic
from partnership.sample import inquiries
from tests.e2e.conftest import PHONE, WIDE

SHOTS = os.environ.get("SHOTS", "")
pytestmark = pytest.mark.usefixtures("no_complaints")


@pytest.fixture
def sample(sample):
    """The world of a trial with the work of this app."""
    inquiries.load()
    return sample


def look(page, name: str) -> None:
    """Keep a picture when somebody wants to look (SHOTS=folder)."""
    if SHOTS:
        for label, size in (("360", PHONE), ("1280", WIDE)):
            page.set_viewport_size(size)
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{label}.png"), full_page=True)
        page.set_viewport_size(WIDE)


def go_on(page) -> None:
    """Send the form off; the page that comes of it is there."""
    with page.expect_navigation():
        page.locator("main form button.main").last.click()


def ask(page) -> tuple[str, str]:
    """Fill in the four pages; returns code and PIN of the receipt."""
    page.goto("/inquiries/")
    look(page, "start")
    page.locator("main a.btn.main").click()
    look(page, "ask")
    page.locator("input[name=topic]").nth(3).check(force=True)
    go_on(page)
    look(page, "question-empty")
    go_on(page)
    expect(page.locator(".problems")).to_be_visible()
    page.fill("#id_subject", "C/O mẫu D nộp sau khi thông quan")
    page.fill("#id_question", "Lô máy bơm đã thông quan, nay mới có C/O. Nộp bổ sung thế nào?")
    page.set_input_files(
        "#id_files", {"name": "co.txt", "mimeType": "text/plain", "buffer": "Mẫu D".encode()}
    )
    look(page, "question")
    go_on(page)
    page.fill("#id_tax_code", "01 0023 3488")
    page.fill("#id_name", "Trần Thị Lan")
    page.fill("#id_email", "lan@vidu.example")
    look(page, "who")
    go_on(page)
    look(page, "check")
    page.get_by_text("co.txt").wait_for()
    page.wait_for_timeout(3_100)  # the script's little work, and the least age of a form
    go_on(page)
    page.wait_for_url("**/done/")
    look(page, "done")
    return page.locator("#code").inner_text(), page.locator("#pin").inner_text()


def test_asked_without_an_account_answered_read_and_rated(sample, enter_as, new_page, axe_clean):
    """G9, G16, G37: the code and PIN of the receipt open the case, a wrong PIN does not."""
    officer = sample("can.bo")
    page = new_page()
    code, pin = ask(page)
    case = Inquiry.objects.latest("pk")
    axe_clean(page)
    assert re.fullmatch(r"(\w{4}-){3}\w\w", code)
    desk = enter_as(officer)
    hand_to(case, officer)
    desk.goto(f"/admin/inquiries/inquiry/{case.pk}/change/")
    look(desk, "card")
    axe_clean(desk)
    desk.locator(".moves a.btn.main").click()
    desk.fill("#id_text", "Nộp bổ sung trong thời hạn của C/O, khai bổ sung trên hệ thống.")
    desk.fill("#id_citations", "38/2018/TT-BTC; Điều 7")
    look(desk, "answer")
    axe_clean(desk)
    desk.locator("form.record button.main").click()
    desk.wait_for_url("**/change/")
    page.goto(f"/inquiries/track/#{code}")
    page.fill("#id_pin", "000000" if pin != "000000" else "111111")
    go_on(page)
    expect(page.locator(".problems")).to_be_visible()
    look(page, "track")
    page.fill("#id_code", code)
    page.fill("#id_pin", pin)
    go_on(page)
    page.wait_for_url("**/track/case/")
    expect(page.get_by_text("38/2018/TT-BTC")).to_be_visible()
    look(page, "tracked")
    axe_clean(page)
    page.locator(".moves a.btn").first.click()
    page.locator("input[name=level]").first.check(force=True)
    look(page, "rate")
    go_on(page)
    page.wait_for_url("**/track/case/")
    assert case.usefulness.level == 5


def say(page, kind: str, text: str) -> None:
    """On the case's own page: what an enterprise does after an answer."""
    page.locator(f".moves a[href$='/{kind}/']").click()
    page.fill("#id_text", text)
    look(page, kind)
    go_on(page)
    page.wait_for_url(re.compile(r"/mine/\d+/$"))
    expect(page.get_by_text(text)).to_be_visible()


def test_an_enterprise_asks_signed_in_asks_again_and_contests(sample, enter_as, axe_clean):
    """No code is needed: the case stands among its own, and what it says moves it on."""
    officer, person = sample("can.bo"), sample("an.phu")
    page = enter_as(person)
    page.goto("/inquiries/ask/")
    page.locator("input[name=topic]").nth(3).check(force=True)
    go_on(page)
    page.fill("#id_subject", "Mã HS của máy bơm")
    page.fill("#id_question", "Máy bơm này xếp vào mã nào?")
    go_on(page)
    expect(page.locator("#id_tax_code")).to_have_value(person.represents.get().enterprise.tax_code)
    go_on(page)
    page.wait_for_timeout(3_100)  # the least age of a form
    go_on(page)
    page.wait_for_url("**/done/")
    case = Inquiry.objects.latest("pk")
    assert (case.enterprise, case.asked_by) == (person.represents.get().enterprise, person)
    page.goto("/inquiries/mine/")
    look(page, "mine")
    axe_clean(page)
    page.get_by_role("link", name="Mã HS của máy bơm").click()
    page.wait_for_url(f"**/mine/{case.pk}/")
    hand_to(case, officer)
    services.answer(case, by=officer, text="Nhóm 84.13")
    page.reload()
    expect(page.get_by_text("Nhóm 84.13")).to_be_visible()
    say(page, "reopen", "Còn phân nhóm tám số?")
    case.refresh_from_db()
    assert case.status == "routed"
    services.answer(case, by=officer, text="8413.70.99")
    page.reload()
    axe_clean(page)
    say(page, "contest", "Mã này trái với thông báo phân loại.")
    case.refresh_from_db()
    assert case.status == "escalated" and case.asked_above
    axe_clean(page)
    look(page, "contested")


def hand_to(case, officer) -> None:
    """The case lands in the officer's unit, as the focal point would transfer it."""

    if case.unit_id != officer.unit.pk:
        services.transfer(case, by=None, unit=officer.unit, reason="Thuộc chi cục")


def beside_the_list(page, axe_clean) -> None:
    """The list is kept under a name; keys choose a row, which opens beside it; keys go off."""
    page.locator(".own-filters summary").click()
    page.fill("#filter-name", "Trễ hạn")
    page.locator(".own-filters .drop button").first.click()
    expect(page.locator(".own-filters a[aria-current]")).to_have_text("Trễ hạn")
    page.locator("a.wide-only").click()
    page.wait_for_url("**split=1**")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**#case")
    expect(page.locator("#case .history")).to_be_visible()
    axe_clean(page)
    look(page, "beside")
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_hidden()


def test_a_head_sees_the_late_cases_and_where_each_number_leads(sample, enter_as, axe_clean):
    """Late begins the day after; the list of late cases is one click from the desk."""
    page = enter_as(sample("lanh.dao"))
    page.goto("/admin/?tab=inquiries_late")
    look(page, "desk")
    assert page.locator("main tbody tr").count() > 0
    page.locator(".pager a").first.click()
    page.wait_for_url("**tab=late")
    look(page, "list")
    axe_clean(page)
    beside_the_list(page, axe_clean)
    page.goto("/admin/inquiries/inquiry/dashboard/")
    look(page, "dashboard")
    axe_clean(page)
    late = page.locator(".kpi").filter(has=page.locator("h3", has_text="Đang xử lý và quá hạn"))
    late = late.locator("a").first
    number = late.inner_text()
    late.click()
    expect(page.locator(".pager").first).to_contain_text(number)
    page.goto("/admin/inquiries/inquiry/add/?way=enter")
    look(page, "enter")
    axe_clean(page)
    page.goto("/admin/inquiries/inquiry/bulk/?tab=unassigned")
    look(page, "bulk")
    axe_clean(page)
    assert Topic.objects.count() > 13
