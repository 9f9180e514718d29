"""Questions, one file a group of nouns; what a person sees begins here."""

from .agreements import AgreementQuerySet, FileQuerySet, OfAgreementQuerySet
from .assessments import (
    AssessmentQuerySet,
    CriteriaQuerySet,
    OfCriteriaQuerySet,
    ScoreQuerySet,
)
from .associations import (
    AssociationQuerySet,
    MembershipQuerySet,
    OfAssociationQuerySet,
    RepresentativeQuerySet,
)
from .commitments import CommitmentQuerySet, OfReachQuerySet
from .programme import (
    ApplicationQuerySet,
    ConditionQuerySet,
    MemberQuerySet,
    OfMemberQuerySet,
    RequestQuerySet,
    ReviewQuerySet,
    RulesQuerySet,
)

__all__ = [
    "ApplicationQuerySet",
    "AssessmentQuerySet",
    "ConditionQuerySet",
    "CriteriaQuerySet",
    "MemberQuerySet",
    "OfCriteriaQuerySet",
    "OfMemberQuerySet",
    "RequestQuerySet",
    "ReviewQuerySet",
    "RulesQuerySet",
    "ScoreQuerySet",
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
