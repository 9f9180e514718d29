"""The answer base: every move from every state by every person; versions; documents; rulings."""

import itertools
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection

from core.history import acting, history
from core.workflow import NotNow
from inquiries.answers import services
from inquiries.answers.rules import answer_flow as flow
from inquiries.models import Contradiction, PublishedAnswer
from tests.inquiries.answers_factories import AnswerFactory, answered_case, cite
from tests.inquiries.factories import InquiryFactory

PEOPLE = [
    "officer", "head", "focal_point", "administrator", "stranger", "board", "system", "auditor",
]  # fmt: skip
MOVES = [move.name for move in flow.steps if move.sources and move.name != "replace"]
STATES = PublishedAnswer.Status.values
DESK, LEAD = ("officer", "head", "focal_point"), ("head", "focal_point")
ALLOWED = {
    "check": (["proposed"], DESK),
    "send_back": (["checked"], DESK),
    "publish": (["checked"], LEAD),
    "confirm": (["flagged"], LEAD),
    "flag": (["published"], (*DESK, "stranger", "board")),
    "withdraw": (["proposed", "checked", "published", "flagged"], LEAD),
}
STEPS = {(s, m.target) for m in flow.steps for s in m.sources} | {(s, s) for s in STATES}
REASONED = ("send_back", "confirm", "flag", "withdraw")


def act(move, answer, by):
    return getattr(services, move)(answer, by=by, **({"reason": "vì"} if move in REASONED else {}))


@pytest.mark.parametrize("move", MOVES)
def test_a_move_is_open_only_to_whom_the_table_says(people, unit, move):
    """State x person in one walk: who may not, changes nothing."""
    states, who = ALLOWED[move]
    for status, person in itertools.product(STATES, PEOPLE):
        answer = AnswerFactory(unit=unit, status=status)
        before = len(history(answer))
        if status in states and person in who:
            act(move, answer, people[person])
            assert answer.status == flow.moves[move].target, (status, person)
            assert history(answer)[0].verb == move
        else:
            with pytest.raises((PermissionDenied, NotNow)):
                act(move, answer, people[person])
            answer.refresh_from_db()
            assert (answer.status, len(history(answer))) == (status, before), (status, person)


def test_raw_sql_makes_only_the_moves_of_the_table(db):
    """G23."""
    for source, target in itertools.product(STATES, STATES):
        answer = AnswerFactory(status=source)
        sql = """UPDATE inquiries_publishedanswer SET status = %s, review = 'r',
                 checked_by_id = coalesce(checked_by_id, %s), published_at = now() WHERE id = %s"""
        row = [target, AnswerFactory().checked_by_id, answer.pk]
        if (source, target) in STEPS:
            with acting(None, "by hand"), connection.cursor() as cursor:
                cursor.execute(sql, row)
        else:
            with pytest.raises(DatabaseError, match="Invalid transition"), acting(None, "by hand"):
                connection.cursor().execute(sql, row)


def test_who_wrote_does_not_check(people, unit):
    """A second person: the rule, and the database behind it."""
    answer = AnswerFactory(unit=unit, status="proposed", written_by=people["head"])
    with pytest.raises(PermissionDenied):
        services.check(answer, by=people["head"])
    with pytest.raises(IntegrityError, match="second_person"), acting(None, "forge"):
        PublishedAnswer.objects.filter(pk=answer.pk).update(checked_by=people["head"])


def test_what_is_in_the_making_is_seen_by_its_unit_only(people, unit):
    """G6: lists by equality, with rows that could leak."""
    rows = {status: AnswerFactory(unit=unit, status=status) for status in STATES}
    public = {rows["published"], rows["flagged"]}
    elsewhere = AnswerFactory(unit=people["stranger"].unit, status="proposed")
    mine = set(rows.values())
    everything = {*rows.values(), elsewhere}
    for who, seen in {
        "asker": public, "stranger": public | {elsewhere}, "officer": mine, "head": mine,
        "board": everything, "auditor": everything,
    }.items():  # fmt: skip
        assert set(PublishedAnswer.objects.visible_to(people[who])) == seen, who


