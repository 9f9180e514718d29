"""Questions, one file a group of nouns; what a person sees begins here."""

from .agreements import AgreementQuerySet, FileQuerySet, OfAgreementQuerySet
from .associations import (
    AssociationQuerySet,
    MembershipQuerySet,
    OfAssociationQuerySet,
    RepresentativeQuerySet,
)
from .commitments import CommitmentQuerySet, OfReachQuerySet

__all__ = [
    "AgreementQuerySet",
    "AssociationQuerySet",
    "CommitmentQuerySet",
    "FileQuerySet",
    "MembershipQuerySet",
    "OfAgreementQuerySet",
    "OfAssociationQuerySet",
    "OfReachQuerySet",
    "RepresentativeQuerySet",
]
