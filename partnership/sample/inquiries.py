"""Five hundred invented questions with their answers, so that every queue and figure has life.

Each is a sentence of a matter with its own goods, numbers and place; nobody asked them.
"""

import random
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.timezone import localtime, now

from core.history import acting
from directory.calendars import calendar_for
from directory.models import Enterprise, Role, Unit, User
from inquiries import clocks, codes
from inquiries.models import (
    Citation,
    Escalation,
    FirstResponse,
    Holding,
    Inquiry,
    Limit,
    Message,
    PassingOn,
    Pause,
    ReplyTemplate,
    Topic,
    TopicRule,
    Usefulness,
)
from inquiries.services import is_member
from inquiries.standard import load_limits, load_topics

from . import questions as q
from . import turns

MANY = 500
S, End, Side = Inquiry.Status, Holding.End, Message.Side
CHANNELS = ("portal",) * 8 + ("email",) * 5 + ("hotline",) * 5 + ("counter",) * 3 + (
    "writing", "zalo", "zalo", "viber", "social", "dialogue",
)  # fmt: skip
RECENT = (S.RECEIVED,) * 3 + (S.ROUTED,) * 5 + (S.WAITING,) * 2 + (S.ESCALATED, S.WITHDRAWN) + (
    S.ANSWERED,) * 5  # fmt: skip
STEPS = (  # from a beginning to each state, as the table has the moves
    (S.ROUTED, (S.ROUTED, S.WAITING, S.ESCALATED)),
    (S.WAITING, (S.WAITING,)),
    (S.ESCALATED, (S.ESCALATED,)),
    (S.ANSWERED, (S.ANSWERED,)),
    (S.WITHDRAWN, (S.WITHDRAWN,)),
    (S.HANDED_OVER, (S.HANDED_OVER,)),
)
NEXT = """SELECT nextval(pg_get_serial_sequence('inquiries_inquiry', 'id'))
          FROM generate_series(1, %s)"""


def load() -> int:
    """Load what is missing; returns how many cases were added."""
    load_topics()
    load_limits()
    if Inquiry.objects.filter(submission=_key(0)).exists():
        return 0
    with acting(None, "sample"):
        _reference()
        world = World()
        cases = [Sample(world, number).made() for number in range(MANY)]
        for case, (key,) in zip(cases, _keys(), strict=True):
            case.inquiry.pk = key
            case.inquiry.reference = codes.reference(case.inquiry.received_at.year, key)
        Inquiry.objects.bulk_create([case.inquiry for case in cases], batch_size=250)
        for model in (Holding, PassingOn, Pause, Escalation, FirstResponse, Usefulness, Message):
            rows: list = [row for case in cases for row in case.rows if isinstance(row, model)]
            model.objects.bulk_create(rows, batch_size=500)
        Citation.objects.bulk_create([row for case in cases for row in case.citations])
        _move(cases)
        turns.load(world.now)
    return len(cases)


def _keys() -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [MANY])
        return cursor.fetchall()


def _move(cases: list["Sample"]) -> None:
    """Bring the recent cases to their state by the moves of the table; the triggers watch."""
    for target, through in STEPS:
        keys = [case.inquiry.pk for case in cases if case.target in through]
        rows, still = Inquiry.objects.filter(pk__in=keys), {"due_at": None, "first_due_at": None}
        if target == S.ESCALATED:
            for case in rows.select_related("unit"):
                above = case.unit.parent_id
                Inquiry.objects.filter(pk=case.pk).update(status=target, asked_above=above)
        else:
            rows.update(status=target, **(still if target == S.WAITING else {}))


def _key(number: int) -> UUID:
    """The submission of the ``number``-th sample case, the same in every trial."""
    return UUID(int=0x5A4D504C_0000_4000_8000_000000000000 + number)


def _reference() -> None:
    """Limits, rules of topics and ready answers, as an administrator would enter them."""
    hq = Unit.objects.filter(parent=None, valid_to=None).latest("pk")
    topics = {topic.code: topic for topic in Topic.objects.all()}
    Limit.objects.get_or_create(
        kind="proposal", topic=None, members=False,
        defaults={"first_hours": 16, "answer_days": 10, "basis": "Số liệu mẫu"},
    )  # fmt: skip
    for code in ("voluntary-compliance", "it", "single-window"):
        TopicRule.objects.get_or_create(topic=topics[code], kind="", defaults={"unit": hq})
    for title, language, text in q.TEMPLATES:
        ReplyTemplate.objects.get_or_create(title=title, language=language, defaults={"text": text})


