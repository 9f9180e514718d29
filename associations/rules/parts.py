"""The parts people play in cooperation: who works on it, who leads, who signs, who is a party."""

from directory.models import Role

from ..querysets.agreements import party_of

K = Role.Kind
WORKING = (K.OFFICER, K.FOCAL_POINT, K.HEAD, K.BOARD)
LEADING = (K.FOCAL_POINT, K.HEAD, K.BOARD)
SIGNING = (K.HEAD, K.BOARD)


def works_anywhere(user, _subject=None) -> bool:
    """Cooperation is this person's business in some unit."""
    return user.holds(*WORKING)


def reads_overview(user) -> bool:
    """Whoever works on cooperation anywhere, and who looks over every unit."""
    return works_anywhere(user) or user.sees_all


def works(user, unit) -> bool:
    """An officer, focal point or head of the unit or above it; the board everywhere."""
    return user.holds(*WORKING, path=unit.path)


def leads(user, unit) -> bool:
    """The focal point of the advisory group or the head of the unit (Decision 104, IV)."""
    return user.holds(*LEADING, path=unit.path)


def signs(user, unit) -> bool:
    """The head of the unit or above; the board for the whole customs."""
    return user.holds(*SIGNING, path=unit.path)


def signs_anywhere(user) -> bool:
    """Whoever heads some unit, or the board."""
    return user.holds(*SIGNING)


def speaks_for_party(user, agreement) -> bool:
    """A representative of an association or enterprise that is a party to the agreement."""
    return not user.is_staff and party_of(user).filter(agreement=agreement.pk).exists()
