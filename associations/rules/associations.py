"""Who keeps the register of associations."""

from directory.models import Role

from .parts import leads

K = Role.Kind


def keeps_any(user) -> bool:
    """Whether any association's data is this person's to keep."""
    return user.holds(K.FOCAL_POINT, K.HEAD, K.BOARD, K.SYSTEM_ADMINISTRATOR)


def keeps(user, association) -> bool:
    """The focal point or head of the unit in charge, the board, the system administrator."""
    return user.holds(K.SYSTEM_ADMINISTRATOR) or leads(user, association.kept_by)
