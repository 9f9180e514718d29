"""Verbs of the plan beyond the single item: what follows whom, and what history keeps."""

import pytest
from django.core.exceptions import ValidationError

from core.history import history
from plans import services
from plans.models import Item
from tests.factories import AssignmentFactory, ItemFactory, PlanFactory, UnitFactory


@pytest.fixture
def plan(db):
    return PlanFactory(status="read")


@pytest.fixture
def line(plan):
    """A line led by one unit; the first sub-item is led by it too, the second by another."""
    line = ItemFactory(plan=plan, code="2.1", position=1)
    own, other = UnitFactory(kind="hq_unit"), UnitFactory(kind="hq_unit")
    subs = [ItemFactory(plan=plan, parent=line, code=f"2.1.{n}", position=n) for n in (2, 3)]
    for item, unit in zip([line, *subs], [own, own, other], strict=True):
        AssignmentFactory(item=item, unit=unit)
    return line


def leads(item) -> set[int]:
    return set(item.assignments.values_list("unit", flat=True))


def test_sub_items_follow_their_line_in_level_and_in_units_they_shared(people, line):
    new = UnitFactory(kind="hq_unit")
    services.correct(
        line, by=people["board"], leads=[new], supporters=[], level=Item.Level.COLLECTIVE
    )
    first, second = line.children.order_by("position")
    assert {first.level, second.level} == {Item.Level.COLLECTIVE}
    assert leads(line) == leads(first) == {new.pk} and leads(second) != {new.pk}


def test_a_correction_leaves_no_line_in_the_history_of_others(people, plan, line):
    other = ItemFactory(plan=plan, code="2.2", position=4)
    services.correct(line, by=people["board"], leads=[], supporters=[], text_vi="mới")
    assert [each.verb for each in history(other)] == ["given"]
    services.split(
        line, by=people["board"], first={"text_vi": "a", "text_en": ""},
        second={"text_vi": "b", "text_en": ""},
    )  # fmt: skip
    other.refresh_from_db()
    assert other.code == "2.3" and [each.verb for each in history(other)] == ["split", "given"]


def test_sub_items_taken_over_have_the_level_of_their_new_line(people, plan, line):
    after = ItemFactory(plan=plan, code="2.2", position=4, level=Item.Level.COLLECTIVE)
    ItemFactory(plan=plan, parent=after, code="2.2.i", position=5, level=Item.Level.COLLECTIVE)
    services.merge(line, by=people["board"])
    assert set(line.children.values_list("level", flat=True)) == {line.level}
    assert list(plan.items.order_by("position").values_list("code", flat=True)) == [
        "2.1", "2.1.i", "2.1.ii", "2.1.iii",
    ]  # fmt: skip


def test_the_version_stands_for_texts_and_units(people, line):
    before = Item.objects.get(pk=line.pk).version
    services.correct(line, by=people["board"], leads=[], supporters=[])
    assert Item.objects.get(pk=line.pk).version != before


@pytest.mark.parametrize("name", ["number", "signer", "title_vi", "signed_on"])
def test_a_draft_keeps_its_heading(people, name):
    plan = PlanFactory(status="drafted")
    with pytest.raises(ValidationError):
        services.describe(plan, by=people["board"], **{name: None if name == "signed_on" else ""})
    plan.refresh_from_db()
    assert plan.has_heading


def test_one_doubt_is_said_in_the_singular(plan):
    assert services.following(ItemFactory(plan=plan)) is None
    assert len(list(services.shortcomings(plan))) == 0
