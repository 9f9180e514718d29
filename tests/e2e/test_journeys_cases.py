"""Beside the straight way: a case split, taken over during leave, withdrawn; old registers."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override
from playwright.sync_api import expect

from inquiries import services
from inquiries.models import Inquiry, Topic
from partnership.sample import inquiries

from .importing import bring_in, filled_in, follow, template
from .moves import move
from .ways import ON_A_PHONE, ON_A_WIDE_SCREEN

pytestmark = pytest.mark.usefixtures("no_complaints")


@pytest.fixture
def sample(sample):
    """The world of a trial with the work of this app."""
    inquiries.load()
    return sample


@pytest.fixture
def receipt(sample):
    """Code and PIN of a question that the officer's unit is to answer."""
    matter = services.Matter(
        "question", Topic.objects.get(code="origin"), "C/O và trị giá",
        "C/O nộp muộn được không, và phí bản quyền có cộng vào trị giá không?",
        sample("can.bo").unit,
    )  # fmt: skip
    origin = services.Origin(Inquiry.Channel.PORTAL, "Trần Thị Lan", email="lan@vidu.example")
    return services.submit(matter, origin)


@ON_A_WIDE_SCREEN
def test_a_case_is_split_and_taken_over_during_leave(
    receipt, sample, enter_as, axe_clean, language, viewport
):
    """The second question becomes a case of its own; who stands in finds the first among hers."""
    case, officer, stand_in = receipt.inquiry, sample("can.bo"), sample("can.bo.kcx")
    card = f"/admin/inquiries/inquiry/{case.pk}/change/"
    desk = enter_as(officer, language, viewport=viewport)
    desk.goto(card)
    move(desk, "take")
    desk.goto(card)
    move(
        desk, "split", subject="Phí bản quyền", question="Phí bản quyền có cộng vào trị giá không?"
    )
    second = Inquiry.objects.latest("pk")
    assert (second.subject, second.asker_name, second.unit) == (
        "Phí bản quyền", case.asker_name, case.unit,
    )  # fmt: skip
    desk.goto(card)
    expect(desk.locator("main")).to_contain_text(second.reference)
    axe_clean(desk)
    leader = enter_as(sample("dau.moi"), language, viewport=viewport)
    leader.goto("/admin/inquiries/substitute/")
    leader.locator('.head .acts a[href$="/add/"]').click()
    leader.fill("[name=officer]", officer.email)
    leader.fill("[name=by]", "nobody@haiquan.example")
    leader.fill("[name=valid_from]", f"{localdate()}")
    leader.fill("[name=valid_to]", f"{localdate() + timedelta(days=7)}")
    leader.locator("form.record button.main").click()
    expect(leader.locator(".problems")).to_be_visible()
    axe_clean(leader)
    leader.fill("[name=by]", stand_in.email)
    leader.locator("form.record button.main").click()
    leader.wait_for_url(lambda url: "/add/" not in url)
    hers = enter_as(stand_in, language, viewport=viewport)
    hers.goto("/admin/?tab=inquiries_mine")
    hers.get_by_role("link", name=case.subject).first.click()
    hers.wait_for_url(f"**{card}")
    axe_clean(hers)


@ON_A_PHONE
def test_the_asker_withdraws_the_question(
    receipt, sample, new_page, enter_as, axe_clean, language, viewport
):
    """With code and PIN; whoever had it on the desk finds it withdrawn, and nothing to do."""
    page = new_page(language, viewport=viewport)
    page.goto("/inquiries/track/")
    page.fill("#id_code", receipt.code)
    page.fill("#id_pin", receipt.pin)
    page.locator("main form button.main").click()
    page.wait_for_url("**/track/case/")
    page.locator('main a[href*="withdraw"]').click()
    page.wait_for_url("**/withdraw/")
    axe_clean(page)
    page.locator("main form button").last.click()
    page.wait_for_url("**/track/case/")
    assert page.locator('main a[href*="withdraw"]').count() == 0
    axe_clean(page)
    case = Inquiry.objects.get(pk=receipt.inquiry.pk)
    assert case.status == Inquiry.Status.WITHDRAWN
    desk = enter_as(sample("can.bo"), language, viewport=viewport)
    desk.goto(f"/admin/inquiries/inquiry/{case.pk}/change/")
    with override(language):
        expect(desk.locator("main .badge").first).to_have_text(case.get_status_display())
    assert desk.locator('main a[href$="/answer/"]').count() == 0


def test_the_register_of_a_past_year_is_brought_in(sample, enter_as, axe_clean):
    """Template, dry run with a faulty line, then the cases, answered on their days."""
    page = enter_as(sample("dau.moi"))
    page.goto("/admin/inquiries/inquiry/")
    page.locator('.head .acts a[href$="/import/"]').click()
    page.set_input_files("[name=file]", filled_in(template(page), "sổ 2023.xlsx", register()))
    page.locator("main form.record button.main").click()
    page.wait_for_url("**/import/*/")
    follow(page)
    expect(page.locator("main table.rows")).to_contain_text("30/02/2023")
    axe_clean(page)
    bring_in(page)
    page.goto("/admin/inquiries/inquiry/?q=2023/03/01")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    page.locator("#result_list tbody a").first.click()
    expect(page.locator("main")).to_contain_text("Nộp bổ sung trong thời hạn")
    axe_clean(page)


def register() -> list[list]:
    """Two cases of 2023, and one received on a day that never was."""
    kind, channel = Inquiry.Kind.QUESTION.value, Inquiry.Channel.HOTLINE.value
    return [
        [
            f"2023/03/01{place}", received, "24/11/2023", "KVIII", kind, channel, "origin",
            f"C/O nộp muộn {place}", "Nộp được không?", "Nộp bổ sung trong thời hạn của C/O.",
            "", "",
        ]
        for place, received in enumerate(("20/11/2023", "21/11/2023", "30/02/2023"))
    ]  # fmt: skip
