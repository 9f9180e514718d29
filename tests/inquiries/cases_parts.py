"""The share of cases in the tests that are complete by construction; see tests/parts.py."""

from datetime import date

from django.utils.timezone import now

from core.history import acting
from core.models import StoredFile
from inquiries import services
from inquiries.models import (
    Attachment,
    Citation,
    Draft,
    Escalation,
    Extension,
    FirstResponse,
    GroupMember,
    Holding,
    Inquiry,
    Limit,
    Link,
    Message,
    PassingOn,
    Pause,
    ReplyTemplate,
    SavedFilter,
    Substitute,
    Term,
    Topic,
    TopicRule,
    Usefulness,
    Viewing,
)
from tests.factories import EnterpriseFactory, UnitFactory, UserFactory
from tests.inquiries.factories import InquiryFactory, MessageFactory, TopicFactory

ACCESS = {
    "public": [
        f"inquiries:{name}"
        for name in (
            "start", "ask", "question", "who", "check", "done", "track", "tracked", "tracked_move",
            "tracked_file",
        )
    ],
    "login": ["inquiries:my_list", "inquiries:mine", "inquiries:my_move"],
}  # fmt: skip


def file() -> StoredFile:
    return StoredFile.objects.create(
        key="d" * 32, name="d.txt", kind="txt", size=1, sha256="e" * 64
    )


def whole_case() -> Inquiry:
    """A case in which every reference leads somewhere."""
    return InquiryFactory(
        status="escalated", enterprise=EnterpriseFactory(), asked_by=UserFactory(),
        handler=UserFactory(is_staff=True), mail_id="<1@x>", responded_at=now(), tax_code="1",
        submission="00000000-0000-4000-8000-000000000001",
    )  # fmt: skip


def attachment() -> Attachment:
    message = MessageFactory(by=UserFactory())
    return Attachment.objects.create(inquiry=message.inquiry, message=message, file=file())


def escalation(**fields) -> Escalation:
    case = fields.pop("inquiry", None) or InquiryFactory()
    above = UnitFactory()
    return Escalation.objects.create(
        inquiry=case, holding=case.holdings.get(), from_unit=case.unit, to_unit=above, at=now(),
        rung=1,
        **{"reason": "r", "reply": "y", "replied_at": now(), "replied_by": UserFactory(),
           "by": UserFactory(), **fields},
    )  # fmt: skip


def substitute() -> Substitute:
    return Substitute.objects.create(
        officer=UserFactory(is_staff=True), by=UserFactory(is_staff=True),
        valid_from=date(2026, 1, 5), valid_to=date(2026, 1, 9),
    )  # fmt: skip


def member() -> GroupMember:
    return GroupMember.objects.create(
        unit=UnitFactory(), group="advisory", person=UserFactory(is_staff=True), decision="1/QĐ",
        valid_from=date(2026, 1, 5), valid_to=date(2026, 1, 9),
    )  # fmt: skip


def beside(make):
    """The row, and then a case nothing belongs to: a copy may go there (see FREE)."""

    def row():
        found = make()
        InquiryFactory(status="closed")
        return found

    return row


