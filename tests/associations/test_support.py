"""Support of members: the designated officer, letters on arrival, a wrong unit."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from associations import services
from associations.admin.programme import requests_waiting
from associations.models import LevelReview, Member, RiskWarning, SupportRequest
from core.history import acting
from core.models import Letter
from core.workflow import NotNow
from tests.associations.programme_factories import (
    ApplicationFactory,
    LevelReviewFactory,
    MemberFactory,
    RiskWarningFactory,
    SupportRequestFactory,
)
from tests.factories import RoleFactory, UnitFactory


@pytest.fixture
def member(people, department):
    """Of the asker's enterprise; its designated officer sits in a branch."""
    mine = people["asker"].represents.get().enterprise
    return MemberFactory(enterprise=mine, unit=department, officer=people["officer"])


def told(what: str) -> set[str]:
    rows = Letter.objects.filter(cause__contains=f" {what}")
    return set(rows.values_list("recipient", flat=True))


def test_a_designated_officer_sees_their_members_with_all_that_belongs_to_them(
    enter, people, department, member
):
    """G6: by equality, the officer's department has another member."""
    other = MemberFactory(unit=department)
    found = {
        SupportRequest: SupportRequestFactory, RiskWarning: RiskWarningFactory,
        LevelReview: LevelReviewFactory,
    }  # fmt: skip
    own = {model: make(member=member) for model, make in found.items()}
    for make in found.values():
        make(member=other)
    officer = people["officer"]
    for model, row in own.items():
        assert list(model.objects.visible_to(officer)) == [row]
        assert not model.objects.visible_to(people["stranger"]).exists()
    assert list(Member.objects.visible_to(officer)) == [member]
    assert list(requests_waiting(officer).rows) == [own[SupportRequest]]
    page = enter(officer).get("/admin/associations/member/?tab=mine")
    assert list(page.context["cl"].result_list) == [member]


def test_designated_is_who_still_holds_a_role(people, member):
    officer = people["officer"]
    with acting(None, "given"):
        officer.roles.all().delete()
    officer = type(officer).objects.get(pk=officer.pk)
    assert not Member.objects.visible_to(officer).exists()


def test_a_designated_officer_answers_forwards_and_warns_and_nobody_elses_members(
    people, department, member
):
    officer = people["officer"]
    request = SupportRequestFactory(member=member)
    services.forward(request, by=officer, unit=UnitFactory())
    services.answer(request, by=officer, text="so it is")
    services.warn(member, by=officer, text="late")
    other = MemberFactory(unit=department)
    with pytest.raises(PermissionDenied):
        services.warn(other, by=officer, text="late")
    with pytest.raises(PermissionDenied):
        services.answer(SupportRequestFactory(member=other), by=officer, text="x")


def test_a_request_is_told_on_arrival_to_the_designated_officer_and_the_department(people, member):
    expected = {people[who].email for who in ("officer", "head", "focal_point")}
    made = services.ask(by=people["asker"], member=member, subject="Mã HS", text="Mã nào?")
    assert told("received") == expected
    services.alert(made, at=made.forward_by)
    assert told("late") == expected


def test_a_request_sent_to_a_wrong_unit_is_forwarded_again_until_it_is_answered(people, member):
    wrong, right = RoleFactory(kind="head"), RoleFactory(kind="head")
    request = SupportRequestFactory(member=member)
    services.forward(request, by=people["head"], unit=wrong.unit)
    with pytest.raises(ValidationError):
        services.forward(request, by=people["head"], unit=wrong.unit)
    services.forward(request, by=wrong.user, unit=right.unit)  # the unit itself says so
    seen = SupportRequest.objects.visible_to
    assert not seen(wrong.user).exists() and list(seen(right.user)) == [request]
    services.forward(request, by=people["head"], unit=wrong.unit)
    services.forward(request, by=people["head"], unit=right.unit)
    causes = Letter.objects.filter(recipient=right.user.email).values_list("cause", flat=True)
    assert sorted(causes) == [f"request {request.pk} forwarded {n}" for n in (2, 4)]
    services.answer(request, by=right.user, text="so it is")
    with pytest.raises(NotNow):
        services.forward(request, by=people["head"], unit=wrong.unit)


def test_a_warning_that_was_read_can_be_read_again(enter, people, member):
    said = services.warn(member, by=people["head"], text="More wrong codes")
    client, own = enter(people["asker"]), "/associations/compliance/own/"
    assert client.get(own).context["warnings"] == [said]
    services.acknowledge(said, by=people["asker"])
    page = client.get(own).context
    assert not page["warnings"] and page["read_warnings"][0][1] == "More wrong codes"


def test_nobody_is_asked_to_apply_twice(enter, people, department):
    client, own = enter(people["asker"]), "/associations/compliance/own/"
    enterprise = people["asker"].represents.get().enterprise
    assert client.get(own).context["may_apply"]
    row = ApplicationFactory(enterprise=enterprise, unit=department)
    assert not client.get(own).context["may_apply"]
    services.take_back(row, by=people["asker"])
    assert client.get(own).context["may_apply"]
