"""Cooperation on the portal, one file a group of nouns."""

from .assessments import AssessmentPage, Assessments, assessment_moves
from .own import CommitmentPage, Propose, commitment_moves
from .programme import Acknowledge, Apply, Ask, Compliance, Contest, ProgrammePage, TakeBack
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
    "Feed",
    "Own",
    "ProgrammePage",
    "Propose",
    "Register",
    "TakeBack",
    "assessment_moves",
    "commitment_moves",
]
