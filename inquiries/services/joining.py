"""Two cases become one, and one becomes two."""

from django.core.exceptions import ValidationError
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import User

from ..models import Holding, Inquiry, Link, Message
from ..rules import flow
from .asking import Matter, Origin, Receipt, begin
from .work import let_go, say, verb


def merge(inquiry: Inquiry, *, by: User, into: Inquiry) -> Inquiry:
    """``inquiry`` is answered under the code of ``into``; both say so.

    Raises ValidationError for a case joined with itself, or with one that is over.
    """
    if into.pk == inquiry.pk or not into.is_open:
        raise ValidationError({"into": _("Choose another case that is still open.")})
    with verb("merge", inquiry, by) as at:
        Link.objects.create(source=inquiry, target=into, kind=Link.Kind.MERGED)
        say(
            into, Message.Side.NOTE, at=at, by=by,
            text=_("Joined: %(reference)s. %(question)s")
            % {"reference": inquiry.reference, "question": inquiry.question},
        )  # fmt: skip
        let_go(inquiry, Holding.End.MERGED, at=at)
        return flow.make("merge", inquiry, by=by)


def split(inquiry: Inquiry, *, by: User, subject: str, question: str) -> Receipt:
    """A second question of the same asker becomes a case with the same day of receipt."""
    with verb("split", inquiry, by):
        origin = Origin(
            channel=inquiry.channel, name=inquiry.asker_name, company=inquiry.company,
            tax_code=inquiry.tax_code, email=inquiry.email, phone=inquiry.phone,
            language=inquiry.language, enterprise=inquiry.enterprise, at=inquiry.received_at,
        )  # fmt: skip
        matter = Matter(inquiry.kind, inquiry.topic, subject, question, inquiry.unit)
        receipt = begin("split_off", matter, origin, by=by, handler=inquiry.handler)
        with acting(by, "split"):
            Link.objects.create(source=inquiry, target=receipt.inquiry, kind=Link.Kind.SPLIT)
            say(
                inquiry, Message.Side.SYSTEM, at=now(), by=by,
                text=_("Part of the question goes on as %(reference)s: %(subject)s")
                % {"reference": receipt.inquiry.reference, "subject": subject},
            )  # fmt: skip
    return receipt
