"""Two cases become one, and one becomes two; what is asked after the end goes on in a new one."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import User

from .. import notices
from ..models import Holding, Inquiry, Link, Message
from ..rules import flow, same_asker
from .asking import Matter, Origin, Receipt, begin
from .work import let_go, say, verb

Side = Message.Side


@transaction.atomic
def merge(inquiry: Inquiry, *, by: User, into: Inquiry) -> Inquiry:
    """``inquiry`` is answered with ``into``, which gets all that was said and its files as a note;
    the asker is told, and reads the answer on the page of either.

    Raises ValidationError for a case joined with itself, with one that is over, or with a case of
    another asker, who would never read the answer.
    """
    _held(inquiry, into)
    with verb("merge", inquiry, by) as at:
        if into.pk == inquiry.pk or not into.is_open:
            raise ValidationError({"into": _("Choose another case that is still open.")})
        if not same_asker(inquiry, into):
            raise ValidationError({"into": _("That is a case of another asker: answer each.")})
        _lead_to(into, inquiry)
        files = [row.file for row in _news(inquiry, into)]
        say(into, Side.NOTE, _all_said(inquiry), at=at, by=by, files=files)
        let_go(inquiry, Holding.End.MERGED, at=at)
        flow.make("merge", inquiry, by=by)
        notices.joined(inquiry, into)
    return inquiry


def _held(*cases: Inquiry) -> None:
    """Lock the cases, always in the same order: two that are joined crosswise wait in turn."""
    keys = [case.pk for case in cases]
    list(Inquiry.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    for case in cases:
        case.refresh_from_db()


def _lead_to(into: Inquiry, inquiry: Inquiry) -> None:
    """The case, and those that were joined with it before, are answered with ``into``."""
    before = inquiry.linked.filter(kind=Link.Kind.MERGED).values_list("source", flat=True)
    for source in [inquiry.pk, *before]:
        Link.objects.create(source_id=source, target=into, kind=Link.Kind.MERGED)


def _news(inquiry: Inquiry, into: Inquiry):
    """Files of a case that the other has not: a file is attached once to a case."""
    had = into.attachments.values("file")
    return inquiry.attachments.exclude(file__in=had).select_related("file")


def _all_said(inquiry: Inquiry) -> str:
    """Question and messages of a case, as the officers of the other one read them."""
    asked = _("Joined: %(reference)s. %(question)s")
    first = asked % {"reference": inquiry.reference, "question": inquiry.question}
    later = [f"{m.get_side_display()}: {m.text}" for m in inquiry.messages.all()]
    return "\n\n".join([first, *later])


def split(
    inquiry: Inquiry, *, by: User, subject: str, question: str, submission: UUID | None = None
) -> Receipt:
    """A second question of the same asker becomes a case with the same day of receipt.

    The same ``submission`` again makes no second one. ``inquiry`` carries the ``receipt``, to tell
    the asker the code and PIN of the new case, once.
    """
    submission = submission or uuid4()
    with verb("split", inquiry, by):
        origin = Origin(
            channel=inquiry.channel, name=inquiry.asker_name, company=inquiry.company,
            tax_code=inquiry.tax_code, email=inquiry.email, phone=inquiry.phone,
            language=inquiry.language, enterprise=inquiry.enterprise, at=inquiry.received_at,
            asked_by=inquiry.asked_by, submission=submission,
        )  # fmt: skip
        matter = Matter(inquiry.kind, inquiry.topic, subject, question, inquiry.unit)
        again = inquiry.links.filter(target__submission=submission).exists()
        receipt = begin("split_off", matter, origin, by=by, handler=inquiry.handler)
        if not again:
            _told(inquiry, receipt.inquiry, by)
    inquiry.receipt = receipt  # type: ignore[attr-defined]  # for the page that follows
    return receipt


def _told(inquiry: Inquiry, new: Inquiry, by: User) -> None:
    """The case says which part of it goes on elsewhere."""
    with acting(by, "split"):
        Link.objects.create(source=inquiry, target=new, kind=Link.Kind.SPLIT)
        say(
            inquiry, Side.SYSTEM, at=now(), by=by,
            text=_("Part of the question goes on as %(reference)s: %(subject)s")
            % {"reference": new.reference, "subject": new.subject},
        )  # fmt: skip


def take_up_again(over: Inquiry, new: Inquiry) -> None:
    """What its asker wrote after the end of a case goes on in ``new``: officers read it in both."""
    with acting(None, "note"):
        Link.objects.create(source=over, target=new, kind=Link.Kind.FOLLOWS)
        for case, text in (
            (over, _("The asker wrote again after the end of the case: see %(reference)s.")),
            (new, _("It follows on %(reference)s, which is over.")),
        ):
            other = new if case is over else over
            say(case, Side.NOTE, text % {"reference": other.reference}, at=now(), by=None)
