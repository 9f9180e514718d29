"""Associations and memberships from a spreadsheet: scope, faults, and the way back (G6, G12)."""

import pytest

from associations.models import Association, Membership
from associations.resources import AssociationResource, MembershipResource
from core.history import acting
from tests.associations.factories import AssociationFactory, MembershipFactory
from tests.factories import EnterpriseFactory, UnitFactory


def take(resource, by, rows: list[list], *, dry: bool = False):
    made = resource(by=by)
    names = made.named(made.header())
    with acting(by, "import"):
        return made.take([(n + 2, row) for n, row in enumerate(rows)], names, dry=dry)


def line(name: str, unit: str, sector="Foreign business") -> list:
    return [name, "", "", sector, "National", unit, "https://a.example", ""]


def kinds(outcomes) -> list[str]:
    return [each.kind for each in outcomes]


@pytest.fixture
def head(people, department):
    return people["head"]


def test_a_head_brings_in_associations_of_the_own_units_only(head, department):
    UnitFactory(code="77")
    foreign = AssociationFactory()
    rows = [
        line("Hiệp hội A", department.code), line("Hiệp hội B", "77"),
        line(foreign.name_vi, department.code), line("Hiệp hội C", department.code, "no such"),
    ]  # fmt: skip
    found = take(AssociationResource, head, rows)
    assert [bool(each.faults) for each in found] == [False, True, True, True]
    assert list(Association.objects.exclude(pk=foreign.pk).values_list("name_vi", flat=True)) == [
        "Hiệp hội A"
    ]
    foreign.refresh_from_db()
    assert foreign.kept_by != department


def test_memberships_need_an_association_and_an_enterprise_in_reach(head, department):
    mine = AssociationFactory(kept_by=department)
    near, far = EnterpriseFactory(managed_by=department), EnterpriseFactory()
    other = AssociationFactory()
    rows = [
        [near.tax_code, mine.name_vi, "01/03/2025", ""], [far.tax_code, mine.name_vi, "2025-03-01"],
        [near.tax_code, other.name_vi, "01/03/2025", ""],
    ]  # fmt: skip
    assert not Membership.objects.exists()
    dry = take(MembershipResource, head, rows, dry=True)
    assert [bool(each.faults) for each in dry] == [False, True, True]
    assert not Membership.objects.exists()
    take(MembershipResource, head, rows)
    row = Membership.objects.get()
    assert (row.enterprise, row.association, str(row.valid_from)) == (near, mine, "2025-03-01")


def test_what_is_exported_imports_again_without_a_change(head, department):
    row = MembershipFactory(
        association=AssociationFactory(kept_by=department),
        enterprise=EnterpriseFactory(managed_by=department),
    )
    resource = MembershipResource(by=head)
    rows = list(resource.export_rows(resource.exported(Membership.objects.all())))
    before = row.events.count()
    found = take(MembershipResource, head, rows)
    assert not any(each.faults for each in found)
    assert Membership.objects.count() == 1 and row.events.count() == before
