"""Advisory and working groups: who sits in them, by which decision, kept by who leads the unit."""

import pytest

from inquiries.models import GroupMember
from tests.factories import PostingFactory

PAGE = "/admin/inquiries/groupmember/"


@pytest.mark.parametrize(("who", "added"), [("focal_point", 1), ("head", 1), ("officer", 0)])
def test_who_leads_a_unit_names_the_members_of_its_group(enter, people, unit, who, added):
    """With the decision; every officer reads it."""
    member = PostingFactory(unit=unit).officer.user
    said = {"unit": unit.pk, "group": "advisory", "person": member.email,
            "decision": "12/QĐ-HQ ngày 05/01/2026", "valid_from": "2026-01-05"}  # fmt: skip
    client = enter(people[who])
    client.post(f"{PAGE}add/", said | {"decision": ""})
    assert not GroupMember.objects.exists()
    client.post(f"{PAGE}add/", said)
    assert GroupMember.objects.count() == added
    if added:
        assert "12/QĐ-HQ" in enter(people["stranger"]).get(PAGE).content.decode()
    assert enter(people["asker"]).get(PAGE).status_code != 200


def test_a_head_names_nobody_for_a_unit_out_of_reach(enter, people, unit):
    foreign = people["stranger"].unit
    email = PostingFactory(unit=unit).officer.user.email
    said = {"unit": foreign.pk, "group": "working", "decision": "1/QĐ", "person": email,
            "valid_from": "2026-01-05"}  # fmt: skip
    enter(people["head"]).post(f"{PAGE}add/", said)
    assert not GroupMember.objects.exists()
