"""Which case a mail belongs to: told by what it answers to, by its address, by its subject; and for
which enterprise it speaks."""

import re

from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate

from core.letters import key_of
from core.models import Letter
from directory.models import Enterprise
from directory.querysets import current

from ..models import Inquiry, Message
from .addresses import CAUSE, TOKEN, token
from .reading import Mail

REFERENCE = re.compile(r"\bVM-\d{4}-\d{6,}-[0-9A-Z]\b", re.IGNORECASE)


def case_of(mail: Mail) -> Inquiry | None:
    """The case a mail is a word in; None for a new one.

    Who answers a letter of ours knows its number, which nobody can guess; a reference in the
    subject alone counts only from the asker's own address.
    """
    pk = _by_letter(mail) or _by_token(mail)
    if pk:
        return Inquiry.objects.filter(pk=pk).first()
    return _by_own_mail(mail) or _by_reference(mail)


def _by_letter(mail: Mail) -> int | None:
    """The case of the letter of ours that it answers to."""
    keys = [key for one in mail.before if (key := key_of(one))]
    causes = Letter.objects.filter(key__in=keys[:50]).values_list("cause", flat=True)
    found = next((m for cause in causes if (m := CAUSE.match(cause))), None)
    return int(found[1]) if found else None


def _by_token(mail: Mail) -> int | None:
    for address in mail.to:
        found = TOKEN.search(address)
        if found and constant_time_compare(found[2], token(int(found[1]))):
            return int(found[1])
    return None


def _by_own_mail(mail: Mail) -> Inquiry | None:
    """The case that an earlier mail of the same person made or joined."""
    ids = mail.before[:50]
    cases = Inquiry.objects.filter(email__iexact=mail.sender)
    said = Message.objects.filter(mail_id__in=ids, inquiry__in=cases).values("inquiry")
    return cases.filter(mail_id__in=ids).first() or cases.filter(pk__in=said).first()


def _by_reference(mail: Mail) -> Inquiry | None:
    named = [found.upper() for found in REFERENCE.findall(mail.subject)]
    return Inquiry.objects.filter(reference__in=named[:5], email__iexact=mail.sender).first()


def enterprise_of(address: str) -> Enterprise | None:
    """The one enterprise whose account or known contact has this address; None where it is none or
    several.

    A sender is easily forged: that a case is shown to the enterprise shows the sender nothing, and
    answers go to the address, not to who wrote it.
    """
    acts = Q(representatives__user__email__iexact=address, representatives__user__is_active=True)
    acts &= current(localdate(), "representatives__")
    named = Enterprise.objects.filter(acts | Q(contacts__email__iexact=address))
    found = list(named.distinct().order_by("pk")[:2]) if address else []
    return found[0] if len(found) == 1 else None
