"""The table of a case: every move from every state by every person, then by raw SQL (G23)."""

import itertools
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.utils.timezone import localdate

from core.history import acting, history
from core.workflow import NotNow
from directory.calendars import calendar_for
from inquiries import services
from inquiries.models import Inquiry, Kind
from inquiries.rules import Asker, flow
from tests.factories import UnitFactory
from tests.inquiries.factories import InquiryFactory, TopicFactory
from tests.undone import undone

PEOPLE = ["officer", "head", "focal_point", "administrator", "stranger", "board", "system",
          "auditor", "asker", "rival", "code", "other code"]  # fmt: skip
S = Inquiry.Status
STATES = S.values
DESK, LEADING, ASKERS = (
    {"officer", "head", "focal_point"},
    {"head", "focal_point"},
    {"asker", "code"},
)
OPEN = {"received", "routed", "waiting", "escalated"}
RUNNING = OPEN - {"waiting"}
# Who may, from where, to what; None: the state stays.
TABLE = {
    "answer": (DESK, {"received", "routed"}, "answered"),
    "take": (DESK, {"received", "routed"}, "routed"),
    "route": (LEADING, {"received", "routed"}, "routed"),
    "ask_more": (DESK, {"routed"}, "waiting"),
    "resume": (DESK, {"waiting"}, "routed"),
    "transfer": (DESK, {"received", "routed"}, "received"),
    "give_back": (DESK, {"received", "routed"}, "received"),
    "hand_over": (DESK, {"received", "routed"}, "handed_over"),
    "escalate": (DESK, {"routed"}, "escalated"),
    "recall": (DESK, {"escalated"}, "routed"),
    "advise": ({"board"}, {"escalated"}, "routed"),
    "close": (DESK, {"answered"}, "closed"),
    "merge": (DESK, {"received", "routed", "waiting"}, "merged"),
    "supply": (ASKERS, {"waiting"}, "routed"),
    "reopen": (ASKERS, {"answered", "closed"}, "routed"),
    "contest": (ASKERS, {"answered", "closed"}, "escalated"),
    "withdraw": (ASKERS, OPEN, "withdrawn"),
    "respond": (DESK, RUNNING, None),
    "note": (DESK, set(STATES), None),
    "say": (ASKERS, OPEN, None),
    "extend": (LEADING, RUNNING, None),
    "reclassify": (DESK, OPEN, None),
    "split": (DESK, OPEN, None),
    "rate": (ASKERS, {"answered", "closed"}, None),
}
# Where one state differs from the row: who may there, to what, and which verb the history tells.
BESIDE = {
    ("note", "escalated"): (DESK | {"board"}, None, "note"),
    ("say", "waiting"): (ASKERS, "routed", "supply"),
}
STEPS = {(s, m.target) for m in flow.steps for s in m.sources} | {(s, s) for s in STATES}


def arguments(verb: str, case: Inquiry) -> dict:
    """What the desk's or the portal's form would hand to the verb."""
    text, reason = {"text": "Nội dung"}, {"reason": "Vì sao"}
    day = calendar_for(None).add_working_days(localdate() + timedelta(days=9), 3)
    return {
        "answer": text, "ask_more": text, "advise": text, "supply": text, "reopen": text,
        "contest": text, "respond": text, "note": text, "say": text, "resume": reason,
        "escalate": reason, "recall": reason, "give_back": reason,
        "hand_over": {"handed_to": "Thanh tra", **reason},
        "transfer": {"unit": UnitFactory(), **reason},
        "extend": {"new_due": day, **reason},
        "merge": {"into": InquiryFactory(unit=case.unit)},
        "reclassify": {"kind": "proposal", "topic": case.topic, **reason},
        "split": {"subject": "Việc thứ hai", "question": "Còn việc này?"},
        "rate": {"level": 5},
    }.get(verb, {})  # fmt: skip


def made_for(verb: str, status: str, officer, **fields) -> Inquiry:
    """A case of this state in which the verb has something to do."""
    if verb == "hand_over" and status not in ("answered", "closed"):
        fields["kind"] = Kind.COMPLAINT
    case = InquiryFactory(status=status, **fields)
    with acting(None, "given"):
        if verb == "recall":
            case.escalations.update(by=officer)
        if verb == "give_back":
            at = case.received_at
            case.holdings.create(unit=UnitFactory(), since=at, until=at, ended="transferred")
    return case


@pytest.fixture
def person(people, unit):
    """``person(part, case)``: one of the cast, or somebody with a code."""

    def person(part, case):
        if part in ("code", "other code"):
            return Asker(case.pk if part == "code" else case.pk + 1)
        return people[part]

    return person


