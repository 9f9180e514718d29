"""Leafing through a list: each row once, whatever comes in meanwhile, and back the same way."""

import html
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.utils.timezone import now

from directory.models import Enterprise
from inquiries.models import Inquiry
from tests.factories import EnterpriseFactory
from tests.inquiries.factories import InquiryFactory

CASES, FIRMS = "/admin/inquiries/inquiry/", "/admin/directory/enterprise/"
SIZE = 4


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    for model in (Inquiry, Enterprise):
        monkeypatch.setattr(admin.site._registry[model], "list_per_page", SIZE)


@pytest.fixture
def cases(people, unit):
    """Eleven, some of them received in the same moment."""
    at = now() - timedelta(days=9)
    made = [InquiryFactory(unit=unit, received_at=at + timedelta(hours=n // 3)) for n in range(11)]
    return sorted(made, key=lambda case: (case.received_at, case.pk), reverse=True)


def keys(page) -> list[int]:
    return [row.pk for row in page.context_data["cl"].result_list]


def link(page, rel) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.content.decode())
    return html.unescape(found[1]) if found else ""


def leaf(client, address, page, rel="next"):
    """Pages from ``page`` on, as far as ``rel`` leads."""
    pages = [page]
    while way := link(pages[-1], rel):
        pages.append(client.get(address + way))
    return pages


def test_each_row_is_met_once_forth_and_back(client, enter, people, cases):
    enter(people["officer"])
    pages = leaf(client, CASES, client.get(CASES))
    assert [keys(page) for page in pages] == [
        [case.pk for case in cases[at : at + SIZE]] for at in (0, 4, 8)
    ]
    assert "after=" in link(pages[0], "next") and not link(pages[-1], "next")
    back = leaf(client, CASES, pages[-1], "prev")
    assert [keys(page) for page in back] == [keys(page) for page in reversed(pages)]
    assert "9–11" in pages[2].content.decode()


def test_what_comes_in_meanwhile_pushes_nothing_onto_the_next_page(
    client, enter, people, unit, cases
):
    enter(people["officer"])
    first = client.get(CASES)
    InquiryFactory.create_batch(3, unit=unit)
    second = client.get(CASES + link(first, "next"))
    assert keys(second) == [case.pk for case in cases[4:8]]


@pytest.mark.parametrize("order", ["0", "-0", "-1.0"])
def test_any_order_of_plain_columns_leads_on(client, enter, people, order):
    """Columns of text too, with marks and with equal values."""
    for n in range(9):
        EnterpriseFactory(name_vi=["Ánh Dương", "Đông Á", 'Bông "Sen"'][n % 3])
    enter(people["board"])
    whole = [row.pk for row in client.get(f"{FIRMS}?o={order}").context_data["cl"].queryset]
    pages = leaf(client, FIRMS, client.get(f"{FIRMS}?o={order}"))
    assert [pk for page in pages for pk in keys(page)] == whole
    back = leaf(client, FIRMS, pages[-1], "prev")
    assert [keys(page) for page in back] == [keys(page) for page in reversed(pages)]


def test_an_order_with_empty_values_or_of_another_table_is_counted(client, enter, people, cases):
    enter(people["officer"])
    for order in ("4", "5"):  # due, which may be empty; the name of the unit
        page = client.get(f"{CASES}?o={order}")
        assert page.context_data["cl"].order is None and "after=" not in link(page, "next")
        met = [pk for each in leaf(client, CASES, page) for pk in keys(each)]
        assert sorted(met) == sorted(case.pk for case in cases)


def test_a_page_keeps_filters_and_is_no_part_of_them(client, enter, people, cases):
    """Export, kept filters and the search form are about the list, not about a page of it."""
    enter(people["officer"])
    page = client.get(f"{CASES}?kind__exact=question")
    second = client.get(CASES + link(page, "next"))
    text = second.content.decode()
    assert 'href="export/?kind__exact=question"' in text and 'name="after"' not in text
    assert keys(second) == [case.pk for case in cases[4:8]]
    beside = next(re.finditer(r'class="btn slim wide-only" href="([^"]+)"', text))[1]
    assert keys(client.get(CASES + html.unescape(beside))) == keys(second)


BAD = ["", "x", "[]", "[1]", "{}", '["x","y"]', '["2026-01-01T00:00:00+00:00"]', "[" * 2_000,
       '[null,null]', '["2026-13-01T00:00:00+00:00","1"]', '["2026-01-01T00:00:00+00:00","x"]',
       '["0001-01-01T00:00:00+14:00","9"]',
       f'["2026-01-01T00:00:00+00:00","{"9" * 40}"]']  # fmt: skip


@pytest.mark.parametrize("place", BAD)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_place_that_is_none_leads_to_the_list(client, enter, people, cases, way, place):
    """G11: or shows nothing, when it is one beyond all rows; never a fault."""
    enter(people["officer"])
    page = client.get(f"{CASES}?{urlencode({'p': 2, way: place})}", follow=True)
    assert page.status_code == 200
    both = urlencode({"p": 2, "after": place, "before": place})
    assert client.get(f"{CASES}?{both}", follow=True).status_code == 200


def test_far_pages_are_leafed_to_but_not_counted(client, enter, people, cases):
    enter(people["officer"])
    order = client.get(CASES).context_data["cl"].order
    far = urlencode({"p": 40_000, "after": order.name(cases[3])})
    assert keys(client.get(f"{CASES}?{far}")) == [case.pk for case in cases[4:8]]
    assert client.get(f"{CASES}?p=2001").status_code == 302
