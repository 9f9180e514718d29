"""What cooperation says to whom, one file a group of nouns."""

from .agreements import (
    both_sides,
    customs_side,
    partner_side,
    pass_on,
    remind_of_end,
    tell_both,
    tell_partner,
)
from .assessments import decided, ended, published, shared
from .commitments import invite, remind_of_commitment, tell_of_lapse, tell_reporter
from .programme import (
    answered,
    forwarded,
    not_forwarded,
    received,
    tell_applicant,
    tell_of_appeal,
    tell_of_withdrawal,
    warn,
)

__all__ = [
    "answered",
    "both_sides",
    "customs_side",
    "decided",
    "ended",
    "forwarded",
    "invite",
    "not_forwarded",
    "partner_side",
    "published",
    "pass_on",
    "received",
    "remind_of_commitment",
    "remind_of_end",
    "shared",
    "tell_applicant",
    "tell_both",
    "tell_of_appeal",
    "tell_of_lapse",
    "tell_of_withdrawal",
    "tell_partner",
    "tell_reporter",
    "warn",
]
