"""The plan's table: every move from every state by every person, then by raw SQL (G23)."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection

from core.history import acting, history
from core.workflow import NotNow
from plans import services
from plans.models import Plan
from plans.rules import flow
from tests.factories import DoubtFactory, ItemFactory, PlanFactory

PEOPLE = [
    "officer",
    "head",
    "focal_point",
    "administrator",
    "stranger",
    "board",
    "system",
    "auditor",
]
MOVES = [move.name for move in flow.steps if move.sources]
STATES = Plan.Status.values
ALLOWED = {
    ("accept", "read", "board"),
    ("discard", "read", "board"),
    ("issue", "drafted", "board"),
    ("close", "issued", "board"),
}
STEPS = {(s, m.target) for m in flow.steps for s in m.sources} | {(s, s) for s in STATES}
SEES_ALL = {"board", "system", "auditor"}


def act(move: str, plan: Plan, by):
    """Call the move's verb as the desk does."""
    more = {"reason": "because"} if move in ("discard", "close") else {}
    return getattr(services, move)(plan, by=by, **more)


@pytest.mark.parametrize(("move", "status", "who"), list(itertools.product(MOVES, STATES, PEOPLE)))
def test_a_move_is_open_only_to_whom_the_table_says(people, move, status, who):
    plan = PlanFactory(status=status)
    ItemFactory(plan=plan)
    before = history(plan)
    if (move, status, who) in ALLOWED:
        act(move, plan, people[who])
        assert plan.status == flow.moves[move].target
        assert (history(plan)[0].verb, history(plan)[0].actor) == (move, str(people[who]))
    else:
        with pytest.raises((PermissionDenied, NotNow)):
            act(move, plan, people[who])
        plan.refresh_from_db()
        assert plan.status == status and history(plan) == before


@pytest.mark.parametrize(("who", "status"), list(itertools.product(PEOPLE, STATES)))
def test_plans_in_the_making_are_seen_from_their_issuer_upwards(people, who, status):
    plan = PlanFactory(status=status)
    seen = Plan.objects.visible_to(people[who])
    assert list(seen) == ([plan] if status in Plan.PUBLIC or who in SEES_ALL else [])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("status", STATES)
def test_what_awaits_me_i_can_see_and_the_board_can_move(people, status, who):
    plan = PlanFactory(status=status)
    if Plan.objects.awaiting(people[who]).exists():
        assert plan in Plan.objects.visible_to(people[who])
        assert who != "board" or flow.open_to(people[who], plan)
    if flow.open_to(people[who], plan):
        assert plan in Plan.objects.visible_to(people[who])


@pytest.mark.parametrize(("source", "target"), list(itertools.product(STATES, STATES)))
def test_raw_sql_makes_only_the_moves_of_the_table(db, source, target):
    plan = PlanFactory(status=source)
    sql = "UPDATE plans_plan SET status = %s"
    if (source, target) in STEPS:
        with acting(None, "by hand"), connection.cursor() as cursor:
            cursor.execute(sql, [target])
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), acting(None, "by hand"):
            connection.cursor().execute(sql, [target])
        plan.refresh_from_db()
        assert plan.status == source


@pytest.mark.parametrize("status", [s for s in STATES if s != "read"])
def test_no_plan_is_born_in_the_middle_of_its_life(db, status):
    fields = PlanFactory.build(status=status, issuer=PlanFactory(year=2000).issuer).__dict__
    row = Plan(**{name: value for name, value in fields.items() if name != "_state"})
    with pytest.raises(DatabaseError, match="does not start as"), acting(None, "forge"):
        Plan.objects.bulk_create([row])


@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_board_reads_a_decision_in(people, who):
    assert [m.name for m in flow.beginnings(people[who])] == (["read"] if who == "board" else [])


def test_a_reading_with_open_doubts_or_gaps_is_not_accepted(people):
    plan = PlanFactory(status="read", signer="")
    ItemFactory(plan=plan, level="", code="2.7")
    DoubtFactory(plan=plan)
    with pytest.raises(ValidationError) as refused:
        services.accept(plan, by=people["board"])
    said = " ".join(refused.value.messages)
    assert all(word in said for word in ("2.7",)) and len(refused.value.messages) == 3
    plan.refresh_from_db()
    assert plan.status == "read"


def test_one_plan_a_year_and_unit_is_in_force(people):
    first = PlanFactory(year=2024)
    second = PlanFactory(year=2024, status="drafted")
    with pytest.raises(ValidationError):
        services.issue(second, by=people["board"])
    with pytest.raises(DatabaseError, match="one_issued_plan"), acting(None, "by hand"):
        Plan.objects.filter(pk=second.pk).update(status="issued")
    services.close(first, by=people["board"])
    services.issue(second, by=people["board"])
    assert second.status == "issued"


def test_the_board_of_the_successor_brings_the_old_plan_forward(people):
    """The plan of 2023 was issued by a unit that is closed: rights pass on with the work."""
    assert people["board"].holds("board", path=PlanFactory().issuer.path)
