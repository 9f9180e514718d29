"""Issues needing support: every move from every state by every person, then by raw SQL (G23)."""

import itertools
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection
from django.utils.timezone import make_aware

from core.history import acting, history
from core.models import Letter
from core.workflow import NotNow
from directory.calendars import calendar_for
from plans.admin.support_issues import age
from plans.models import SupportIssue
from plans.rules import support_issue_flow as flow
from plans.services import support_issues
from tests.factories import PlanFactory, RoleFactory, UnitFactory
from tests.undone import undone

from .activity_factories import SupportIssueFactory

PEOPLE = [
    "officer", "head", "focal_point", "administrator", "stranger", "board", "system", "auditor",
    "advisor",
]  # fmt: skip
UNIT = {"officer", "head", "focal_point"}
STATES = SupportIssue.Status.values
MOVES = [move.name for move in flow.moves.values() if move.sources]
# Who may, from which states, and where it leads ("" keeps the state).
TABLE = {
    "take_up": ({"board"}, {"raised"}, "taken_up"),
    "answer": ({"board"}, {"taken_up"}, "answered"),
    "forward": ({"board"}, {"taken_up"}, ""),
    "advise": ({"advisor"}, {"taken_up"}, ""),
    "close": (UNIT | {"board"}, {"answered"}, "closed"),
    "resubmit": (UNIT, {"sent_back"}, "raised"),
    "reopen": (UNIT, {"answered", "closed"}, "taken_up"),
    "send_back": ({"board"}, {"raised", "taken_up"}, "sent_back"),
    "withdraw_issue": (UNIT, {"raised", "taken_up", "sent_back"}, "withdrawn"),
}
STEPS = {(s, m.target) for m in flow.steps for s in m.sources} | {(s, s) for s in STATES}
WORDS = {"title": "Khác", "text": "Rõ hơn", "asked": "Đề nghị trả lời"}


def act(move: str, issue: SupportIssue, by):
    more = {
        "answer": {"answer": "Theo Điều 5"},
        "forward": {"unit": issue.forwarded_to},
        "advise": {"opinion": "Được phép"},
        "resubmit": WORDS,
        "reopen": {"reason": "Chưa rõ"},
        "send_back": {"reason": "Thiếu hồ sơ"},
        "withdraw_issue": {"reason": "Đã xong"},
    }
    return getattr(support_issues, move)(issue, by=by, **more.get(move, {}))


@pytest.fixture
def advised(db):
    """A headquarters unit, and an officer of it."""
    office = UnitFactory(kind="hq_unit", code="GSQL")
    return office, RoleFactory(unit=office).user


def test_the_table_of_this_test_names_every_move():
    assert set(TABLE) == set(MOVES)


@pytest.mark.parametrize("move", MOVES)
def test_a_move_is_open_only_to_whom_the_table_says(everyone, people, unit, advised, move):
    who_may, sources, target = TABLE[move]
    for status in STATES:
        made = SupportIssueFactory(unit=unit, status=status, forwarded_to=advised[0])
        before, letters = history(made), Letter.objects.count()
        for who in PEOPLE:
            person = advised[1] if who == "advisor" else people[who]
            with undone(made) as issue:
                if who in who_may and status in sources:
                    act(move, issue, person)
                    assert issue.status == (target or status)
                    last = history(issue)[0]
                    assert (last.verb, last.actor) == (move, str(person))
                else:
                    with pytest.raises((PermissionDenied, NotNow)):
                        act(move, issue, person)
                    issue.refresh_from_db()
                    assert issue.status == status and history(issue) == before
                    assert Letter.objects.count() == letters


@pytest.mark.parametrize(("source", "target"), list(itertools.product(STATES, STATES)))
def test_raw_sql_makes_only_the_moves_of_the_table(db, source, target):
    issue = SupportIssueFactory(status=source)
    sql = "UPDATE plans_supportissue SET status = %s, answer = 'a', answered_at = now()"
    if (source, target) in STEPS:
        with acting(None, "by hand"), connection.cursor() as cursor:
            cursor.execute(sql, [target])
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), acting(None, "by hand"):
            connection.cursor().execute(sql, [target])
        issue.refresh_from_db()
        assert issue.status == source


