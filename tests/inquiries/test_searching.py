"""Searching the list of cases: the newest are looked through first (ADR 13)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from core.admin import listing
from core.admin.listing import DeskList
from core.search import walking
from inquiries.admin import lists
from inquiries.admin.inquiries import InquiryAdmin
from tests.inquiries.factories import InquiryFactory
from tests.inquiries.test_lists import LIST


@pytest.mark.parametrize("near", [2, 4, 50], ids=lambda near: f"{near} looked through")
def test_what_is_found_among_the_newest_is_what_the_index_finds(
    client, enter, people, unit, monkeypatch, near
):
    """However many of the newest cases are looked through first: same rows, same order, same
    number, page by page, with a filter too."""
    moment = now()
    for place in range(12):
        word = "thép cuộn" if place % 3 else "vải dệt"
        InquiryFactory(
            unit=unit, subject=f"Lô {word}", received_at=moment - timedelta(hours=place),
            channel="email" if place % 2 else "zalo",
        )  # fmt: skip
    enter(people["officer"])
    monkeypatch.setattr(InquiryAdmin, "list_per_page", 3)
    found = []
    for size in (0, near):
        monkeypatch.setattr(lists, "NEAR", size)
        for asked in ("q=thép", "q=thep cuon", "q=thép&channel__exact=email", "q=nhựa"):
            found.append(list(leaf_through(client, asked)))
    assert found[:4] == found[4:]
    assert [len(rows) for rows, _total in found[0]] == [3, 3, 2] and found[0][0][1] == "8"


@pytest.mark.parametrize(("near", "who"), [(50, "the newest"), (3, "the index")])
def test_a_number_past_the_cap_is_counted_once(client, enter, people, unit, monkeypatch, near, who):
    """Where enough are found among the newest, nobody counts the index too."""
    for _ in range(6):
        InquiryFactory(unit=unit, subject="Lô thép")
    enter(people["officer"])
    counted, count = [], DeskList.count_found
    monkeypatch.setattr(DeskList, "count_found", lambda cl: counted.append(1) or count(cl))
    monkeypatch.setattr(InquiryAdmin, "list_per_page", 2)
    monkeypatch.setattr(lists, "NEAR", near)
    for module in (lists, listing):
        monkeypatch.setattr(module, "CAP", 4)
    assert client.get(f"{LIST}?q=thép").context_data["cl"].total == "4+"
    assert bool(counted) is (who == "the index")


def leaf_through(client, asked):
    """Keys and number of each page of a list."""
    at, more = 1, True
    while more:
        cl = client.get(f"{LIST}?{asked}&p={at}").context_data["cl"]
        yield [row.pk for row in cl.result_list], cl.total
        at, more = at + 1, cl.more


def test_a_walk_ends_with_its_question(db):
    with walking():
        assert setting("enable_bitmapscan") == "off"
    assert setting("enable_bitmapscan") == "on"


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]
