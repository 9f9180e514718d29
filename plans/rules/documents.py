"""Who gives papers their numbers."""

from directory.models import Role, Unit
from directory.rules import keeps

from ..models import GeneralVersion, Report

K = Role.Kind


def may_number(user, report: Report) -> bool:
    """Officers, focal points and heads of the unit whose paper it is."""
    kinds = (K.OFFICER, K.FOCAL_POINT, K.HEAD)
    return any(r.kind in kinds and report.unit.path in r.unit.covers for r in user.held)


def may_number_general(user, version: GeneralVersion) -> bool:
    """The Committee of Reform and Modernization, which issues it (Decision 104, IV.1)."""
    return user.holds(K.BOARD)


def writes_letterhead(user, unit: Unit | None) -> bool:
    """Who keeps the data of the unit writes its letterhead too."""
    return keeps(user, unit)
