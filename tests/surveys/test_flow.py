"""Who may bring questionnaires and rounds forward: every move, state and person (G23)."""

import itertools
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from core.history import acting, history
from core.workflow import NotNow
from surveys import services
from surveys.models import FollowUp, Questionnaire, Round
from surveys.rules import follow_up_flow, keys_paper, questionnaire_flow, round_flow
from tests.factories import UnitFactory, top

from .factories import (
    FollowUpFactory,
    QuestionFactory,
    QuestionnaireFactory,
    RoundFactory,
    SealedAnswerFactory,
    SectionFactory,
    open_round,
    questionnaire,
)

PEOPLE = ["officer", "head", "focal_point", "administrator", "stranger", "board", "system",
          "auditor", "asker"]  # fmt: skip
DRAFT, DECIDE = ["focal_point", "head", "board"], ["head", "board"]
ALLOWED = {
    "approve_questionnaire": (["drafted"], DECIDE),
    "withdraw_questionnaire": (["approved"], DECIDE),
    "discard_questionnaire": (["drafted"], DRAFT),
    "approve_round": (["drafted"], DECIDE), "open_round": (["approved"], DRAFT),
    "close_round": (["open"], DRAFT), "analyse_round": (["closed"], DRAFT),
    "publish_round": (["analysed"], DECIDE), "discard_round": (["drafted", "approved"], DECIDE),
}  # fmt: skip
REASONED = {"withdraw_questionnaire", "discard_questionnaire", "discard_round"}
ROUND_MOVES = [move.name for move in round_flow.steps if move.sources]
FORM_MOVES = [move.name for move in questionnaire_flow.steps if move.sources]


def act(move, row, by):
    more = {"reason": "vì"} if move in REASONED else {}
    return getattr(services, move)(row, by=by, **more)


def tried(people, row, flow, move, status):
    """Every person tries one move of one row; who may not leaves it as it was."""
    sources, who = ALLOWED[move]
    for name in PEOPLE:
        may = status in sources and name in who
        before = history(row)
        if may:
            with transaction.atomic():
                act(move, row, people[name])
                assert row.status == flow.moves[move].target
                assert (history(row)[0].verb, history(row)[0].actor) == (move, str(people[name]))
                transaction.set_rollback(True)
            row.refresh_from_db()
        else:
            with pytest.raises((PermissionDenied, NotNow)):
                act(move, row, people[name])
            row.refresh_from_db()
            assert row.status == status and history(row) == before


@pytest.mark.parametrize(
    ("move", "status"), list(itertools.product(ROUND_MOVES, Round.Status.values))
)
def test_a_round_moves_only_as_the_table_says(people, department, move, status):
    row = RoundFactory(
        unit=department, questionnaire=questionnaire(), status=status, has_open_link=True
    )
    tried(people, row, round_flow, move, status)


@pytest.mark.parametrize(
    ("move", "status"), list(itertools.product(FORM_MOVES, Questionnaire.Status.values))
)
def test_a_questionnaire_moves_only_as_the_table_says(people, department, move, status):
    row = QuestionnaireFactory(unit=department)
    QuestionFactory(section=SectionFactory(questionnaire=row))
    if status != "drafted":
        row = QuestionnaireFactory(unit=department, status=status)
    tried(people, row, questionnaire_flow, move, status)


@pytest.mark.parametrize(
    ("model", "flow", "make"),
    [
        (Round, round_flow, RoundFactory),
        (Questionnaire, questionnaire_flow, QuestionnaireFactory),
        (FollowUp, follow_up_flow, partial(FollowUpFactory, measure="Mở thêm quầy")),
    ],
)
def test_the_database_knows_the_table_too(db, model, flow, make):
    """G23: every pair of states by raw SQL; what is no move is refused."""
    steps = {(str(s), str(m.target)) for m in flow.steps for s in m.sources}
    for before, after in itertools.permutations(model.Status.values, 2):
        row = make(status=before)
        sql = f"UPDATE {model._meta.db_table} SET status = %s WHERE id = %s"  # noqa: S608
        try:
            with transaction.atomic(), acting(None, "x"), connection.cursor() as cursor:
                cursor.execute(sql, [after, row.pk])
        except DatabaseError:
            assert (before, after) not in steps
        else:
            assert (before, after) in steps


