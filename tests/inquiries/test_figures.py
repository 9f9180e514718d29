"""Figures of past days stay what they were, whatever becomes of the cases later."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from core.history import acting
from inquiries import services
from inquiries.counted import late_at
from inquiries.figures import figures
from inquiries.models import Inquiry, Limit
from tests.factories import UnitFactory
from tests.inquiries.factories import TopicFactory
from tests.inquiries.past import asked, at, on

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def told(unit, start=YEAR[0], end=YEAR[1]) -> dict:
    return {f.measure.code.removeprefix("inquiries."): f for f in figures(unit, start, end)}


def values(unit, start, end, *names: str) -> list:
    found = told(unit, start, end)
    return [found[name].value for name in names]


def test_a_corrected_kind_leaves_the_past_as_it_was(people, unit):
    """A case late under the limits it had stays late on that day."""
    case = asked("06-01T09:00", unit, people["officer"])
    with acting(None, "given"):
        Limit.objects.create(kind="proposal", first_hours=16, answer_days=40)
    every = Inquiry.objects.filter(pk=case.pk)
    with on("06-11T09:00"):
        assert late_at(every, at("06-10T09:00")) == [case.pk]
        services.reclassify(case, by=people["officer"], kind="proposal", topic=case.topic)
        assert (
            late_at(every, at("06-10T09:00")) == [case.pk]
            and late_at(every, at("06-11T09:00")) == []
        )
    assert (case.terms.get().first_hours, case.terms.get().answer_days) == (8, 5)
    with on("06-12T09:00"):
        services.reclassify(case, by=people["officer"], kind="proposal", topic=TopicFactory())
    assert case.terms.count() == 1


def test_limits_corrected_before_are_found_in_the_history(people, unit):
    case = asked("06-01T09:00", unit, people["officer"])
    with acting(None, "given"):
        Limit.objects.create(kind="proposal", first_hours=16, answer_days=40)
    services.reclassify(case, by=people["officer"], kind="proposal", topic=case.topic)
    kept = list(case.terms.values_list("first_hours", "answer_days"))
    with acting(None, "given"):
        case.terms.all().delete()
    import_module("inquiries.migrations.0007_limits_that_held").fill(
        None, SimpleNamespace(connection=connection)
    )
    assert list(case.terms.values_list("first_hours", "answer_days")) == kept == [(8, 5)]


def test_a_transfer_leaves_the_past_with_the_unit_that_had_it(people, unit, enter):
    case, there = asked("06-01T09:00", unit, people["officer"]), UnitFactory(code="09")
    june = (date(2026, 6, 1), date(2026, 6, 10))
    names = ("received", "open", "overdue")
    with on("06-11T09:00"):
        before = values(unit, *june, *names)
        services.transfer(case, by=people["officer"], unit=there, reason="Thuộc đơn vị khác")
    with on("06-12T09:00"):
        assert values(unit, *june, *names) == before == [1, 1, 1]
        assert values(there, *june, *names) == [0, 0, 0]
        assert values(unit, june[0], date(2026, 6, 12), *names) == [1, 0, 0]
        assert values(there, june[0], date(2026, 6, 12), *names) == [0, 1, 1]
        rows = [f for f in figures(unit, *june) if f.measure.kind == "count" and f.value]
        client = enter(people["board"])
        assert {f.measure.code for f in rows} > {"inquiries.received", "inquiries.overdue"}
        for figure in rows:
            assert client.get(figure.rows).context["cl"].result_count == figure.value


def test_the_unit_of_a_list_without_a_period_is_the_one_of_today(people, unit, enter):
    case, there = asked("06-01T09:00", unit, people["officer"]), UnitFactory(code="09")
    services.transfer(case, by=people["officer"], unit=there, reason="Thuộc đơn vị khác")
    client = enter(people["board"])
    for where, count in ((unit, 0), (there, 1)):
        page = client.get(f"/admin/inquiries/inquiry/?unit={where.pk}")
        assert page.context["cl"].result_count == count
    assert client.get("/admin/inquiries/inquiry/?unit=x&received=2026-01-01..2026-12-31").context[
        "cl"
    ].result_count == 0  # fmt: skip


def test_what_is_late_cannot_be_extended_into_time(people, unit):
    """G30: on the last day there is still time, the day after there is none."""
    case, more = asked("06-01T09:00", unit, people["officer"]), {"reason": "Chờ xác minh"}
    with on("06-09T08:00"), pytest.raises(ValidationError):
        services.extend(case, by=people["head"], new_due=date(2026, 6, 17), **more)
    assert not case.extensions.exists()
    with on("06-08T23:00"):
        services.extend(case, by=people["head"], new_due=date(2026, 6, 17), **more)
    with on("06-17T16:00"):
        services.answer(case, by=people["officer"], text="Trả lời")
    assert values(unit, *YEAR, "answered", "on_time") == [1, 1]


def test_each_unit_s_own_time_is_told_beside_the_whole_wait(people, unit, enter):
    """A transfer goes on counting the wait; asked again, it begins anew."""
    case, there = asked("06-01T08:00", unit, people["officer"]), UnitFactory(code="09")
    with on("06-02T08:00"):
        services.transfer(case, by=people["officer"], unit=there, reason="Thuộc đơn vị khác")
    with on("06-02T10:00"):
        services.answer(case, by=None, text="Trả lời")
    with on("06-03T08:00"):
        services.reopen(case, by=None, text="Chưa rõ")
    with on("06-03T09:00"):
        services.answer(case, by=None, text="Rõ hơn")
        spans = case.holdings.with_own().values_list("minutes", "own")
        assert list(spans) == [(480, 480), (600, 120), (60, 60)]
        page = enter(people["board"]).get(f"/admin/inquiries/inquiry/{case.pk}/history/")
        assert page.status_code == 200 and ">120<" in page.content.decode()