def test_a_case_is_proposed_without_who_asked(people, unit):
    """G20: names, codes, telephones and addresses of mail stay behind; citations come along."""
    case = answered_case(
        "Chào chị Lan (lan@example.com, 0912 345 678): tờ khai 104567890123 của 0100233488 xong.",
        unit=unit, subject="Tờ khai 104567890123", company="Công ty TNHH Gạo Sạch",
        question="Công ty TNHH Gạo Sạch hỏi: hồ sơ?", tax_code="0100233488",
    )  # fmt: skip
    answer = services.propose(by=people["officer"], inquiry=case)
    text = f"{answer.title} {answer.question} {answer.answer}"
    for datum in ("lan@", "0912", "104567890123", "0100233488", "Gạo Sạch"):
        assert datum not in text
    assert [str(c) for c in answer.citations.all()] == ["39/2018/TT-BTC, Điều 7"]
    assert services.sure_marks(answer) == []
    with pytest.raises(ValidationError):
        services.propose(by=people["officer"], inquiry=case)
    with pytest.raises(ValidationError):
        services.propose(by=people["officer"], inquiry=InquiryFactory(unit=unit))


def test_a_marked_number_is_not_let_through_unseen(people, unit):
    answer = AnswerFactory(unit=unit, status="proposed", answer="Gọi 0912345678 để hỏi.")
    with pytest.raises(ValidationError, match="0912345678"):
        services.check(answer, by=people["head"])
    assert services.check(answer, by=people["head"], seen=True).checked_by == people["head"]


def test_a_new_version_takes_the_place_of_the_old_one_on_its_day(people, unit):
    old = AnswerFactory(unit=unit)
    cite(old)
    new = services.renew(old, by=people["officer"])
    with pytest.raises(ValidationError):
        services.renew(old, by=people["head"])
    words = {"title": "Mới", "question": "Hỏi", "answer": "Đáp mới"}
    rows = [("39 / 2018/tt-btc", "Điều 8")]
    services.correct(new, by=people["officer"], topic=new.topic, citations=rows, **words)
    assert list(PublishedAnswer.objects.public()) == [old]
    services.check(new, by=people["focal_point"])
    services.publish(new, by=people["head"])
    old.refresh_from_db()
    assert (old.status, new.version, list(PublishedAnswer.objects.public())) == (
        "replaced",
        2,
        [new],
    )
    assert new.citations.get().document == "39/2018/TT-BTC"


def test_a_replaced_document_flags_what_rests_on_it(people, unit):
    """Also what is published afterwards, and nothing else."""
    resting, other = AnswerFactory(unit=unit), AnswerFactory(unit=unit)
    late = AnswerFactory(unit=unit, status="checked")
    cite(resting)
    cite(late)
    cite(other, "80/2019/TT-BTC")
    services.replace_document(
        by=people["officer"], number=" 39/2018/tt-btc", successor="121/2025/TT-BTC",
        since=date(2026, 1, 1),
    )  # fmt: skip
    services.publish(late, by=people["head"])
    for row, status in ((resting, "flagged"), (late, "flagged"), (other, "published")):
        row.refresh_from_db()
        assert row.status == status
    assert "121/2025/TT-BTC" in resting.review
    services.confirm(resting, by=people["head"], reason="Điều 7 không đổi")
    assert resting.review == "" and resting.status == "published"


@pytest.mark.parametrize("stands", ["one", "other", None])
def test_headquarters_settles_between_two_units(people, unit, stands):
    one, other = AnswerFactory(unit=unit), AnswerFactory(unit=people["stranger"].unit)
    row = services.contradict(one, by=people["stranger"], other=other, reason="Ngược nhau")
    for again in (one, other):
        again.refresh_from_db()
        assert again.status == "flagged"
    with pytest.raises(ValidationError):
        services.contradict(other, by=people["officer"], other=one, reason="Lại")
    for who in ("officer", "head", "stranger", "auditor", "system"):
        with pytest.raises(PermissionDenied):
            services.settle(row, by=people[who], stands=one, ruling="r")
    kept = getattr(row, stands) if stands else None
    services.settle(row, by=people["board"], stands=kept, ruling="Áp dụng thống nhất")
    states = {}
    for each in (row.one, row.other):
        each.refresh_from_db()
        states[each.pk] = each.status
    assert states == {
        each.pk: "published" if each == kept else "withdrawn" for each in (row.one, row.other)
    }
    with pytest.raises(NotNow):
        services.settle(row, by=people["board"], stands=None, ruling="r")
    assert not Contradiction.objects.open().exists()
