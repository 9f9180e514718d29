"""The address at which an answer to a letter about a case is read; none where no mail comes in."""

import re

from django.conf import settings
from django.utils.crypto import salted_hmac

from core.letters import answers_go_to
from core.models import Letter

SALT = "inquiries.mail"
CAUSE = re.compile(r"^inquiry (\d+) ")
TOKEN = re.compile(r"\+r(\d{1,18})-([0-9a-f]{20})@")


def mail_comes_in() -> bool:
    """Whether a mailbox is set up whose mail becomes cases."""
    return bool(settings.MAIL_IN_ADDRESS)


def address_of(pk: int) -> str:
    """The address of one case ("box+r12-…@customs.example"): what comes there joins it."""
    local, _, domain = settings.MAIL_IN_ADDRESS.partition("@")
    return f"{local}+r{pk}-{token(pk)}@{domain}"


def token(pk: int) -> str:
    return salted_hmac(SALT, str(pk), algorithm="sha256").hexdigest()[:20]


@answers_go_to
def case_address(letter: Letter) -> str:
    """Letters to an asker carry the address of the case, so that a reply joins it."""
    found = CAUSE.match(letter.cause)
    return address_of(int(found[1])) if found and mail_comes_in() else ""
