"""Journeys of an officer and of an enterprise, from the sign-in page to signing out."""

import re

import pytest
from django.core import mail
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.directory.signing_in import PASSWORD, SECRET, code, give_app, give_password

from .conftest import PHONE
from .ways import ON_A_PHONE, ON_A_WIDE_SCREEN

pytestmark = pytest.mark.django_db(transaction=True)
CODE = re.compile(r"^[A-Z0-9]{3,}-?[A-Z0-9]{3,}$", re.MULTILINE)


def who_reads(language: str, user):
    """The account's own language, which holds from the sign-in on."""
    user.language = language
    user.save(update_fields=["language"])
    return user


def language_of(page) -> str:
    return page.locator("html").get_attribute("lang")


def switch_language(page) -> None:
    """To the other language, by the button on top; the page stays."""
    before, address = language_of(page), page.url
    other = {"vi": "en", "en": "vi"}[before]
    page.locator(f"header button[name=language][value={other}]").click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    assert page.url == address


def sign_out(page) -> None:
    page.locator('header form[action$="/logout/"] button').click()
    expect(page.locator('header a[href="/accounts/login/"]')).to_be_visible()
    page.goto("/admin/")
    assert "/accounts/login/" in page.url


def enter_password(page, user) -> None:
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


@ON_A_WIDE_SCREEN
def test_an_officer_from_the_first_sign_in_to_signing_out(
    new_page, sample, axe_clean, no_complaints, tmp_path, language, viewport
):
    """G37: password, authenticator app, desk, an obligation, the list by keyboard, export."""
    officer = who_reads(language, give_password(sample("can.bo")))
    page = new_page(language, viewport=viewport)
    page.goto("/admin/plans/item/")
    axe_clean(page)
    enter_password(page, officer)
    set_up_app(page, axe_clean)
    read_an_obligation(page, axe_clean)
    find_by_keyboard(page)
    export(page, tmp_path)
    switch_language(page)
    sign_out(page)


def set_up_app(page, axe_clean) -> None:
    """The page after the first password: an officer gets no further without the app."""
    confirm_password(page)
    expect(page.locator("img.qr")).to_be_visible()
    axe_clean(page)
    page.fill("[name=code]", "000000")
    page.press("[name=code]", "Enter")
    expect(page.locator(".problems")).to_be_focused()
    axe_clean(page)
    page.fill("[name=code]", code(page.locator(".card .ref").inner_text()))
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    axe_clean(page)
    page.locator('main a[href="/admin/"]').last.click()


def confirm_password(page) -> None:
    """A new factor is set up by whoever knows the password at this moment."""
    page.wait_for_url(re.compile("/accounts/(reauthenticate|2fa/totp/activate)/"))
    if "reauthenticate" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")


def read_an_obligation(page, axe_clean) -> None:
    """From the desk to an item of the unit and back, by keyboard."""
    page.locator('.tabs a[href="?tab=obligations"]').click()
    page.wait_for_url("**/admin/?tab=obligations")
    first = page.locator("main tbody tr a").first
    words = first.inner_text()
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/plans/item/*/change/")
    expect(page.locator("main")).to_contain_text(words[:60])
    axe_clean(page)
    page.go_back()
    expect(page.locator("main tbody tr a").first).to_have_text(words)
    page.locator(".pager a").click()
    page.wait_for_url("**/admin/plans/item/?tab=mine")


