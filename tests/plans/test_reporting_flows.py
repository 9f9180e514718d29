"""Three tables: every move from every state by every person, then by raw SQL (G23)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from core.history import acting, history
from core.workflow import Flow, NotNow
from directory.models import Succession
from plans.models import GeneralReport, Report, ReportingPeriod
from plans.rules import general_report_flow, period_flow, report_flow
from plans.services import general_reports, periods, reports
from tests.factories import RoleFactory, UnitFactory

from .reporting_factories import (
    GeneralReportFactory,
    PassageFactory,
    PeriodFactory,
    RecommendationFactory,
    general_version,
    standing,
)

TERMS = {
    "title_vi": "Báo cáo", "title_en": "", "starts": date(2024, 1, 1), "rule": "as_it_is",
    "cut_off": date(2024, 5, 31), "opens_on": date(2024, 5, 1), "before": date(2024, 6, 14),
    "owing": ["department"], "redo_days": 5, "nag_days": 30,
}  # fmt: skip
LATER = {"until": date(2024, 7, 31), "reason": "bão"}
WHY = {"reason": "bão"}
SIGNED = {"day": date(2024, 7, 1)}


@dataclass(frozen=True)
class Table:
    """A flow, how a row of each state is made, and what its verbs are called with."""

    flow: Flow
    services: object
    make: Callable
    allowed: set
    more: dict


def report(people, status: str) -> Report:
    return standing(status, unit=people["head"].unit)


def while_consolidated(people, status: str) -> Report:
    return standing(status, unit=people["head"].unit, period=PeriodFactory(status="consolidating"))


def once_closed(people, status: str) -> Report:
    return standing(status, unit=people["head"].unit, period=PeriodFactory(status="closed"))


def period(people, status: str) -> ReportingPeriod:
    """With a report that is late, and a final general report: nothing else keeps it back."""
    made = PeriodFactory(status=status)
    standing("expected", period=made, unit=people["head"].unit)
    GeneralReportFactory(period=made, status="final")
    return made


def general(people, status: str) -> GeneralReport:
    """Once it is issued a version of it stands."""
    made = GeneralReportFactory(status=status)
    if status != "drafted":
        with acting(None, "given"):
            general_version(general_report=made, stage=status)
    return made


def withdrawn(made: GeneralReport) -> dict:
    return {"recommendation": RecommendationFactory(general_report=made)}


BOARD = {"board"}
UNIT = {"head", "focal_point", "writer"}
# What is still done once the period is closed; all the rest is over then.
AFTERWARDS = (
    {("excuse", s, "board") for s in ("expected", "drafted", "sent_back")}
    | {("number_paper", s, who) for s in ("submitted", "accepted") for who in UNIT}
)  # fmt: skip
RUNNING = AFTERWARDS | (
    {("draft", "expected", who) for who in UNIT}
    | {("write", status, who) for who in UNIT for status in ("drafted", "sent_back")}
    | {("submit", status, "head") for status in ("drafted", "sent_back")}
    | {("accept_report", "submitted", "board"), ("send_back", "submitted", "board")}
    | {("extend", s, "board") for s in ("expected", "drafted", "submitted", "sent_back")}
    | {("expect_again", "excused", "board")}
)
ASKED = {
    "write": {"texts": {"support": "x"}, "remarks": {}}, "send_back": WHY, "excuse": WHY,
    "expect_again": WHY, "extend": LATER, "number_paper": SIGNED,
}  # fmt: skip
TABLES = {
    "report": Table(report_flow, reports, report, RUNNING, ASKED),
    "report while consolidated": Table(report_flow, reports, while_consolidated, RUNNING, ASKED),
    "report once closed": Table(report_flow, reports, once_closed, AFTERWARDS, ASKED),
    "period": Table(
        period_flow, periods, period,
        {("set_terms", "planned", "board"), ("open_period", "planned", "board"),
         ("consolidate", "open", "board"), ("close_period", "consolidating", "board")}
        | {(verb, s, "board") for verb in ("remind_late", "extend_all")
           for s in ("open", "consolidating")},
        {"set_terms": TERMS, "extend_all": LATER},
    ),
    "general": Table(
        general_report_flow, general_reports, general,
        {("issue_preliminary", "drafted", "board"), ("issue_final", "drafted", "board"),
         ("issue_final", "preliminary", "board")}
        | {(verb, s, "board") for s in ("drafted", "preliminary")
           for verb in ("work_through", "recommend", "withdraw_recommendation")}
        | {("number_general", s, "board") for s in ("preliminary", "final")},
        {"recommend": {"text": "x"}, "withdraw_recommendation": withdrawn,
         "number_general": SIGNED},
    ),
}  # fmt: skip
PEOPLE = [
    "writer", "officer", "head", "focal_point", "administrator", "stranger", "board", "system",
    "auditor",
]  # fmt: skip
CASES = [
    (name, move.name, status)
    for name, table in TABLES.items()
    for move in table.flow.moves.values() if move.sources
    for status in table.flow.model.Status.values
]  # fmt: skip


@pytest.fixture
def persons(people, department):
    """The cast, and an officer who sits in the department itself."""
    writer = RoleFactory(kind="officer", unit=department).user
    return {who: writer if who == "writer" else people[who] for who in PEOPLE}


@pytest.mark.parametrize(("name", "move", "status"), CASES)
def test_a_move_is_open_only_to_whom_the_table_says(persons, name, move, status):
    """Allowed moves are undone again; denied ones change nothing."""
    table = TABLES[name]
    made = table.make(persons, status)
    before = history(made)
    for who, person in persons.items():
        with transaction.atomic():
            if (move, status, who) in table.allowed:
                act(table, move, made, person)
                target = table.flow.moves[move].target or status
                made.refresh_from_db()
                assert made.status == target, who
                if move not in ("write", "remind_late", "recommend", "withdraw_recommendation",
                                "work_through", "extend_all", "number_paper",
                                "number_general"):  # fmt: skip
                    assert history(made)[0].actor == str(person)
            else:
                with pytest.raises((PermissionDenied, NotNow)):
                    act(table, move, made, person)
            transaction.set_rollback(True)
        made.refresh_from_db()
        assert (made.status, history(made)) == (status, before), who


def act(table: Table, move: str, made, by) -> None:
    more = table.more.get(move, {})
    with transaction.atomic():
        getattr(table.services, move)(made, by=by, **(more(made) if callable(more) else more))


@pytest.mark.parametrize("name", ["report", "period", "general"])
def test_raw_sql_makes_only_the_moves_of_the_table(persons, name):
    """G23: every pair of states, by the database itself."""
    table = TABLES[name]
    states = table.flow.model.Status.values
    steps = {(str(s), str(m.target)) for m in table.flow.steps for s in m.sources}
    sql = f"UPDATE {table.flow.model._meta.db_table} SET status = %s WHERE id = %s"  # noqa: S608
    for source in states:
        made = table.make(persons, source)
        for target in states:
            with pytest.raises(DatabaseError) as refused, acting(None, "by hand"):
                connection.cursor().execute(sql, [target, made.pk])
                raise DatabaseError("was made")
            invalid = "Invalid transition" in str(refused.value)
            assert invalid is not ((source, target) in steps or source == target)


@pytest.mark.parametrize("name", ["report", "period", "general"])
def test_beginnings_are_the_boards(persons, name):
    flow = TABLES[name].flow
    begun = {who: [m.name for m in flow.beginnings(person)] for who, person in persons.items()}
    assert {who for who, moves in begun.items() if moves} == BOARD


def test_what_was_submitted_and_first_submitted_never_changes(db):
    """G22, G23: by whatever door."""
    made = standing("sent_back")
    version = made.versions.get()
    changes = [
        ("plans_reportversion", "texts", "{}", version.pk),
        ("plans_reportversion", "submitted_at", "2024-01-01", version.pk),
        ("plans_report", "due_on", "2025-01-01", made.pk),
        ("plans_report", "first_submitted_at", "2024-01-01", made.pk),
    ]
    for table, column, value, pk in changes:
        with pytest.raises(DatabaseError), acting(None, "by hand"):
            sql = f"UPDATE {table} SET {column} = %s WHERE id = %s"  # noqa: S608
            connection.cursor().execute(sql, [value, pk])
    with pytest.raises(DatabaseError), acting(None, "by hand"):
        version.delete()


def test_a_period_is_not_closed_while_a_report_waits_for_review(people):
    """It could be neither accepted nor sent back any more."""
    made = period(people, "consolidating")
    waiting = standing("submitted", period=made)
    with pytest.raises(ValidationError, match="1"):
        periods.close_period(made, by=people["board"])
    reports.accept_report(waiting, by=people["board"])
    periods.close_period(made, by=people["board"])
    assert made.status == "closed"


def test_a_passage_keeps_its_words_unless_it_is_edited(people):
    passage = PassageFactory()
    done = general_reports.use(passage, by=people["board"], use="edited", text=passage.original)
    assert done.use == "included"
    with pytest.raises(ValidationError):
        general_reports.use(passage, by=people["board"], use="edited", text="  ")
    for who in ("head", "auditor"):
        with pytest.raises(PermissionDenied):
            general_reports.use(passage, by=people[who], use="left_out")
    passage.refresh_from_db()
    assert passage.use == "included"


def test_an_extension_is_later_and_keeps_the_original_day(people, department):
    """Also after the due day; the first day stays beside it."""
    made = standing("drafted", unit=department)
    with pytest.raises(ValidationError):
        reports.extend(made, by=people["board"], until=made.due_on, reason="x")
    reports.extend(made, by=people["board"], until=date(2024, 7, 1), reason="bão")
    assert (made.due_on, made.extended_to) == (date(2024, 6, 14), date(2024, 7, 1))
    assert made.due == date(2024, 7, 1)
    assert [c.reason for c in made.concessions.all()] == ["bão"]


def test_an_extension_is_later_than_the_day_to_hand_in_again(people, department):
    """The day in force is the one set when it was sent back; nobody is written to for nothing."""
    made = standing("sent_back", unit=department, redo_by=date(2024, 7, 31))
    for give in (
        lambda until: reports.extend(made, by=people["board"], until=until, reason="bão"),
        lambda until: periods.extend_all(
            made.period, by=people["board"], until=until, reason="bão"
        ),
    ):
        with pytest.raises(ValidationError):
            give(date(2024, 7, 31))
    reports.extend(made, by=people["board"], until=date(2024, 8, 1), reason="bão")
    assert made.due == date(2024, 8, 1)


def test_the_people_of_the_successor_write_the_report_of_a_unit_that_passed_into_theirs(db):
    old, new = UnitFactory(valid_to=date(2024, 7, 1)), UnitFactory()
    head = RoleFactory(kind="head", unit=new).user
    made = standing("expected", unit=old)
    with acting(None, "given"):
        Succession.objects.create(
            predecessor=old, successor=new, kind="renamed", on=date(2024, 7, 2)
        )
    reports.draft(made, by=type(head).objects.get(pk=head.pk))
    assert made.status == "drafted"
