"""Rows of the inquiries for tests, in any state, with the holdings their clocks need."""

from datetime import timedelta

import factory
from django.utils.timezone import now

from core.figures import at_once
from core.history import acting
from inquiries import codes, counted
from inquiries.figures import Answers, answers
from inquiries.models import Escalation, Holding, Inquiry, Message, Pause, Topic
from tests.factories import GivenFactory, UnitFactory, top

S = Inquiry.Status
ENDS = {
    S.ANSWERED: "answered", S.CLOSED: "answered", S.WITHDRAWN: "withdrawn", S.MERGED: "merged",
    S.HANDED_OVER: "handed_over",
}  # fmt: skip
PIN = "246810"


class TopicFactory(GivenFactory):
    class Meta:
        model = Topic

    code = factory.Sequence("topic-{}".format)
    name_vi = factory.Sequence("Lĩnh vực {}".format)
    name_en = factory.Sequence("Topic {}".format)


def code_of(number: int) -> str:
    """A tracking code with its check symbol, the same for the same number."""
    plain = f"{number:013}"
    return codes.grouped(plain + codes.check_symbol(plain))


class InquiryFactory(GivenFactory):
    """A case in any state; received at ``received_at``, by default a working hour ago."""

    class Meta:
        model = Inquiry
        skip_postgeneration_save = True

    class Params:
        number = factory.Sequence(lambda n: n + 1)

    reference = factory.Sequence("VM-2026-T{:05}".format)
    code_hash = factory.LazyAttribute(lambda o: codes.digest_of_code(code_of(o.number)))
    pin_hash = factory.LazyAttribute(lambda o: codes.digest_of_pin(code_of(o.number), PIN))
    kind = Inquiry.Kind.QUESTION
    channel = Inquiry.Channel.PORTAL
    topic = factory.SubFactory(TopicFactory)
    subject = factory.Sequence("Vướng mắc về hồ sơ số {}".format)
    question = factory.Sequence("Xin hỏi về hồ sơ số {}: cần giấy tờ gì?".format)
    unit = factory.SubFactory(UnitFactory)
    asker_name = "Trần Thị Lan"
    email = "lan@example.com"
    first_hours, answer_days = 8, 5
    received_at = factory.LazyFunction(now)
    status = S.ROUTED
    asked_above = factory.LazyAttribute(lambda o: top() if o.status == S.ESCALATED else None)
    handed_to = factory.LazyAttribute(lambda o: "Thanh tra" if o.status == S.HANDED_OVER else "")
    answered_at = factory.LazyAttribute(
        lambda o: o.received_at if o.status in (S.ANSWERED, S.CLOSED) else None
    )
    due_at = factory.LazyAttribute(
        lambda o: None if o.status == S.WAITING else o.received_at + timedelta(days=7)
    )
    first_due_at = factory.LazyAttribute(lambda o: o.due_at)

    @factory.post_generation
    def rows(self, create, extracted, **kwargs):
        """The rows behind the state: who held it, whether the clock stands still."""
        how = ENDS.get(S(self.status), "")
        end = self.received_at if how else None
        with acting(None, "given"):
            Holding.objects.create(
                inquiry=self, unit=self.unit, since=self.received_at, until=end, ended=how,
                due_at=self.due_at if how else None, minutes=0 if how else None,
            )  # fmt: skip
            if self.status == S.WAITING:
                Pause.objects.create(inquiry=self, since=self.received_at)
            if self.status == S.ESCALATED:
                Escalation.objects.create(
                    inquiry=self, from_unit=self.unit, to_unit=self.asked_above, reason="Khó",
                    at=self.received_at,
                )  # fmt: skip


class MessageFactory(GivenFactory):
    class Meta:
        model = Message

    inquiry = factory.SubFactory(InquiryFactory)
    side = Message.Side.OFFICER
    text = "Chào anh chị"
    at = factory.LazyFunction(now)


def answered(unit, since, until) -> Answers:
    """What the unit answered between two moments, as its figures count it."""
    question = answers(counted.answered(since, until).filter(counted.of(unit.covers)))
    return Answers.of(at_once([question])[0])
