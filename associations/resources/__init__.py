"""Associations and their members in and out of Excel and CSV."""

from .associations import AssociationResource
from .memberships import MembershipResource

__all__ = ["AssociationResource", "MembershipResource"]
