"""The plan's page in figures: the sample plan of 2023 against what is known of the Decision."""

from collections import Counter

import pytest
from django.utils.translation import override

from directory import tables
from partnership.sample import plan as sample
from plans.models import Item
from plans.page import PlanPage
from tests.factories import AssignmentFactory, ItemFactory, PlanFactory, UnitFactory

LINES_AT_HEADQUARTERS = {  # design facts, 1.2: lines of the general department by who leads
    "Committee of Reform and Modernization": 5,
    "All units of the general department": 5,
    "Department of Information Technology and Customs Statistics": 2,
    "General Department's Office": 1,
    "Customs Journal": 1,
    "Department of Risk Management": 1,
    "Vietnam Customs School": 1,
}


@pytest.fixture
def page(db):
    tables.load()
    plan = sample.load()
    with override("en"):
        yield PlanPage(plan)


def test_obligations_are_64_and_the_closing_sentence(page):
    assert page.obligations == 65 == sum(row.total for row in page.matrix)
    assert [task.code for task in page.tasks] == list(Item.Task)[:5]
    assert dict(page.by_level) == {
        "General department": 22,
        "All units of the general department": 12,
        "Customs departments of provinces and cities": 31,
    }


def test_lines_by_who_leads_are_those_of_the_decision(page):
    lines = Counter()
    for item, _below in page.tree:
        if item.kind == Item.Kind.DETAIL and item.level != Item.Level.DEPARTMENTS:
            lines.update([unit.name for unit in item.leads] or [item.get_level_display()])
    assert sorted(lines.values(), reverse=True) == sorted(
        LINES_AT_HEADQUARTERS.values(), reverse=True
    )
    assert lines["All units of the general department"] == 5
    assert next(n for name, n in lines.items() if "Reform" in name) == 5


def test_the_matrix_has_a_row_for_each_who_leads(page):
    totals = {row.name: row.total for row in page.matrix}
    assert len(totals) == len(LINES_AT_HEADQUARTERS) + 1
    assert totals["Customs departments of provinces and cities"] == 31
    assert all(len(row.counts) == 5 for row in page.matrix)


def test_the_last_working_days_are_named(page):
    assert [(r.before.isoformat(), r.last_day.isoformat()) for r in page.reporting] == [
        ("2023-06-15", "2023-06-14"),
        ("2023-12-10", "2023-12-08"),
    ]
    assert [r.left for r in page.reporting] == [None, None], "both days are past"


def test_a_sub_item_counts_for_its_own_unit_else_for_that_of_its_line(db):
    plan, own = PlanFactory(), Item.Level.GENERAL_DEPARTMENT
    first, second = UnitFactory(kind="hq_unit"), UnitFactory(kind="hq_unit")
    line = ItemFactory(plan=plan, level=own)
    AssignmentFactory(item=line, unit=first)
    for _ in range(2):
        ItemFactory(plan=plan, parent=line, level=own)
    AssignmentFactory(item=ItemFactory(plan=plan, parent=line, level=own), unit=second)
    rows = {row.name: row.total for row in PlanPage(plan).matrix}
    assert rows == {first.name: 2, second.name: 1}


def test_nothing_that_was_read_is_left_out(db):
    """Purposes, requirements and implementation show their sub-items as well."""
    plan = PlanFactory()
    top = ItemFactory(plan=plan, kind="purpose", task="", level="", text_vi="một")
    ItemFactory(plan=plan, parent=top, kind="purpose", task="", level="", text_vi="hai")
    assert PlanPage(plan).purposes == ["một", "hai"]
    assert PlanPage(plan).tasks == [] == PlanPage(plan).matrix
