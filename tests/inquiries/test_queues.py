"""What each queue of the desk and tab of the list holds."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from core.desk import desk_entries
from core.history import acting
from inquiries import services
from inquiries.admin.queues import QUEUES
from inquiries.models import Substitute
from tests.factories import RoleFactory, top
from tests.inquiries.factories import InquiryFactory
from tests.inquiries.test_lateness import received


def test_the_queues_hold_what_they_say(people, enter, unit):
    """G6 by equality: each tab of the list, for one officer."""
    me, today = people["officer"], localdate()
    absent = RoleFactory(unit=unit).user
    with acting(None, "given"):
        Substitute.objects.create(officer=absent, by=me, valid_from=today, valid_to=today)
    mine = InquiryFactory(unit=unit, handler=me, subject="Của tôi")
    stood_in = InquiryFactory(unit=unit, handler=absent, subject="Thay")
    nobody = InquiryFactory(unit=unit, subject="Chưa ai")
    late = received(1, unit=unit, handler=people["head"], subject="Trễ")
    silent = InquiryFactory(
        unit=unit, handler=people["head"], first_due_at=now() - timedelta(minutes=1)
    )
    InquiryFactory(unit=unit, status="answered", first_due_at=now() - timedelta(days=1))
    said = {"responded_at": now(), "first_due_at": now() - timedelta(days=1)}
    heard = InquiryFactory(unit=unit, handler=people["head"], **said)
    waits = InquiryFactory(unit=unit, status="waiting", handler=people["head"], subject="Chờ")
    above = InquiryFactory(status="escalated", asked_above=unit, handler=people["head"])
    InquiryFactory(unit=unit, status="closed", handler=me)
    InquiryFactory(subject="Nơi khác")
    client = enter(me)
    expected = {
        "mine": {mine, stood_in}, "unit": {mine, stood_in, nobody, late, waits, silent, heard},
        "unassigned": {nobody}, "silent": {silent, late}, "late": {late},
        "waiting": {waits}, "above": {above},
    }  # fmt: skip
    for tab, cases in expected.items():
        listed = client.get(f"/admin/inquiries/inquiry/?tab={tab}").context["cl"]
        assert set(listed.result_list) == cases, tab
        assert dict((str(t.label), t.count) for t in listed.tabs if t.current).popitem()[1] == str(
            len(cases)
        )


def test_a_case_is_put_before_those_who_may_reply(people, enter):
    """Who looks after accounts, or only reads, is not asked."""
    case = InquiryFactory(status="escalated", asked_above=top())
    for part, cases in {"board": [case], "system": [], "auditor": []}.items():
        listed = enter(people[part]).get("/admin/inquiries/inquiry/?tab=above").context["cl"]
        assert list(listed.result_list) == cases, part


def test_no_two_tabs_of_the_desk_have_one_name(people):
    """All tasks share it, and a report can be late as well."""
    names = [str(entry.label) for entry in desk_entries(people["head"])]
    assert len(names) > len(QUEUES) and len(names) == len(set(names))


def test_what_the_asker_writes_stands_in_a_queue_until_the_unit_looks_or_writes(
    people, unit, enter
):
    """Looked at by somebody of another unit or by an auditor it is still new to the unit."""
    officer, address = people["officer"], "/admin/inquiries/inquiry/"

    def new() -> list:
        listed = enter(officer).get(f"{address}?tab=news").context["cl"]
        return list(listed.result_list)

    case = InquiryFactory(unit=unit, handler=officer)
    assert new() == []
    services.add(case, by=None, text="Bổ sung tờ khai")
    assert new() == [case]
    enter(people["auditor"]).get(f"{address}{case.pk}/change/")
    assert new() == [case]
    enter(RoleFactory(unit=unit).user).get(f"{address}{case.pk}/change/")
    assert new() == []
    for write in (services.supply, services.reopen, services.contest):
        told = InquiryFactory(
            unit=unit, handler=officer, status="waiting" if write is services.supply else "answered"
        )
        write(told, by=None, text="Xin xem lại")
        assert new() == [told]
        if told.status == "escalated":
            services.advise(told, by=None, text="Xem lại")
        services.answer(told, by=officer, text="Trả lời")
        assert new() == []
