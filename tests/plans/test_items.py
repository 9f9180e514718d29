"""A reading is corrected until the plan is issued: texts, units, levels, split, join, drop."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.history import history
from core.workflow import NotNow
from plans import services
from plans.models import Assignment, Item
from plans.numbering import branches, renumber
from tests.factories import (
    AssignmentFactory,
    DoubtFactory,
    ItemFactory,
    PlanFactory,
    UnitFactory,
)


@pytest.fixture
def plan(db):
    """Three lines of one task, the second with two sub-items."""
    plan = PlanFactory(status="read")
    tops = [ItemFactory(plan=plan, code=f"2.{n}", position=n) for n in (1, 2, 5)]
    for n in (3, 4):
        ItemFactory(plan=plan, parent=tops[1], code=f"2.2.{n}", position=n)
    return plan


def codes(plan) -> list[str]:
    return list(plan.items.order_by("position").values_list("code", flat=True))


def item(plan, code) -> Item:
    return plan.items.get(code=code)


def test_numbering_follows_the_tree():
    """Contents before details, tasks in the regulation's order, sub-items in roman."""
    kinds, tasks = Item.Kind, Item.Task
    detail = Item(kind=kinds.DETAIL, task=tasks.COOPERATION)
    content = Item(kind=kinds.CONTENT, task=tasks.COOPERATION)
    early = Item(kind=kinds.DETAIL, task=tasks.INFORMATION)
    end, aim = Item(kind=kinds.IMPLEMENTATION), Item(kind=kinds.PURPOSE)
    subs = [Item(kind=kinds.DETAIL) for _ in range(3)]
    done = renumber([(end, []), (detail, subs), (content, []), (early, []), (aim, [])])
    assert [i.code for i in done] == [
        "I.1", "1.1", "5.0.1", "5.1", "5.1.i", "5.1.ii", "5.1.iii", "IV.1",
    ]  # fmt: skip
    assert [i.position for i in done] == list(range(1, 9))


def test_correct_changes_text_units_and_level_and_says_so(plan, people):
    lead, helper = UnitFactory(), UnitFactory()
    target = item(plan, "2.1")
    services.correct(
        target, by=people["board"], leads=[lead], supporters=[helper, lead],
        text_vi="Chữ mới", level=Item.Level.GENERAL_DEPARTMENT,
    )  # fmt: skip
    assert (target.text_vi, target.level) == ("Chữ mới", "general_department")
    parts = dict(target.assignments.values_list("unit", "part"))
    assert parts == {lead.pk: Assignment.Part.LEAD, helper.pk: Assignment.Part.COORDINATING}
    assert history(target)[0].verb == "correct"


def test_another_task_takes_the_sub_items_along_and_numbers_anew(plan, people):
    services.correct(
        item(plan, "2.2"), by=people["board"], leads=[], supporters=[], task=Item.Task.INFORMATION
    )
    assert codes(plan) == ["1.1", "1.1.i", "1.1.ii", "2.1", "2.2"]


def test_split_puts_the_second_half_behind_with_the_same_units(plan, people):
    first = item(plan, "2.1")
    services.correct(first, by=people["board"], leads=[plan.issuer], supporters=[])
    new = services.split(
        first, by=people["board"], first={"text_vi": "a", "text_en": ""},
        second={"text_vi": "b", "text_en": "B"},
    )  # fmt: skip
    assert (new.code, new.text_vi, new.text_en, new.level) == ("2.2", "b", "B", first.level)
    assert [each.unit for each in new.assignments.all()] == [plan.issuer]
    assert codes(plan) == ["2.1", "2.2", "2.3", "2.3.i", "2.3.ii", "2.4"]


def test_split_needs_two_texts_and_changes_nothing_without(plan, people):
    with pytest.raises(ValidationError):
        services.split(
            item(plan, "2.1"), by=people["board"], first={"text_vi": "a", "text_en": ""},
            second={"text_vi": " ", "text_en": ""},
        )  # fmt: skip
    assert len(codes(plan)) == 5


