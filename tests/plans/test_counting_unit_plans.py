"""Figures of undertakings: each counts the rows its own address shows, and no line twice."""

from datetime import date

import pytest

from core.figures import added
from plans.counting.unit_plans import MEASURES, figures, measure
from plans.models import Item
from tests.factories import PlanFactory, UnitFactory

from .unit_plan_factories import UndertakingFactory, UnitPlanFactory

START, END = date(2024, 1, 1), date(2024, 6, 30)


@pytest.fixture
def work(department, unit):
    """A department's lines, what its branch derived from one, and what must not count."""
    plan = PlanFactory(year=2024)
    mine = UnitPlanFactory(plan=plan, unit=department)
    branch = UnitPlanFactory(plan=plan, unit=unit, superior=mine)

    def line(where=mine, **fields):
        return UndertakingFactory(unit_plan=where, **fields)

    due = line(due_on=date(2024, 3, 1), status="done", done_on=date(2024, 3, 5))
    line(branch, parent=due, due_on=date(2024, 3, 1))
    line(due_on=date(2024, 6, 30))  # a Sunday: due on Monday, not late at the end of June
    line(due_on=date(2024, 6, 3))
    line(due_on=date(2024, 6, 3), status="done", done_on=date(2024, 7, 2))
    line(due_on=date(2023, 6, 3), status="in_progress")
    past = UnitPlanFactory(plan=PlanFactory(year=2023), unit=department)
    line(past, due_on=date(2023, 6, 3))  # what was left of last year: not late for ever
    line()  # falls due at the end of the year
    line(branch, due_on=date(2024, 2, 1), status="done", done_on=date(2024, 1, 5))
    line(due_on=date(2024, 3, 1), status="dropped")
    line(UnitPlanFactory(plan=plan, unit=UnitFactory(), status="drafted"), due_on=START)
    line(UnitPlanFactory(plan=plan, unit=UnitFactory()), due_on=START)
    line(due_on=START, task="cooperation")
    return department


def numbers(unit, task="support", start=START, end=END) -> dict:
    found = {f.measure.code: f for f in figures(unit, start, end)}
    return {
        name: (found[f"undertakings.{name}.{task}"].value, found[f"undertakings.{name}.{task}"].of)
        for name in MEASURES
    }


def test_what_a_unit_and_all_below_undertook_is_counted_once(work):
    assert numbers(work) == {
        "planned": (5, None),
        "done": (2, None),
        "overdue": (3, None),
        "share_done": (2, 5),
        "own": (5, None),
    }
    assert numbers(work, "cooperation")["planned"] == (1, None)
    assert numbers(None)["planned"] == (6, None)


def test_a_branch_counts_what_it_derived(work, unit):
    assert numbers(unit)["planned"] == (2, None)
    assert numbers(unit)["own"] == (1, None)


def test_every_figure_leads_to_the_rows_it_counts(enter, people, work):
    """G8: a number on a page is a question to the rows, and the rows can be seen."""
    client, seen = enter(people["board"]), 0
    for where in (work, None):
        for figure in figures(where, START, END):
            answer = client.get(figure.rows)
            assert answer.status_code == 200
            assert len(answer.context["cl"].result_list) == figure.value, figure.measure.code
            seen += figure.value
    assert seen > 20


def test_the_tasks_are_asked_in_one_query(work, django_assert_num_queries):
    list(figures(work, START, END))
    with django_assert_num_queries(2):  # the calendar's version, and the figures
        assert len(list(figures(work, START, END))) == 5 * len(MEASURES)


def test_measures_say_what_they_are(db):
    for name in MEASURES:
        each = measure(name, Item.Task.SUPPORT)
        assert str(each.label) and str(each.definition) and each.task == "support"
    whole = added(measure("share_done", "support"), [(1, 2), (0, 4)])
    assert (whole.value, whole.of) == (1, 6)
