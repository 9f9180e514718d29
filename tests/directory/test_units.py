"""The dated tree of units, what a successor covers, and what the database refuses."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from core.history import acting, history
from directory import services, tables
from directory.models import Enterprise, Posting, Role, Succession, Unit
from tests.factories import (
    EnterpriseFactory,
    OfficerFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
    top,
)

SPRING = date(2025, 3, 1)


@pytest.fixture
def known(db):
    """The units of 2023 and of 2025 as the project's tables have them."""
    tables.load()
    return {unit.code: unit for unit in Unit.objects.all()}


def test_tables_load_once_and_hold_the_known_structure(known):
    assert tables.load() == 0
    then, now = (Unit.objects.as_of(day) for day in (date(2023, 6, 1), date(2025, 6, 1)))
    assert then.count() == 56
    assert then.filter(kind="department").count() == 35
    assert then.filter(parent__code="03").count() == 9
    assert now.filter(kind="department").count() == 20


def test_a_department_passes_into_regions_and_they_cover_its_rows(known):
    regions = {s.successor.code: s.kind for s in known["28"].successions.all()}
    assert regions == {"KVIV": Succession.Kind.SPLIT, "KVX": Succession.Kind.SPLIT}
    kinds = {s.predecessor.code: s.kind for s in known["KVXI"].origins.all()}
    assert kinds == {"29": Succession.Kind.MERGED, "30": Succession.Kind.MERGED}
    assert known["TCHQ"].path in known["CHQ"].covers
    assert known["03"].path in known["KVIII"].covers and known["03"].path in known["KVIV"].covers
    assert known["KVI"].covers == sorted([known["01"].path, known["KVI"].path])


def test_a_person_of_the_successor_sees_what_the_predecessor_left(known):
    old = EnterpriseFactory(managed_by=known["03CC"])
    other = EnterpriseFactory(managed_by=known["02"])
    officer = RoleFactory(unit=known["KVIII"]).user
    assert list(Enterprise.objects.visible_to(officer)) == [old]
    assert other not in Enterprise.objects.visible_to(officer)


def test_successions_entered_out_of_order_are_covered_all_the_same(db):
    oldest, old, new = UnitFactory(), UnitFactory(), UnitFactory()
    with acting(None, "given"):
        for before, after in ((old, new), (oldest, old)):
            Succession.objects.create(
                predecessor=before, successor=after, kind="renamed", on=SPRING
            )
    new.refresh_from_db()
    assert set(new.covers) == {oldest.path, old.path, new.path}


def test_a_code_is_given_anew_once_its_unit_is_closed(db):
    first = UnitFactory(code="16")
    services.close_unit(first, by=None, last_day=date(2025, 6, 10), reason="Decision 2019")
    second = UnitFactory(code="16", valid_from=date(2025, 6, 11))
    assert Unit.objects.as_of(date(2025, 6, 10)).get(code="16") == first
    assert Unit.objects.as_of(date(2025, 6, 11)).get(code="16") == second
    with pytest.raises(DatabaseError, match="a_code_is_one_unit"), transaction.atomic():
        UnitFactory(code="16", valid_from=date(2026, 1, 1))


def test_closing_a_unit_closes_what_stands_under_it_and_says_why(unit, department):
    services.close_unit(department, by=None, last_day=date(2025, 2, 28), reason="merged")
    unit.refresh_from_db()
    assert unit.valid_to == department.valid_to == date(2025, 2, 28)
    assert (history(unit)[0].verb, history(unit)[0].reason) == ("close_unit", "merged")


def test_a_unit_keeps_its_superior(unit):
    refused = pytest.raises(DatabaseError, match="keeps its parent")
    with refused, acting(None, "move"):
        Unit.objects.filter(pk=unit.pk).update(parent=top())


DATED = {
    "unit": lambda: Unit(parent=top(), kind="department", code="X", name_vi="X", name_en="X"),
    "posting": lambda: Posting(officer=OfficerFactory(), unit=top()),
    "role": lambda: Role(user=UserFactory(), unit=top(), kind="officer"),
}


@pytest.mark.parametrize("what", DATED)
def test_days_in_the_wrong_order_are_named_at_their_field(db, what):
    row = DATED[what]()
    row.valid_from, row.valid_to = date(2025, 2, 2), date(2025, 1, 1)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert "valid_to" in refused.value.message_dict