def test_an_approved_questionnaire_stands_still(db):
    """No door changes its words, questions or choices: the database refuses."""
    row = questionnaire()
    question = row.questions.exclude(options=None).first()
    choice = question.options.first()
    for change in (
        lambda: Questionnaire.objects.filter(pk=row.pk).update(title_vi="khác"),
        lambda: row.questions.filter(pk=question.pk).update(text_vi="khác"),
        lambda: row.sections.update(title_vi="khác"),
        lambda: question.options.filter(pk=choice.pk).update(label_vi="khác"),
        lambda: choice.delete(),
        lambda: SectionFactory(questionnaire=row),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(None, "x"):
            change()


def test_an_extension_has_a_later_day_and_a_reason(people, department):
    row = open_round(unit=department)
    later = row.closes_on + timedelta(days=3)
    services.extend_round(row, by=people["head"], closes_on=later, reason="Bão số 3")
    row.refresh_from_db()
    assert row.closes_on == later
    assert (history(row)[0].verb, history(row)[0].reason) == ("extend_round", "Bão số 3")
    for day in (later, later - timedelta(days=1), localdate() - timedelta(days=9)):
        with pytest.raises(ValidationError):
            services.extend_round(row, by=people["head"], closes_on=day, reason="x")


def test_an_extension_says_why_and_comes_before_the_end(people, department):
    """In the verb, whatever form or program asks: a reason, and a round that is not closed yet."""
    row = open_round(unit=department)
    later = row.closes_on + timedelta(days=3)
    with pytest.raises(ValidationError) as refused:
        services.extend_round(row, by=people["head"], closes_on=later, reason="  ")
    assert list(refused.value.message_dict) == ["reason"]
    services.close_round(row, by=None)
    with pytest.raises(NotNow):
        services.extend_round(row, by=people["head"], closes_on=later, reason="Bão")
    assert Round.objects.get(pk=row.pk).closes_on < later


def test_a_correction_is_checked_by_the_verb(people, department):
    """Days in order, an approved questionnaire, and nothing beside what may be corrected."""
    row = RoundFactory(unit=department, questionnaire=questionnaire())
    head, before = people["head"], row.opens_on - timedelta(days=1)
    for wrong in ({"closes_on": before}, {"questionnaire": QuestionnaireFactory()}):
        with pytest.raises(ValidationError):
            services.correct_round(row, by=head, **wrong)
    with pytest.raises(ValueError, match="status"):
        services.correct_round(row, by=head, status="open")
    with pytest.raises(ValidationError):
        services.plan_round(by=head, questionnaire=row.questionnaire, opens_on=row.opens_on,
                            closes_on=before)  # fmt: skip
    services.correct_round(row, by=head, is_anonymous=False, closes_on=row.opens_on)
    now = Round.objects.get(pk=row.pk)
    assert (now.is_anonymous, now.closes_on) == (False, row.opens_on)


def test_the_database_keeps_a_round_s_days(db):
    """Never shortened nor begun anew once approved, never moved after the end: by no door."""
    day = timedelta(days=1)
    for status, changes in (
        ("approved", {"opens_on": -day, "closes_on": -day}), ("open", {"closes_on": -day}),
        ("closed", {"closes_on": day}), ("published", {"closes_on": day}),
    ):  # fmt: skip
        row = RoundFactory(status=status)
        for name, by in changes.items():
            with pytest.raises(DatabaseError), transaction.atomic(), acting(None, "x"):
                Round.objects.filter(pk=row.pk).update(**{name: getattr(row, name) + by})


def test_a_round_nobody_could_answer_does_not_open(db):
    row = RoundFactory(status="approved", questionnaire=questionnaire())
    with pytest.raises(ValidationError):
        services.open_round(row, by=None)


def test_who_may_not_move_a_round_learns_nothing_of_it(people, department):
    """Right and state are asked before facts: whether anybody is invited, whether days are over."""
    past = localdate() - timedelta(days=1)
    row = RoundFactory(unit=department, opens_on=past, closes_on=past)
    for status, move in (("drafted", "approve_round"), ("approved", "open_round")):
        if status == "approved":
            row = RoundFactory(unit=department, status=status)
        with pytest.raises(ValidationError):
            act(move, row, people["head"])
        with pytest.raises(PermissionDenied):
            act(move, row, people["officer"])
        row.refresh_from_db()
        assert row.status == status


def test_results_are_not_checked_while_answers_are_under_seal(people, department):
    """They are opened first, half an hour after the end; the round stays closed."""
    row = RoundFactory(unit=department, questionnaire=questionnaire(), status="closed")
    for _n in range(5):
        SealedAnswerFactory(round=row)
    with pytest.raises(PermissionDenied):
        services.analyse_round(row, by=people["officer"])
    with pytest.raises(ValidationError):
        services.analyse_round(row, by=people["head"])
    assert row.status == "closed" and Round.objects.get(pk=row.pk).status == "closed"


def test_who_keys_paper(people, department):
    """Officers of the unit and under it, and those who conduct the round; no stranger."""
    row = RoundFactory(unit=department)
    may = {name for name in PEOPLE if keys_paper(people[name], row)}
    assert may == {"officer", "head", "focal_point", "board"}


def test_what_each_person_sees(people, department):
    """G6: drafts of the own unit and below, open ones of superiors, published ones everywhere."""
    rows = {
        "own draft": RoundFactory(unit=department),
        "own open": RoundFactory(unit=department, status="open"),
        "top draft": RoundFactory(unit=top()),
        "top open": RoundFactory(unit=top(), status="open"),
        "other open": RoundFactory(unit=UnitFactory(code="77"), status="open"),
        "other published": RoundFactory(unit=UnitFactory(code="78"), status="published"),
    }

    def seen(name):
        found = Round.objects.visible_to(people[name])
        return {label for label, row in rows.items() if row in found}

    everything, public = set(rows), {"other published"}
    assert seen("board") == seen("auditor") == seen("system") == everything
    assert seen("head") == seen("focal_point") == public | {"own draft", "own open", "top open"}
    assert seen("officer") == public | {"own open", "top open"}
    assert seen("stranger") == public | {"top open"}
    assert seen("asker") == public