def test_merge_takes_over_text_units_and_sub_items(plan, people):
    first, second = item(plan, "2.1"), item(plan, "2.2")
    services.correct(second, by=people["board"], leads=[plan.issuer], supporters=[])
    services.merge(first, by=people["board"])
    assert first.text_vi.endswith(second.text_vi)
    assert codes(plan) == ["2.1", "2.1.i", "2.1.ii", "2.2"]
    assert [each.unit for each in first.assignments.all()] == [plan.issuer]


def test_merge_of_the_last_one_is_refused(plan, people):
    with pytest.raises(ValidationError):
        services.merge(item(plan, "2.5"), by=people["board"])
    assert len(codes(plan)) == 5


def test_drop_takes_the_sub_items_along_and_history_remembers(plan, people):
    target = item(plan, "2.2")
    services.drop(target, by=people["board"], reason="a page number")
    assert codes(plan) == ["2.1", "2.2"]


VERBS = {
    "correct": lambda plan, by: services.correct(item(plan, "2.1"), by=by, leads=[], supporters=[]),
    "merge": lambda plan, by: services.merge(item(plan, "2.1"), by=by),
    "drop": lambda plan, by: services.drop(item(plan, "2.1"), by=by, reason="?"),
    "describe": lambda plan, by: services.describe(plan, by=by, signer="X"),
    "settle": lambda plan, by: services.settle(plan.doubts.get(), by=by),
}


@pytest.mark.parametrize("who", ["officer", "head", "administrator", "system", "auditor"])
@pytest.mark.parametrize("verb", VERBS)
def test_only_the_issuers_board_corrects(plan, people, verb, who):
    DoubtFactory(plan=plan)
    before = list(plan.items.values())
    with pytest.raises(PermissionDenied):
        VERBS[verb](plan, people[who])
    plan.refresh_from_db()
    assert list(plan.items.values()) == before
    assert plan.signer != "X" and plan.doubts.get().settled_at is None


@pytest.mark.parametrize("status", ["issued", "closed", "discarded"])
@pytest.mark.parametrize("verb", VERBS)
def test_what_is_issued_is_amended_not_corrected(people, verb, status):
    plan = PlanFactory(status=status)
    for n in (1, 2):
        ItemFactory(plan=plan, code=f"2.{n}", position=n)
    DoubtFactory(plan=plan)
    with pytest.raises(NotNow):
        VERBS[verb](plan, people["board"])
    assert len(codes(plan)) == 2 and plan.doubts.get().settled_at is None


def test_obligations_are_leaves_of_detailed_tasks_and_find_their_units(plan, unit, department):
    ItemFactory(plan=plan, code="2.0.1", position=9, kind=Item.Kind.CONTENT, level="")
    office = UnitFactory(kind="hq_unit", code="TCHQ-VP", valid_to=date(2099, 1, 1))
    named = ItemFactory(plan=plan, code="2.8", position=8, level=Item.Level.GENERAL_DEPARTMENT)
    from_all = ItemFactory(plan=plan, code="2.9", position=10, level=Item.Level.COLLECTIVE)
    AssignmentFactory(item=named, unit=office)
    leaves = Item.objects.obligations()
    assert set(leaves.of_unit(office)) == {named, from_all}
    assert set(leaves.of_unit(unit)) == set(leaves.filter(level=Item.Level.DEPARTMENTS))
    assert leaves.of_unit(unit).count() == 4 == leaves.of_unit(department).count()
    assert [top.code for top, _ in branches(plan.items.all())][:3] == ["2.1", "2.2", "2.5"]


def test_the_general_department_answers_for_its_headquarters(plan):
    ours = {
        ItemFactory(plan=plan, code=f"2.{n}", position=n, level=level)
        for n, level in ((11, Item.Level.GENERAL_DEPARTMENT), (12, Item.Level.COLLECTIVE))
    }
    assert set(Item.objects.obligations().of_unit(plan.issuer)) == ours
