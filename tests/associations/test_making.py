"""An agreement in the making: what its verbs refuse, in words, and nothing changes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from associations import services
from associations.notices.agreements import addresses
from core.history import history
from tests.associations.desk_parts import DESK
from tests.associations.factories import (
    AgreementFactory,
    AmendmentFactory,
    AssociationFactory,
    CommitmentFactory,
    MeetingFactory,
    PartyFactory,
)

DAY = date(2025, 5, 5)


@pytest.fixture
def draft(department):
    return AgreementFactory(unit=department, status="drafted", number="")


def test_a_party_is_named_once(enter, people, draft):
    association = AssociationFactory()
    for given in ({"association": association}, {"body": "VCCI"}):
        services.name_party(draft, by=people["head"], **given)
        with pytest.raises(ValidationError, match="đã được ghi"):
            services.name_party(draft, by=people["head"], **given)
    data = {"association": association.pk}
    answer = enter(people["head"]).post(f"{DESK}agreement/{draft.pk}/name_party/", data)
    assert answer.status_code == 200 and answer.context["form"].errors
    assert draft.parties.count() == 2


def test_only_another_body_is_given_an_address(enter, people, draft):
    client, url = enter(people["head"]), f"{DESK}agreement/{draft.pk}/name_party/"
    data = {"email": "vcci@example.com"}
    answer = client.post(url, data | {"association": AssociationFactory().pk})
    assert answer.status_code == 200 and "email" in answer.context["form"].errors
    assert client.post(url, data | {"body": "VCCI"}).status_code == 302
    assert draft.parties.get().email == "vcci@example.com"


@pytest.mark.parametrize("status", ["consulted", "in_force", "expired"])
def test_where_another_body_is_written_to_is_corrected_also_after_the_signature(
    enter, people, department, status
):
    """The letter after it goes there; history tells both addresses; the terms stay locked."""
    row = AgreementFactory(unit=department, status=status)
    vcci = PartyFactory(agreement=row, association=None, body="VCCI", email="old@vcci.example")
    registered = PartyFactory(agreement=row)
    client, url = enter(people["officer"]), f"{DESK}agreement/{row.pk}/readdress/"
    assert client.get(url).status_code in (403, 404)
    client = enter(people["focal_point"])
    form = client.get(url).context["form"]
    assert (list(form.fields["party"].queryset), form.initial["email"]) == ([vcci], vcci.email)
    wrong = client.post(url, {"party": vcci.pk, "email": "at home"})
    assert wrong.status_code == 200 and "email" in wrong.context["form"].errors
    assert client.post(url, {"party": vcci.pk, "email": "new@vcci.example"}).status_code == 302
    assert addresses(row, DAY) == ["new@vcci.example"]
    line = history(row)[0]
    assert line.verb == "readdress" and line.actor == str(people["focal_point"])
    assert line.reason == "VCCI: old@vcci.example → new@vcci.example"
    with pytest.raises(ValidationError):
        services.readdress(row, by=people["head"], party=registered, email="x@example.com")


def test_a_party_that_owes_something_is_not_taken_out(people, draft):
    party = PartyFactory(agreement=draft)
    owed = CommitmentFactory(agreement=draft, side="partner", party=party)
    with pytest.raises(ValidationError, match="hãy miễn"):
        services.drop_party(draft, by=people["head"], party=party)
    assert draft.parties.get() == party
    services.release(owed, by=people["head"], reason="another partner does it")
    services.drop_party(draft, by=people["head"], party=party)
    assert not draft.parties.exists() and not draft.commitments.exists()


@pytest.mark.parametrize("status", ["expired", "terminated", "renewed"])
def test_a_draft_is_corrected_also_when_what_it_replaces_has_ended(
    enter, people, department, status
):
    """G6: what is named stays; of others only what runs or ran out may be named."""
    old, frame = (AgreementFactory(unit=department, status=status) for _each in range(2))
    row = AgreementFactory(unit=department, status="drafted", number="", renews=old, under=frame)
    running, ended = (AgreementFactory(unit=department, status=s) for s in ("in_force", "expired"))
    AgreementFactory(unit=department, status="terminated"), AgreementFactory()
    url = f"{DESK}agreement/{row.pk}/describe/"
    client = enter(people["head"])
    fields = client.get(url).context["form"].fields
    run_out = {old, frame} if status == "expired" else set()
    assert set(fields["renews"].queryset) == {running, ended, old} | run_out
    assert set(fields["under"].queryset) == {running, frame}
    data = {"kind": "programme", "title_vi": "Mới", "renews": old.pk, "under": frame.pk}
    assert client.post(url, data).status_code == 302
    row.refresh_from_db()
    assert (row.title_vi, row.renews, row.under) == ("Mới", old, frame)


@pytest.mark.parametrize("status", ["signed", "in_force", "suspended"])
def test_a_signed_agreement_takes_no_new_clause_but_by_an_amendment(people, department, status):
    more = {"signed_by_partner": None} if status == "signed" else {}
    row = AgreementFactory(unit=department, status=status, **more)
    other = AmendmentFactory()
    given = {"by": people["focal_point"], "agreement": row, "text_vi": "x", "unit": department}
    for wrong in ({}, {"amendment": other}, {"kind": "meeting"}):
        with pytest.raises(ValidationError):
            services.undertake(**given, **wrong)
    assert not row.commitments.exists()
    own = AmendmentFactory(agreement=row)
    first = services.undertake(**given, amendment=own, due_on=DAY, every_months=3, kind="meeting")
    assert services.follow(first).amendment == own
    meeting = MeetingFactory(agreement=row, held_on=DAY, minutes="x")
    assert services.decide(meeting, by=people["head"], text_vi="x", unit=department)


def test_the_desk_offers_drafts_and_amended_agreements_only(enter, people, department, draft):
    """G6: with a signed one without amendment, a tacit renewal, and another unit's."""
    amended = AmendmentFactory(agreement=AgreementFactory(unit=department))
    AgreementFactory(unit=department), AmendmentFactory()
    AmendmentFactory(agreement=AgreementFactory(unit=department), tacit=True)
    url = f"{DESK}commitment/add/?way=undertake"
    client = enter(people["focal_point"])
    fields = client.get(url).context["form"].fields
    assert set(fields["agreement"].queryset) == {draft, amended.agreement}
    assert list(fields["amendment"].queryset) == [amended]
    data = {"agreement": amended.agreement_id, "kind": "deed", "text_vi": "x"}
    data["unit"] = department.pk
    answer = client.post(url, data)
    assert answer.status_code == 200 and answer.context["form"].errors
    assert client.post(url, data | {"amendment": amended.pk}).status_code == 302
    assert amended.commitments.get().text_vi == "x"


@pytest.mark.parametrize("frame", ["suspended", "terminated", "expired", "renewed"])
def test_a_programme_is_not_signed_under_a_frame_that_is_not_in_force(people, department, frame):
    above = AgreementFactory(unit=department, status=frame)
    more = {"unit": department, "under": above, "signed_by_customs": None}
    new = AgreementFactory(status="drafted", number="", signed_by_partner=None, **more)
    half = AgreementFactory(status="signed", **more)
    PartyFactory(agreement=new)
    both = {"signed_by_customs": DAY, "signed_by_partner": DAY}
    with pytest.raises(ValidationError, match="không có hiệu lực"):
        services.sign(new, by=people["head"], number="9/CT", **both)
    with pytest.raises(ValidationError, match="không có hiệu lực"):
        services.countersign(half, by=people["head"], day=DAY)
    for row, status in ((new, "drafted"), (half, "signed")):
        row.refresh_from_db()
        assert row.status == status
