"""What a person does with a mail that was laid aside."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.models import User

from ..models import IncomingMail
from .intake import place
from .reading import Mail, read
from .rules import is_aside, mail_verbs


def make_case(mail: IncomingMail, *, by: User | None) -> IncomingMail:
    """A mail that was held, taken for automatic or not understood is a question after all: it makes
    a case, or joins the one it belongs to, as if it had been taken for one.

    Raises PermissionDenied and NotNow as the table says, and ValidationError for a mail in which
    there are no words to be read.
    """
    with mail_verbs.doing("make_case", mail, by=by):
        told = _read(mail.raw)
        if not (told.subject or told.text):
            raise ValidationError(
                _("No words can be read in it: look at it as it came, and enter the question by"
                  " hand.")
            )  # fmt: skip
        with override("vi"):  # what officers read in the case, as when it is fetched
            mail.outcome, mail.inquiry = place(told)
        mail.save(update_fields=["outcome", "inquiry"])
    return mail


def words_of(mail: IncomingMail) -> str:
    """What its writer wrote and quoted; "" for a mail that is not kept or cannot be read."""
    if not is_aside(mail):
        return ""
    try:
        told = _read(mail.raw)
    except ValidationError:
        return ""
    return "\n\n".join(filter(None, [told.text, told.quoted]))


def _read(raw: Any) -> Mail:
    try:
        with raw.open() as kept:
            return read(kept.read())
    except FileNotFoundError as locked:  # Unread is one
        raise ValidationError(_("Its virus check has not found it clean.")) from locked
