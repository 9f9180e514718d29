"""The unit's dashboard: odd periods, tables that agree with the key figures, ways to the rows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from inquiries import services
from inquiries.dashboard import MOST, Dashboard
from inquiries.figures import figures
from inquiries.models import Inquiry
from tests.factories import UnitFactory
from tests.inquiries.factories import InquiryFactory, TopicFactory
from tests.inquiries.past import asked, on

BOARD = "/admin/inquiries/inquiry/dashboard/"


@pytest.mark.parametrize(
    "query", ["end=9999-12-31", "start=0001-01-01", "start=9999-12-31&end=9999-12-31"]
)
def test_a_day_out_of_bounds_is_told_and_not_counted(enter, people, query):
    """G11: the day after the last one does not exist."""
    page = enter(people["officer"]).get(f"{BOARD}?{query}")
    assert page.status_code == 200 and 'class="problems"' in page.content.decode()


def test_tables_say_what_the_key_figures_say(people, unit):
    """A case answered late and asked again stays late, whatever its new last day is."""
    case = asked("06-01T09:00", unit, people["officer"])
    with on("06-11T09:00"):
        services.answer(case, by=people["officer"], text="Trả lời")
    with on("06-12T09:00"):
        services.reopen(case, by=None, text="Chưa rõ")
        year = date(2026, 1, 1), date(2026, 12, 31)
        found = {f.measure.code: f.value for f in figures(unit, *year)}
        assert (found["inquiries.answered"], found["inquiries.on_time"]) == (1, 0)
        for heading, rows in Dashboard(unit, *year).tables:
            assert [(r.received, r.answered, r.on_time, r.hours) for r in rows] == [
                (1, 1, 0, 64)
            ], heading


def test_a_case_stands_with_the_unit_that_received_it(people, unit):
    case, there = asked("06-01T09:00", unit, people["officer"]), UnitFactory(code="09")
    with on("06-02T09:00"):
        services.transfer(case, by=people["officer"], unit=there, reason="Thuộc đơn vị khác")
        year = date(2026, 1, 1), date(2026, 12, 31)
        assert [row.key for row in Dashboard(None, *year).tables[3][1]] == [unit.pk]
        assert Dashboard(there, *year).tables[3][1] == []


def test_every_number_of_a_table_leads_to_its_rows(people, unit, enter):
    late, topic = asked("06-01T09:00", unit, people["officer"]), TopicFactory()
    more = {"topic": topic, "channel": "email"}
    quick = [asked("06-09T09:00", unit, people["officer"], **more) for _ in range(2)]
    with on("06-11T09:00"):
        for case in (late, *quick):
            services.answer(case, by=people["officer"], text="Trả lời")
    below = UnitFactory(kind="team", parent=unit)
    with on("06-11T09:00"):
        services.answer(asked("06-09T09:00", below, None), by=None, text="Trả lời")
    client = enter(people["board"])
    for _heading, rows in Dashboard(unit, date(2026, 6, 1), date(2026, 6, 30)).tables:
        assert sum(row.answered for row in rows) == 4 and sum(row.on_time for row in rows) == 3
        for row in rows:
            for url, count in ((row.url, row.received), (row.answered_url, row.answered),
                               (row.on_time_url, row.on_time)):  # fmt: skip
                assert client.get(url).context["cl"].result_count == count


def test_what_the_tables_leave_out_stands_in_one_line(people, unit):
    for _ in range(MOST + 3):
        InquiryFactory(unit=unit, topic=TopicFactory())
    with override("en"):
        (_month, _topic, *_rest) = Dashboard(unit, date(2026, 1, 1), date(2100, 1, 1)).tables
    *most, others = _topic[1]
    assert len(most) == MOST and (others.label, others.received, others.url) == ("3 others", 3, "")
    assert sum(row.received for row in _topic[1]) == Inquiry.objects.count()


def test_only_the_filters_in_use_ask_for_the_unit(enter, people, unit):
    """Seven filters read it; two are in the address, and one says its name."""
    client = enter(people["board"])
    asked_for = {"unit": unit.pk, "received": "2026-01-01..2026-12-31", "open_at": "2026-06-30"}
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/inquiries/inquiry/", asked_for)
    sought = [q for q in asked if f'WHERE "directory_unit"."id" = {unit.pk} ORDER' in q["sql"]]
    assert len(sought) == 3