@pytest.mark.parametrize("verb", TABLE)
def test_a_move_is_open_only_to_whom_the_table_says(everyone, person, unit, verb):
    """From every state by every person: what is refused leaves the case as it was."""
    firm, topic = person("asker", None).represents.get().enterprise, TopicFactory()
    for status in STATES:
        allowed, sources, target = TABLE[verb]
        allowed, target, said = BESIDE.get((verb, status), (allowed, target, verb))
        fields = {"unit": unit, "enterprise": firm, "topic": topic}
        made = made_for(verb, status, person("officer", None), **fields)
        for who in PEOPLE:
            with undone(made) as case:
                by, more, before = person(who, case), arguments(verb, case), len(history(case))
                if who in allowed and status in sources:
                    getattr(services, verb)(case, by=by, **more)
                    case.refresh_from_db()
                    assert case.status == (target or status), who
                    line = history(case)[0] if verb not in ("split", "rate") else None
                    assert line is None or line.verb == said
                else:
                    with pytest.raises((PermissionDenied, NotNow)):
                        getattr(services, verb)(case, by=by, **more)
                    case.refresh_from_db()
                    assert (case.status, len(history(case))) == (status, before), who


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.DENUNCIATION, Kind.QUESTION])
def test_complaints_are_handed_over_and_not_answered(people, person, unit, kind, who):
    case = InquiryFactory(unit=unit, kind=kind, status="received")
    by = person(who, case)
    own_law = kind != Kind.QUESTION
    if own_law:
        with pytest.raises((PermissionDenied, NotNow)):
            services.answer(case, by=by, text="Trả lời")
    if who in DESK and own_law:
        services.hand_over(case, by=by, handed_to="Thanh tra Tổng cục", reason="Luật Khiếu nại")
        assert (case.status, case.handed_to) == ("handed_over", "Thanh tra Tổng cục")
        assert case.holdings.get().ended == "handed_over"
    else:
        with pytest.raises((PermissionDenied, NotNow)):
            services.hand_over(case, by=by, handed_to="X", reason="Y")
        assert case.status == "received"


def test_a_case_goes_back_only_to_the_unit_that_sent_it(people, unit):
    case, there = InquiryFactory(unit=UnitFactory(code="05")), unit
    sender = case.unit
    with pytest.raises(PermissionDenied):
        services.give_back(case, by=people["officer"], reason="Không phải của chúng tôi")
    with acting(None, "given"):
        Inquiry.objects.filter(pk=case.pk).update(unit=sender)
    services.transfer(case, by=None, unit=there, reason="Thuộc chi cục")
    assert (case.unit, case.status) == (there, "received")
    services.give_back(case, by=people["officer"], reason="Không phải của chúng tôi")
    assert (case.unit, case.status) == (sender, "received")
    assert [h.ended for h in case.holdings.all()] == ["transferred", "returned", ""]


@pytest.mark.parametrize(("source", "target"), list(itertools.product(STATES, STATES)))
def test_raw_sql_makes_only_the_moves_of_the_table(db, source, target):
    case = InquiryFactory(status=source)
    sql = """UPDATE inquiries_inquiry SET status = %s, answered_at = now(), handed_to = 'x',
             due_at = CASE WHEN %s = 'waiting' THEN NULL ELSE now() END,
             asked_above_id = CASE WHEN %s = 'escalated' THEN unit_id END"""
    if (source, target) in STEPS:
        with acting(None, "by hand"), connection.cursor() as cursor:
            cursor.execute(sql, [target, target, target])
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), acting(None, "by hand"):
            connection.cursor().execute(sql, [target, target, target])
        case.refresh_from_db()
        assert case.status == source


@pytest.mark.parametrize("who", PEOPLE)
def test_officers_write_questions_down_and_others_ask(people, person, who):
    case = InquiryFactory()
    ways = [m.name for m in flow.beginnings(person(who, case))]
    outside = who in {"asker", "rival", "code", "other code"}
    past = ["register"] if who in LEADING else []
    inside = ["enter", *past, "split_off"] if who in DESK | {"stranger"} else []
    assert ways == (["submit"] if outside else inside)


def test_what_the_asker_contested_is_not_taken_back_by_the_unit(people, unit):
    """A reply that comes later is not the reply to what was taken back before."""
    case, officer = InquiryFactory(unit=unit, handler=people["officer"]), people["officer"]
    services.escalate(case, by=officer, reason="Hai văn bản khác nhau")
    services.recall(case, by=officer, reason="Đã có hướng dẫn mới")
    services.answer(case, by=officer, text="Trả lời")
    services.contest(case, by=None, text="Không đúng")
    with pytest.raises(PermissionDenied):
        services.recall(case, by=officer, reason="Vẫn đúng")
    services.advise(case, by=None, text="Trả lời lại")
    first, second = case.escalations.all()
    assert first.recalled_at and not first.reply and second.reply == "Trả lời lại"
    assert case.messages.filter(side="note", text="Đã có hướng dẫn mới").exists()
