"""What cooperation says to whom, one file a group of nouns."""

from .agreements import both_sides, customs_side, partner_side, remind_of_end, tell_partner
from .commitments import invite, remind_of_commitment, tell_of_lapse, tell_reporter

__all__ = [
    "invite",
    "remind_of_commitment",
    "tell_of_lapse",
    "tell_reporter",
    "both_sides",
    "customs_side",
    "partner_side",
    "remind_of_end",
    "tell_partner",
]