@pytest.mark.parametrize("who", ["officer", "focal_point", "stranger", "auditor", "asker"])
def test_only_administrators_open_and_close_units(people, department, who):
    by, before = people[who], Unit.objects.count()
    with pytest.raises(PermissionDenied):
        services.open_unit(
            by=by, parent=department, code="X", kind="team", name_vi="Đội", name_en="Team"
        )
    with pytest.raises(PermissionDenied):
        services.close_unit(department, by=people[who], last_day=SPRING, reason="?")
    department.refresh_from_db()
    assert Unit.objects.count() == before and department.valid_to is None


def test_a_reorganisation_is_entered_on_the_desk(enter, people, department):
    """The old unit is closed, the new one takes over its rows; what is closed is closed once."""
    desk, old = "/admin/directory/unit/", UnitFactory(parent=department, valid_from=SPRING)
    other = UnitFactory()  # of another department: not the administrator's to choose
    client = enter(people["administrator"])
    assert f"{desk}{old.pk}/close_unit/" in client.get(f"{desk}{old.pk}/change/").content.decode()
    url, reason = f"{desk}{old.pk}/close_unit/", "Decision 382/QĐ-BTC"
    early = client.post(url, {"last_day": "2025-02-28", "reason": reason})
    assert early.status_code == 200 and early.context["form"].non_field_errors()
    assert client.post(url, {"last_day": "2026-06-30", "reason": reason}).status_code == 302
    assert client.post(url, {"last_day": "2026-07-30", "reason": reason}).status_code == 409
    new = UnitFactory(parent=department, valid_from=date(2026, 7, 1))
    url = f"{desk}{old.pk}/pass_into/"
    choices = set(client.get(url).context["form"].fields["successor"].queryset)
    assert new in choices and not choices & {old, other}
    assert client.post(url, {"successor": other.pk, "kind": "merged"}).status_code == 200
    assert client.post(url, {"successor": new.pk, "kind": "renamed"}).status_code == 302
    new.refresh_from_db()
    assert set(new.covers) == {old.path, new.path}
    assert (old.successions.get().on, history(new)[0].verb) == (date(2026, 7, 1), "pass_into")
    with pytest.raises(PermissionDenied):
        services.pass_into(old, by=people["administrator"], successor=other, kind="split")
    with pytest.raises(ValidationError):
        services.pass_into(old, by=None, successor=new, kind="split")


def test_an_administrator_opens_a_team_in_the_own_department(people, unit):
    team = services.open_unit(
        by=people["administrator"], parent=unit, code="03CC-1", kind="team",
        name_vi="Đội Giám sát", name_en="Supervision Team",
    )  # fmt: skip
    assert team.path.startswith(unit.path) and history(team)[0].verb == "open_unit"


GRANTS = {  # who may give which role in a unit of the department
    "administrator": {"officer", "focal_point", "head", "department_administrator"},
    "system": set(Role.Kind.values),
    "head": set(), "officer": set(), "board": set(), "auditor": set(), "stranger": set(),
}  # fmt: skip


@pytest.mark.parametrize("who", GRANTS)
@pytest.mark.parametrize("kind", Role.Kind.values)
def test_roles_are_given_by_those_who_may(people, unit, who, kind):
    user = UserFactory(is_staff=True)
    if kind in GRANTS[who]:
        role = services.grant(by=people[who], user=user, kind=kind, unit=unit, since=SPRING)
        services.withdraw(role, by=people[who], last_day=date(2025, 12, 31), reason="moved on")
        assert [line.verb for line in history(role)] == ["withdraw", "grant"]
    else:
        with pytest.raises(PermissionDenied):
            services.grant(by=people[who], user=user, kind=kind, unit=unit, since=SPRING)
        assert not user.roles.exists()


def test_nobody_raises_himself_or_gives_beyond_the_own_reach(people, unit):
    with pytest.raises(PermissionDenied):
        services.grant(
            by=people["system"], user=people["system"], kind="board", unit=unit, since=SPRING
        )
    elsewhere = people["stranger"].unit
    with pytest.raises(PermissionDenied):
        services.grant(
            by=people["administrator"], user=UserFactory(), kind="officer", unit=elsewhere,
            since=SPRING,
        )  # fmt: skip


def test_a_role_that_ended_gives_nothing(people, unit):
    role = people["officer"].roles.get()
    services.withdraw(role, by=None, last_day=date(2020, 1, 1), reason="left")
    officer = type(people["officer"]).objects.get(pk=people["officer"].pk)
    assert officer.paths == [] and not officer.holds("officer")


def test_an_address_is_one_account_whatever_its_case(db):
    UserFactory(email="an@example.com")
    with pytest.raises(DatabaseError, match="an_address_is_one_account"), transaction.atomic():
        UserFactory(email="AN@example.com")
