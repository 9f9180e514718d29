"""G19: an association reads its members' cases in numbers that point to none of them."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from django.utils.timezone import make_aware

from associations.models import Association
from associations.pages.members import members_cases, quarters
from core.history import acting
from inquiries.models import Holding, Inquiry
from tests.associations.factories import AssociationFactory, MembershipFactory, SpeakerFactory
from tests.factories import EnterpriseFactory, UnitFactory
from tests.inquiries.factories import InquiryFactory, TopicFactory

TODAY = date(2026, 11, 20)
THIRD = make_aware(datetime(2026, 8, 3, 9))
FEW = "under 5 enterprises"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def association(db):
    return AssociationFactory()


@pytest.fixture
def ask(association, department):
    """Cases of ``firms`` members, answered after ``days`` (due after seven)."""
    topic, unit = TopicFactory(), UnitFactory()

    def ask(firms: int, days: int = 1, at=THIRD, **more) -> list:
        made = [EnterpriseFactory(managed_by=department) for _n in range(firms)]
        for each in made:
            MembershipFactory(association=association, enterprise=each)
            case = InquiryFactory(
                enterprise=each, received_at=at, status="answered", topic=topic, unit=unit, **more
            )
            end = at + timedelta(days=days)
            with acting(None, "given"):
                Holding.objects.filter(inquiry=case).update(until=end, due_at=case.due_at)
        return made

    return ask


def lines(association, day=TODAY):
    (found,) = members_cases(Association.objects.filter(pk=association.pk), day)
    return found["lines"]


def third(association, day=TODAY):
    """Received, answered, on time in the third quarter of 2026."""
    return next(line for line in lines(association, day) if line[0] == "Quarter 3 of 2026")[1:]


def test_quarters_are_whole_and_lie_behind():
    assert list(quarters(date(2026, 3, 31), 2)) == [
        (date(2025, 10, 1), date(2025, 12, 31)), (date(2025, 7, 1), date(2025, 9, 30)),
    ]  # fmt: skip
    assert next(iter(quarters(date(2026, 4, 1))))[1] == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("in_time", "late", "told"),
    [
        (0, 0, ["0", "0", "–"]), (4, 0, [FEW, FEW, FEW]), (5, 0, ["5", "5", "100.0 %"]),
        (5, 4, ["9", "9", FEW]), (4, 5, ["9", "9", FEW]), (6, 6, ["12", "12", "50.0 %"]),
    ],
)  # fmt: skip
def test_fewer_than_five_enterprises_are_told_of_neither_directly_nor_by_subtraction(
    association, ask, in_time, late, told
):
    ask(in_time), ask(late, days=9)
    assert third(association) == told


def test_many_cases_of_one_member_are_not_told(association, ask):
    """Enterprises are counted, not cases."""
    (one,) = ask(1)
    for _n in range(6):
        InquiryFactory(enterprise=one, received_at=THIRD, unit=UnitFactory())
    assert third(association)[0] == FEW


def test_who_joins_or_leaves_later_changes_no_number(association, ask):
    """G19: what was shown before and after one member less would tell of that member."""
    first, *_others = ask(6)
    before = lines(association)
    with acting(None, "given"):
        first.memberships.update(valid_to=date(2026, 11, 1))
    late = EnterpriseFactory(managed_by=first.managed_by)
    MembershipFactory(association=association, enterprise=late, valid_from=date(2026, 10, 1))
    InquiryFactory(enterprise=late, received_at=THIRD, unit=UnitFactory())
    assert lines(association) == before and third(association)[0] == "6"


def test_the_running_quarter_and_what_the_law_keeps_apart_are_not_counted(association, ask):
    ask(5)
    firms = ask(5, at=make_aware(datetime(2026, 10, 5)))
    for each in firms:
        InquiryFactory(
            enterprise=each, received_at=THIRD, kind=Inquiry.Kind.COMPLAINT, status="handed_over",
            unit=UnitFactory(),
        )  # fmt: skip
    assert third(association)[:2] == ["5", "5"]
    assert [line[0] for line in lines(association)] == [
        "Quarter 3 of 2026", "Quarter 2 of 2026", "Quarter 1 of 2026", "Quarter 4 of 2025",
    ]  # fmt: skip


def test_who_speaks_for_it_reads_its_own_members_only_in_one_query(
    client, association, ask, django_assert_num_queries
):
    ask(5)
    other = AssociationFactory()
    speaker = SpeakerFactory(association=other).user
    client.force_login(speaker)
    (table,) = client.get("/associations/own/", headers={"accept-language": "en"}).context["cases"]
    assert table["name"] == other.name and {line[1] for line in table["lines"]} == {"0"}
    both = Association.objects.filter(pk__in=[association.pk, other.pk])
    with django_assert_num_queries(2):  # the associations; all numbers of all quarters
        assert len(members_cases(both, TODAY)) == 2
