"""Letters about agreements: to the partner's representatives, to the unit in charge, to both."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise

from core import letters
from directory.models import Contact, Representative, Role, Unit, User
from directory.querysets import current

from ..models import Agreement, AssociationContact, AssociationRepresentative

ANSWERING = (Role.Kind.FOCAL_POINT, Role.Kind.HEAD)


def partner_side(agreement: Agreement, day: date) -> list[User | str]:
    """Who speaks, on ``day``, for the associations and enterprises that are parties; for those
    without an account on the portal, the addresses of their contacts."""
    return [*speaking(agreement, day), *addresses(agreement, day)]


def speaking(agreement: Agreement, day: date) -> QuerySet[User]:
    """Representatives of the partners on ``day``."""
    parties = agreement.parties.all()
    speaking = User.objects.filter(
        current(day, "speaks_for__"), speaks_for__association__in=parties.values("association")
    )
    acting = User.objects.filter(
        current(day, "represents__"), represents__enterprise__in=parties.values("enterprise")
    )
    found = speaking.values("pk").union(acting.values("pk"))
    return User.objects.filter(pk__in=found, is_active=True)


def addresses(agreement: Agreement, day: date) -> list[str]:
    """Contacts of the partners for whom nobody speaks on the portal on ``day``; other bodies."""
    parties = agreement.parties.all()
    found = list(parties.exclude(email="").values_list("email", flat=True))
    for contacts, people, of in (
        (AssociationContact, AssociationRepresentative, "association"),
        (Contact, Representative, "enterprise"),
    ):
        spoken = people.objects.filter(current(day), user__is_active=True).values(of)
        rows = contacts.objects.filter(**{f"{of}__in": parties.values(of)}).exclude(email="")
        found += rows.exclude(**{f"{of}__in": spoken}).values_list("email", flat=True)
    return found


def answering(unit: Unit, day: date) -> QuerySet[User]:
    """Focal points and heads of the unit; where there are none, of the nearest above it."""
    for pk in reversed(unit.lineage):
        roles = Role.objects.as_of(day).filter(unit=pk, kind__in=ANSWERING, user__is_active=True)
        if roles.exists():
            return User.objects.filter(pk__in=roles.values("user"))
    return User.objects.none()


def beside(agreement: Agreement, day: date) -> list[User]:
    """Who answers, on ``day``, for the customs units that are parties beside the one in charge."""
    parties = agreement.parties.values("unit")
    units = Unit.objects.filter(pk__in=parties).exclude(pk=agreement.unit_id)
    return [user for unit in units for user in answering(unit, day)]


def customs_side(agreement: Agreement, day: date) -> list[User]:
    """Focal points and heads of the unit in charge on ``day`` (where there are none, above it),
    and of the customs units that are parties beside it."""
    return [*answering(agreement.unit, day), *beside(agreement, day)]


def both_sides(agreement: Agreement, day: date) -> list[User | str]:
    return [*customs_side(agreement, day), *partner_side(agreement, day)]


def tell_partner(
    agreement: Agreement, verb: str, label: str | Promise, day: date, *, reason: str = ""
) -> int:
    """Tell the partner's side what became of the agreement; returns how many."""
    return _tell(partner_side(agreement, day), agreement, verb, label, reason)


def tell_both(
    agreement: Agreement, verb: str, label: str | Promise, day: date, *, reason: str = ""
) -> int:
    """Tell both sides what one of them did; returns how many."""
    return _tell(both_sides(agreement, day), agreement, verb, label, reason)


def _tell(
    readers: Iterable[User | str],
    agreement: Agreement,
    verb: str,
    label: str | Promise,
    reason: str,
) -> int:
    return letters.write(
        f"agreement {agreement.pk} {verb}",
        readers,
        template="agreement_moved",
        context={"agreement": agreement, "label": label, "reason": reason},
    )


def pass_on(agreement: Agreement, who: User, text: str, day: date) -> int:
    """Pass on to customs what a partner says of the draft; returns how many letters."""
    return letters.write(
        f"agreement {agreement.pk} remark {agreement.step}",
        customs_side(agreement, day),
        template="agreement_remark",
        context={"agreement": agreement, "who": who, "text": text},
    )


def remind_of_end(agreement: Agreement, step: int, day: date, *, what: str) -> int:
    """Remind both sides ``step`` days ahead of the end ("end") or of the last day to refuse
    the tacit renewal ("renewal"); returns how many letters were written."""
    return letters.write(
        f"agreement {agreement.pk} {what} {agreement.ends_on:%Y-%m-%d} {step}",
        both_sides(agreement, day),
        template="agreement_ends",
        context={"agreement": agreement, "what": what, "refuse_by": agreement.refuse_by},
        after=letters.AT_ONCE,
    )
