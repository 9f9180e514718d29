"""The share of answer base, mail and channels in the tests that hold for every app."""

from django.utils.timezone import now

from core.history import acting
from inquiries.mail import intake
from inquiries.models import (
    AnswerCitation,
    AnswerDay,
    ChannelMessage,
    Contradiction,
    IncomingMail,
    PublishedAnswer,
    ReplacedDocument,
)  # fmt: skip
from tests.inquiries.answers_factories import AnswerFactory, cite, contradiction, day, replaced
from tests.inquiries.factories import InquiryFactory, TopicFactory


def made(model, **fields):
    with acting(None, "given"):
        return model.objects.create(**fields)


def incoming(**more):
    fields = {"identity": "d" * 64, "at": now(), "outcome": "auto", "subject": "s"} | more
    return made(IncomingMail, **fields)


def channel_message():
    return made(
        ChannelMessage, channel="zalo", number="1", sender="u", at=now(), inquiry=InquiryFactory()
    )


ACCESS = {
    "public": [
        "inquiries:answers:list", "inquiries:answers:feed", "inquiries:answers:detail",
        "inquiries:answers:helped",
    ],
    "token": ["inquiries:channel"],
}  # fmt: skip
ROWS = {
    PublishedAnswer: lambda: AnswerFactory(replaces=AnswerFactory(status="replaced")),
    AnswerCitation: lambda: cite(AnswerFactory()),
    AnswerDay: day,
    ReplacedDocument: replaced,
    Contradiction: lambda: contradiction(settled=True),
    IncomingMail: incoming,
    ChannelMessage: channel_message,
}
BREAKS = {
    "a_published_answer_says_something": {"title": "''"},
    "what_is_published_was_checked": {"checked_by_id": "NULL"},
    "an_answer_is_checked_by_a_second_person": {"checked_by_id": "written_by_id"},
    "a_flagged_answer_tells_why": {"status": "'flagged'", "review": "''"},
    "a_cited_document_has_a_number": {"document": "''"},
    "a_replaced_document_names_its_successor": {"successor": "''"},
    "an_answer_does_not_contradict_itself": {"other_id": "one_id"},
    "a_settled_contradiction_has_a_ruling": {"ruling": "''"},
    "a_mail_s_identity_is_whole": {"identity": "'xyz'"},
    "a_mail_that_made_a_case_names_it": {"outcome": "'case'", "inquiry_id": "NULL"},
    "a_channel_s_message_has_a_number": {"number": "''"},
}
SHAPED = ["core.StoredFile.found", "inquiries.IncomingMail.identity"]
UNSHOWN = ["inquiries.ChannelMessage"]
# No pages; and a move that only the verb makes.
ELSEWHERE = [
    "inquiries:answers:feed", "inquiries:answers:helped", "inquiries:channel",
    "admin:inquiries_publishedanswer_replace",
]  # fmt: skip


def fill(world, number: int) -> None:
    """Hostile texts in every answer, citation, document, contradiction and mail."""
    answer = world.fill(AnswerFactory, number, status="published", review="")
    world.fill(AnswerCitation, number, answer=answer)
    world.fill(ReplacedDocument, number, since=now().date())
    other = AnswerFactory(unit=answer.unit)
    world.fill(
        Contradiction, number, one=answer, other=other, raised_at=now(), ruling="", stands=None
    )
    world.fill(IncomingMail, number, identity=f"{number:064x}", at=now(), outcome="broken")


def furnish(sample) -> None:
    """Answers in every state, a contradiction, a mail nobody could read and one laid aside."""
    unit = sample("dau.moi").unit
    topic = TopicFactory(code="thu-tuc", name_vi="Thủ tục", name_en="Procedures")
    for status in PublishedAnswer.Status.values:
        cite(AnswerFactory(status=status, unit=unit, topic=topic))
    contradiction()
    replaced()
    incoming(outcome="broken")
    intake.take_in(b"From: a@example.com\r\nSubject: s\r\nPrecedence: list\r\n\r\nq\r\n")


def starts() -> list[str]:
    """Searches that find something and nothing."""
    found = [f"/inquiries/answers/{asked}" for asked in ("", "?q=ho+so", "?q=xyz")]
    return [*found, "/admin/inquiries/replaceddocument/add/"]


def fixed() -> list[str]:
    return [answer.get_absolute_url() for answer in PublishedAnswer.objects.public()[:80]]