def find_by_keyboard(page) -> None:
    """/ to search, a filter, j and k along the rows, Enter to open, ? for help."""
    page.keyboard.press("/")
    expect(page.locator("#searchbar")).to_be_focused()
    page.keyboard.type("doanh nghiep" if language_of(page) == "vi" else "enterprise")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert "tab=mine" in page.url, "a search keeps the view"
    page.locator("details[name=filter]").nth(1).locator("summary").click()
    page.locator("details[open] a").nth(1).click()
    page.wait_for_url("**__*exact=*")
    expect(page.locator(".choose")).to_contain_text(":")
    rows = page.locator("#result_list tbody a")
    assert rows.count() >= 1
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()
    there_and_back = [("j", 0), ("j", 1), ("k", 0)] if rows.count() > 1 else [("j", 0)]
    for key, row in there_and_back:
        page.keyboard.press(key)
        expect(rows.nth(row)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/**")
    page.go_back()


def export(page, folder) -> None:
    """The workbook holds the columns and the rows of the screen."""
    heads = page.locator("#result_list thead th").all_inner_texts()
    titles = page.locator("#result_list tbody th").all_inner_texts()
    with page.expect_download() as download:
        page.locator('.acts a[href^="export/"]').click()
    file = folder / "export.xlsx"
    download.value.save_as(file)
    rows = [row for row in load_workbook(file).worksheets[0].iter_rows(values_only=True)]
    assert [str(cell) for cell in rows[0][: len(heads)]] == heads
    assert [str(row[0]).strip() for row in rows[1 : len(titles) + 1]] == titles


def test_an_officer_with_an_app_shows_a_code_at_every_sign_in(
    new_page, sample, axe_clean, no_complaints
):
    """G4: the password alone opens nothing; a wrong code is said on top and at its field."""
    officer = give_password(sample("can.bo"))
    give_app(officer)
    page = new_page("en", viewport=PHONE)
    page.goto("/accounts/login/")
    enter_password(page, officer)
    page.wait_for_url("**/accounts/2fa/authenticate/")
    axe_clean(page)
    page.fill("[name=code]", "12")
    page.press("[name=code]", "Enter")
    expect(page.locator(".problems")).to_be_focused()
    assert page.title().startswith("Error:")
    axe_clean(page)
    page.fill("[name=code]", code(SECRET))
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/admin/")
    sign_out(page)


@ON_A_PHONE
def test_an_enterprise_finds_its_customs_unit_and_signs_in_by_mailed_code(
    new_page, sample, axe_clean, no_complaints, language, viewport
):
    """From home to the department's telephone in at most three clicks; a code opens the account."""
    user = who_reads(language, sample("an.phu"))
    department = user.represents.get().enterprise.managed_by
    page = new_page(language, viewport=viewport)
    page.goto("/")
    clicks = ['main a[href="/contact/"]', f'main a[href="/contact/{department.code}/"]']
    assert len(clicks) <= 3
    for click in clicks:
        page.locator(click).first.click()
    page.wait_for_url(f"**/contact/{department.code}/")
    expect(page.locator('a[href^="tel:"]').first).to_be_visible()
    page.locator('header a[href="/accounts/login/"]').click()
    page.locator('main a[href*="/login/code/"]').first.click()
    page.wait_for_url("**/login/code/**")
    axe_clean(page)
    page.fill("[name=email]", user.email)
    page.press("[name=email]", "Enter")
    page.wait_for_url("**/login/code/confirm/")
    axe_clean(page)
    page.fill("[name=code]", CODE.search(mail.outbox[-1].body).group())
    page.press("[name=code]", "Enter")
    page.wait_for_url("/")
    expect(page.locator("main h2").first).to_contain_text(str(user))
    look_after_the_account(page)
    sign_out(page)


def look_after_the_account(page) -> None:
    """The account's own pages: language, where one is signed in, own jobs; not the desk."""
    page.locator('header a[href="/accounts/"]').click()
    other = {"vi": "en", "en": "vi"}[language_of(page)]
    page.locator(f"main [name=language][value={other}], main select[name=language]").first.focus()
    page.select_option("main select[name=language]", other)
    page.locator("main form button").first.click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    page.goto("/accounts/sessions/")
    expect(page.locator("main")).to_contain_text("Chrom")
    page.goto("/jobs/")
    expect(page.locator("h1")).to_be_visible()
    assert page.goto("/admin/").status in (403, 404) or "/admin/" not in page.url
