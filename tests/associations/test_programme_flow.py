"""Applications, members, requests, assessments: move × state × person (G23)."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection

from associations import services
from associations.rules import application_flow, assessment_flow, member_flow, request_flow
from core.history import acting, history
from core.workflow import NotNow
from tests.associations.programme_factories import (
    AT,
    DAY,
    ApplicationFactory,
    AssessmentFactory,
    MemberFactory,
    ScoreFactory,
    SupportRequestFactory,
)
from tests.factories import UnitFactory
from tests.undone import undone

PEOPLE = ["asker", "rival", "officer", "head", "focal_point", "administrator", "stranger",
          "board", "system", "auditor"]  # fmt: skip
WORK = {"head", "focal_point", "board"}  # the officer sits in a branch below the department
WHY = {"reason": "because"}
MAY = {
    application_flow: {
        "examine": WORK, "accept": {"board"}, "refuse": {"board"}, "take_back": {"asker"},
    },
    member_flow: {
        "withdraw": {"board"}, "contest": {"asker"}, "reinstate": {"board"}, "uphold": {"board"},
    },
    request_flow: {"forward": WORK, "answer": WORK, "turn_away": WORK},
    assessment_flow: {
        "share": WORK, "comment": {"asker"}, "decide_on": {"head", "board"}, "appeal": {"asker"},
    },
}  # fmt: skip
BESIDE = {
    "active": ", left_on = NULL, grounds = ''",
    "withdrawn": ", left_on = '2026-1-1', grounds = 'other'",
    "contested": ", left_on = '2026-1-1', grounds = 'other', appeal = 'x'",
}
FLOWS = {flow.model.__name__: flow for flow in MAY}
CASES = [(name, move) for name, flow in FLOWS.items() for move in MAY[flow]]


def row(flow, enterprise, status):
    """A sound row in this state, of the asker's enterprise."""
    ended = {} if status == "active" else {"left_on": DAY, "grounds": "crime"}
    if status == "contested":
        ended["appeal"] = "x"
    told = {"outcome": "core", "grounds": "x", "decided_on": DAY, "comment_by": DAY}
    make = {
        "Application": lambda: ApplicationFactory(
            enterprise=enterprise, status=status, level=2, violations=0
        ),
        "Member": lambda: MemberFactory(enterprise=enterprise, status=status, **ended),
        "SupportRequest": lambda: SupportRequestFactory(
            member=MemberFactory(
                enterprise=enterprise, status="withdrawn", left_on=DAY, grounds="other"
            ),
            status=status, forwarded_at=AT, forwarded_to=UnitFactory(), answer="x",
            answered_at=AT,
        ),
        "Assessment": lambda: AssessmentFactory(enterprise=enterprise, status=status, **told),
    }  # fmt: skip
    return make[flow.model.__name__]()


def given(move):
    return {
        "examine": {"level": 2, "violations": 0}, "refuse": WHY, "turn_away": WHY,
        "withdraw": WHY | {"grounds": "crime"}, "answer": {"text": "x"}, "comment": {"text": "x"},
        "appeal": {"text": "x"}, "contest": {"text": "x"}, "reinstate": WHY, "uphold": WHY,
        "decide_on": WHY | {"outcome": "warned"},
    }.get(move, {})  # fmt: skip


def test_the_cases_are_all_there():
    for flow, moves in MAY.items():
        assert {m.name for m in flow.steps if m.sources} == set(moves)


@pytest.mark.parametrize(("name", "move"), CASES, ids=lambda case: str(case))
def test_a_row_moves_only_as_its_table_says(everyone, people, name, move):
    flow = FLOWS[name]
    enterprise = people["asker"].represents.get().enterprise
    to = {"unit": UnitFactory()} if move == "forward" else {}
    verb, act, more = flow.moves[move], getattr(services, move), given(move) | to
    for status in flow.model.Status.values:
        made = row(flow, enterprise, status)
        before = history(made)
        for who in PEOPLE:
            with undone(made) as subject:
                if who in MAY[flow][move] and status in verb.sources:
                    act(subject, by=people[who], **more)
                    last = history(subject)[0]
                    assert (subject.status, last.verb) == (verb.target, move)
                    assert last.actor == str(people[who])
                else:
                    with pytest.raises((PermissionDenied, NotNow)):
                        act(subject, by=people[who], **more)
                    subject.refresh_from_db()
                    assert subject.status == status and history(subject) == before
        clear(flow, enterprise)


def clear(flow, enterprise) -> None:
    """One row at a time: an enterprise has one application, membership, assessment."""
    with acting(None, "clear"):
        flow.model.objects.all().delete()
        if flow is not member_flow:
            member_flow.model.objects.filter(enterprise=enterprise).delete()


@pytest.mark.parametrize("name", FLOWS)
def test_raw_sql_makes_only_the_moves_of_the_table(people, name):
    flow = FLOWS[name]
    enterprise = people["asker"].represents.get().enterprise
    steps = {(str(s), str(m.target)) for m in flow.steps for s in m.sources}
    for source, target in itertools.product(flow.model.Status.values, repeat=2):
        subject = row(flow, enterprise, source)
        sql = f"UPDATE {flow.model._meta.db_table} SET status = %s WHERE id = %s"
        if name == "Member":
            sql = sql.replace("WHERE", f"{BESIDE[target]} WHERE")
        if source == target or (source, target) in steps:
            with acting(None, "by hand"), connection.cursor() as cursor:
                cursor.execute(sql, [target, subject.pk])
        else:
            with pytest.raises(DatabaseError, match="Invalid transition"), acting(None, "by hand"):
                connection.cursor().execute(sql, [target, subject.pk])
        clear(flow, enterprise)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_begin(people, who):
    begun = {m.name for flow in MAY for m in flow.beginnings(people[who])}
    enterprise = {"apply", "ask"} if who in ("asker", "rival") else set()
    working = {"assess"} if who in WORK | {"officer", "stranger"} else set()
    assert begun == enterprise | working | ({"admit"} if who == "board" else set())


def test_nobody_begins_for_somebody_else(people, department):
    mine = people["asker"].represents.get().enterprise
    member = MemberFactory(enterprise=mine)
    criteria = ScoreFactory().criterion.criteria
    words = {"contact": "x", "phone": "1"}
    with pytest.raises(PermissionDenied):
        services.apply(by=people["rival"], enterprise=mine, **words)
    with pytest.raises(ValidationError):
        services.ask(by=people["rival"], member=member, subject="x", text="x")
    with pytest.raises(PermissionDenied):
        services.assess(
            by=people["stranger"], criteria=criteria, enterprise=mine, unit=department, year=2025
        )
