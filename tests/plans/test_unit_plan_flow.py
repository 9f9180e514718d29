"""Tables of unit plans and undertakings: every move, state and person, then raw SQL (G23)."""

import itertools
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection

from core.history import acting, history
from core.models import Letter
from core.workflow import NotNow
from plans.models import Undertaking, UnitPlan
from plans.rules import undertaking_flow, unit_plan_flow
from plans.services import undertakings, unit_plans
from tests.factories import PlanFactory, RoleFactory
from tests.undone import undone

from .unit_plan_factories import EvidenceFactory, UndertakingFactory, UnitPlanFactory

PEOPLE = [
    "asker", "officer", "head", "focal_point", "administrator", "stranger", "board", "system",
    "auditor",
]  # fmt: skip
MORE = {
    "discard": {"reason": "twice"},
    "send_back": {"reason": "add dates"},
    "issue": {"number": "12/KH", "signed_on": date(2023, 2, 1)},
    "record": {"percent": 40},
    "report": {"note": "minutes of the day"},
    "reopen": {"reason": "not finished"},
    "drop": {"reason": "no such goods here"},
}
PLAN_MOVES = [move.name for move in unit_plan_flow.steps if move.sources]
DRAFTERS, SIGNERS = ("head", "focal_point"), ("head",)
# The plan is the department's: an officer of its branch has no part in it.
PLAN_ALLOWED = (
    {(move, "drafted", who) for move in ("submit", "discard") for who in DRAFTERS}
    | {("approve", "submitted", who) for who in SIGNERS}
    | {("send_back", state, who) for state in ("submitted", "approved") for who in SIGNERS}
    | {("issue", "approved", "head"), ("close", "issued", "head")}
)
STEPS = [move.name for move in undertaking_flow.steps if move.sources]
# The undertaking is led by the branch, in the department's plan that is in force.
WORKERS, CHECKERS = ("officer", "head", "focal_point"), ("head", "focal_point")
ALLOWED = (
    {("start", "planned", who) for who in WORKERS}
    | {(m, s, w) for m in ("record", "report") for s in ("planned", "in_progress") for w in WORKERS}
    | {("drop", state, who) for state in ("planned", "in_progress") for who in CHECKERS}
    | {(move, "reported", who) for move in ("confirm", "send_back") for who in CHECKERS}
    | {("reopen", "done", who) for who in CHECKERS}
    | {("resume", "dropped", who) for who in CHECKERS}
)


def tried(service, flow, move, row, by, expected: bool) -> None:
    """The move is made and told, or refused and nothing has changed."""
    before, state = history(row), row.status
    if expected:
        getattr(service, move)(row, by=by, **MORE.get(move, {}))
        assert row.status == flow.moves[move].target
        assert (history(row)[0].verb, history(row)[0].actor) == (move, str(by))
    else:
        with pytest.raises((PermissionDenied, NotNow)):
            getattr(service, move)(row, by=by, **MORE.get(move, {}))
        row.refresh_from_db()
        assert row.status == state and history(row) == before


@pytest.mark.parametrize("move", PLAN_MOVES)
def test_a_unit_plan_is_moved_only_by_whom_the_table_says(everyone, people, department, move):
    for status in UnitPlan.Status.values:
        made = UnitPlanFactory(unit=department, status=status)
        UndertakingFactory(unit_plan=made)
        for who in PEOPLE:
            expected = (move, status, who) in PLAN_ALLOWED
            with undone(made) as plan:
                tried(unit_plans, unit_plan_flow, move, plan, people[who], expected)


@pytest.mark.parametrize("move", STEPS)
def test_an_undertaking_is_moved_only_by_whom_the_table_says(
    everyone, people, department, unit, move
):
    plan = UnitPlanFactory(unit=department)
    for status in Undertaking.Status.values:
        made = UndertakingFactory(unit_plan=plan, lead=unit, status=status)
        for who in PEOPLE:
            expected = (move, status, who) in ALLOWED
            with undone(made) as row:
                tried(undertakings, undertaking_flow, move, row, people[who], expected)


@pytest.mark.parametrize("status", ["drafted", "submitted", "approved", "closed", "discarded"])
@pytest.mark.parametrize("move", STEPS)
def test_outside_a_plan_in_force_nothing_is_carried_out(people, department, status, move):
    """Drafts know only skipping and taking up after all; what is closed stays."""
    plan = UnitPlanFactory(unit=department, status=status)
    for state in Undertaking.Status.values:
        row = UndertakingFactory(unit_plan=plan, status=state)
        open_ = status == "drafted" and (move, state) in {
            ("drop", "planned"), ("drop", "in_progress"), ("resume", "dropped"),
        }  # fmt: skip
        tried(undertakings, undertaking_flow, move, row, people["head"], open_)


def test_what_is_done_is_reported_with_evidence_not_recorded(people, department):
    """A hundred percent by a second person alone."""
    row = UndertakingFactory(unit_plan=UnitPlanFactory(unit=department))
    with pytest.raises(ValidationError, match="99"):
        undertakings.record(row, by=people["head"], percent=100)
    assert undertakings.record(row, by=people["head"], percent=99).percent == 99


