"""Who stands in during leave: what is seen, and for how long."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from core.history import acting
from inquiries.models import Substitute
from tests.factories import RoleFactory
from tests.inquiries.factories import InquiryFactory
from tests.inquiries.test_lists import LIST, shown


@pytest.mark.parametrize("days", [-1, 0, 8], ids=["before", "during", "after"])
def test_who_stands_in_sees_the_cases_while_the_leave_lasts(client, enter, people, unit, days):
    """From another unit too; no other case of that unit, and none before or after."""
    absent = RoleFactory(unit=unit).user
    his = InquiryFactory(unit=unit, handler=absent)
    InquiryFactory(unit=unit)
    first = localdate() - timedelta(days=days)
    span = {"valid_from": first, "valid_to": first + timedelta(days=7)}
    with acting(None, "given"):
        Substitute.objects.create(officer=absent, by=people["stranger"], **span)
    enter(people["stranger"])
    seen = days == 0
    assert shown(client.get(LIST)) == ({his.reference} if seen else set())
    card = f"{LIST}{his.pk}/change/"
    assert client.get(card).status_code == (200 if seen else 404)
    desk = client.get("/admin/?tab=inquiries_mine").content.decode()
    assert (card in desk) is seen