def test_an_issue_is_seen_upwards_and_by_the_unit_asked(people, unit, advised):
    mine, asked = SupportIssueFactory(unit=unit), SupportIssueFactory(forwarded_to=advised[0])
    both = {mine, asked}
    for who in PEOPLE[:-1]:
        sees_all, near = who in {"board", "system", "auditor"}, who != "stranger"
        expected = both if sees_all else {mine} if near else set()
        assert set(SupportIssue.objects.visible_to(people[who])) == expected, who
    assert set(SupportIssue.objects.visible_to(advised[1])) == {asked}
    assert not SupportIssue.objects.visible_to(people["asker"])


def test_an_issue_is_raised_for_ones_own_unit_in_the_plan_in_force(people, unit):
    with pytest.raises(ValidationError):
        support_issues.raise_issue(by=people["officer"], unit=unit, **WORDS)
    PlanFactory(year=2031, status="closed")
    plan = PlanFactory(year=2030)
    issue = support_issues.raise_issue(by=people["officer"], unit=unit, **WORDS)
    assert issue.plan == plan and issue.status == "raised" and issue.raised_at
    with pytest.raises(PermissionDenied):
        support_issues.raise_issue(by=people["stranger"], unit=unit, **WORDS)


def recipients(what: str) -> set[str]:
    return set(
        Letter.objects.filter(cause__startswith=f"plans.issue.{what}:").values_list(
            "recipient", flat=True
        )
    )


def test_letters_go_both_ways(people, unit, advised):
    """The Committee hears of each step of the unit, the unit of each of the Committee's."""
    issue = SupportIssueFactory(unit=unit)
    board, officer = people["board"], people["officer"]
    focal = RoleFactory(unit=advised[0], kind="focal_point").user
    support_issues.send_back(issue, by=board, reason="Thiếu số tờ khai")
    support_issues.resubmit(issue, by=officer, **WORDS | {"title": "Lần hai"})
    support_issues.take_up(issue, by=board)
    support_issues.forward(issue, by=board, unit=advised[0])
    support_issues.advise(issue, by=advised[1], opinion="Được phép")
    support_issues.answer(issue, by=board, answer="Theo Điều 5")
    assert recipients("send_back") == {officer.email}
    assert recipients("advised") == {board.email}
    assert recipients("forward") == {focal.email}
    cause = flow.moves["answer"].cause.format(subject=issue)
    [answer] = Letter.objects.filter(cause=cause)
    assert answer.recipient == officer.email and "Theo Điều 5" in answer.body
    first = answer.pk
    support_issues.reopen(issue, by=officer, reason="Chưa rõ")
    assert recipients("reopened") == {board.email}
    support_issues.answer(issue, by=board, answer="Theo Điều 6")
    assert Letter.objects.filter(body__contains="Theo Điều 6").exclude(pk=first).count() == 1


def test_an_issue_waits_until_the_answer_that_stands(people, unit):
    """Reopened it waits again, from the day when it was first raised."""
    days = [date(2024, 5, day) for day in (2, 6, 7, 9, 10, 13)]  # the 4th is a working day too
    ages = []
    steps: list[Callable] = [
        lambda: None,
        lambda: support_issues.answer(issue, by=people["board"], answer="Theo Điều 5"),
        lambda: support_issues.reopen(issue, by=people["officer"], reason="Chưa rõ"),
        lambda: None,
        lambda: support_issues.answer(issue, by=people["board"], answer="Theo Điều 6"),
        lambda: support_issues.close(issue, by=people["officer"]),
    ]
    issue = SupportIssueFactory(unit=unit, status="taken_up", raised_at=noon(days[0]))
    for day, step in zip(days, steps, strict=True):
        with time_machine.travel(noon(day), tick=False):
            step()
            ages.append(age(issue, calendar_for(None)))
    assert ages == [0, 3, 4, 6, 7, 7]


def noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))
