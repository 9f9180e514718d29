"""Who may change the directory."""

from .models import Enterprise, Role, Unit, User

ADMINISTRATORS = (Role.Kind.DEPARTMENT_ADMINISTRATOR, Role.Kind.SYSTEM_ADMINISTRATOR)
# Roles that look over the whole country are given by the system administrator alone.
COUNTRYWIDE = (Role.Kind.BOARD, Role.Kind.SYSTEM_ADMINISTRATOR, Role.Kind.AUDITOR)


def administers(user: User, unit: Unit | None) -> bool:
    """An administrator of the unit or of one above it; without a unit, of the whole country."""
    if unit is None:
        return user.holds(Role.Kind.SYSTEM_ADMINISTRATOR)
    return user.holds(*ADMINISTRATORS, path=unit.path)


def presents(user: User, unit: Unit) -> bool:
    """Who keeps a unit's channels and reception hours right: its head or an administrator."""
    return user.holds(Role.Kind.HEAD, *ADMINISTRATORS, path=unit.path)


def grants(user: User, role: Role) -> bool:
    """Who may give or end ``role``: nobody raises himself, nobody gives beyond his own reach."""
    if role.user_id == user.pk:
        return False
    if role.kind in COUNTRYWIDE:
        return user.holds(Role.Kind.SYSTEM_ADMINISTRATOR)
    return administers(user, role.unit)


def keeps(user: User, enterprise: Enterprise | None = None) -> bool:
    """Who corrects an enterprise's record: administrators of its managing department."""
    if enterprise is None:
        return user.holds(*ADMINISTRATORS)
    return user.holds(*ADMINISTRATORS, path=enterprise.managed_by.path)
