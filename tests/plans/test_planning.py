"""A unit's plan comes to be: who begins which, what is offered, what is answered."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.history import history
from core.workflow import NotNow
from plans.forms.unit_plans import DeriveForm, DraftForm
from plans.models import Item, Undertaking, UnitPlan
from plans.rules import unit_plan_flow
from plans.services import unit_plans
from plans.services.planning import Answer, adapt, answer, initiate, offers, remove
from tests.factories import AssignmentFactory, ItemFactory, PlanFactory, UnitFactory

from .unit_plan_factories import CoordinationFactory, UndertakingFactory, UnitPlanFactory

PEOPLE = [
    "asker", "officer", "head", "focal_point", "administrator", "stranger", "board", "system",
    "auditor",
]  # fmt: skip

EN = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def decision(db):
    """A plan in force: two obligations of departments (one in two sub-items), one of an office."""
    plan = PlanFactory(year=2024)
    line = ItemFactory(plan=plan, code="1.1", position=1, text_vi="line")
    for n in (1, 2):
        ItemFactory(plan=plan, parent=line, code=f"1.1.{n}", position=1 + n, text_vi=f"sub {n}")
    ItemFactory(plan=plan, code="1.2", position=4, text_vi="single")
    office = UnitFactory(kind="hq_unit", code="VP")
    item = ItemFactory(plan=plan, level=Item.Level.GENERAL_DEPARTMENT, code="1.3", text_vi="office")
    AssignmentFactory(item=item, unit=office)
    ItemFactory(plan=PlanFactory(status="drafted"), text_vi="draft")
    return plan


@pytest.mark.parametrize("who", PEOPLE)
def test_only_people_of_the_unit_begin_its_plan(people, decision, department, unit, who):
    """Moves without a source: the department's from the Decision, the branch's from hers."""
    superior = UnitPlanFactory(plan=PlanFactory(year=2023), unit=department)
    for verb, where, may in (
        ("draft", {"plan": decision, "unit": department}, {"head", "focal_point"}),
        ("derive", {"superior": superior, "unit": unit}, {"head", "focal_point", "officer"}),
    ):
        before = UnitPlan.objects.count()
        begin = getattr(unit_plans, verb)
        if who in may:
            made = begin(by=people[who], **where)
            assert (made.status, made.author) == ("drafted", people[who])
            assert history(made)[0].verb == verb
        else:
            with pytest.raises(PermissionDenied):
                begin(by=people[who], **where)
            assert UnitPlan.objects.count() == before


def test_a_plan_begins_where_it_may(people, decision, department, unit):
    head = people["head"]
    with pytest.raises(ValidationError):
        unit_plans.draft(by=head, plan=PlanFactory(status="closed"), unit=department)
    with pytest.raises(ValidationError):
        unit_plans.draft(by=head, plan=decision, unit=unit)
    mine = unit_plans.draft(by=head, plan=decision, unit=department)
    with pytest.raises(ValidationError):
        unit_plans.draft(by=head, plan=decision, unit=department)
    with pytest.raises(ValidationError):
        unit_plans.derive(by=head, superior=mine, unit=unit)
    foreign = UnitPlanFactory(plan=decision)
    with pytest.raises(ValidationError):
        unit_plans.derive(by=head, superior=foreign, unit=unit)
    unit_plans.discard(mine, by=head, reason="anew")
    assert unit_plans.draft(by=head, plan=decision, unit=department).pk != mine.pk


def test_a_department_is_offered_the_leaves_that_bind_it(decision, department):
    plan = UnitPlanFactory(plan=decision, unit=department, status="drafted")
    found = offers(plan)
    assert [offer.text_vi for offer in found] == ["sub 1", "sub 2", "single"]
    assert [bool(offer.above) for offer in found] == [True, True, False]
    UndertakingFactory(unit_plan=plan, item=found[2].item)
    assert [offer.text_vi for offer in offers(plan)] == ["sub 1", "sub 2"]
    office = UnitPlanFactory(plan=decision, unit=decision.items.get(code="1.3").leads[0])
    assert [offer.text_vi for offer in offers(office)] == ["office"]


def test_a_branch_is_offered_what_the_department_assigns_to_it(decision, department, unit):
    superior = UnitPlanFactory(plan=decision, unit=department)
    team = UnitFactory(kind="team", parent=unit, code="T1")
    other = UnitFactory(kind="branch", parent=department, code="03XX")
    lines = {
        name: UndertakingFactory(unit_plan=superior, text_vi=name, lead=lead)
        for name, lead in {"mine": unit, "team's": team, "helped": other, "hers": other}.items()
    }
    UndertakingFactory(unit_plan=superior, lead=unit, status="dropped")
    CoordinationFactory(undertaking=lines["helped"], unit=unit)
    plan = UnitPlanFactory(plan=decision, unit=unit, superior=superior, status="drafted")
    assert [offer.text_vi for offer in offers(plan)] == ["mine", "team's", "helped"]
    UndertakingFactory(unit_plan=plan, parent=lines["mine"])
    assert [offer.text_vi for offer in offers(plan)] == ["team's", "helped"]


def answers(plan, *choices, lead):
    more = {
        "take_up": {}, "skip": {"reason": "no such goods"}, "adapt": {"text_vi": "ours"},
    }  # fmt: skip
    return [
        Answer(offer.key, choice, lead, **more[choice])
        for offer, choice in zip(offers(plan), choices, strict=False)
    ]


def test_offers_are_taken_up_adapted_and_skipped_once(people, decision, department, unit):
    plan = UnitPlanFactory(plan=decision, unit=department, status="drafted")
    given = answers(plan, "take_up", "adapt", "skip", lead=unit)
    given[0] = Answer(given[0].key, "take_up", unit, [department, unit], date(2024, 6, 1), weight=3)
    made = answer(plan, given, by=people["head"])
    assert answer(plan, given, by=people["head"]) == [] and offers(plan) == []
    shown = {row.text_vi: (row.origin, row.status, history(row)[0].verb) for row in made}
    assert shown == {
        "sub 1": ("taken_up", "planned", "take_up"),
        "ours": ("adapted", "planned", "take_up"),
        "single": ("taken_up", "dropped", "skip"),
    }
    first = plan.undertakings.get(text_vi="sub 1")
    assert [each.unit for each in first.coordinations.all()] == [department]
    assert (first.due_on, first.weight, first.item.code) == (date(2024, 6, 1), 3, "1.1.1")
    assert plan.undertakings.get(status="dropped").dropped_because == "no such goods"


def test_a_text_whose_translation_was_forgotten_keeps_no_wrong_one(people, decision, department):
    plan = UnitPlanFactory(plan=decision, unit=department, status="drafted")
    first, second = offers(plan)[:2]
    assert first.text_en and second.text_en
    given = [
        Answer(first.key, "adapt", department, text_vi="ours", text_en=first.text_en),
        Answer(second.key, "adapt", department, text_vi="ours too", text_en="Ours too"),
    ]
    assert [row.text_en for row in answer(plan, given, by=people["head"])] == ["", "Ours too"]
    row = plan.undertakings.get(text_vi="ours too")
    adapt(row, by=people["head"], text_vi="anew", text_en="Ours too", lead=department)
    row.refresh_from_db()
    assert (row.text_vi, row.text_en) == ("anew", "")


@pytest.mark.parametrize(
    "wrong", [{"choice": "skip"}, {"choice": "adapt"}, {"choice": "take_up", "lead": "foreign"}]
)
def test_an_answer_without_its_words_or_from_outside_is_refused_whole(
    people, decision, department, wrong
):
    plan = UnitPlanFactory(plan=decision, unit=department, status="drafted")
    lead = UnitFactory() if wrong.get("lead") else department
    first, second = offers(plan)[:2]
    with pytest.raises(ValidationError):
        given = [
            Answer(first.key, "take_up", department),
            Answer(second.key, wrong["choice"], lead),
        ]
        answer(plan, given, by=people["head"])
    assert not plan.undertakings.exists()


@pytest.mark.parametrize("status", ["submitted", "approved", "issued", "closed", "discarded"])
def test_a_plan_that_is_no_draft_takes_no_lines_and_no_corrections(people, department, status):
    plan = UnitPlanFactory(unit=department, status=status)
    row = UndertakingFactory(unit_plan=plan)
    fields = {"text_vi": "x", "task": "support", "lead": department}
    for act in (
        lambda: answer(plan, [], by=people["head"]),
        lambda: initiate(plan, by=people["head"], **fields),
        lambda: adapt(row, by=people["head"], **fields),
        lambda: remove(row, by=people["head"]),
    ):
        with pytest.raises(NotNow):
            act()
    assert list(plan.undertakings.values_list("text_vi", flat=True)) == [row.text_vi]


def test_lines_of_a_draft_are_corrected_and_taken_out(people, decision, department, unit):
    head, plan = people["head"], UnitPlanFactory(plan=decision, unit=department, status="drafted")
    row = answer(plan, answers(plan, "take_up", lead=department), by=head)[0]
    adapt(row, by=head, text_vi="ours", lead=unit, coordinating=[unit, department])
    assert (row.origin, row.lead) == ("adapted", unit)
    assert [each.unit for each in row.coordinations.all()] == [department]
    with pytest.raises(ValidationError):
        adapt(row, by=head, lead=UnitFactory())
    own = initiate(plan, by=head, text_vi="rating", task="support", lead=unit)
    assert (own.origin, own.item) == ("own", None)
    remove(row, by=head)
    assert [offer.text_vi for offer in offers(plan)] == ["sub 1", "sub 2", "single"]
    with pytest.raises(PermissionDenied):
        remove(own, by=people["stranger"])
    assert list(Undertaking.objects.all()) == [own]


def test_an_empty_plan_is_not_submitted(people, department):
    plan = UnitPlanFactory(unit=department, status="drafted")
    with pytest.raises(ValidationError):
        unit_plans.submit(plan, by=people["head"])
    plan.refresh_from_db()
    assert plan.status == "drafted"


def test_next_years_plan_begins_with_what_was_left_undone(people, decision, department):
    """Each line knows what it carries on; it answers the new Decision where that says the same."""
    before = UnitPlanFactory(plan=PlanFactory(year=2023), unit=department, status="closed")
    text = "Tổ chức đối thoại với doanh nghiệp mỗi quý một lần"
    old = ItemFactory(plan=before.plan, text_vi=text, code="1.9", position=9)
    same = ItemFactory(plan=decision, text_vi=text, code="1.7", position=7)
    UndertakingFactory(unit_plan=before, item=old, text_vi="half", status="in_progress", percent=50)
    UndertakingFactory(unit_plan=before, text_vi="own", weight=4)
    for status in ("done", "dropped"):
        UndertakingFactory(unit_plan=before, text_vi=status, status=status)
    plan = unit_plans.draft(by=people["head"], plan=decision, unit=department, continues=before)
    rows = plan.undertakings.order_by("position")
    shown = [(r.text_vi, r.item, r.origin, r.percent, r.weight, r.status) for r in rows]
    assert shown == [
        ("half", same, "adapted", 50, 1, "planned"),
        ("own", None, "own", None, 4, "planned"),
    ]
    assert [row.continues.text_vi for row in rows] == ["half", "own"]
    assert same.text_vi not in [offer.text_vi for offer in offers(plan)]


def test_what_a_branch_carries_over_stays_under_the_departments_line(people, department, unit):
    """One level down: what the department carries on is not offered to its branch a second time."""
    old, new = PlanFactory(year=2023), PlanFactory(year=2024)
    above = UndertakingFactory(unit_plan__plan=old, unit_plan__unit=department, lead=unit)
    before = UnitPlanFactory(plan=old, unit=unit, superior=above.unit_plan, status="closed")
    UndertakingFactory(unit_plan=before, parent=above, text_vi="derived", position=1)
    UndertakingFactory(unit_plan=before, text_vi="own", position=2)
    item = ItemFactory(plan=new)
    superior = UnitPlanFactory(plan=new, unit=department)
    line = UndertakingFactory(unit_plan=superior, continues=above, item=item, lead=unit)
    given = {"superior": superior, "unit": unit, "continues": before}
    plan = unit_plans.derive(by=people["head"], **given)
    rows = plan.undertakings.order_by("position")
    assert [(r.text_vi, r.parent, r.item, r.origin) for r in rows] == [
        ("derived", line, item, "adapted"),
        ("own", None, None, "own"),
    ]
    assert offers(plan) == []


@pytest.mark.parametrize(
    ("who", "ways"),
    [
        ("head", ["draft", "derive"]),
        ("focal_point", ["draft", "derive"]),
        ("officer", ["derive"]),
        ("administrator", []),
        ("board", []),
        ("system", []),
        ("auditor", []),
        ("asker", []),
    ],
)
def test_a_beginning_is_offered_where_a_unit_can_be_chosen(people, department, unit, who, ways):
    assert [move.name for move in unit_plan_flow.beginnings(people[who])] == ways
    forms = {"draft": DraftForm, "derive": DeriveForm}
    for way in ways:
        assert forms[way](by=people[who]).fields["unit"].queryset.exists()


def test_a_branch_to_which_nothing_is_assigned_is_told_so(enter, people, department, unit):
    """Not that it answered everything: nothing was offered, and who can change that is named."""
    above = UnitPlanFactory(plan=PlanFactory(year=2024), unit=department)
    line = UndertakingFactory(unit_plan=above)
    mine = UnitPlanFactory(plan=above.plan, unit=unit, superior=above, status="drafted")
    page = f"/admin/plans/unitplan/{mine.pk}/planning/"
    assert "names your unit in no line yet" in enter(people["officer"]).get(page, **EN).text
    CoordinationFactory(undertaking=line, unit=unit)
    assert "in no line yet" not in enter(people["officer"]).get(page, **EN).text
