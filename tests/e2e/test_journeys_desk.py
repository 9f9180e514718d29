"""Journeys at the desk: the board's plan, an administrator's unit and import, the auditor."""

from pathlib import Path

import pytest
from django.contrib import admin
from playwright.sync_api import expect

import plans
from core.admin.filters import AsOf
from directory.models import Enterprise
from tests.factories import tax_code

from .importing import bring_in, filled_in, follow, template
from .ways import ON_A_PHONE, ON_A_WIDE_SCREEN

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLE = Path(plans.__file__).parent / "sample"


def decision(language: str, changes: dict[str, str]) -> dict:
    """The sample Decision as an upload, with other words in it."""
    text = (SAMPLE / f"plan-2023.{language}.txt").read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(old, new)
    return {"name": f"decision.{language}.txt", "mimeType": "text/plain", "buffer": text.encode()}


def doubtful(language: str) -> dict:
    """Another year's Decision with a unit nobody knows."""
    changes = {"2023": "2024", "104/": "105/", "Cục Giám sát quản lý": "Cục Giám sát mặt trăng"}
    return decision(language, changes)


@ON_A_PHONE
def test_the_board_reads_a_decision_in_and_enterprises_see_the_plan(
    enter_as, new_page, sample, axe_clean, no_complaints, language, viewport
):
    """G37: upload, doubts, accept, issue; a file read before is refused with a link to its plan."""
    page = enter_as(sample("ban.cai.cach"), language, viewport=viewport)
    page.goto("/admin/plans/plan/")
    page.locator(".head .acts a.main").click()
    page.wait_for_url("**/admin/plans/plan/add/**")
    axe_clean(page)
    page.set_input_files("[name=file]", decision("vi", {}))
    page.locator("main form button").click()
    expect(page.locator(".problems a").first).to_be_visible()
    expect(page.locator(".problems")).to_be_focused()
    axe_clean(page)
    page.set_input_files("[name=file]", doubtful("vi"))
    page.set_input_files("[name=other]", doubtful("en"))
    page.locator("main form button").click()
    page.wait_for_url("**/check/**")
    settle_all(page)
    page.locator('main a[href$="/accept/"]').first.click()
    for move in ("accept", "issue"):
        page.wait_for_url(f"**/{move}/")
        axe_clean(page)
        page.locator("main form.record button").click()
        page.wait_for_url("**/change/**")
        if move == "accept":
            page.locator('main a[href$="/issue/"]').first.click()
    public = new_page(language, viewport=viewport)
    public.goto("/plans/")
    public.locator('main a[href="/plans/2024/"]').first.click()
    expect(public.locator("h1")).to_contain_text("2024")
    axe_clean(public)


def settle_all(page) -> None:
    """Every doubt of the reading, one by one, at its button."""
    settle = page.locator("button[name=doubt]")
    assert settle.count() >= 1, "the unknown unit is doubted"
    while left := settle.count():
        with page.expect_navigation():
            settle.first.click()
        expect(settle).not_to_have_count(left)


@ON_A_WIDE_SCREEN
def test_an_administrator_changes_a_units_channel_and_callers_see_it(
    enter_as, new_page, sample, axe_clean, no_complaints, language, viewport
):
    """The desk's card and the public page are one: what is saved here is read there."""
    page = enter_as(sample("quan.tri.kv3"), language, viewport=viewport)
    page.goto("/admin/directory/unit/?q=KVIII")
    page.locator("#result_list tbody a").first.click()
    page.wait_for_url("**/change/**")
    axe_clean(page)
    value = page.locator("[name=channels-0-value]")
    value.fill("0225 3 000 111")
    page.fill("main [name=reason]", "Số mới từ tháng này")
    page.locator("main form.record button.main").first.click()
    expect(page.locator(".said")).to_be_visible()
    expect(page.locator("#history")).to_contain_text("Số mới từ tháng này")
    public = new_page(language, viewport=viewport)
    public.goto("/contact/KVIII/")
    expect(public.locator("main")).to_contain_text("0225 3 000 111")


@ON_A_WIDE_SCREEN
def test_an_administrator_imports_enterprises(
    enter_as, sample, axe_clean, no_complaints, language, viewport
):
    """Template, file, dry run, confirmation, both jobs followed live; a faulty row stays out."""
    page = enter_as(sample("quan.tri.kv3"), language, viewport=viewport)
    page.goto("/admin/directory/enterprise/")
    page.locator('.head .acts a[href$="/import/"]').click()
    page.wait_for_url("**/import/")
    axe_clean(page)
    page.set_input_files(
        "[name=file]", filled_in(template(page), "doanh nghiệp.xlsx", enterprises())
    )
    page.locator("main form.record button.main").click()
    page.wait_for_url("**/import/*/")
    axe_clean(page)
    follow(page)
    assert not Enterprise.objects.filter(name_vi__startswith="Nhập thử").exists(), "a dry run"
    expect(page.locator("main table.rows")).to_contain_text("123")
    axe_clean(page)
    bring_in(page)
    page.goto("/admin/directory/enterprise/?q=nhap+thu")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    page.goto("/jobs/")
    page.locator("main table a").first.click()
    expect(page.locator("progress")).to_be_visible()
    axe_clean(page)


def enterprises() -> list[list]:
    """Two enterprises and one whose tax code is none, in the template's own columns."""
    kind, size = Enterprise.Kind.PRIVATE.value, Enterprise.Size.SMALL.value
    named = [(tax_code(7), "Nhập thử 1"), (tax_code(8), "Nhập thử 2"), ("123", "Sai")]
    return [[code, name, "", kind, size, "", "KVIII", ""] for code, name in named]


def test_an_auditor_sees_every_row_and_no_button_changes_any(enter_as, sample, no_complaints):
    """Every list in full; no form that posts but the language and the sign-out, no way to add."""
    page = enter_as(sample("kiem.tra"), "en")
    posts = 'main form[method=post], main a[href$="/add/"], main a[href$="/import/"]'
    for desk in admin.site._registry.values():
        page.goto(desk.list_url + ("?as_of=all" if AsOf in desk.list_filter else ""))
        shown = page.locator("#result_list tbody tr").count()
        assert shown == min(desk.model._base_manager.count(), desk.list_per_page), desk.list_url
        assert page.locator(posts).count() == 0, desk.list_url
        if shown:
            page.locator("#result_list tbody a").first.click()
            page.wait_for_url("**/change/**")
            assert page.locator(posts).count() == 0, page.url
            assert page.locator(".moves a").count() == 0, page.url
