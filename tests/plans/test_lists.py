"""What the desk shows of plans: obligations, lists, search, export; and how much it asks."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from core.desk import desk_entries, desk_tabs
from directory.models import Succession, User
from plans.models import Item
from tests.factories import (
    AssignmentFactory,
    DoubtFactory,
    GivenFactory,
    ItemFactory,
    PlanFactory,
    RoleFactory,
    UnitFactory,
    top,
)

PLANS, ITEMS, DOUBTS = (f"/admin/plans/{name}/" for name in ("plan", "item", "doubt"))
STAFF = [
    "officer",
    "head",
    "focal_point",
    "administrator",
    "stranger",
    "board",
    "system",
    "auditor",
]


class SuccessionFactory(GivenFactory):
    class Meta:
        model = Succession


def shown(user, name="obligations") -> list[str] | None:
    """Titles under a tab of somebody's desk; None when the tab is not theirs."""
    fresh = User.objects.get(pk=user.pk)
    entry = next((each for each in desk_entries(fresh) if each.name == name), None)
    return None if entry is None else [entry.line(row).title for row in entry.rows]


@pytest.fixture
def in_force(db):
    """One obligation of the office, one of all headquarters units, one of all departments."""
    plan, level = PlanFactory(), Item.Level
    office = UnitFactory(kind="hq_unit", code="VP")
    lines = {
        "office": ItemFactory(plan=plan, level=level.GENERAL_DEPARTMENT, text_vi="office"),
        "all": ItemFactory(plan=plan, level=level.COLLECTIVE, text_vi="all"),
        "departments": ItemFactory(plan=plan, level=level.DEPARTMENTS, text_vi="departments"),
    }
    AssignmentFactory(item=lines["office"], unit=office)
    AssignmentFactory(item=ItemFactory(plan=plan, level="", text_vi="top"), unit=top())
    for status in ("read", "drafted", "closed", "discarded"):
        ItemFactory(plan=PlanFactory(status=status), level=level.DEPARTMENTS, text_vi=status)
    return office


@pytest.fixture
def reading(db):
    plan = PlanFactory(status="read")
    ItemFactory(plan=plan, code="2.1", position=1, line=1)
    return plan


def at(unit, kind="officer") -> User:
    return RoleFactory(unit=unit, kind=kind).user


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer", ["departments"]),
        ("head", ["departments"]),
        ("focal_point", ["departments"]),
        ("board", ["office", "all", "top"]),
        ("auditor", ["office", "all", "top"]),
    ],
)
def test_a_persons_desk_shows_the_obligations_of_the_unit(people, in_force, who, expected):
    assert shown(people[who]) == expected


def test_headquarters_units_their_teams_and_successors_find_theirs(in_force, department):
    office = in_force
    team = UnitFactory(kind="team", parent=office)
    later = UnitFactory(kind="hq_unit", code="VP2")
    SuccessionFactory(predecessor=office, successor=later, kind="renamed", on=date(2025, 3, 1))
    region = UnitFactory(code="KV3")
    SuccessionFactory(predecessor=department, successor=region, kind="merged", on=date(2025, 3, 1))
    for unit in (office, team, later):
        assert shown(at(unit)) == ["office", "all"], unit
    assert shown(at(UnitFactory(kind="hq_unit", code="TC"))) == ["all"]
    assert shown(at(UnitFactory(kind="team", parent=department))) == ["departments"]
    assert shown(at(region)) == ["departments"]


def test_whoever_sits_nowhere_has_no_such_tab(db):
    user = at(UnitFactory())
    assert shown(user) == [] and shown(user, "plans") is None
    ended = RoleFactory(unit=UnitFactory(), valid_to=date(2016, 1, 1)).user
    assert shown(ended) is None


@pytest.mark.parametrize("who", STAFF)
def test_plans_in_the_making_wait_on_the_boards_desk_only(people, reading, who):
    drafted = PlanFactory(status="drafted")
    PlanFactory(status="issued")
    expected = [drafted.title, reading.title] if who == "board" else None
    assert sorted(shown(people[who], "plans") or []) == sorted(expected or [])
    assert (shown(people[who], "plans") is None) is (who != "board")


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(("name", "asked"), [("plans", 1), ("obligations", 4)])
def test_all_tabs_are_counted_in_one_query_and_one_asks_once_for_its_rows(
    people, name, asked, count, django_assert_num_queries
):
    """An officer's work asks besides which units and which agreements are in reach, and which
    units carry something out."""
    for n in range(count):
        ItemFactory(plan=PlanFactory(year=2030 + n))
        PlanFactory(status="read", year=2030 + n)
    user = people["board" if name == "plans" else "officer"]
    assert user.held and desk_tabs(user)  # the calendar is read once a process
    with django_assert_num_queries(asked):
        tabs = {entry.name: (entry, shown) for entry, shown in desk_tabs(user)}
    entry, shown_count = tabs[name]
    with django_assert_num_queries(1):
        lines = [entry.line(row) for row in entry.rows]
    assert shown_count == str(count) == str(len(lines))


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(("url", "queries"), [(PLANS, 5), (ITEMS, 9), (DOUBTS, 5)])
def test_lists_ask_the_same_queries_however_long(
    enter, people, count, url, queries, django_assert_num_queries
):
    for n in range(count):
        each = PlanFactory(status="read", year=2030 + n)
        AssignmentFactory(item=ItemFactory(plan=each))
        DoubtFactory(plan=each)
    client = enter(people["board"])
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)


@pytest.mark.parametrize("count", [1, 5])
def test_the_check_page_asks_the_same_queries_however_long(
    enter, people, reading, count, django_assert_num_queries
):
    for n in range(count):
        AssignmentFactory(item=ItemFactory(plan=reading, code=f"3.{n}", position=10 + n))
        DoubtFactory(plan=reading, line=10 + n)
    client, url = enter(people["board"]), f"{PLANS}{reading.pk}/check/"
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ho tro", 2), ("hỗ trợ", 1), ("hổ trợ", 0), ("support", 1), ("2.9", 1), ("đối thoại", 0)],
)
def test_items_are_searched_as_people_type(enter, people, typed, found):
    plan = PlanFactory()
    ItemFactory(plan=plan, code="2.9", text_vi="Hỗ trợ doanh nghiệp", text_en="Support")
    ItemFactory(plan=plan, code="2.8", text_vi="Ho tro khong dau", text_en="Other")
    ItemFactory(plan=plan, code="2.7", text_vi="Tham vấn", text_en="Consult")
    listed = enter(people["officer"]).get(ITEMS, {"q": typed}).context["cl"]
    assert len(listed.result_list) == found


def test_the_tab_of_my_unit_and_the_export_show_what_the_desk_shows(enter, people, in_force):
    client = enter(people["officer"])
    listed = client.get(f"{ITEMS}?tab=mine").context["cl"].result_list
    assert [row.text_vi for row in listed] == ["departments"]
    book = openpyxl.load_workbook(BytesIO(client.get(f"{ITEMS}export/?tab=mine").getvalue()))
    rows = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    assert [row[0] for row in rows] == ["departments"]
