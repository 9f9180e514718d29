"""Every public page in Chromium: no barrier, no sideways scroll, no complaint, by keyboard too."""

import pytest
from playwright.sync_api import expect

from tests.database import again

from .conftest import PHONE, WIDE, small_world

PAGES = (
    "/", "/contact/", "/contact/?q=hai+phong", "/contact/?q=xyzzy", "/contact/KVIII/",
    "/contact/03/", "/contact/reception/", "/plans/", "/plans/2023/", "/plans/2023/print/",
    "/styleguide/", "/accessibility/", "/nothing/",
)  # fmt: skip
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("language", "viewport"), [("vi", WIDE), ("en", PHONE)], ids=["vi wide", "en phone"]
)
def test_no_page_has_a_barrier_in_the_dark(new_page, axe_clean, no_complaints, language, viewport):
    """G37, G9: the dark scheme; the crawl examines the same pages, and all others, in light."""
    again(small_world)
    page = new_page(language, viewport=viewport, color_scheme="dark")
    for path in PAGES:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"
        axe_clean(page)


def test_from_home_to_a_units_number_in_three_clicks(new_page, no_complaints):
    """By keyboard and without a script: search, choose, read the hotline."""
    again(small_world)
    page = new_page("vi", java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Tìm đơn vị hải quan").click()
    page.wait_for_url("**/contact/")
    page.get_by_role("searchbox").fill("thai binh")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/contact/?q=thai+binh")
    page.get_by_role("link", name="Chi cục Hải quan khu vực III", exact=True).click()
    page.wait_for_url("**/contact/KVIII/")
    assert page.locator('a[href^="tel:"]').count() >= 2


def test_the_switch_changes_the_language_and_not_the_page(new_page, no_complaints):
    """The address with its search stays."""
    page = new_page("vi")
    page.goto("/contact/?q=x")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/contact/?q=x")


def test_the_first_tab_skips_to_the_content(new_page, no_complaints):
    page = new_page("vi")
    page.goto("/contact/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
