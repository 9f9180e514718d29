"""Who keeps the register of associations."""

from directory.models import Role
from directory.querysets import within

from ..models import Association
from .parts import LEADING, leads

K = Role.Kind


def keeps_any(user) -> bool:
    """Whether any association's data is this person's to keep."""
    return user.holds(*LEADING, K.SYSTEM_ADMINISTRATOR)


def keeps(user, association) -> bool:
    """The focal point or head of the unit in charge, the board, the system administrator."""
    return user.holds(K.SYSTEM_ADMINISTRATOR) or leads(user, association.kept_by)


def kept_associations(user):
    """Associations this person keeps: what may be chosen where one must be in one's charge."""
    if user.holds(K.SYSTEM_ADMINISTRATOR):
        return Association.objects.all()
    led = {path for role in user.held if role.kind in LEADING for path in role.unit.covers}
    return Association.objects.filter(within(led, "kept_by__path"))
