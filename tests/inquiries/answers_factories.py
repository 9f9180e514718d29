"""Rows of the answer base for tests, in any state."""

import factory
from django.utils.timezone import now

from core.history import acting
from inquiries.answers import services
from inquiries.models import (
    AnswerCitation,
    AnswerDay,
    Citation,
    Contradiction,
    PublishedAnswer,
    ReplacedDocument,
)  # fmt: skip
from tests.factories import GivenFactory, RoleFactory, UnitFactory
from tests.inquiries.factories import InquiryFactory, MessageFactory, TopicFactory

S = PublishedAnswer.Status


class AnswerFactory(GivenFactory):
    class Meta:
        model = PublishedAnswer

    topic = factory.SubFactory(TopicFactory)
    unit = factory.SubFactory(UnitFactory)
    title = factory.Sequence("Hồ sơ hải quan điện tử số {} gồm những gì?".format)
    question = "Xin hỏi hồ sơ hải quan gồm những chứng từ nào?"
    answer = "Hồ sơ gồm tờ khai, hóa đơn thương mại và vận đơn."
    written_by = factory.LazyAttribute(lambda o: RoleFactory(kind="officer", unit=o.unit).user)
    status = S.PUBLISHED
    checked_by = factory.LazyAttribute(
        lambda o: None if o.status == S.PROPOSED else RoleFactory(kind="officer", unit=o.unit).user
    )
    published_at = factory.LazyAttribute(
        lambda o: None if o.status in (S.PROPOSED, S.CHECKED, S.WITHDRAWN) else now()
    )
    review = factory.LazyAttribute(lambda o: "Đang xem lại" if o.status == S.FLAGGED else "")


def cite(answer, document="39/2018/TT-BTC", place="Điều 7"):
    with acting(None, "given"):
        return AnswerCitation.objects.create(answer=answer, document=document, place=place)


def answered_case(text="Mã số thuế 0100233488, hồ sơ gồm tờ khai.", **fields):
    """A case with its answer and a citation."""
    case = InquiryFactory(status="answered", **fields)
    message = MessageFactory(inquiry=case, text=text, answers=True)
    with acting(None, "given"):
        Citation.objects.create(message=message, document="39/2018/TT-BTC", place="Điều 7")
    return case


def contradiction(*, settled=False):
    one, other = AnswerFactory(), AnswerFactory()
    ruling = {"stands": one, "ruling": "Thống nhất", "settled_at": now()} if settled else {}
    with acting(None, "given"):
        return Contradiction.objects.create(
            one=one, other=other, reason="Khác nhau", raised_at=now(), **ruling
        )


def replaced():
    with acting(None, "given"):
        return ReplacedDocument.objects.create(
            number="38/2015/TT-BTC", successor="80/2025/TT-BTC", since=now().date()
        )


def day():
    return AnswerDay.objects.create(answer=AnswerFactory(), day=now().date(), reads=1)


__all__ = ["AnswerFactory", "answered_case", "cite", "contradiction", "day", "replaced", "services"]