@pytest.mark.parametrize("flow", [unit_plan_flow, undertaking_flow], ids=["plan", "undertaking"])
def test_raw_sql_makes_only_the_moves_of_the_table(db, flow):
    """G23: whatever door a change comes through, the database knows the table."""
    factory = UnitPlanFactory if flow is unit_plan_flow else UndertakingFactory
    states, table = flow.model.Status.values, flow.model._meta.db_table
    steps = {(s, m.target) for m in flow.steps for s in m.sources} | {(s, s) for s in states}
    sets = "status = %s"
    if flow is undertaking_flow:
        sets += ", dropped_because = 'r', done_on = CASE WHEN %s = 'done' THEN now()::date END"
    for source, target in itertools.product(states, states):
        row = factory(status=source)
        values = [target] * sets.count("%s")
        sql = f"UPDATE {table} SET {sets} WHERE id = %s"
        if (source, target) in steps:
            with acting(None, "by hand"), connection.cursor() as cursor:
                cursor.execute(sql, [*values, row.pk])
        else:
            with pytest.raises(DatabaseError, match="Invalid transition"), acting(None, "by hand"):
                connection.cursor().execute(sql, [*values, row.pk])


def test_nothing_is_born_in_the_middle_of_its_life(department):
    plan = PlanFactory()
    new = UnitPlan(plan=plan, unit=department, status="issued", number="1", signed_on="2023-01-01")
    with pytest.raises(DatabaseError, match="does not start as"), acting(None, "forge"):
        UnitPlan.objects.bulk_create([new])
    mine = UnitPlanFactory(unit=department)
    row = Undertaking(
        unit_plan=mine, origin="own", position=1, text_vi="x", task="support", lead=department,
        status="reported",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="does not start as"), acting(None, "forge"):
        Undertaking.objects.bulk_create([row])


@pytest.mark.parametrize("who", ["head", "focal_point"])
def test_who_reports_never_confirms(people, department, who):
    """The second person: not by the verb, not by the buttons, not by raw SQL."""
    row = UndertakingFactory(unit_plan__unit=department)
    mine, other = people[who], people["head" if who == "focal_point" else "focal_point"]
    undertakings.report(row, by=mine, note="minutes")
    assert "confirm" not in [m.name for m in undertaking_flow.open_to(mine, row)]
    with pytest.raises(PermissionDenied):
        undertakings.confirm(row, by=mine)
    with (
        pytest.raises(IntegrityError, match="who_reports_does_not_confirm"),
        acting(mine, "confirm"),
    ):
        Undertaking.objects.filter(pk=row.pk).update(
            status="done", confirmed_by=mine, done_on=date(2023, 6, 1)
        )
    undertakings.confirm(row, by=other)
    assert (row.status, row.confirmed_by) == ("done", other)


def test_done_needs_evidence(people, department):
    row = UndertakingFactory(unit_plan__unit=department)
    with pytest.raises(ValidationError):
        undertakings.report(row, by=people["head"])
    row.refresh_from_db()
    assert row.status == "planned" and not row.evidence.exists()
    EvidenceFactory(undertaking=row)
    undertakings.report(row, by=people["head"])
    assert row.status == "reported"


def test_lead_units_hear_of_an_issued_plan_and_its_author_of_one_sent_back(
    people, department, unit
):
    plan = UnitPlanFactory(unit=department, status="submitted", author=people["focal_point"])
    UndertakingFactory(unit_plan=plan, lead=unit)
    UndertakingFactory(unit_plan=plan, lead=unit, status="dropped")
    readers = {people["officer"].email, RoleFactory(unit=unit, kind="officer").user.email}
    for _again in range(2):
        unit_plans.send_back(plan, by=people["head"], reason="add due days")
        unit_plans.submit(plan, by=people["focal_point"])
    told = list(Letter.objects.values_list("recipient", "body"))
    assert [to for to, _body in told] == [people["focal_point"].email] * 2
    assert all("add due days" in body for _to, body in told)
    unit_plans.approve(plan, by=people["head"])
    unit_plans.issue(plan, by=people["head"], number="7/KH", signed_on=date(2023, 2, 1))
    causes = Letter.objects.filter(cause=f"plans.unit_plan_issued:{plan.pk}")
    assert set(causes.values_list("recipient", flat=True)) == readers


def test_a_report_that_is_sent_back_tells_its_author_why(people, department, unit):
    row = UndertakingFactory(unit_plan__unit=department, lead=unit)
    undertakings.report(row, by=people["officer"], note="x")
    undertakings.send_back(row, by=people["head"], reason="the list is missing")
    letter = Letter.objects.get()
    assert letter.recipient == people["officer"].email and "the list is missing" in letter.body
    assert letter.cause == undertaking_flow.moves["send_back"].cause.format(subject=row)


def test_the_card_of_a_plan_tells_its_history_and_leads_to_its_lines(enter, people, department):
    """Who sent it back and why; each line of the plan is a link to its own card."""
    plan = UnitPlanFactory(unit=department, status="submitted", author=people["focal_point"])
    row = UndertakingFactory(unit_plan=plan)
    unit_plans.send_back(plan, by=people["head"], reason="add due days")
    page = enter(people["focal_point"]).get(f"/admin/plans/unitplan/{plan.pk}/change/")
    [first, *_earlier] = page.context["lines"]
    assert (first.actor, first.reason) == (str(people["head"]), "add due days")
    assert f'href="/admin/plans/undertaking/{row.pk}/change/"' in page.text


def test_progress_is_entered_without_noughts_and_past_99_percent_is_told_where_to_go(
    enter, people, department
):
    row = UndertakingFactory(
        unit_plan__unit=department, lead=department, target=20, achieved=18, status="in_progress"
    )
    client, page = enter(people["head"]), f"/admin/plans/undertaking/{row.pk}/record/"
    assert client.get(page).context["form"]["achieved"].value() == "18"
    answer = client.post(page, {"percent": "150", "achieved": ""}, HTTP_ACCEPT_LANGUAGE="en")
    assert "what is done is reported as done" in answer.text
