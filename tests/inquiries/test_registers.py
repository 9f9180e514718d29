"""Registers of past years: what is refused, what follows from a row."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils.translation import override

from core.history import acting
from inquiries.counted import moments
from inquiries.models import Inquiry
from inquiries.resources import RegisterResource
from tests.factories import UnitFactory
from tests.inquiries.factories import InquiryFactory, TopicFactory, answered


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def bring(by, *rows):
    resource = RegisterResource(by=by)
    names = resource.named(resource.header())
    with acting(by, "import", reason="register.xlsx"):
        return resource.take(list(enumerate(rows, 2)), names, dry=False)


def row(number="2023/1", received="20/11/2023", answered="24/11/2023", unit="03CC", **cells):
    line = {"reference": number, "received": received, "answered": answered, "unit": unit,
            "kind": "Question", "channel": "hotline", "topic": "origin", "subject": "C/O mẫu E",
            "question": "", "answer": "Nộp bổ sung", "company": "", "tax_code": ""}  # fmt: skip
    return list((line | cells).values())


def test_a_register_becomes_cases_with_their_time(people, unit):
    TopicFactory(code="origin")
    found = bring(people["head"], row(), row("2023/2", answered="05/12/2023"))
    assert [outcome.verdict for outcome in found] == ["new", "new"]
    case = Inquiry.objects.get(reference="2023/1")
    assert (case.status, case.unit, case.question) == ("closed", unit, "C/O mẫu E")
    assert case.holdings.get().minutes == (4 * 8 + 7) * 60
    assert case.messages.get().text == "Nộp bổ sung"
    done = answered(unit, *moments(date(2023, 1, 1), date(2023, 12, 31)))
    assert (done.answered, done.on_time) == (2, 1)


def test_what_does_not_fit_is_refused_with_its_remedy(people, unit):
    TopicFactory(code="origin")
    UnitFactory(code="99")
    bad = {
        "unit": row("a", unit="99"), "answered": row("b", answered="01/11/2023"),
        "topic": row("c", topic="mây"), "kind": row("d", kind="complaint"),
        "tax_code": row("e", tax_code="12"), "channel": row("f", channel="bồ câu"),
    }  # fmt: skip
    found = bring(people["head"], *bad.values())
    assert [outcome.verdict for outcome in found] == ["faulty"] * 6
    assert not Inquiry.objects.exists()
    bring(people["head"], row())
    again = bring(people["head"], row())
    assert again[0].verdict == "faulty" and Inquiry.objects.count() == 1


def test_a_wrong_day_is_the_only_fault_that_is_told(people, unit):
    """Not the fields that the row would have been completed with, and which no column has."""
    TopicFactory(code="origin")
    [found] = bring(people["head"], row(received="31/11/2023"))
    assert [fault.column for fault in found.faults] == ["Received on"]


def test_a_register_is_brought_in_before_seven_in_the_morning(people, unit):
    """What was answered today is no day of the future, although Greenwich has yesterday."""
    TopicFactory(code="origin")
    with time_machine.travel("2026-03-10T18:30:00Z", tick=False):  # 1:30 on the 11th here
        found = bring(people["head"], row(received="10/03/2026", answered="11/03/2026"))
        assert [outcome.verdict for outcome in found] == ["new"]
        late = bring(people["head"], row("n", received="10/03/2026", answered="12/03/2026"))
        assert [outcome.verdict for outcome in late] == ["faulty"]


def test_an_exported_register_has_the_days_of_the_office(people, unit):
    at = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)
    case = InquiryFactory(unit=unit, status="closed", received_at=at)
    RegisterResource(by=people["head"]).prepare(case)
    assert (case.received_on, case.answered_on) == (date(2026, 3, 11), date(2026, 3, 11))


def test_only_heads_and_focal_points_bring_registers_in(people, unit):
    may = {part for part, user in people.items() if RegisterResource.open_to(user)}
    assert may == {"head", "focal_point"}
