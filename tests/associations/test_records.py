"""An association's own data, as they are typed on the desk."""

import pytest

from associations.models import Association, Membership
from tests.associations.factories import (
    AgreementFactory,
    AssociationFactory,
    MembershipFactory,
    PartyFactory,
)
from tests.factories import EnterpriseFactory, UnitFactory

ADD = "/admin/associations/association/add/"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("hiephoi.example", "https://hiephoi.example"), ("http://a.example", "http://a.example")],
)
def test_a_website_typed_without_its_scheme_is_a_safe_one(enter, people, typed, kept):
    data = {"name_vi": "Hiệp hội", "sector": "textiles", "level": "national", "website": typed}
    data |= {"kept_by": UnitFactory().pk, "last_event": ""}
    for group in ("contacts", "representatives"):
        data |= {f"{group}-TOTAL_FORMS": 0, f"{group}-INITIAL_FORMS": 0}
    answer = enter(people["system"]).post(ADD, data)
    assert answer.status_code == 302, answer.context["errors"]
    assert Association.objects.get().website == kept


def test_the_card_of_an_association_leads_to_its_agreements(enter, people, department):
    """G6: a draft of another unit is not among them."""
    association = AssociationFactory(kept_by=department)
    rows = [AgreementFactory(unit=department, status=s) for s in ("drafted", "in_force")]
    for each in (*rows, AgreementFactory(status="drafted")):
        PartyFactory(agreement=each, association=association)
    page = enter(people["head"]).get(f"/admin/associations/association/{association.pk}/change/")
    links = [line[0][1] for line in page.context["tables"][0].rows]
    assert [f"/agreement/{row.pk}/change/" in link for row, link in zip(
        rows[::-1], links, strict=True
    )] == [True, True]  # fmt: skip


MEMBERSHIPS = "/admin/associations/membership/"


def test_a_membership_is_entered_and_ended_by_who_keeps_the_association(enter, people, department):
    mine, other = AssociationFactory(kept_by=department), AssociationFactory()
    near, far = EnterpriseFactory(managed_by=department), EnterpriseFactory()
    client = enter(people["focal_point"])

    def add(association, enterprise):
        data = {"association": association.pk, "enterprise": enterprise.tax_code, "last_event": ""}
        return client.post(f"{MEMBERSHIPS}add/", data | {"valid_from": "2025-03-01"})

    assert add(other, near).status_code == add(mine, far).status_code == 200
    assert not Membership.objects.exists()
    assert add(mine, near).status_code == 302
    row = Membership.objects.get()
    card = f"{MEMBERSHIPS}{row.pk}/change/"
    last_event = client.get(card).context["adminform"].form["last_event"].value()
    data = {"valid_from": "2025-03-01", "valid_to": "2026-06-30", "last_event": last_event}
    data |= {"enterprise": far.tax_code, "association": other.pk}  # these two stay
    assert client.post(card, data).status_code == 302
    row.refresh_from_db()
    found = (row.enterprise, row.association, str(row.valid_to))
    assert found == (near, mine, "2026-06-30")
    page = client.get(f"/admin/associations/association/{mine.pk}/change/")
    assert [[cell for _label, cell in line] for line in page.context["tables"][1].rows] == [
        [str(near), "01/03/2025", "30/06/2026"]
    ]


@pytest.mark.parametrize("who", ["officer", "administrator", "auditor", "stranger"])
def test_nobody_else_enters_or_ends_a_membership(enter, people, department, who):
    association = AssociationFactory(kept_by=department)
    row = MembershipFactory(
        association=association, enterprise=EnterpriseFactory(managed_by=department)
    )
    client = enter(people[who])
    assert client.get(f"{MEMBERSHIPS}add/").status_code == 403
    answer = client.post(f"{MEMBERSHIPS}{row.pk}/change/", {"valid_to": "2026-01-01"})
    assert answer.status_code in (403, 404)
    row.refresh_from_db()
    assert row.valid_to is None
