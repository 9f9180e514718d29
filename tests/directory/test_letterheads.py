"""Who issues a paper on a day: agency lines, symbol, place, signer; who writes the letterhead."""

from datetime import date

import pytest
from django.urls import reverse

from core.history import acting, history
from directory import heads
from directory.models import Letterhead, Succession, Unit
from tests.factories import LetterheadFactory, OfficerFactory, UnitFactory


@pytest.fixture
def committee(department):
    return UnitFactory(
        code="TCHQ-CCHDH", kind="hq_unit", name_vi="Ban Cải cách hiện đại hóa hải quan"
    )


@pytest.fixture
def new_units(department):
    """The order of 1 March 2025: the general department and Hai Phong pass into others."""
    closed = {"valid_to": date(2025, 2, 28)}
    with acting(None, "close"):
        Unit.objects.filter(pk__in=[department.pk, department.parent_id]).update(**closed)
    since = {"valid_from": date(2025, 3, 1)}
    customs = UnitFactory(
        parent=None, kind="general_department", code="CHQ", name_vi="Cục Hải quan", **since
    )
    region = UnitFactory(
        code="KVIII", name_vi="Chi cục Hải quan khu vực III", parent=customs,
        area="Hải Phòng, Thái Bình", **since,
    )  # fmt: skip
    with acting(None, "close"):
        Succession.objects.create(
            predecessor=department, successor=region, kind="renamed", on=date(2025, 3, 1)
        )
    return customs, region


@pytest.mark.parametrize(
    ("day", "parent", "agency", "symbol"),
    [
        (date(2025, 2, 28), "Tổng cục Hải quan", "Cục Hải quan TP. Hải Phòng", "HQHP"),
        (date(2025, 3, 1), "Cục Hải quan", "Chi cục Hải quan khu vực III", "KVIII"),
    ],
)
def test_issuer_lines_follow_the_dated_units(department, new_units, day, parent, agency, symbol):
    department.refresh_from_db()
    head = heads.head_of(department, day)
    plain = [name.replace("\u00a0", " ") for name in (head.parent, head.agency)]
    assert [*plain, head.symbol, head.place] == [parent, agency, symbol, "Hải Phòng"]


def test_the_addressee_has_no_committee_after_it_was_dissolved(department, committee, new_units):
    with acting(None, "close"):
        Unit.objects.filter(pk=committee.pk).update(valid_to=date(2025, 2, 28))
    department.refresh_from_db()
    before, after = date(2025, 2, 28), date(2025, 3, 1)
    assert heads.addressee(heads.head_of(department, before), before) == (
        "Tổng cục Hải quan (qua Ban Cải cách hiện đại hóa hải quan)"
    )
    assert heads.addressee(heads.head_of(department, after), after) == "Cục Hải quan"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Phó Cục trưởng", ("KT. Cục trưởng", "Phó Cục trưởng")),
        ("Cục trưởng", ("", "Cục trưởng")),
        ("Đầu mối", ("", "Cục trưởng")),
    ],
)
def test_a_deputy_signs_for_the_head(department, title, lines):
    user = OfficerFactory(title=title).user
    found = heads.signer(user, department)
    assert (found.authority, found.position) == lines and found.name == str(user)


def test_deputy_of_another_unit_cannot_write_its_letterhead(people, enter, department):
    row = LetterheadFactory(unit=department)
    page = reverse("admin:directory_letterhead_change", args=[row.pk])
    assert b'name="symbol"' in enter(people["head"]).get(page).content
    assert b'name="symbol"' not in enter(people["stranger"]).get(page).content


def test_its_history_lies_where_it_lay_when_it_was_of_the_plans(department):
    """G22: seals name the table; one event a change, by the triggers of this app alone."""
    row = LetterheadFactory(unit=department)
    with acting(None, "correct"):
        Letterhead.objects.filter(pk=row.pk).update(symbol="HQHP2")
    assert [line.verb for line in history(row)] == ["correct", "given"]
    assert row.events.model._meta.db_table == "plans_letterheadevent"
