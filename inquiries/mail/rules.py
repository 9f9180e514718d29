"""Who looks at mail that came in, and makes a case of what was laid aside; a mail kept as it came
is seen by whoever sees the mail."""

from django.utils.translation import gettext_lazy as _

from core.file_sight import shown_with
from core.workflow import Verb, Verbs
from directory.models import Role

from ..models import IncomingMail
from .querysets import leads_at_the_top

K = Role.Kind


def looks(user) -> bool:
    """Who looks over all, and who leads at the top, where questions without a unit go."""
    return user.is_staff and (user.sees_all or leads_at_the_top(user))


def makes(user, mail=None) -> bool:
    """The same without the auditor, who only looks."""
    return user.is_staff and (user.holds(K.SYSTEM_ADMINISTRATOR, K.BOARD) or leads_at_the_top(user))


def is_aside(mail) -> bool:
    """Kept as it came, and no word in any case."""
    return mail.raw_id is not None and mail.outcome in IncomingMail.ASIDE


mail_verbs = Verbs(
    IncomingMail,
    Verb(
        "make_case",
        _("Make a case of it"),
        who=makes,
        when=is_aside,
        hint=_("It is a question after all; the sender gets a receipt."),
    ),
)
shown_with("inquiries.IncomingMail", "raw")
