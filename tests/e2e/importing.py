"""A table brought in as a person does it: the template is filled in, both jobs are waited for."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import expect

from core import jobs

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template(page):
    """The workbook one downloads to fill in."""
    with page.expect_download() as download:
        page.locator('a[href="template/"]').click()
    return load_workbook(BytesIO(download.value.path().read_bytes()))


def filled_in(book, name: str, rows: list[list]) -> dict[str, Any]:
    """The template with ``rows`` below its head, as the upload ``name``."""
    for row in rows:
        book.worksheets[0].append(row)
    out = BytesIO()
    book.save(out)
    return {"name": name, "mimeType": EXCEL, "buffer": out.getvalue()}


def follow(page) -> None:
    """The page waits; the work is done elsewhere; the page says so without being asked."""
    expect(page.locator("[data-live]")).to_have_count(1)
    expect(page.locator("[data-ended]")).to_have_count(0)
    jobs.work()
    expect(page.locator("[data-ended]")).to_have_count(1)


def bring_in(page) -> None:
    """After the dry run: the import itself, on a page of its own, to its end."""
    with page.expect_navigation():
        page.locator("button[name=act][value=import]").click()
    follow(page)