class World:
    """What the cases are made of, read once."""

    def __init__(self):
        current = Unit.objects.filter(valid_to=None)
        kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.BRANCH, Unit.Kind.HQ_UNIT)
        self.units = list(current.filter(kind__in=kinds).order_by("path")[:60])
        desk = Role.Kind.OFFICER, Role.Kind.FOCAL_POINT, Role.Kind.HEAD
        roles = Role.objects.filter(kind__in=desk).select_related("unit", "user").order_by("pk")
        self.people: dict[int, list[User]] = {}
        for role in roles:
            self.people.setdefault(role.unit_id, []).append(role.user)
        self.homes = [role.unit for role in roles]
        self.firms = list(Enterprise.objects.order_by("pk"))
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        self.superior = {unit.pk: unit for unit in Unit.objects.all()}
        self.calendar = calendar_for(None)
        self.now = now()

    def of_then(self, unit: Unit, day: date, number: int) -> Unit:
        """The unit that stood in its place on ``day``: one of those it came from, by ``number``."""
        if unit.stands_on(day):
            return unit
        keys = [int(path.rstrip("/").rpartition("/")[2]) for path in unit.covers]
        earlier = [self.superior[key] for key in keys if self.superior[key].stands_on(day)]
        return earlier[number % len(earlier)] if earlier else unit


