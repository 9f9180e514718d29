"""Cooperation on the portal, one file a group of nouns."""

from .assessments import AssessmentPage, Assessments, assessment_moves
from .own import CommitmentPage, Propose, agreement_moves, commitment_moves
from .programme import (
    Acknowledge,
    Apply,
    Ask,
    Compliance,
    Contest,
    Examples,
    ProgrammePage,
    TakeBack,
)
from .register import AgreementPage, Agreements, AssociationPage, Feed, Own, Register

__all__ = [
    "Acknowledge",
    "AgreementPage",
    "Agreements",
    "Apply",
    "Ask",
    "AssessmentPage",
    "Assessments",
    "AssociationPage",
    "CommitmentPage",
    "Compliance",
    "Contest",
    "Examples",
    "Feed",
    "Own",
    "ProgrammePage",
    "Propose",
    "Register",
    "TakeBack",
    "agreement_moves",
    "assessment_moves",
    "commitment_moves",
]
