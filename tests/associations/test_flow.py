"""Agreements and commitments: every move from every state by every person (G23)."""

import itertools
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from associations import services
from associations.models import Agreement, Commitment
from associations.rules import agreement_flow, commitment_flow
from core.history import acting, history
from core.workflow import NotNow
from tests.associations.factories import AgreementFactory, CommitmentFactory, speaker
from tests.undone import undone

PEOPLE = ["asker", "officer", "head", "focal_point", "administrator", "stranger", "board",
          "system", "auditor", "speaker"]  # fmt: skip
S, C = Agreement.Status, Commitment.Status
DAY = date(2025, 2, 1)
LEAD, SIGN = {"focal_point", "head", "board"}, {"head", "board"}
MAY = {
    "draft": LEAD, "decline": LEAD, "consult": LEAD, "sign": SIGN, "countersign": SIGN,
    "suspend": SIGN, "resume": SIGN, "terminate": SIGN, "replace": set(), "expire": set(),
    "extend": SIGN,
}  # fmt: skip
GIVEN = {
    "decline": {"reason": "because"}, "suspend": {"reason": "because"},
    "terminate": {"reason": "because"}, "countersign": {"day": DAY},
    "sign": {"signed_by_customs": DAY}, "expire": {"today": DAY},
    "extend": {"signed_by_customs": DAY, "signed_by_partner": DAY, "text": "x",
               "extends_to": date(2099, 1, 1)},
}  # fmt: skip
# A commitment of the unit in charge, reported by a colleague: officers of the branch below it
# do not carry out what the department undertook.
MAY_OWED = {
    "report": LEAD, "confirm": LEAD | {"speaker"}, "send_back": LEAD | {"speaker"},
    "release": SIGN, "lapse": set(),
}  # fmt: skip
GIVEN_OWED = {
    "report": {"evidence": "done"}, "send_back": {"reason": "x"}, "release": {"reason": "x"},
}  # fmt: skip


def agreement_at(department, status: str) -> Agreement:
    more = {S.SIGNED: {"signed_by_partner": None}, S.EXPIRED: {"term_months": 12}}
    return AgreementFactory(unit=department, status=status, **more.get(status, {}))


def moves(flow):
    return [move.name for move in flow.steps if move.sources]


def owed_at(department, people, status: str) -> Commitment:
    """Reported by somebody whom no row of the table names, confirmed by a third."""
    done = {"reported_by": people["rival"], "reported_on": DAY}
    ended = {"confirmed_by": people["asker"], "confirmed_on": DAY}
    more = done if status in (C.REPORTED, C.CONFIRMED) else {}
    more |= ended if status == C.CONFIRMED else {}
    agreement = AgreementFactory(unit=department)
    return CommitmentFactory(agreement=agreement, status=status, due_on=DAY, **more)


@pytest.mark.parametrize("move", moves(agreement_flow))
def test_an_agreement_moves_only_as_its_table_says(everyone, people, department, move):
    """move × state × person: a denied case leaves row and history as they were."""
    verb, act = agreement_flow.moves[move], getattr(services, move)
    for status in S.values:
        made = agreement_at(department, status)
        given = GIVEN.get(move, {}) | ({"number": f"7/{status}"} if move == "sign" else {})
        before, partner = history(made), speaker(made)
        for who in PEOPLE:
            by = partner if who == "speaker" else people[who]
            with undone(made) as agreement:
                if who in MAY[move] and status in verb.sources:
                    act(agreement, by=by, **given)
                    assert agreement.status == verb.target
                    last = next(line for line in history(agreement) if "status" in line.changes)
                    assert (last.verb, last.actor) == (move, str(by))
                else:
                    with pytest.raises((PermissionDenied, NotNow)):
                        act(agreement, by=by, **given)
                    agreement.refresh_from_db()
                    assert agreement.status == status and history(agreement) == before


