"""A visitor looks for an answer before asking, and says that it helped (G15, G37)."""

import pytest
from playwright.sync_api import expect

from inquiries.models import AnswerDay, PublishedAnswer
from tests.inquiries.answers_factories import AnswerFactory, cite

from .ways import ON_A_PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@ON_A_PHONE
def test_a_visitor_finds_an_answer_and_says_that_it_helped(
    new_page, transactional_db, axe_clean, no_complaints, language, viewport
):
    """From the first page, by keyboard, without marks; similar questions lead on."""
    entry = AnswerFactory(title="Hoàn thuế nhập khẩu cần những giấy tờ gì?")
    AnswerFactory(title="Hoàn thuế nhập khẩu hàng đã tái xuất")
    cite(entry)
    page = new_page(language, viewport=viewport)
    page.goto("/inquiries/answers/")
    axe_clean(page)
    page.fill("#id_q", "hoan thue giay to")
    page.press("#id_q", "Enter")
    page.wait_for_url("**q=hoan**")
    page.get_by_role("link", name=entry.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(entry.title)
    expect(page.get_by_text("39/2018/TT-BTC")).to_be_visible()
    axe_clean(page)
    page.locator("button[name=helped][value=yes]").click()
    expect(page.get_by_role("status")).to_be_visible()
    day = AnswerDay.objects.get(answer=entry)
    assert (day.helped, day.unhelped) == (1, 0) and day.reads >= 1
    other = PublishedAnswer.objects.exclude(pk=entry.pk).get()
    page.locator("section:has(#near) a").first.click()
    page.wait_for_url(f"**{other.get_absolute_url()}")