ROWS = {
    Topic: lambda: TopicFactory(parent=TopicFactory()),
    TopicRule: lambda: TopicRule.objects.create(topic=TopicFactory(), unit=UnitFactory()),
    Inquiry: whole_case,
    Message: lambda: MessageFactory(by=UserFactory(), mail_id="<2@x>"),
    Attachment: beside(attachment),
    Citation: lambda: Citation.objects.create(message=MessageFactory(), document="1/2026/NĐ-CP"),
    Usefulness: beside(
        lambda: Usefulness.objects.create(inquiry=InquiryFactory(), level=4, at=now())
    ),
    Link: lambda: Link.objects.create(
        source=InquiryFactory(), target=InquiryFactory(), kind="merged"
    ),
    Limit: lambda: Limit.objects.create(topic=TopicFactory(), first_hours=8, answer_days=5),
    Holding: beside(lambda: InquiryFactory().holdings.get()),
    Term: beside(
        lambda: Term.objects.create(
            inquiry=InquiryFactory(), until=now(), first_hours=8, answer_days=5
        )
    ),
    FirstResponse: lambda: FirstResponse.objects.create(
        inquiry=InquiryFactory(), unit=UnitFactory(), at=now(), due_at=now()
    ),
    PassingOn: beside(
        lambda: PassingOn.objects.create(inquiry=InquiryFactory(), unit=UnitFactory(), due_at=now())
    ),
    Pause: beside(lambda: InquiryFactory(status="waiting").pauses.get()),
    Extension: lambda: Extension.objects.create(
        inquiry=InquiryFactory(), new_due=date(2026, 6, 1), reason="r", at=now(), by=UserFactory()
    ),
    Escalation: beside(escalation),
    Draft: beside(
        lambda: Draft.objects.create(inquiry=InquiryFactory(), by=UserFactory(), at=now())
    ),
    ReplyTemplate: lambda: ReplyTemplate.objects.create(
        unit=UnitFactory(), topic=TopicFactory(), title="t", text="x"
    ),
    Substitute: substitute,
    GroupMember: member,
    SavedFilter: lambda: SavedFilter.objects.create(by=UserFactory(), name="n", query="q=1"),
    Viewing: lambda: Viewing.objects.create(inquiry=InquiryFactory(), by=UserFactory()),
}
BREAKS = {
    "a_topic_does_not_belong_to_itself": {"parent_id": "999999"},
    "an_inquiry_has_a_question": {"question": "''"},
    "an_inquiry_keeps_its_code_as_a_digest": {"pin_hash": "'123456'"},
    "a_running_inquiry_has_a_due_moment": {"due_at": "NULL"},
    "a_waiting_inquiry_has_no_due_moment": {"status": "'waiting'", "asked_above_id": "NULL"},
    "an_answered_inquiry_tells_when": {"status": "'answered'", "asked_above_id": "NULL"},
    "an_inquiry_put_before_a_unit_is_escalated": {"asked_above_id": "NULL"},
    "what_is_handed_over_tells_to_whom": {"status": "'handed_over'", "asked_above_id": "NULL"},
    "a_complaint_or_denunciation_is_not_answered_here": {
        "kind": "'complaint'", "status": "'answered'", "answered_at": "now()",
        "asked_above_id": "NULL",
    },
    "a_message_says_something": {"text": "''"},
    "only_customs_answers": {"answers": "true", "side": "'note'"},
    "a_citation_names_a_document": {"document": "''"},
    "usefulness_has_five_levels": {"level": "6"},
    "who_is_unsatisfied_says_why": {"level": "1"},
    "a_case_is_not_linked_to_itself": {"source_id": "target_id"},
    "a_limit_leaves_time": {"answer_days": "0"},
    "passing_on_has_an_hour_at_least": {"forward_hours": "0"},
    "a_holding_ends_after_it_began": {"until": "since - interval '1 day'", "ended": "'answered'"},
    "a_holding_that_ended_tells_how": {"until": "now()"},
    "a_pause_ends_after_it_began": {"until": "since - interval '1 day'"},
    "an_extension_has_a_reason": {"reason": "''"},
    "a_ladder_has_five_rungs": {"rung": "6"},
    "an_escalation_has_a_reason": {"reason": "''"},
    "a_reply_from_above_tells_when": {"replied_at": "NULL"},
    "what_was_taken_back_has_no_reply": {"recalled_at": "now()"},
    "a_reply_template_has_a_text": {"text": "''"},
    "a_group_rests_on_a_decision": {"decision": "''"},
    "nobody_is_their_own_substitute": {"officer_id": "by_id"},
    "a_saved_filter_has_a_name_and_filters": {"query": "''"},
}  # fmt: skip
# Written by the code, or shown to nobody.
SHAPED = [
    "inquiries.Inquiry.reference", "inquiries.Inquiry.code_hash", "inquiries.Inquiry.pin_hash",
    "inquiries.Inquiry.mail_id", "inquiries.Inquiry.tax_code", "inquiries.Message.mail_id",
    "inquiries.Topic.code", "inquiries.SavedFilter.query",
]  # fmt: skip
UNSHOWN: list[str] = []
# Pages of the form need a session (test_journeys_inquiries walks them); two only take posts.
ELSEWHERE = [
    "inquiries:question", "inquiries:who", "inquiries:check", "inquiries:done",
    "inquiries:tracked", "inquiries:tracked_move", "inquiries:tracked_file",
    "admin:inquiries_inquiry_draft", "admin:inquiries_inquiry_filters",
    "admin:inquiries_inquiry_import_job",  # the page of every import, met at other lists
]  # fmt: skip


def fill(world, number: int) -> None:
    """Hostile texts in every case, message, note and ready answer."""
    topic = world.fill(TopicFactory, number)
    case = world.fill(InquiryFactory, number, topic=topic, status="received")
    message = world.fill(MessageFactory, number, inquiry=case)
    world.fill(Citation, number, message=message)
    world.fill(Usefulness, number, inquiry=case, level=2, at=now())
    world.fill(Limit, number, topic=topic, first_hours=8, answer_days=5)
    world.fill(Extension, number, inquiry=case, new_due=date(2026, 6, 1), at=now())
    world.fill(Escalation, number, inquiry=case, from_unit=case.unit, to_unit=case.unit, at=now(),
               replied_at=now())  # fmt: skip
    world.fill(Draft, number, inquiry=case, by=world.system, at=now())
    world.fill(ReplyTemplate, number)
    world.fill(GroupMember, number, unit=case.unit, group="advisory", person=world.system,
               valid_from=date(2026, 1, 5))  # fmt: skip
    world.fill(SavedFilter, number, by=world.system, query="q=x")


def furnish(sample) -> None:
    """The sample has cases in every state; here a complaint, a transfer, a substitute, a look,
    and a member's request that still lies."""
    focal_point = sample("dau.moi")
    unit, case = focal_point.unit, InquiryFactory(unit=focal_point.unit, status="routed")
    services.escalate(case, by=focal_point, reason="Vượt thẩm quyền")
    InquiryFactory(kind="complaint", unit=unit)
    services.transfer(InquiryFactory(), by=None, unit=unit, reason="Thuộc đơn vị")
    if case := Inquiry.objects.first():
        Viewing.objects.create(inquiry=case, by=sample("can.bo"))
    with acting(None, "given"):
        lies = InquiryFactory(unit=unit, status="received")
        PassingOn.objects.create(inquiry=lies, unit=unit, due_at=now())
        GroupMember.objects.create(
            unit=unit, group="advisory", person=sample("can.bo"), decision="12/QĐ-HQ",
            valid_from=date(2026, 1, 5),
        )  # fmt: skip
        Substitute.objects.create(
            officer=sample("can.bo"), by=sample("can.bo.dinh.vu"),
            valid_from=date(2026, 1, 5), valid_to=date(2026, 1, 9),
        )  # fmt: skip


def starts() -> list[str]:
    """The entry by telephone of somebody known."""
    return ["/admin/inquiries/inquiry/add/?way=enter&who=0900000001"]


def fixed() -> list[str]:
    """Hostile texts on the dashboard, whose labels are topics."""
    return ["/admin/inquiries/inquiry/dashboard/"]