@pytest.mark.parametrize("move", moves(commitment_flow))
def test_a_commitment_moves_only_as_its_table_says(everyone, people, department, move):
    verb, act, given = commitment_flow.moves[move], getattr(services, move), GIVEN_OWED.get(move)
    for status in C.values:
        made = owed_at(department, people, status)
        before, partner = history(made), speaker(made.agreement)
        for who in PEOPLE:
            by = partner if who == "speaker" else people[who]
            with undone(made) as owed:
                if move == "lapse":  # the clock's own: it has no person to ask
                    assert not verb.who(by, owed)
                elif who in MAY_OWED[move] and status in verb.sources:
                    act(owed, by=by, **given or {})
                    assert owed.status == verb.target and history(owed)[0].verb == move
                else:
                    with pytest.raises((PermissionDenied, NotNow)):
                        act(owed, by=by, **given or {})
                    owed.refresh_from_db()
                    assert owed.status == status and history(owed) == before


@pytest.mark.parametrize(
    ("flow", "table"),
    [(agreement_flow, "associations_agreement"), (commitment_flow, "associations_commitment")],
    ids=["agreement", "commitment"],
)
def test_raw_sql_makes_only_the_moves_of_the_table(people, department, flow, table):
    """G23: every pair of states, past Django."""
    steps = {(str(s), str(m.target)) for m in flow.steps for s in m.sources}
    person = people["officer"].pk, people["head"].pk
    for source, target in itertools.product(flow.model.Status.values, repeat=2):
        if flow.model is Agreement:
            row = agreement_at(department, source)
        else:
            row = CommitmentFactory(
                agreement=AgreementFactory(unit=department), status=source, reported_on=DAY,
                reported_by_id=person[0], confirmed_by_id=person[1], confirmed_on=DAY,
            )  # fmt: skip
        sql = f"UPDATE {table} SET status = %s WHERE id = %s"
        if source == target or (source, target) in steps:
            if (source, target) == ("signed", "in_force"):
                sql = sql.replace("WHERE", ", signed_by_partner = '2025-02-01' WHERE")
            with acting(None, "by hand"), connection.cursor() as cursor:
                cursor.execute(sql, [target, row.pk])
        else:
            with pytest.raises(DatabaseError, match="Invalid transition"), acting(None, "by hand"):
                connection.cursor().execute(sql, [target, row.pk])


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_begin(people, department, who):
    agreement = AgreementFactory(unit=department)
    by = speaker(agreement) if who == "speaker" else people[who]
    begun = {m.name for m in agreement_flow.beginnings(by)}
    working = who in LEAD | {"officer", "stranger"}
    expected = ({"propose"} if working or who in ("asker", "speaker") else set()) | (
        {"begin"} if who in LEAD else set()
    )
    assert begun == expected
    assert [m.name for m in commitment_flow.beginnings(by)] == (["undertake"] if working else [])


def test_a_beginning_outside_ones_units_is_refused(people, department):
    words = {"kind": "memorandum", "title_vi": "x"}
    for verb, who in itertools.product(("propose", "begin"), ("stranger", "asker")):
        with pytest.raises(PermissionDenied):
            getattr(services, verb)(by=people[who], unit=department, **words)
    with pytest.raises(PermissionDenied):
        services.undertake(
            by=people["stranger"], agreement=AgreementFactory(unit=department), text_vi="x",
            unit=department,
        )  # fmt: skip
    assert not Agreement.objects.filter(title_vi="x").exists()
    assert not Commitment.objects.exists()


def test_who_reported_does_not_confirm(people, department):
    """A second person: in the rule, and by the database past it."""
    owed = CommitmentFactory(agreement=AgreementFactory(unit=department))
    services.report(owed, by=people["head"], evidence="done")
    with pytest.raises(PermissionDenied):
        services.confirm(owed, by=people["head"])
    with pytest.raises(DatabaseError, match="a_second_person"), acting(None, "by hand"):
        Commitment.objects.filter(pk=owed.pk).update(confirmed_by=people["head"])
    services.confirm(owed, by=people["focal_point"])
    assert owed.status == C.CONFIRMED
