"""Who may do what with a case."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import now
from django.utils.translation import gettext_noop

from directory.models import Role

from ..models import Holding, Inquiry
from ..phones import dialled

S = Inquiry.Status
K = Role.Kind
DESK = (K.OFFICER, K.FOCAL_POINT, K.HEAD)
LEADING = (K.FOCAL_POINT, K.HEAD)
ADVISERS = (*DESK, K.BOARD)
WINDOW = timedelta(days=30)
"""How long after an answer the asker may ask again or contest it."""


@dataclass(frozen=True)
class Asker:
    """Who holds the tracking code and PIN of one case: no account, and no other right."""

    inquiry: int | None = None
    pk: None = None
    is_staff: bool = False

    def __str__(self):
        return gettext_noop("The asker")  # the history keeps it and tells it in each language


def enters(user, inquiry=None) -> bool:
    """Officers write down what comes by telephone, at the counter or on paper."""
    return user.is_staff and user.holds(*DESK)


def registers(user, inquiry=None) -> bool:
    """Heads and focal points bring in the registers of past years."""
    return user.is_staff and user.holds(*LEADING)


def submits(user, inquiry=None) -> bool:
    """Anybody from outside customs, with an account or without."""
    return not user.is_staff


def handles(user, inquiry) -> bool:
    """Officers of the answering unit and of its superiors, and the officer who stands in for the
    handler; at the top the Committee, where what names no department arrives."""
    if lies_with_committee(user, inquiry):
        return True
    if not user.is_staff or not user.holds(*DESK):
        return False
    return user.holds(*DESK, path=inquiry.unit.path) or stands_in(user, inquiry)


def sits_on_committee(user) -> bool:
    return user.is_staff and user.holds(K.BOARD)


def lies_with_committee(user, inquiry) -> bool:
    """Whether the case is in the hands of the very unit whose Committee ``user`` belongs to."""
    if not sits_on_committee(user):
        return False
    return any(role.kind == K.BOARD and role.unit_id == inquiry.unit_id for role in user.held)


def stands_in(user, inquiry) -> bool:
    """Whether ``user`` is today the substitute of the one who handles the case."""
    absent = Inquiry.objects.absent_of(user) if inquiry.handler_id else []
    return inquiry.handler_id in absent


def routes(user, inquiry) -> bool:
    """Focal points and heads give cases to people and units; the Committee what lies with it."""
    if lies_with_committee(user, inquiry):
        return True
    return user.is_staff and user.holds(*LEADING, path=inquiry.unit.path)


def takes(user, inquiry) -> bool:
    """An officer of the unit takes what nobody has in hand."""
    return inquiry.handler_id is None and handles(user, inquiry)


def answers(user, inquiry) -> bool:
    """Complaints and denunciations have their own laws: they are handed over, not answered."""
    return not inquiry.goes_by_other_law and handles(user, inquiry)


def hands_over(user, inquiry) -> bool:
    return inquiry.goes_by_other_law and handles(user, inquiry)


def gives_back(user, inquiry) -> bool:
    """Only what another unit transferred can be given back to it."""
    return handles(user, inquiry) and sender_of(inquiry) is not None


def sender_of(inquiry) -> Holding | None:
    """The holding of the unit that transferred the case to the one that has it now."""
    last = inquiry.holdings.exclude(until=None).order_by("-until", "-pk").first()
    return last if last and last.ended == Holding.End.TRANSFERRED else None


def recalls(user, inquiry) -> bool:
    """What the unit itself put before the level above; what the asker contested stays there."""
    asked = inquiry.escalations.pending().select_related("by").last()
    return bool(asked and asked.by and asked.by.is_staff) and handles(user, inquiry)


def advises(user, inquiry) -> bool:
    """The level before which the case was put replies."""
    above = inquiry.asked_above
    return bool(above) and user.is_staff and user.holds(*ADVISERS, path=above.path)


def asks(user, inquiry) -> bool:
    """The asker: by code and PIN, by the account that asked, or for the enterprise."""
    if isinstance(user, Asker):
        return user.inquiry == inquiry.pk
    if user.is_staff or user.pk is None:
        return False
    return type(inquiry).objects.visible_to(user).filter(pk=inquiry.pk).exists()


def asks_again(user, inquiry) -> bool:
    """Within :data:`WINDOW` of the answer."""
    fresh = inquiry.answered_at is not None and now() - inquiry.answered_at <= WINDOW
    return fresh and asks(user, inquiry)


def same_asker(one, other) -> bool:
    """Whether two cases are of one asker: the same account, address, telephone, enterprise, or name
    under no other tax code.

    What is denounced is the affair of the person who wrote it, not of the enterprise.
    """
    signs = [(one.asked_by_id, other.asked_by_id), (one.email.lower(), other.email.lower()),
             (dialled(one.phone), dialled(other.phone))]  # fmt: skip
    if Inquiry.Kind.DENUNCIATION not in (one.kind, other.kind):
        signs += [(one.enterprise_id, other.enterprise_id), (one.tax_code, other.tax_code)]
        if not (one.tax_code and other.tax_code):
            signs.append((one.asker_name.casefold(), other.asker_name.casefold()))
    return any(mine and mine == theirs for mine, theirs in signs)


def is_open(inquiry) -> bool:
    return inquiry.status in Inquiry.OPEN


def runs(inquiry) -> bool:
    return inquiry.status in Inquiry.RUNNING


def is_answered(inquiry) -> bool:
    return inquiry.status in (S.ANSWERED, S.CLOSED)


def sees_viewings(user, inquiry) -> bool:
    """Who looked at a case is known to the head of its unit and to who looks over all (G20)."""
    return user.sees_all or user.is_staff and user.holds(K.HEAD, path=inquiry.unit.path)
