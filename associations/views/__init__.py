"""Cooperation on the portal, one file a group of nouns."""

from .own import CommitmentPage, Propose, commitment_moves
from .register import AgreementPage, AssociationPage, Own, Register

__all__ = [
    "AgreementPage",
    "AssociationPage",
    "CommitmentPage",
    "Own",
    "Propose",
    "Register",
    "commitment_moves",
]
