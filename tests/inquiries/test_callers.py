"""Who calls: found by tax code or telephone however it is written, at entry and in the list."""

import pytest
from django.db import connection, transaction

from core.history import acting
from inquiries import services
from inquiries.models import Inquiry
from tests.factories import EnterpriseFactory, tax_code
from tests.inquiries.factories import InquiryFactory

LIST = "/admin/inquiries/inquiry/"
SPELLINGS = ["0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "+84912345678",
             "+84 912 345 678", "84912345678"]  # fmt: skip


@pytest.mark.parametrize("stored", ["0912 345 678", "+84912345678"])
@pytest.mark.parametrize("sought", SPELLINGS)
def test_a_telephone_is_found_however_it_is_written(people, unit, sought, stored):
    case = InquiryFactory(unit=unit, phone=stored)
    InquiryFactory(unit=unit, phone="0987 654 321"), InquiryFactory(unit=unit, phone="")
    firm = EnterpriseFactory()
    with acting(None, "given"):
        firm.contacts.create(name="Lan", phone=stored)
    found = services.caller(sought, people["officer"])
    assert (found.enterprise, found.contact.name, found.cases) == (firm, "Lan", [case])


def test_a_number_of_the_fixed_net_is_found(people, unit):
    case = InquiryFactory(unit=unit, phone="0225 3 859 999")
    for sought in ("0225 3859999", "(0225) 3859999", "+84 225 3859 999"):
        assert services.caller(sought, people["officer"]).cases == [case]
    assert services.caller("3859999", people["officer"]).cases == []


def test_open_cases_of_the_same_telephone_are_told(people, unit):
    case = InquiryFactory(unit=unit, phone="0912 345 678", email="")
    same = InquiryFactory(unit=unit, phone="+84912345678", email="")
    InquiryFactory(unit=unit, phone="", email="")
    assert services.duplicates(case, people["officer"]) == [same]


@pytest.mark.parametrize(
    ("sought", "field"),
    [(tax_code(4711), "tax_code"), ("0912 345 679", "phone"), ("+84 912 345 678", "phone")],
)
def test_what_nobody_is_known_under_stands_in_its_field(client, enter, people, sought, field):
    enter(people["officer"])
    page = client.get(f"{LIST}add/", {"way": "enter", "who": sought})
    initial = page.context["form"].initial
    assert {n: initial[n] for n in ("tax_code", "phone") if n in initial} == {field: sought}


@pytest.mark.parametrize("sought", ["0912.345.678", "+84912345678", "lan@gao.example",
                                    "LAN@gao.example"])  # fmt: skip
def test_the_list_finds_whom_one_calls_or_writes_to(client, enter, people, unit, sought):
    """In sight only."""
    case = InquiryFactory(unit=unit, phone="0912 345 678", email="lan@gao.example")
    InquiryFactory(unit=unit, phone="0912 345 679", email="binh@gao.example")
    InquiryFactory(unit=people["stranger"].unit, phone="0912345678", email="lan@gao.example")
    enter(people["officer"])
    page = client.get(LIST, {"q": sought})
    assert [row.pk for row in page.context["cl"].result_list] == [case.pk]


@pytest.mark.parametrize(
    ("sought", "index"), [("0912 345 678", "inquiry_of_dialled"), ("a@x.vn", "inquiry_of_email")]
)
def test_whom_one_calls_is_asked_of_an_index(db, sought, index):
    """Of 200,000 cases none is read that has another number."""
    InquiryFactory(phone="0912345678", email="a@x.vn")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert index in Inquiry.objects.order_by().reached_at(sought).explain()