class Sample:
    """One case: the older ones are closed, as from a register; recent ones in every state."""

    def __init__(self, world: World, number: int):
        self.world, self.number = world, number
        self.dice = random.Random(number)  # noqa: S311 -- invented data, the same each time
        self.rows: list = []
        self.citations: list[Citation] = []

    def made(self) -> "Sample":
        pick = self.dice.choice
        kind, matters = self._kind()
        code, self.language, subject, question = pick(matters)
        words = self._words()
        self.recent = self.number % 5 == 0
        by_law = kind in Inquiry.BY_LAW
        self.target = S.CLOSED if not self.recent else pick(RECENT)
        if by_law:
            self.target = S.RECEIVED if self.recent else S.HANDED_OVER
        self.unit = pick(self.world.homes) if pick((True, True, False)) else pick(self.world.units)
        if self.target == S.ESCALATED and self.unit.parent_id is None:
            self.target = S.ROUTED
        self.inquiry = self._case(kind, code, subject.format(**words), question.format(**words))
        self._life()
        return self

    def _kind(self):
        sort = self.number % 25
        if sort == 7:
            return Inquiry.Kind.PROPOSAL, q.PROPOSALS
        if sort == 13:
            return Inquiry.Kind.FEEDBACK, q.FEEDBACK
        if self.number % 83 == 3:
            denounced = self.number % 2
            return list(Inquiry.BY_LAW)[denounced], (q.BY_LAW[denounced],)
        return Inquiry.Kind.QUESTION, q.MATTERS

    def _words(self) -> dict[str, object]:
        english = self.language == "en"
        return {
            "goods": self.dice.choice(q.GOODS_EN if english else q.GOODS),
            "place": self.dice.choice(q.PLACES_EN if english else q.PLACES),
            "number": f"10{self.dice.randrange(10**9, 10**10)}",
            "share": self.dice.randrange(2, 45),
            "days": self.dice.randrange(2, 30),
        }

    def _moment(self) -> datetime:
        """The last three weeks for recent cases, else a working hour since 2023."""
        world = self.world
        if self.recent:
            days = 21 if self.number % 4 == 0 else 6
            back = timedelta(minutes=self.dice.randrange(60, days * 24 * 60))
        else:
            span = (world.now - world.now.replace(year=2023, month=1, day=3)).days
            back = timedelta(days=self.dice.randrange(25, span), hours=self.dice.randrange(9))
        moment = localtime(world.now - back)
        day = world.calendar.on_or_before(moment.date())
        return moment.replace(year=day.year, month=day.month, day=day.day)

    def _case(self, kind: str, code: str, subject: str, question: str) -> Inquiry:
        self.at, pick = self._moment(), self.dice.choice
        self.unit = self.world.of_then(self.unit, self.at.date(), self.number)
        firm = pick(self.world.firms) if self.world.firms and self.number % 3 == 0 else None
        hours, days = 8, 3 if kind in Inquiry.BY_LAW else 10 if kind == "proposal" else 5
        self.clock = clocks.Case((clocks.Spell(self.world.calendar, self.at),), hours, days)
        tracking, pin = codes.code_and_pin(_key(self.number))
        people = self.world.people.get(self.unit.pk, [])
        handled = people and self.target != S.RECEIVED
        return Inquiry(
            submission=_key(self.number), code_hash=codes.digest_of_code(tracking),
            pin_hash=codes.digest_of_pin(tracking, pin), kind=kind,
            channel=pick(CHANNELS), topic=self.world.topics[code], subject=subject[:200],
            question=question, language=self.language, asker_name=pick(q.ASKERS),
            company=firm.name_vi if firm else pick(q.FIRMS), enterprise=firm,
            tax_code=firm.tax_code if firm else "", phone=f"09{self.dice.randrange(10**8):08}",
            email=f"hoi.{self.number}@doanhnghiep.example", unit=self.unit,
            handler=pick(people) if handled and self.number % 7 else None, received_at=self.at,
            first_hours=hours, answer_days=days, due_at=clocks.due_at(self.clock),
            first_due_at=clocks.first_due_at(self.clock),
            handed_to="Thanh tra, kiểm tra" if self.target == S.HANDED_OVER else "",
            status=S.CLOSED if self.target == S.CLOSED else S.RECEIVED,
        )  # fmt: skip

    def _life(self) -> None:
        """The rows behind the state."""
        case, calendar = self.inquiry, self.world.calendar
        first = calendar.add_minutes(self.at, self.dice.randrange(30, 900))
        end = min(calendar.add_minutes(self.at, self.dice.randrange(240, 3_300)), self.world.now)
        how = {S.CLOSED: End.ANSWERED, S.ANSWERED: End.ANSWERED, S.WITHDRAWN: End.WITHDRAWN,
               S.HANDED_OVER: End.HANDED_OVER}.get(self.target, "")  # fmt: skip
        self._said(first, end, how)
        self.rows.append(
            Holding(
                inquiry=case, unit=self.unit, since=self.at, until=end if how else None, ended=how,
                due_at=case.due_at if how else None,
                minutes=clocks.waited(self.clock, end) if how else None,
            )
        )  # fmt: skip
        if case.responded_at:
            self.rows.append(
                FirstResponse(inquiry=case, unit=self.unit, at=case.responded_at,
                              due_at=case.first_due_at)
            )  # fmt: skip
        if is_member(case.enterprise):
            at = None if self.target == S.RECEIVED else min(first, end)
            due = clocks.passed_on_by(calendar, self.at, 24)
            self.rows.append(PassingOn(inquiry=case, unit=self.unit, at=at, due_at=due))
        if self.target == S.WAITING:
            since = min(first, self.world.now)
            self.rows.append(Pause(inquiry=case, since=since))
        if self.target == S.ESCALATED:
            self.rows.append(
                Escalation(inquiry=case, from_unit=self.unit, at=min(first, self.world.now),
                           to_unit=self.world.superior[self.unit.parent_id],
                           reason="Hai văn bản hướng dẫn khác nhau, xin ý kiến.")
            )  # fmt: skip

    def _said(self, first: datetime, end: datetime, how: str) -> None:
        case, pick, now_at = self.inquiry, self.dice.choice, self.world.now
        if self.target in (S.WAITING, S.CLOSED) and (
            self.target == S.WAITING or self.number % 4 == 0
        ):
            self._say(Side.OFFICER, q.MORE[self.language], min(first, now_at))
            case.responded_at = min(first, now_at)
            if self.target == S.CLOSED:
                self._say(
                    Side.ASKER, q.REPLIES[self.language], min(first + timedelta(hours=1), end)
                )
        elif how == End.ANSWERED and self.number % 3 and first < end:
            self._say(Side.OFFICER, q.HEARD[self.language], first)
            case.responded_at = first
        if self.number % 6 == 0:
            self._say(Side.NOTE, pick(q.NOTES), min(first, end, now_at))
        if how == End.ANSWERED:
            text = pick(q.ANSWERS[self.language]).format(subject=case.subject)
            answer = self._say(Side.OFFICER, text, end, answers=True)
            document, place = pick(q.LAWS)
            self.citations.append(Citation(message=answer, document=document, place=place))
            case.answered_at, case.responded_at = end, case.responded_at or end
            self._rated(end)

    def _say(self, side: str, text: str, at: datetime, **more) -> Message:
        by = self.inquiry.handler if side in (Side.OFFICER, Side.NOTE) else None
        message = Message(inquiry=self.inquiry, side=side, text=text, at=at, by=by, **more)
        self.rows.append(message)
        return message

    def _rated(self, end: datetime) -> None:
        if self.number % 3 == 0:
            level = self.dice.choice((5, 5, 5, 4, 4, 4, 4, 3, 2, 1))
            reason = self.dice.choice(q.REASONS) if level < 3 else ""
            at = min(end + timedelta(hours=20), self.world.now)
            self.rows.append(Usefulness(inquiry=self.inquiry, level=level, reason=reason, at=at))
