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
from inquiries.dashboard import Dashboard
from inquiries.figures import figures
from inquiries.models import FirstResponse, Inquiry, Limit
from tests.factories import UnitFactory
from tests.inquiries.factories import TopicFactory
from tests.inquiries.past import asked, at, on

LIST = "/admin/inquiries/inquiry/"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def fill_of(migration: str) -> None:
    """What a migration makes of the rows that are there."""
    module = import_module(f"inquiries.migrations.{migration}")
    module.fill(None, SimpleNamespace(connection=connection))


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
    more = {"by": people["officer"], "kind": "proposal", "reason": "Là kiến nghị"}
    with on("06-11T09:00"):
        assert late_at(every, at("06-10T09:00")) == [case.pk]
        services.reclassify(case, topic=case.topic, **more)
        assert (
            late_at(every, at("06-10T09:00")) == [case.pk]
            and late_at(every, at("06-11T09:00")) == []
        )
    assert (case.terms.get().first_hours, case.terms.get().answer_days) == (8, 5)
    with on("06-12T09:00"):
        services.reclassify(case, topic=TopicFactory(), **more)
    assert case.terms.count() == 1


def test_limits_corrected_before_are_found_in_the_history(people, unit):
    case = asked("06-01T09:00", unit, people["officer"])
    with acting(None, "given"):
        Limit.objects.create(kind="proposal", first_hours=16, answer_days=40)
    more = {"by": people["officer"], "kind": "proposal", "reason": "Là kiến nghị"}
    services.reclassify(case, topic=case.topic, **more)
    kept = list(case.terms.values_list("first_hours", "answer_days"))
    with acting(None, "given"):
        case.terms.all().delete()
    fill_of("0009_limits_that_held")
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


def test_each_round_has_a_first_response_of_its_own(people, unit):
    """Asked again, customs is silent until it says something; the first round stays as it was."""
    officer = people["officer"]
    case = asked("06-01T08:00", unit, officer)
    with on("06-01T15:00"):
        services.respond(case, by=officer, text="Đang xem")
        services.respond(case, by=officer, text="Còn xem")
    with on("06-02T08:00"):
        services.answer(case, by=officer, text="Trả lời")
    with on("06-03T08:00"):
        services.reopen(case, by=None, text="Chưa rõ")
        assert (case.responded_at, case.first_due_at) == (None, at("06-03T17:00"))
    with on("06-05T08:00"):
        services.ask_more(case, by=officer, text="Bổ sung?")
    assert case.responded_at == at("06-05T08:00")
    rows = case.first_responses.values_list("at", "due_at")
    assert list(rows) == [
        (at("06-01T15:00"), at("06-01T17:00")), (at("06-05T08:00"), at("06-03T17:00")),
    ]  # fmt: skip
    for end, share in ((date(2026, 6, 4), (1, 1)), (date(2026, 6, 30), (1, 1))):
        found = told(unit, date(2026, 6, 1), end)["first_in_time"]
        assert (found.value, found.of) == share
    late = told(unit, date(2026, 6, 4), date(2026, 6, 30))["first_in_time"]
    assert (late.value, late.of) == (0, 1)


def test_first_responses_given_before_are_found(people, unit):
    """Of a case of one round; of another the moment at which its first was due is not known."""
    one, two = (asked("06-01T08:00", unit, people["officer"]) for _ in range(2))
    for case in (one, two):
        services.answer(case, by=people["officer"], text="Trả lời")
    services.reopen(two, by=None, text="Chưa rõ")
    services.respond(two, by=people["officer"], text="Đang xem")
    kept = FirstResponse.objects.latest("pk").pk
    fill_of("0011_first_responses")
    found = FirstResponse.objects.filter(pk__gt=kept)
    fields = ("inquiry", "unit", "at", "due_at")
    assert list(found.values_list(*fields)) == list(one.first_responses.values_list(*fields)[:1])


def test_how_useful_answers_were_is_told_to_those_who_supervise(people, unit, enter):
    """The unit that answered reads it on the card; its figures count it, also after a transfer."""
    cases = [asked("06-01T08:00", unit, people["officer"]) for _ in range(3)]
    with on("06-02T08:00"):
        for case, level in zip(cases, (5, 4, 1), strict=True):
            services.answer(case, by=people["officer"], text="Trả lời")
            services.rate(case, by=None, level=level, reason="Chưa nêu căn cứ" if level < 3 else "")
        page = enter(people["officer"]).get(f"{LIST}{cases[2].pk}/change/").content.decode()
        assert "Chưa nêu căn cứ" in page
        services.reopen(cases[0], by=None, text="Chưa rõ")
        services.transfer(cases[0], by=None, unit=UnitFactory(code="09"), reason="Việc của họ")
        client, june = enter(people["board"]), (date(2026, 6, 1), date(2026, 6, 30))
        useful = told(unit, *june)["useful"]
        assert (useful.value, useful.of) == (2, 3)
        assert client.get(useful.rows).context["cl"].result_count == 2
        levels = Dashboard(unit, *june).levels
        assert [n for _label, n, _url in levels] == [1, 1, 0, 0, 1]
        for _label, n, url in levels:
            assert client.get(url).context["cl"].result_count == n
    nobody = told(unit, date(2026, 7, 1), date(2026, 7, 31))["useful"]
    assert (nobody.value, nobody.of, nobody.percent) == (0, 0, None)
