"""Nouns, one file a group."""

from .agreements import Agreement
from .associations import Association, AssociationContact, AssociationRepresentative, Membership
from .commitments import Commitment, Meeting
from .parts import AgreementFile, Amendment, Party

__all__ = [
    "Agreement",
    "AgreementFile",
    "Amendment",
    "Association",
    "AssociationContact",
    "AssociationRepresentative",
    "Commitment",
    "Meeting",
    "Membership",
    "Party",
]
