"""To whom a case goes: the unit by rule, the officer by load."""

import pytest
from django.utils.timezone import localdate

from core.desk import desk_entries
from core.history import acting
from core.models import Letter
from inquiries import services
from inquiries.models import Kind, Limit, Substitute, TopicRule
from inquiries.rules import handling
from inquiries.standard import LIMITS, load_limits
from tests.factories import EnterpriseFactory, RoleFactory, UnitFactory, top
from tests.inquiries.factories import InquiryFactory, TopicFactory


@pytest.fixture
def rule(db):
    def rule(topic, kind="", unit=None):
        with acting(None, "given"):
            return TopicRule.objects.create(topic=topic, kind=kind, unit=unit or UnitFactory()).unit

    return rule


def test_the_unit_of_a_question_follows_the_narrowest_rule(rule):
    """The topic before what it belongs to, the kind before any kind, then the enterprise."""
    above = TopicFactory()
    topic, firm = TopicFactory(parent=above), EnterpriseFactory()
    assert services.unit_for(Kind.QUESTION, topic, None) == top()
    assert services.unit_for(Kind.QUESTION, topic, firm) == firm.managed_by
    broad = rule(above)
    assert services.unit_for(Kind.QUESTION, topic, firm) == broad
    own = rule(topic)
    proposals = rule(topic, Kind.PROPOSAL)
    assert services.unit_for(Kind.QUESTION, topic, firm) == own
    assert services.unit_for(Kind.PROPOSAL, topic, firm) == proposals
    assert services.unit_for(Kind.PROPOSAL, above, None) == broad


def test_a_rule_of_a_unit_that_is_gone_is_passed_over(rule):
    topic = TopicFactory()
    rule(topic, unit=UnitFactory(valid_to=localdate().replace(year=2025)))
    assert services.unit_for(Kind.QUESTION, topic, None) == top()


def test_the_next_case_goes_to_whoever_has_the_fewest_open_ones(db):
    """Closed cases weigh nothing; officers before their head; who is on leave comes last."""
    unit, today = UnitFactory(), localdate()
    assert services.least_loaded(unit) is None
    head = RoleFactory(unit=unit, kind="head").user
    assert services.least_loaded(unit) == head
    busy, free = RoleFactory(unit=unit).user, RoleFactory(unit=unit).user
    RoleFactory(unit=unit, user__is_active=False)
    InquiryFactory(unit=unit, handler=busy)
    InquiryFactory.create_batch(2, unit=unit, handler=free, status="closed")
    assert services.least_loaded(unit) == free
    with acting(None, "given"):
        Substitute.objects.create(officer=free, by=head, valid_from=today, valid_to=today)
    assert services.least_loaded(unit) == busy
    with acting(None, "given"):
        Substitute.objects.create(officer=busy, by=head, valid_from=today, valid_to=today)
    assert services.least_loaded(unit) == head
    with acting(None, "given"):
        Substitute.objects.create(officer=head, by=busy, valid_from=today, valid_to=today)
    assert services.least_loaded(unit) == free


def test_first_limits_are_there_and_stay_as_they_were_changed(db):
    """A member's request is passed on within the working day; a complaint of theirs too has 3."""
    assert load_limits() == Limit.objects.count() == len(LIMITS)
    topic = TopicFactory()
    for member in (True, False):
        assert services.limits_for(Kind.QUESTION, topic, member=member) == (8, 5)
        assert services.limits_for(Kind.COMPLAINT, topic, member=member) == (8, 3)
    assert services.hours_to_pass_on(Kind.QUESTION, topic, member=True) == 24
    assert services.hours_to_pass_on(Kind.QUESTION, topic, member=False) is None
    assert services.hours_to_pass_on(Kind.COMPLAINT, topic, member=True) is None
    with acting(None, "given"):
        Limit.objects.exclude(members=True, kind="").delete()
        Limit.objects.update(first_hours=4)
    assert load_limits() == 0
    assert services.limits_for(Kind.QUESTION, topic, member=True) == (4, 5)


def test_what_names_no_department_is_in_the_committee_s_hands(people, enter, unit):
    """It arrives at the top, where often nobody but the Committee works: it sees it on its desk,
    may take, assign, transfer and answer it; a case of a unit below is not its own."""
    board = people["board"]
    case, below = InquiryFactory(unit=top(), status="received"), InquiryFactory(unit=unit)
    assert services.least_loaded(top()) == board
    may = {move.name for move in handling.open_to(board, case)}
    assert {"take", "route", "transfer", "answer", "reclassify"} <= may
    assert not {move.name for move in handling.open_to(board, below)} & {"take", "route", "answer"}
    assert not {move.name for move in handling.open_to(people["auditor"], case)}
    queue = next(each for each in desk_entries(board) if each.name == "inquiries_unit")
    assert list(queue.rows) == [case]
    services.transfer(case, by=board, unit=unit, reason="Tờ khai mở ở đó")
    services.give_back(case, by=people["head"], reason="Chưa rõ chi cục")
    assert Letter.objects.filter(recipient=board.email, cause__contains="passed on").exists()


def test_the_preview_of_several_says_to_whom_and_that_can_be_changed(people, enter, unit):
    """Shared out one after another; nobody of another unit is taken."""
    one, two = RoleFactory(unit=unit).user, RoleFactory(unit=unit).user
    stranger = RoleFactory(unit=UnitFactory()).user
    cases = InquiryFactory.create_batch(3, unit=unit, status="received")
    asked = {"case": [case.pk for case in cases], "move": "route"}
    client, bulk = enter(people["head"]), "/admin/inquiries/inquiry/bulk/"
    page = client.post(bulk, asked)
    assert {chosen for *_case, chosen in page.context["lines"]} == {one, two}
    assert f'name="to-{cases[0].pk}"' in page.content.decode()
    said = dict(
        zip((f"to-{case.pk}" for case in cases), (two.pk, two.pk, stranger.pk), strict=True)
    )
    done = client.post(f"{bulk}?tab=unassigned", asked | said | {"confirm": "1"})
    assert done.url == "/admin/inquiries/inquiry/?tab=unassigned"
    for case in cases:
        case.refresh_from_db()
    assert [case.handler for case in cases] == [two, two, one]
