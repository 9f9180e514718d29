"""Nouns, one file a group."""

from .agreements import Agreement
from .assessments import Assessment, CriteriaSet, Criterion, Score
from .associations import Association, AssociationContact, AssociationRepresentative, Membership
from .commitments import Commitment, Meeting
from .members import Member
from .parts import AgreementFile, Amendment, Party
from .programme import LEVELS, Application, Condition, Programme
from .support import LevelReview, RiskWarning, SupportRequest

__all__ = [
    "LEVELS",
    "Application",
    "Assessment",
    "Condition",
    "CriteriaSet",
    "Criterion",
    "LevelReview",
    "Member",
    "Programme",
    "RiskWarning",
    "Score",
    "SupportRequest",
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
