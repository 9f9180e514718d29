"""What a person does with a mail that was laid aside."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.history import acting
from core.models.files import Unread
from core.workflow import NotNow
from directory.models import User

from ..models import IncomingMail
from .intake import place
from .reading import Mail, read
from .rules import mail_verbs


def make_case(mail: IncomingMail, *, by: User | None) -> IncomingMail:
    """A mail that was held, taken for automatic or not understood is a question after all: it makes
    a case, or joins the one it belongs to, as if it had been taken for one.

    Raises PermissionDenied and NotNow as the table says, and ValidationError for a mail in which
    there are no words to be read.
    """
    move = mail_verbs.moves["make_case"]
    with acting(by, "make_case"):
        mail.refresh_from_db(from_queryset=IncomingMail.objects.select_for_update())
        if by is not None and not move.who(by, mail):
            raise PermissionDenied(move.label)
        if not move.fits(mail):
            raise NotNow(move.label)
        told = _words_of(mail)
        with override("vi"):  # what officers read in the case, as when it is fetched
            mail.outcome, mail.inquiry = place(told)
        mail.save(update_fields=["outcome", "inquiry"])
    return mail


def _words_of(mail: IncomingMail) -> Mail:
    try:
        with mail.raw.open() as kept:
            told = read(kept.read())
    except Unread as locked:
        raise ValidationError(_("Its virus check has not found it clean.")) from locked
    if not (told.subject or told.text):
        raise ValidationError(
            _("No words can be read in it: look at it as it came, and enter the question by hand.")
        )
    return told
